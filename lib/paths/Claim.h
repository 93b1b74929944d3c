//===- Claim.h - What the name of a flag says -------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_CLAIM_H
#define REENTRANCY_LIB_CLAIM_H

#include "llvm/ADT/StringSwitch.h"

namespace reentrancy {

/// What a name says of a flag: set, the work is done; cleared, it is.
enum class Claim { None, Done, Undone };

inline Claim claimOf(llvm::StringRef Name) {
  Name = Name.trim("_");
  Name.consume_front("is_");
  return llvm::StringSwitch<Claim>(Name)
      .Cases("done", "complete", "completed", "loaded", "synced", "flushed",
             Claim::Done)
      .Cases("durable", "committed", "clean", "written", "persisted",
             "published", Claim::Done)
      .Cases("dirty", "unsynced", "unflushed", "modified", Claim::Undone)
      .Default(Claim::None);
}

} // namespace reentrancy

#endif

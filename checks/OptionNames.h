//===- OptionNames.h - The options, and what is wrong with them -*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy passes over what it does not know in `CheckOptions`. A misspelt
// option or name makes the checks silent, so each is told here.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_CHECKS_OPTIONNAMES_H
#define REENTRANCY_CHECKS_OPTIONNAMES_H

#include "../lib/vocabulary/Protocol.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Basic/LLVM.h"
#include <string>
#include <vector>

namespace clang::tidy::reentrancy {

/// An option that sets a list of the vocabulary.
struct VocabularyOption {
  StringRef Name;
  /// The list that it sets.
  ::reentrancy::Protocol::Names(::reentrancy::Protocol::*List);
  unsigned Kinds; ///< what its entries may name: ::reentrancy::NameKind
};

/// Those of all lists.
llvm::ArrayRef<VocabularyOption> vocabularyOptions();

/// What is wrong with the names in \p Options, a sentence each: an option that
/// no check of ours has, one of a check that does not exist, an unknown
/// protocol, entries separated by commas. Options without a check's name may be
/// other checks' and are told only where they are nearly one of ours.
std::vector<std::string>
optionComplaints(const ClangTidyOptions::OptionMap &Options);

/// What the entries of the vocabulary in \p Options that name nothing in this
/// translation unit were most likely meant to be, a sentence each. An entry
/// that is not near to any name is not told: the header that declares it may
/// not be included here.
std::vector<std::string>
entryComplaints(const ClangTidyOptions::OptionMap &Options,
                const ASTContext &Context);

} // namespace clang::tidy::reentrancy

#endif

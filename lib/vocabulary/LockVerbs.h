//===- LockVerbs.h - What is taken and given back, by name ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Locks, pins and transactions have no common type: their names tell. A verb
// that means other things as well (`begin`) counts only where its class has
// the verb that undoes it.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_LOCKVERBS_H
#define REENTRANCY_LIB_LOCKVERBS_H

namespace clang {
class FunctionDecl;
class QualType;
} // namespace clang

namespace reentrancy {

/// Whether a call of \p FD takes what has to be given back:
/// `m.lock()`, `m.try_acquire()`, `page.pin()`, `conn.begin_read()`.
bool acquires(const clang::FunctionDecl *FD);

/// Whether it gives such a thing back: `unlock`, `release`, `end_read`.
bool releases(const clang::FunctionDecl *FD);

/// What a scoped guard holds while it lives.
enum class GuardKind { None, Lock, Pin };

/// `std::lock_guard` and its like are locks; other classes by the last word
/// of their names, if they have a destructor of their own: `PagePin`,
/// `ReadTransaction`.
GuardKind guardKind(clang::QualType T);

} // namespace reentrancy

#endif

//===- CalledAgain.h - Whether anybody calls a function again ---*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plain value that says "again" may say something else between a helper and
// its only callers: "scarce", "try the next one". If all the callers are seen,
// and each of them answers "again" for reasons of its own and never because
// this function did, or takes its "again" for "done", then nobody calls this
// one again, and there is no replay of it to be compared with.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_CALLEDAGAIN_H
#define REENTRANCY_LIB_CALLEDAGAIN_H

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace reentrancy {

class Callers;
class SummaryStore;
struct Options;

/// Whether \p FD, whose answers are plain values, may be called again because
/// it answered "again". True unless all its calls are seen, are made by
/// functions with such answers too, and none of these passes its "again" on,
/// tells it from "done" without saying "again" itself (an event's handler that
/// waits for the next), or makes the same call in a loop. Cost: a first run of
/// each caller.
bool mayBeCalledAgain(const clang::FunctionDecl *FD, clang::ASTContext &Context,
                      const Options &Opts, const Callers &Up,
                      SummaryStore &Bodies);

} // namespace reentrancy

#endif

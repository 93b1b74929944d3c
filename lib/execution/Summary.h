//===- Summary.h - What a callee leaves behind ------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_SUMMARY_H
#define REENTRANCY_LIB_SUMMARY_H

#include "execution/Explorer.h"
#include <map>
#include <memory>

namespace clang {
class ASTContext;
} // namespace clang

namespace reentrancy {

struct Options;

/// What a re-entrant function whose body is seen does to its object, its
/// parameters and globals, in terms of its own `this` and parameters.
struct Summary {
  /// What one way through it leaves, and on what condition it is taken.
  struct Way {
    std::vector<std::pair<Term, Term>> Writes; ///< place -> value
    std::vector<std::pair<Term, Range>> Known; ///< value -> what it is then
    /// What wrote each of Writes last, null where several did; it lives as long
    /// as the summaries.
    std::vector<const Fact *> By;
    std::vector<bool> Framed; ///< each of Writes is of calls that are not seen
    /// A way to be pending: whether another call of the callee goes on. One
    /// that has moved on and hands out a completion has done its part.
    bool Resumes = true;
    /// And the unseen callees that it may come down to.
    std::set<const clang::FunctionDecl *> WaitsFor;
  };
  bool Known = false;
  bool AllWays = true;      ///< none was left out
  std::vector<Term> Reads;  ///< places whose first content it may read
  std::vector<Way> Done;    ///< one per way to be done
  std::vector<Way> Pending; ///< one per way to be pending
  /// Whether running it to its end a second time leaves a trace, and how sure
  /// that is; nothing if it surely does not.
  std::optional<Tier> Trace;

  /// Whether a call that was pending by the way \p Before may end by the way
  /// \p End: what \p Before leaves alone is then as it was.
  static bool mayFollow(const TermTable &Terms, const Way &Before,
                        const Way &End);
};

/// The summaries of a translation unit, each made when it is first asked for
/// and kept, in terms of a table of its own.
///
/// A function that is reached again while its own summary is being made is not
/// known there. What was made of others on the way then holds only for the
/// function that they all go round by, and is made anew for anybody else, so
/// that it does not matter who asks first.
class SummaryStore {
public:
  SummaryStore(clang::ASTContext &Context, const Options &Opts);
  ~SummaryStore();

  /// The summary of \p FD; not known if its body is not seen.
  const Summary &of(const clang::FunctionDecl *FD);

  const TermTable &terms() const { return Terms; }

private:
  void make(const clang::FunctionDecl *FD, Summary &S);

  clang::ASTContext &Context;
  const Options &Opts;
  TermTable Terms;
  /// Those that are being made, the outermost first, and for each the outermost
  /// one that it came round to.
  struct InMaking {
    const clang::FunctionDecl *Function;
    size_t Round;
  };
  std::vector<InMaking> Stack;
  std::vector<const clang::FunctionDecl *> Provisional;
  std::vector<std::unique_ptr<Summary>> Retired; ///< somebody may hold them
  std::map<const clang::FunctionDecl *, std::unique_ptr<Summary>> Made;
  // What the facts of the summaries live in.
  struct Body;
  std::vector<std::unique_ptr<Body>> Bodies;
};

/// The same in terms of the table of one analysis.
class Summaries {
public:
  Summaries(SummaryStore &Store, TermTable &Terms)
      : Store(Store), Terms(Terms) {}

  /// The summary of \p FD; not known if its body is not seen.
  const Summary &of(const clang::FunctionDecl *FD);

  TermTable &terms() const { return Terms; }

  /// A place of the callee as the caller knows it; None if it has none.
  static Term instantiate(TermTable &Terms, Term Loc, const CallEvent &Call);
  /// What the callee computed, when it was called in state \p S: the same
  /// function of what its inputs held. None if it rests on what is not seen.
  static Term instantiateValue(StateSpace &Space, const State &S, Term Value,
                               const CallEvent &Call);
  /// What is known of values where a call in state \p S is pending, whichever
  /// way of \p Seen it took.
  static std::vector<std::pair<Term, Range>>
  knownWhenPending(StateSpace &Space, const State &S, const Summary &Seen,
                   const CallEvent &Call);
  /// Whether a call in state \p S may take the way \p W, by what is known there
  /// of what the way asks about.
  static bool mayTake(StateSpace &Space, const State &S, const Summary::Way &W,
                      const CallEvent &Call);

private:
  SummaryStore &Store;
  TermTable &Terms;
  llvm::DenseMap<unsigned, Term> Taken; ///< of the store's terms
  std::map<const Summary *, std::unique_ptr<Summary>> Here;
};

/// \p S, which is in terms of \p From, in terms of \p To.
Summary import(TermTable &To, const TermTable &From, const Summary &S,
               llvm::DenseMap<unsigned, Term> &Done);

} // namespace reentrancy

#endif

//===- Paths.h - What happens on each path of a first run -------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One first run of a function (Explorer), kept for the analyses that judge a
// single path instead of comparing two runs: what they ask is what was done on
// the way to an end (a return), in order, and what is known there.
//
// Each of these analyses is a free function over `Paths` in a file of its own
// (PathAnalyses.h). It appends findings and prints nothing.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_PATHS_H
#define REENTRANCY_LIB_PATHS_H

#include "execution/Explorer.h"
#include "results/Finding.h"

namespace clang {
class ASTContext;
class FieldDecl;
class QualType;
} // namespace clang

namespace reentrancy {

/// A return that the first run reached.
struct PathEnd {
  int At; ///< node
  State S;
  Term Answer;
  const Terminator *Site;
  Yield How;

  /// Where the function is left: the return, or its closing brace.
  const clang::Stmt *where(const FunctionFacts &F) const;
};

/// One thing done on a path.
struct Event {
  enum KindTy : uint8_t { Read, Write, Call, Enter, Test } Kind;
  int At;                   ///< node
  const Fact *By = nullptr; ///< null: a test
  const ReadEvent *R = nullptr;
  const WriteEvent *W = nullptr;
  const CallEvent *C = nullptr;
  Term Object = Term::None; ///< Enter: the helper's object, if it has one
  Term Cond = Term::None;   ///< Test: what was tested
};

/// A part of a value that is there only in some states: an answer's value, an
/// optional's content.
struct PartUse {
  int At;
  const Fact *By;
  Term Whole; ///< the answer or optional
  bool Sure;  ///< known to be there
};

class Paths : public RunVisitor {
public:
  Paths(const FunctionFacts &F, StateSpace &Space, const Limits &Bounds,
        Tier Threshold, Summaries &Callees, const Protocol &Vocabulary,
        clang::ASTContext &Context);

  /// Runs the function once. \returns false if the bounds were met.
  bool run();
  /// Whether the ways to all ends are too long together to be told one by one.
  bool tooLong() const;

  /// All that was done on the way from the entry to node \p N, in order.
  std::vector<Event> events(int N) const;
  /// Which statuses the answer \p A may have in \p S.
  Range status(const State &S, Term A) const;
  bool may(const State &S, Term A, Status What) const {
    return status(S, A).has(int(What));
  }
  /// Whether a test on the way from node \p From to \p End was of \p A or of
  /// what it was joined with to meet a bound: that says nothing of either.
  bool testedBlurred(const PathEnd &End, int From, Term A) const;
  /// The same of the answer of \p C, which may be a plain value.
  bool may(const State &S, const CallEvent &C, Status What) const;
  /// Whether the answer of \p C, got at node \p From, may have the status
  /// \p What after all tests on the way from there to \p End.
  bool mayOnWay(const PathEnd &End, int From, const CallEvent &C,
                Status What) const;
  /// Whether what the function answers at \p End may have the status \p What.
  /// A plain value is "not yet" only where the end is a yield.
  bool endsAs(const PathEnd &End, Status What) const;
  /// Whether a test on the way from node \p From to \p End asks something of
  /// the plain value \p A that its range cannot tell.
  bool testedInPart(const PathEnd &End, int From, Term A) const;
  /// Whether \p Cond is known to be \p Value somewhere on that way.
  bool knownOnWay(const PathEnd &End, int From, Term Cond, bool Value) const;
  /// Whether a call starts I/O and answers the completion (a handle with one);
  /// then \p Parts are the completions in its answer.
  bool starts(const CallEvent &C, llvm::SmallVectorImpl<Term> &Parts) const;
  /// The answer as such, without what passed it on.
  Term plain(Term Answer) const;
  /// Whether a test asks only whether something is there.
  bool asksPresence(Term Cond) const;
  /// Whether whoever gets \p T gets the answer or completion \p What with it:
  /// it is \p What itself, or something that holds or passes it on.
  bool carries(Term T, Term What) const;

  /// What the yield \p End leaves: where a callee is pending, what was there
  /// before it was called.
  const State &left(const PathEnd &End) const;

  /// The member of the object itself, kept by key, that \p Loc is or lies in;
  /// null if there is none.
  const clang::FieldDecl *ownIndex(Term Loc) const;

  const clang::Stmt *siteOf(const Fact *X) const;
  bool hasVar(Term T) const { return Terms[T].HasVar; }

  std::vector<PathEnd> Ends;
  std::vector<PartUse> Uses;
  Explorer E;
  const FunctionFacts &F;
  StateSpace &Space;
  TermTable &Terms;
  const Limits &Bounds;
  const Protocol &Vocabulary;
  clang::ASTContext &Context;

  /// Finds where a call goes: of what is seen here, or of a helper's body.
  const clang::FunctionDecl *calleeOf(const Event &X) const;

  bool atFact(int N, uint32_t Index, State &S) override;
  void atReturn(int N, const State &S, Term Answer, const Terminator &T,
                const Yield &Y) override;

private:
  bool holdsCompletion(clang::QualType T, Term Value,
                       llvm::SmallVectorImpl<Term> &Parts) const;
  struct Entered {
    const Fact *By;
    Term Object;
  };
  std::map<int, std::vector<Entered>> Enters; ///< by node
};

/// Collects findings, one per place and kind.
class FindingList {
public:
  explicit FindingList(std::vector<Finding> &Out) : Out(Out) {}
  /// The finding at \p Where, to be filled; null if it was there already (its
  /// certainty is raised to \p T then).
  Finding *add(FindingKind K, Tier T, const clang::Stmt *Where);

private:
  std::vector<Finding> &Out;
  std::map<std::pair<const clang::Stmt *, FindingKind>, size_t> Index;
};

} // namespace reentrancy

#endif

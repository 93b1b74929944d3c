//===- StatesCheck.cpp - Functions as machines of states ------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StatesCheck.h"
#include "../lib/facts/FactsGenerator.h"
#include "../lib/facts/StateMachine.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using ::reentrancy::StateMachine;
using ::reentrancy::Verdict;
using ::reentrancy::VerdictKind;

namespace clang::tidy::reentrancy {

/// The only state of a function without a switch.
constexpr llvm::StringLiteral OnlyState = "entry";

static std::string nameOf(const std::string &State) {
  return State.empty() ? OnlyState.str() : State;
}

/// How a call ends by \p T. Of several yields at one return each is told.
static std::string endOf(const StateMachine::Transition &T,
                         ArrayRef<Verdict> Verdicts) {
  std::string Text;
  VerdictKind Worst = VerdictKind::Transparent;
  for (const Verdict &V : Verdicts) {
    if (V.Return != T.Return)
      continue;
    const std::string What = V.Callee.empty()
                                 ? "it is pending"
                                 : "'" + V.Callee + "' may be pending";
    if (!StringRef(Text).contains(What))
      Text += (Text.empty() ? "" : ", ") + What;
    if (V.Kind == VerdictKind::Bug ||
        (V.Kind == VerdictKind::Undecided && Worst != VerdictKind::Bug))
      Worst = V.Kind;
  }
  if (Text.empty())
    return "the operation ends";
  return Text + (Worst == VerdictKind::Transparent ? " (transparent)"
                 : Worst == VerdictKind::Bug       ? " (bug)"
                                                   : " (undecided)");
}

void StatesCheck::check(const ast_matchers::MatchFinder::MatchResult &Result) {
  const auto *FD = Result.Nodes.getNodeAs<FunctionDecl>("function");
  if (!FD || !::reentrancy::isCandidate(FD, options().Vocabulary))
    return;
  const auto &Report = analysis(FD, *Result.Context);
  ::reentrancy::TermTable Terms;
  std::string Why;
  const auto Facts = ::reentrancy::generateFacts(
      FD, *Result.Context, options().Vocabulary, options().Bounds, Terms, Why);
  if (!Facts)
    return;
  const StateMachine M = ::reentrancy::stateMachine(*Facts);
  std::string States;
  for (const std::string &S : M.States)
    States += (States.empty() ? "'" : ", '") + nameOf(S) + "'";
  diag(FD->getLocation(), "'%0' begins with '%1' as one of: %2")
      << FD->getQualifiedNameAsString()
      << (M.Guard.empty() ? "no state" : M.Guard) << States;
  for (const StateMachine::Transition &T : M.Transitions)
    diag(Result.SourceManager->getExpansionLoc(T.Return->getBeginLoc()),
         "from '%0' to '%1': %2", DiagnosticIDs::Note)
        << nameOf(T.From) << nameOf(T.To) << endOf(T, Report.Verdicts);
}

} // namespace clang::tidy::reentrancy

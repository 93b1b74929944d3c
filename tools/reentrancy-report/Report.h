//===-- What a run found, apart from how it is shown -----------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <map>
#include <string>
#include <vector>

namespace reentrancy::report {

/// A place in a source file; lines and columns count from 1, columns in bytes.
struct Place {
  std::string File; ///< relative to the root of the run where it lies below it
  unsigned Line = 0, Column = 0;

  auto operator<=>(const Place &) const = default;
};

/// A note of a finding: one step of the two runs, or the advice.
struct Step {
  Place At;
  std::string Text;

  auto operator<=>(const Step &) const = default;
};

/// What a fix-it puts in the place of some text.
struct Fix {
  Place Begin, End;
  std::string Text;

  auto operator<=>(const Fix &) const = default;
};

struct Finding {
  Place At;
  std::string Check, Level, Message;
  std::vector<Step> Steps;
  std::vector<Fix> Fixes;
  /// From content alone: it survives moved code, renamed files and other
  /// formatting. Findings of the same content share it.
  std::string Content;
  /// The number of this finding among those of the same content, from 1.
  unsigned Ordinal = 1;

  std::string fingerprint() const {
    return Content + ":" + std::to_string(Ordinal);
  }
  /// All but the ordinal.
  auto operator<=>(const Finding &) const = default;
};

/// What the audit says of one yield, or of a function that has none.
struct Verdict {
  Place At;
  std::string Function;
  std::string Kind; ///< transparent, bug, undecided or none
  std::string Text;

  auto operator<=>(const Verdict &) const = default;
};

/// One way that a call of a function can take through its states.
struct Transition {
  std::string From, To;
  std::string How;   ///< which yield with which verdict, or that it ends
  std::string Class; ///< transparent, bug, undecided, or ends
  Place At;          ///< the return

  auto operator<=>(const Transition &) const = default;
};

/// A re-entrant function as a machine of states.
struct Machine {
  Place At;
  std::string Function; ///< with its scopes
  std::string Guard;    ///< what holds the state
  std::vector<std::string> States;
  std::vector<Transition> Transitions;

  auto operator<=>(const Machine &) const = default;
};

/// A file that could not be analysed, or not whole.
struct Failure {
  std::string File, Message;

  auto operator<=>(const Failure &) const = default;
};

/// Lines of one file by their numbers.
struct Excerpt : std::map<unsigned, std::string> {};

/// All that is shown. Every format is a function of it.
struct Report {
  std::vector<Finding> Findings;
  std::vector<Verdict> Verdicts;
  std::vector<Machine> Machines;
  std::vector<Failure> Failures;
  /// The lines around findings, by file and number.
  std::map<std::string, Excerpt> Source;
  /// The main files that were analysed.
  std::vector<std::string> Files;

  /// Takes in what another one says.
  void add(Report Other);
  /// Puts everything into its order, once each, and numbers findings of the
  /// same content: afterwards equal content means equal bytes in every format.
  void normalize();
};

llvm::json::Value toJSON(const Report &R);
/// Reads what toJSON() made.
/// \returns an error that names \p Name if \p Text is something else.
llvm::Expected<Report> parseReport(llvm::StringRef Text, llvm::StringRef Name);

/// The part of \p Text that its words quote: names, without the sentence.
std::vector<std::string> quotedNames(llvm::StringRef Text);

} // namespace reentrancy::report

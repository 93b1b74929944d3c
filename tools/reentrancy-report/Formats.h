//===-- The formats of a report ---------------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#pragma once

#include "Report.h"
#include "llvm/Support/raw_ostream.h"

namespace reentrancy::report {

// Each writes the same bytes for the same report.

/// As clang-tidy prints it, and at the end how many findings there are.
void writeText(const Report &R, llvm::raw_ostream &OS);
/// For `reentrancy-report merge`, and for other programs.
void writeJson(const Report &R, llvm::raw_ostream &OS);
/// SARIF 2.1.0: the steps as a code flow, the checks' pages as help of rules.
void writeSarif(const Report &R, llvm::raw_ostream &OS);
/// GitHub's workflow commands: annotations at the lines of a pull request.
void writeGithub(const Report &R, llvm::raw_ostream &OS);
/// One page that needs no other file.
void writeHtml(const Report &R, llvm::raw_ostream &OS);

/// A machine of states in the language of graphviz, and in Mermaid's.
void writeDot(const Machine &M, llvm::raw_ostream &OS);
void writeMermaid(const Machine &M, llvm::raw_ostream &OS);

/// The picture of \p M as SVG by graphviz's dot; empty if that is not installed
/// or fails.
std::string drawn(const Machine &M);

} // namespace reentrancy::report

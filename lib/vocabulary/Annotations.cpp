//===- Annotations.cpp - What the code says of itself ---------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/Annotations.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace reentrancy {

namespace {

constexpr llvm::StringRef Prefix = "reentrancy::";

struct Word {
  llvm::StringRef Text;
  Mark Meaning;
  llvm::StringRef Takes; ///< what it may stand on
  bool (*Fits)(const Decl *D);
};

bool isFunction(const Decl *D) { return isa<FunctionDecl>(D); }

constexpr Word Words[] = {
    {"yields", Mark::Yields, "functions and enumerators",
     [](const Decl *D) { return isa<FunctionDecl, EnumConstantDecl>(D); }},
    {"pure", Mark::Pure, "functions", isFunction},
    {"idempotent", Mark::Idempotent, "functions", isFunction},
    {"state", Mark::State, "fields and variables",
     [](const Decl *D) { return isa<FieldDecl, VarDecl>(D); }},
    {"ignore", Mark::Ignore, "functions, fields and variables",
     [](const Decl *D) { return isa<FunctionDecl, FieldDecl, VarDecl>(D); }},
};

} // namespace

bool marked(const Decl *D, Mark M) {
  const Word *W =
      llvm::find_if(Words, [M](const Word &X) { return X.Meaning == M; });
  for (const Decl *R : D->redecls())
    for (const auto *A : R->specific_attrs<AnnotateAttr>())
      if (llvm::StringRef Text = A->getAnnotation();
          Text.consume_front(Prefix) && Text == W->Text)
        return true;
  return false;
}

std::string complaint(const Decl *D, const AnnotateAttr *A) {
  llvm::StringRef Text = A->getAnnotation();
  if (!Text.consume_front(Prefix))
    return {};
  for (const Word &W : Words)
    if (Text == W.Text)
      return W.Fits(D) ? std::string()
                       : ("'" + Prefix + W.Text +
                          "' has no meaning here; it "
                          "is for " +
                          W.Takes)
                             .str();
  std::string Known;
  for (const Word &W : Words)
    Known += (Known.empty() ? "'" : ", '") + W.Text.str() + "'";
  return ("unknown annotation '" + A->getAnnotation() + "'; behind '" + Prefix +
          "' are known " + Known)
      .str();
}

} // namespace reentrancy

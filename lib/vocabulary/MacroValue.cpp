//===- MacroValue.cpp - Macros that stand for numbers ---------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/MacroValue.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace reentrancy {

std::optional<int64_t> macroValue(Preprocessor &PP, llvm::StringRef Name,
                                  unsigned Depth) {
  if (!isValidAsciiIdentifier(Name) || Depth > 8)
    return std::nullopt;
  const MacroInfo *MI = PP.getMacroInfo(PP.getIdentifierInfo(Name));
  if (!MI || !MI->isObjectLike())
    return std::nullopt;
  std::optional<int64_t> Number;
  bool Minus = false;
  for (const Token &T : MI->tokens()) {
    switch (T.getKind()) {
    case tok::l_paren:
    case tok::r_paren:
      break;
    case tok::minus:
      if (Number)
        return std::nullopt;
      Minus = !Minus;
      break;
    case tok::numeric_constant: {
      int64_t N;
      const std::string Text = PP.getSpelling(T);
      if (Number || llvm::StringRef(Text).rtrim("uUlL").getAsInteger(0, N))
        return std::nullopt;
      Number = N;
      break;
    }
    case tok::identifier:
      if (Number)
        return std::nullopt;
      Number = macroValue(PP, T.getIdentifierInfo()->getName(), Depth + 1);
      if (!Number)
        return std::nullopt;
      break;
    default:
      return std::nullopt;
    }
  }
  if (Number && Minus)
    return -*Number;
  return Number;
}

} // namespace reentrancy

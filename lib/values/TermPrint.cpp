//===- TermPrint.cpp - Terms as text --------------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/Term.h"
#include "llvm/Support/raw_ostream.h"

namespace reentrancy {

std::string TermTable::str(Term T) const {
  if (T == Term::None)
    return "?";
  const TermNode &N = (*this)[T];
  std::string S;
  llvm::raw_string_ostream OS(S);
  auto List = [&](llvm::ArrayRef<Term> Ts) {
    for (unsigned I = 0; I != Ts.size(); ++I)
      OS << (I ? ", " : "") << str(Ts[I]);
  };
  switch (N.Kind) {
  case TermKind::FieldKey:
    OS << "." << name(N.Sym);
    break;
  case TermKind::ElemKey:
    OS << "[" << str(N.Args[0]) << "]";
    break;
  case TermKind::PartKey:
    OS << "." << name(N.Sym) << "()";
    break;
  case TermKind::This:
    OS << "this";
    break;
  case TermKind::Local:
  case TermKind::Global:
    OS << name(N.Sym);
    if (N.Num)
      OS << "#" << N.Num;
    break;
  case TermKind::Temp:
    OS << "temp" << N.Num;
    break;
  case TermKind::Deref:
    OS << "*" << str(N.Args[0]);
    break;
  case TermKind::At:
    OS << str(N.Args[0]) << str(N.Args[1]);
    break;
  case TermKind::Int:
    OS << N.Num;
    break;
  case TermKind::Const:
    OS << name(N.Sym);
    break;
  case TermKind::Init:
    OS << str(N.Args[0]) << "@0";
    break;
  case TermKind::Addr:
    OS << "&" << str(N.Args[0]);
    break;
  case TermKind::Sum:
    OS << "(" << N.Num;
    for (unsigned I = 0; I != N.Args.size(); ++I)
      OS << (N.Coeffs[I] < 0 ? " - " : " + ")
         << (std::abs(N.Coeffs[I]) == 1
                 ? ""
                 : std::to_string(std::abs(N.Coeffs[I])) + " * ")
         << str(N.Args[I]);
    OS << ")";
    break;
  case TermKind::Fn:
    OS << name(N.Sym) << "(";
    List(N.Args);
    OS << ")";
    break;
  case TermKind::Var:
    OS << "join" << N.Num << "(";
    List(N.Args);
    OS << ")";
    break;
  }
  return S;
}

} // namespace reentrancy

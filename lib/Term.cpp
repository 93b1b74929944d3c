//===- Term.cpp - Hash-consed symbolic values and access paths ------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Term.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <map>

namespace reentrancy {

TermTable::TermTable() {
  Nodes.push_back({TermKind::Const}); // Term::None
  Symbols.push_back({"", nullptr});
}

Symbol TermTable::symbol(llvm::StringRef Name) {
  auto [It, New] = NameIndex.try_emplace(Name, Symbols.size());
  if (New)
    Symbols.push_back({Name.str(), nullptr});
  return It->second;
}

Symbol TermTable::symbol(const clang::ValueDecl *D) {
  D = llvm::cast<clang::ValueDecl>(D->getCanonicalDecl());
  auto [It, New] = DeclIndex.try_emplace(D, Symbols.size());
  if (New)
    Symbols.push_back({D->getNameAsString(), D});
  return It->second;
}

Term TermTable::intern(TermNode N) {
  for (Term A : N.Args) {
    const TermNode &M = (*this)[A];
    N.Certainty = std::min(N.Certainty, M.Certainty);
    N.Waits |= M.Waits;
    N.HasVar |= M.HasVar;
  }
  if (N.Kind == TermKind::Var)
    N.HasVar = true;
  size_t H = llvm::hash_combine(
      unsigned(N.Kind), N.Sym, N.Num, unsigned(N.Certainty), N.Waits,
      llvm::hash_combine_range(N.Args.begin(), N.Args.end()),
      llvm::hash_combine_range(N.Coeffs.begin(), N.Coeffs.end()));
  H &= ~size_t(0) >> 2; // keeps clear of the map's reserved keys
  auto &Bucket = Index[H];
  for (Term T : Bucket) {
    const TermNode &M = (*this)[T];
    if (M.Kind == N.Kind && M.Sym == N.Sym && M.Num == N.Num &&
        M.Certainty == N.Certainty && M.Waits == N.Waits && M.Args == N.Args &&
        M.Coeffs == N.Coeffs)
      return T;
  }
  Term T = Term(Nodes.size());
  Nodes.push_back(std::move(N));
  Bucket.push_back(T);
  return T;
}

//===----------------------------------------------------------------------===//
// Keys and locations
//===----------------------------------------------------------------------===//

Term TermTable::fieldKey(const clang::ValueDecl *F) {
  TermNode N{TermKind::FieldKey};
  N.Sym = symbol(F);
  return intern(std::move(N));
}

Term TermTable::elemKey(Term Index) {
  TermNode N{TermKind::ElemKey};
  N.Args = {Index};
  return intern(std::move(N));
}

Term TermTable::partKey(llvm::StringRef Name) {
  TermNode N{TermKind::PartKey};
  N.Sym = symbol(Name);
  return intern(std::move(N));
}

Term TermTable::thisObject() { return intern({TermKind::This}); }

Term TermTable::local(const clang::ValueDecl *D, unsigned Instance) {
  TermNode N{TermKind::Local};
  N.Sym = symbol(D);
  N.Num = Instance;
  return intern(std::move(N));
}

Term TermTable::global(const clang::ValueDecl *D) {
  TermNode N{TermKind::Global};
  N.Sym = symbol(D);
  return intern(std::move(N));
}

Term TermTable::temporary(unsigned Id) {
  TermNode N{TermKind::Temp};
  N.Num = Id;
  return intern(std::move(N));
}

Term TermTable::deref(Term Pointer) {
  if ((*this)[Pointer].Kind == TermKind::Addr)
    return (*this)[Pointer].Args[0];
  // "This address if so, else null": where it is used, it is so.
  if (isFn(Pointer, "select"))
    return deref((*this)[Pointer].Args[1]);
  TermNode N{TermKind::Deref};
  N.Args = {Pointer};
  return intern(std::move(N));
}

Term TermTable::at(Term Parent, Term Key) {
  TermNode N{TermKind::At};
  N.Args = {Parent, Key};
  return intern(std::move(N));
}

bool TermTable::isLocation(Term T) const {
  switch ((*this)[T].Kind) {
  case TermKind::This:
  case TermKind::Local:
  case TermKind::Global:
  case TermKind::Temp:
  case TermKind::Deref:
  case TermKind::At:
    return true;
  default:
    return false;
  }
}

Term TermTable::parent(Term Loc) const {
  const TermNode &N = (*this)[Loc];
  return N.Kind == TermKind::At ? N.Args[0] : Term::None;
}

Term TermTable::root(Term Loc) const {
  while ((*this)[Loc].Kind == TermKind::At)
    Loc = (*this)[Loc].Args[0];
  return Loc;
}

bool TermTable::persistent(Term Loc) const {
  Loc = root(Loc);
  const TermNode &N = (*this)[Loc];
  switch (N.Kind) {
  case TermKind::This:
  case TermKind::Global:
    return true;
  case TermKind::Deref: {
    // An iterator or an address taken inside an object shares its fate; what
    // was allocated survives.
    llvm::SmallVector<Term, 8> Work{N.Args[0]};
    llvm::DenseMap<unsigned, bool> Seen; // terms share their parts
    while (!Work.empty()) {
      Term T = Work.pop_back_val();
      if (!Seen.try_emplace(unsigned(T), true).second)
        continue;
      const TermNode &M = (*this)[T];
      if (M.Kind == TermKind::Addr || M.Kind == TermKind::Init)
        return M.Kind == TermKind::Init || persistent(M.Args[0]);
      Work.append(M.Args.rbegin(), M.Args.rend());
    }
    return true;
  }
  default:
    return false;
  }
}

bool TermTable::within(Term Loc, Term Ancestor) const {
  for (; Loc != Term::None; Loc = parent(Loc))
    if (Loc == Ancestor)
      return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Term TermTable::integer(int64_t I) {
  TermNode N{TermKind::Int};
  N.Num = I;
  return intern(std::move(N));
}

Term TermTable::constant(llvm::StringRef Name) {
  TermNode N{TermKind::Const};
  N.Sym = symbol(Name);
  return intern(std::move(N));
}

Term TermTable::named(Symbol S) {
  TermNode N{TermKind::Const};
  N.Sym = S;
  N.Num = 1; // apart from a constant of the same name
  return intern(std::move(N));
}

Term TermTable::init(Term Loc) {
  TermNode N{TermKind::Init};
  N.Args = {Loc};
  return intern(std::move(N));
}

Term TermTable::address(Term Loc) {
  if ((*this)[Loc].Kind == TermKind::Deref)
    return (*this)[Loc].Args[0];
  TermNode N{TermKind::Addr};
  N.Args = {Loc};
  return intern(std::move(N));
}

Term TermTable::joined(unsigned Block, llvm::ArrayRef<Term> Args) {
  TermNode N{TermKind::Var};
  N.Num = Block;
  N.Args.assign(Args.begin(), Args.end());
  return intern(std::move(N));
}

bool TermTable::joinedAt(Term T, unsigned Block) const {
  const TermNode &N = (*this)[T];
  return N.Kind == TermKind::Var && N.Num == int64_t(Block);
}

Term TermTable::waited(llvm::StringRef Op, llvm::ArrayRef<Term> Args) {
  TermNode N{TermKind::Fn};
  N.Sym = symbol(Op);
  N.Waits = true;
  N.Args.assign(Args.begin(), Args.end());
  return intern(std::move(N));
}

bool TermTable::isFn(Term T, llvm::StringRef Op) const {
  const TermNode &N = (*this)[T];
  return N.Kind == TermKind::Fn && name(N.Sym) == Op;
}

bool TermTable::contains(Term T, Term Needle) const {
  if (T == Needle)
    return true;
  llvm::SmallVector<Term, 16> Work{T};
  llvm::DenseMap<unsigned, bool> Seen;
  while (!Work.empty()) {
    Term X = Work.pop_back_val();
    if (X == Needle)
      return true;
    // A term is made after its parts: a smaller number cannot contain it.
    if (X < Needle || !Seen.try_emplace(unsigned(X), true).second)
      continue;
    Work.append((*this)[X].Args.begin(), (*this)[X].Args.end());
  }
  return false;
}

Term TermTable::linear(Term A, int64_t CA, Term B, int64_t CB) {
  std::map<Term, int64_t> Parts;
  int64_t Num = 0;
  auto Take = [&](Term T, int64_t C) {
    const TermNode &N = (*this)[T];
    if (N.Kind == TermKind::Int) {
      Num += C * N.Num;
    } else if (N.Kind == TermKind::Sum) {
      Num += C * N.Num;
      for (unsigned I = 0; I != N.Args.size(); ++I)
        Parts[N.Args[I]] += C * N.Coeffs[I];
    } else {
      Parts[T] += C;
    }
  };
  Take(A, CA);
  Take(B, CB);
  TermNode N{TermKind::Sum};
  N.Num = Num;
  for (auto [T, C] : Parts)
    if (C != 0) {
      N.Args.push_back(T);
      N.Coeffs.push_back(C);
    }
  if (N.Args.empty())
    return integer(Num);
  if (N.Args.size() == 1 && N.Coeffs[0] == 1 && Num == 0)
    return N.Args[0];
  return intern(std::move(N));
}

Term TermTable::multiply(Term A, Term B) {
  if (isInt(A))
    std::swap(A, B);
  if (isInt(B))
    return linear(A, (*this)[B].Num, integer(0), 1);
  if (B < A)
    std::swap(A, B);
  return apply("*", {A, B});
}

Term TermTable::bitAnd(Term A, Term B) {
  if (isInt(A))
    std::swap(A, B);
  if (A == B)
    return A;
  if (isInt(B)) {
    const int64_t Mask = (*this)[B].Num;
    if (isInt(A))
      return integer((*this)[A].Num & Mask);
    if (Mask == 0)
      return B;
    if (Mask == -1)
      return A;
    if (isFn(A, "|") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      const int64_t Set = (*this)[(*this)[A].Args[1]].Num;
      if ((Set & Mask) == Mask)
        return B;
      if ((Set & Mask) == 0)
        return bitAnd(X, B);
    }
    if (isFn(A, "&") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      return bitAnd(X, integer((*this)[(*this)[A].Args[1]].Num & Mask));
    }
    return apply("&", {A, B});
  }
  if (B < A)
    std::swap(A, B);
  return apply("&", {A, B});
}

Term TermTable::bitOr(Term A, Term B) {
  if (isInt(A))
    std::swap(A, B);
  if (A == B)
    return A;
  if (isInt(B)) {
    const int64_t Bits = (*this)[B].Num;
    if (isInt(A))
      return integer((*this)[A].Num | Bits);
    if (Bits == 0)
      return A;
    if (isFn(A, "|") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      return bitOr(X, integer((*this)[(*this)[A].Args[1]].Num | Bits));
    }
    // Bits cleared before and set now are just set.
    if (isFn(A, "&") && isInt((*this)[A].Args[1])) {
      Term X = (*this)[A].Args[0];
      const int64_t Kept = (*this)[(*this)[A].Args[1]].Num;
      if ((Kept | Bits) == -1)
        return bitOr(X, B);
    }
    return apply("|", {A, B});
  }
  if (B < A)
    std::swap(A, B);
  return apply("|", {A, B});
}

TermTable::Affine TermTable::affine(Term T) {
  const TermNode N = (*this)[T];
  if (N.Kind != TermKind::Sum)
    return {T, 0, false};
  const bool Negated = N.Coeffs[0] < 0;
  TermNode Base{TermKind::Sum};
  Base.Args = N.Args;
  for (int64_t C : N.Coeffs)
    Base.Coeffs.push_back(Negated ? -C : C);
  const int64_t Offset = N.Num;
  if (Base.Args.size() == 1 && Base.Coeffs[0] == 1)
    return {Base.Args[0], Offset, Negated};
  return {intern(std::move(Base)), Offset, Negated};
}

Term TermTable::equal(Term A, Term B) {
  if (A == B)
    return integer(1);
  const TermKind KA = (*this)[A].Kind, KB = (*this)[B].Kind;
  auto Closed = [](TermKind K) {
    return K == TermKind::Int || K == TermKind::Const;
  };
  if (Closed(KA) && Closed(KB))
    return integer(0);
  // The address of an object is not null; an engaged optional is not empty.
  auto NonNull = [&](Term T) {
    return (*this)[T].Kind == TermKind::Addr || isFn(T, "new") ||
           isFn(T, "some");
  };
  if ((NonNull(A) && Closed(KB)) || (NonNull(B) && Closed(KA)))
    return integer(0);
  if (isFn(A, "select") && isInt(B) && (*this)[B].Num == 0)
    return logicalNot((*this)[A].Args[0]);
  if (isFn(B, "select") && isInt(A) && (*this)[A].Num == 0)
    return logicalNot((*this)[B].Args[0]);
  // "Not found" is "does not contain".
  for (int Turn = 0; Turn != 2; ++Turn, std::swap(A, B))
    if (isFn(A, "find") && isFn(B, "end") && (*this)[A].Args.size() == 3 &&
        (*this)[A].Args[0] == (*this)[B].Args[0])
      return logicalNot(
          apply("contains", {(*this)[A].Args[0], (*this)[A].Args[1]}));
  if (isFn(A, "some") && isFn(B, "some"))
    return equal((*this)[A].Args[0], (*this)[B].Args[0]);
  Term D = sub(A, B);
  if (isInt(D))
    return integer((*this)[D].Num == 0);
  // A comparison turned: keep one of the two.
  Affine F = affine(D);
  if (F.Negated)
    D = negate(D);
  return apply("==0", {D});
}

Term TermTable::less(Term A, Term B) {
  Term D = sub(A, B);
  if (isInt(D))
    return integer((*this)[D].Num < 0);
  return apply("<0", {D});
}

Term TermTable::logicalNot(Term A) {
  if (isInt(A))
    return integer((*this)[A].Num == 0);
  if (isFn(A, "!"))
    return (*this)[A].Args[0];
  return apply("!", {A});
}

bool TermTable::distinctKeys(Term A, Term B) const {
  const TermNode &NA = (*this)[A], &NB = (*this)[B];
  if (NA.Kind != NB.Kind)
    return false;
  if (NA.Kind == TermKind::ElemKey) {
    // Distinct constant keys are distinct; so are x and x + 1.
    const TermNode &X = (*this)[NA.Args[0]], &Y = (*this)[NB.Args[0]];
    if (X.Kind == TermKind::Int && Y.Kind == TermKind::Int)
      return X.Num != Y.Num;
    Term D = const_cast<TermTable *>(this)->sub(NA.Args[0], NB.Args[0]);
    return isInt(D) && (*this)[D].Num != 0;
  }
  return A != B;
}

Term TermTable::project(Term Value, Term Key) {
  for (;;) {
    const TermNode &N = (*this)[Value];
    if (N.Kind == TermKind::Int) // value-initialised
      return Value;
    if (N.Kind == TermKind::Init)
      return init(at(N.Args[0], Key));
    if (N.Kind != TermKind::Fn)
      break;
    llvm::StringRef Op = name(N.Sym);
    if (Op == "update") {
      if (N.Args[1] == Key)
        return N.Args[2];
      if (distinctKeys(N.Args[1], Key)) {
        Value = N.Args[0];
        continue;
      }
    } else if (Op == "answer of insert" &&
               (*this)[Key].Kind == TermKind::FieldKey &&
               name((*this)[Key].Sym) == "second") {
      return logicalNot(apply("contains", {N.Args[0], N.Args[1]}));
    } else if (Op == "some" && Key == partKey("*")) {
      return N.Args[0];
    } else if (Op == "alternative" && (*this)[Key].Kind == TermKind::PartKey) {
      return N.Args[1];
    } else if (Op == "push_back") {
      if (Key == partKey("back"))
        return N.Args[1];
      if ((*this)[Key].Kind == TermKind::ElemKey ||
          Key == partKey("front")) {
        Value = N.Args[0];
        continue;
      }
    }
    break;
  }
  return apply("project", {Value, Key});
}

Term TermTable::update(Term Value, Term Key, Term Part) {
  if (project(Value, Key) == Part)
    return Value;
  if (isFn(Value, "update") && (*this)[Value].Args[1] == Key)
    Value = (*this)[Value].Args[0];
  if (isFn(Value, "some") && Key == partKey("*"))
    return apply("some", {Part});
  return apply("update", {Value, Key, Part});
}

/// The laws of sequences, sets and optionals; None if none fits.
Term TermTable::sequenceLaws(Symbol OpSym, llvm::ArrayRef<Term> Args) {
  llvm::StringRef Op = name(OpSym);
  if (Args.empty())
    return Term::None;
  Term X = Args[0];
  const bool Known = (*this)[X].Kind == TermKind::Fn;
  llvm::StringRef Inner = Known ? name((*this)[X].Sym) : llvm::StringRef();
  Term Empty = constant("empty");
  if (Op == "size") {
    if (X == Empty || isInt(X))
      return integer(0);
    if (Inner == "push_back" || Inner == "push_front")
      return add(apply("size", {(*this)[X].Args[0]}), integer(1));
    if (Inner == "pop_back" || Inner == "pop_front")
      return sub(apply("size", {(*this)[X].Args[0]}), integer(1));
    if (Inner == "update" &&
        (*this)[(*this)[X].Args[1]].Kind != TermKind::ElemKey)
      return apply("size", {(*this)[X].Args[0]});
    return Term::None;
  }
  if (Op == "has") {
    if (X == constant("nullopt") || isInt(X))
      return integer(0);
    if (Inner == "some")
      return integer(1);
    if (Inner == "update")
      return apply("has", {(*this)[X].Args[0]});
    return Term::None;
  }
  if (Op == "contains" || Op == "count") {
    if (Args.size() != 2) // the address of the container says nothing here
      return apply("contains", {Args[0], Args[1]});
    if (Op == "count")
      return apply("contains", Args);
    if (X == Empty || isInt(X))
      return integer(0);
    if (!Known)
      return Term::None;
    const TermNode N = (*this)[X];
    Term Key = Args[1];
    if (Inner == "insert" || Inner == "assign_key" || Inner == "erase") {
      Term K = N.Args[1];
      // `insert({k, v})`
      if (isFn(K, "make") && (*this)[K].Args.size() == 3)
        K = (*this)[K].Args[1];
      if (K == Key)
        return integer(Inner != "erase");
      if (distinctKeys(elemKey(K), elemKey(Key)))
        return apply("contains", {N.Args[0], Key});
    }
    if (Inner == "update" && (*this)[N.Args[1]].Kind == TermKind::ElemKey) {
      if (N.Args[1] == elemKey(Key))
        return integer(1);
      if (distinctKeys(N.Args[1], elemKey(Key)))
        return apply("contains", {N.Args[0], Key});
    }
    return Term::None;
  }
  if (Op == "index") {
    if (Inner == "alternative")
      return (*this)[X].Args[0];
    if (Inner == "update")
      return apply("index", {(*this)[X].Args[0]});
    return Term::None;
  }
  auto Bare = [&](Term T, llvm::StringRef Key) {
    while (isFn(T, "update") && (*this)[T].Args[1] == partKey(Key))
      T = (*this)[T].Args[0];
    return T;
  };
  if (Op == "pop_back") {
    Term Y = Bare(X, "back");
    if (isFn(Y, "push_back"))
      return (*this)[Y].Args[0];
    return Term::None;
  }
  if (Op == "pop_front") {
    Term Y = Bare(X, "front");
    if (isFn(Y, "push_front"))
      return (*this)[Y].Args[0];
    return Term::None;
  }
  // A set or map that has the key already keeps it; so has one without it.
  if (Op == "insert" || Op == "erase" || Op == "assign_key") {
    for (Term Y = X; (*this)[Y].Kind == TermKind::Fn;) {
      const TermNode N = (*this)[Y];
      llvm::StringRef In = name(N.Sym);
      if (In == Op && llvm::ArrayRef<Term>(N.Args).drop_front() ==
                          Args.drop_front())
        return X;
      if (In != "insert" && In != "erase" && In != "assign_key")
        break;
      if (N.Args[1] == Args[1] || !distinctKeys(elemKey(N.Args[1]),
                                                elemKey(Args[1])))
        break;
      Y = N.Args[0];
    }
    if (Op == "erase" && X == Empty)
      return X;
    return Term::None;
  }
  if (Op == "resize" && Inner == "resize")
    return (*this)[X].Args == llvm::SmallVector<Term, 3>(Args) ? X
           : (llvm::ArrayRef<Term>((*this)[X].Args).drop_front() ==
              Args.drop_front())
               ? X
               : Term::None;
  return Term::None;
}

Term TermTable::apply(llvm::StringRef Op, llvm::ArrayRef<Term> Args,
                      Tier Certainty) {
  return apply(symbol(Op), Args, Certainty);
}

Term TermTable::apply(Symbol Op, llvm::ArrayRef<Term> Args, Tier Certainty) {
  if (Term T = sequenceLaws(Op, Args); T != Term::None)
    return T;
  TermNode N{TermKind::Fn};
  N.Sym = Op;
  N.Certainty = Certainty;
  N.Args.assign(Args.begin(), Args.end());
  return intern(std::move(N));
}

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
         << (std::abs(N.Coeffs[I]) == 1 ? ""
                                        : std::to_string(std::abs(N.Coeffs[I])) +
                                              " * ")
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

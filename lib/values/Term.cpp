//===- Term.cpp - Hash-consed symbolic values and access paths ------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/Term.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/Hashing.h"
#include <algorithm>

namespace reentrancy {

TermTable::TermTable() {
  Nodes.push_back(new (Storage.Allocate())
                      TermNode{TermKind::Const}); // Term::None
  Alike.push_back(Term::None);
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
    N.Blurred |= M.Blurred;
  }
  if (N.Kind == TermKind::Var) {
    N.HasVar = true;
    N.Blurred |= (N.Num & Bound) != 0;
  }
  size_t H = llvm::hash_combine(
      unsigned(N.Kind), N.Sym, N.Num, unsigned(N.Certainty), N.Waits,
      llvm::hash_combine_range(N.Args.begin(), N.Args.end()),
      llvm::hash_combine_range(N.Coeffs.begin(), N.Coeffs.end()));
  H &= ~size_t(0) >> 2; // keeps clear of the map's reserved keys
  Term &First = Index.try_emplace(H, Term::None).first->second;
  for (Term T = First; T != Term::None; T = Alike[unsigned(T)]) {
    const TermNode &M = (*this)[T];
    if (M.Kind == N.Kind && M.Sym == N.Sym && M.Num == N.Num &&
        M.Certainty == N.Certainty && M.Waits == N.Waits && M.Args == N.Args &&
        M.Coeffs == N.Coeffs)
      return T;
  }
  Term T = Term(Nodes.size());
  Nodes.push_back(new (Storage.Allocate()) TermNode(std::move(N)));
  Alike.push_back(First);
  First = T;
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

Term TermTable::position(Term Index) {
  TermNode N{TermKind::ElemKey};
  N.Args = {Index};
  N.Num = 1; // apart from the key of a map
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
  // What `find(k)` answers points at the element `k`.
  if (isFn(Pointer, "find") && (*this)[Pointer].Args.size() == 3 &&
      (*this)[(*this)[Pointer].Args[2]].Kind == TermKind::Addr)
    return at((*this)[(*this)[Pointer].Args[2]].Args[0],
              elemKey((*this)[Pointer].Args[1]));
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

Term TermTable::positionOf(Term Pointer) const {
  const TermNode &A = (*this)[Pointer];
  if (A.Kind != TermKind::Addr || parent(A.Args[0]) == Term::None)
    return Term::None;
  const TermNode &Key = (*this)[(*this)[A.Args[0]].Args[1]];
  return Key.Kind == TermKind::ElemKey && Key.Num ? Key.Args[0] : Term::None;
}

bool TermTable::iterated(Term Loc) const {
  for (;; Loc = (*this)[Loc].Args[0]) {
    const TermNode &N = (*this)[Loc];
    if (N.Kind == TermKind::Deref)
      return (*this)[N.Args[0]].Kind != TermKind::Init;
    if (N.Kind != TermKind::At)
      return false;
    if ((*this)[N.Args[1]].Kind == TermKind::ElemKey)
      return true;
  }
}

Term TermTable::root(Term Loc) const {
  while ((*this)[Loc].Kind == TermKind::At)
    Loc = (*this)[Loc].Args[0];
  return Loc;
}

Symbol TermTable::symbolOf(Term Loc) const {
  const TermNode &N = (*this)[Loc];
  if (N.Kind == TermKind::Local || N.Kind == TermKind::Global)
    return N.Sym;
  if (N.Kind != TermKind::At || (*this)[N.Args[1]].Kind != TermKind::FieldKey)
    return 0;
  return (*this)[N.Args[1]].Sym;
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

Term TermTable::text(llvm::StringRef Content) {
  if (Content.empty())
    return constant("empty");
  return constant(("\"" + Content + "\"").str());
}

Term TermTable::named(Symbol S) {
  TermNode N{TermKind::Const};
  N.Sym = S;
  N.Num = 1; // apart from a constant of the same name
  return intern(std::move(N));
}

Term TermTable::length(Term Sequence) {
  if (auto It = Lengths.find(unsigned(Sequence)); It != Lengths.end())
    return It->second;
  const Term Length = apply("size", {Sequence});
  Lengths[unsigned(Sequence)] = Length;
  return Length;
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

Term TermTable::ofAnyLoop(Term T) {
  if (!(*this)[T].HasVar)
    return T;
  TermNode N = (*this)[T];
  for (Term &A : N.Args)
    A = ofAnyLoop(A);
  if (N.Kind == TermKind::Var)
    N.Num = 0;
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

Term TermTable::withoutWaits(Term T) {
  if (!(*this)[T].Waits)
    return T;
  if (isFn(T, "wait"))
    return withoutWaits((*this)[T].Args.back());
  TermNode N = (*this)[T];
  for (Term &A : N.Args)
    A = withoutWaits(A);
  return rebuilt(std::move(N));
}

Term TermTable::replace(Term T, Term Old, Term New) {
  if (T == Old)
    return New;
  if (!contains(T, Old))
    return T;
  TermNode N = (*this)[T];
  for (Term &A : N.Args)
    A = replace(A, Old, New);
  return rebuilt(std::move(N));
}

/// The term of the kind of \p N over other parts, in normal form.
Term TermTable::rebuilt(TermNode N) {
  switch (N.Kind) {
  case TermKind::Deref:
    return deref(N.Args[0]);
  case TermKind::At:
    return at(N.Args[0], N.Args[1]);
  case TermKind::Init:
    return init(N.Args[0]);
  case TermKind::Addr:
    return address(N.Args[0]);
  case TermKind::Sum: {
    Term Sum = integer(N.Num);
    for (size_t I = 0; I != N.Args.size(); ++I)
      Sum = add(Sum, multiply(integer(N.Coeffs[I]), N.Args[I]));
    return Sum;
  }
  case TermKind::Fn:
    return name(N.Sym) == "project" ? project(N.Args[0], N.Args[1])
                                    : apply(N.Sym, N.Args, N.Certainty);
  default:
    N.Waits = false;
    return intern(std::move(N));
  }
}

Term TermTable::import(const TermTable &From, Term T,
                       llvm::DenseMap<unsigned, Term> &Done) {
  if (T == Term::None)
    return T;
  if (const auto It = Done.find(unsigned(T)); It != Done.end())
    return It->second;
  TermNode N = From[T];
  if (N.Sym)
    N.Sym =
        From.decl(N.Sym) ? symbol(From.decl(N.Sym)) : symbol(From.name(N.Sym));
  for (Term &A : N.Args)
    A = import(From, A, Done);
  // What the wait makes of something is not made by a law.
  const Term Here =
      From.isFn(T, "wait") ? intern(std::move(N)) : rebuilt(std::move(N));
  Done[unsigned(T)] = Here;
  return Here;
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

bool TermTable::containsAny(Term T, const std::set<Term> &Joined) const {
  if (Joined.empty())
    return false;
  llvm::SmallVector<Term, 16> Work{T};
  llvm::SmallDenseSet<unsigned, 32> Seen;
  while (!Work.empty()) {
    const Term X = Work.pop_back_val();
    if (X < *Joined.begin() || !(*this)[X].HasVar ||
        !Seen.insert(unsigned(X)).second)
      continue;
    if (Joined.count(X))
      return true;
    Work.append((*this)[X].Args.begin(), (*this)[X].Args.end());
  }
  return false;
}

bool TermTable::somePart(Term T, llvm::function_ref<bool(Term)> Holds) const {
  llvm::SmallVector<Term, 16> Work{T};
  llvm::DenseSet<unsigned> Seen;
  while (!Work.empty()) {
    const Term X = Work.pop_back_val();
    if (!Seen.insert(unsigned(X)).second)
      continue;
    if (Holds(X))
      return true;
    Work.append((*this)[X].Args.begin(), (*this)[X].Args.end());
  }
  return false;
}

} // namespace reentrancy

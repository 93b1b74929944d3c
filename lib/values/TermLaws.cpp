//===- TermLaws.cpp - What holds of parts, sequences, sets, optionals -----===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "values/Term.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/StringSet.h"

namespace reentrancy {

bool TermTable::distinctKeys(Term A, Term B) const {
  const TermNode &NA = (*this)[A], &NB = (*this)[B];
  if (NA.Kind != NB.Kind)
    return false;
  if (NA.Kind == TermKind::ElemKey) {
    // Distinct constant keys are distinct; so are x and x + 1.
    const TermNode &X = (*this)[NA.Args[0]], &Y = (*this)[NB.Args[0]];
    auto Closed = [](const TermNode &N) {
      return N.Kind == TermKind::Int || N.Kind == TermKind::Const;
    };
    if (Closed(X) && Closed(Y))
      return A != B;
    Term D = const_cast<TermTable *>(this)->sub(NA.Args[0], NB.Args[0]);
    return isInt(D) && (*this)[D].Num != 0;
  }
  // The first and the last element may be one.
  auto End = [this](const TermNode &K) {
    return K.Kind == TermKind::PartKey &&
           (name(K.Sym) == "front" || name(K.Sym) == "back");
  };
  return A != B && !(End(NA) && End(NB));
}

Term TermTable::firstAnswer(Term Answer) {
  const TermNode &N = (*this)[Answer];
  return isFn(Answer, "answer") && isFn(N.Args.back(), "asked again")
             ? apply(N.Sym, llvm::ArrayRef(N.Args).drop_back(), N.Certainty)
             : Answer;
}

Term TermTable::project(Term Value, Term Key) {
  for (;;) {
    const TermNode &N = (*this)[Value];
    if (N.Kind == TermKind::Int) // value-initialised
      return Value;
    if (Value == constant("all set")) // of bits
      return integer(1);
    if (N.Kind == TermKind::Init)
      return init(at(N.Args[0], Key));
    if (N.Kind != TermKind::Fn)
      break;
    llvm::StringRef Op = name(N.Sym);
    if (Op == "answer" && Key == partKey("value")) {
      Value = firstAnswer(Value);
      break;
    }
    if (Op == "update") {
      if (N.Args[1] == Key)
        return N.Args[2];
      // Of another element; or of one that may be this, and holds the same.
      const Term Old = project(N.Args[0], Key);
      if (Old == N.Args[2] || distinctKeys(N.Args[1], Key))
        return Old;
    } else if (Op == "answer of insert" &&
               (*this)[Key].Kind == TermKind::FieldKey &&
               name((*this)[Key].Sym) == "second") {
      return logicalNot(apply("contains", {N.Args[0], N.Args[1]}));
    } else if (Op == "answer of insert" &&
               (*this)[Key].Kind == TermKind::FieldKey &&
               (*this)[N.Args.back()].Kind == TermKind::Addr) {
      // The iterator: where the element is.
      return address(at((*this)[N.Args.back()].Args[0], elemKey(N.Args[1])));
    } else if (Op == "some" && Key == partKey("*")) {
      return N.Args[0];
    } else if (Op == "alternative" && (*this)[Key].Kind == TermKind::PartKey) {
      return N.Args[1];
    } else if ((Op == "insert" || Op == "erase" || Op == "assign_key") &&
               (*this)[Key].Kind == TermKind::ElemKey) {
      if (Op == "assign_key" && N.Args.size() == 3 && elemKey(N.Args[1]) == Key)
        return N.Args[2];
      if (distinctKeys(elemKey(N.Args[1]), Key)) {
        Value = N.Args[0];
        continue;
      }
    } else if (Op == "list") {
      const TermNode &K = (*this)[Key];
      if (K.Kind == TermKind::ElemKey && isInt(K.Args[0]) &&
          uint64_t((*this)[K.Args[0]].Num) < N.Args.size())
        return N.Args[(*this)[K.Args[0]].Num];
      if (Key == partKey("front"))
        return N.Args.front();
      if (Key == partKey("back"))
        return N.Args.back();
    } else if (Op == "push_back") {
      if (Key == partKey("back"))
        return N.Args[1];
      // Another element may be this one: it may have been empty.
      if ((*this)[Key].Kind == TermKind::ElemKey &&
          (*this)[Key].Args[0] == apply("size", {N.Args[0]}))
        return N.Args[1];
    }
    break;
  }
  // An unseen call's name tells that it changes its object, not that field; and
  // what it does to one field is the same when it is called again.
  if (isFn(Value, "after") && (*this)[Value].Certainty < Tier::Certain &&
      (*this)[Key].Kind == TermKind::FieldKey) {
    const TermNode &Call = (*this)[Value];
    for (Term Was : llvm::ArrayRef(Call.Args).drop_front().drop_back()) {
      while (isFn(Was, "update") && distinctKeys((*this)[Was].Args[1], Key))
        Was = (*this)[Was].Args[0];
      if (isFn(Was, "after") && (*this)[Was].Args[0] == Call.Args[0] &&
          (*this)[Was].Args.back() == Call.Args.back())
        return project(Was, Key);
    }
    return apply("project", {Value, Key}, Tier::Possible);
  }
  return apply("project", {Value, Key});
}

/// Whether \p Key is a field that shares its storage with no other.
static bool isOwnField(const TermTable &Terms, Term Key) {
  const TermNode &N = Terms[Key];
  const auto *Field =
      N.Kind == TermKind::FieldKey
          ? llvm::dyn_cast_or_null<clang::FieldDecl>(Terms.decl(N.Sym))
          : nullptr;
  return Field && !Field->getParent()->isUnion();
}

Term TermTable::update(Term Value, Term Key, Term Part) {
  if (project(Value, Key) == Part)
    return Value;
  if (isFn(Value, "update") && (*this)[Value].Args[1] == Key)
    Value = (*this)[Value].Args[0];
  if (isFn(Value, "some") && Key == partKey("*"))
    return apply("some", {Part});
  // Fields stand in one order: what one of them holds is no matter to another.
  if (isFn(Value, "update") && isOwnField(*this, Key)) {
    const TermNode N = (*this)[Value];
    if (isOwnField(*this, N.Args[1]) && Key < N.Args[1])
      return apply("update",
                   {update(N.Args[0], Key, Part), N.Args[1], N.Args[2]});
  }
  if ((*this)[Key].Kind == TermKind::ElemKey && !(*this)[Key].Num)
    if (const Term T = moved(symbol("update"), {Value, Key, Part});
        T != Term::None)
      return T;
  return apply("update", {Value, Key, Part});
}

Term TermTable::sizeLaw(Term X) {
  if (X == constant("empty") || isInt(X))
    return integer(0);
  const TermNode &N = (*this)[X];
  if (N.Kind == TermKind::Const && name(N.Sym).starts_with("\""))
    return integer(name(N.Sym).size() - 2); // the quotes
  if (N.Kind != TermKind::Fn)
    return Term::None;
  llvm::StringRef Op = name(N.Sym);
  if (Op == "push_back" || Op == "push_front")
    return add(apply("size", {N.Args[0]}), integer(1));
  if (Op == "pop_back" || Op == "pop_front")
    return sub(apply("size", {N.Args[0]}), integer(1));
  if (Op == "resize" && N.Args.size() >= 2)
    return N.Args[1];
  if (Op == "list")
    return integer(N.Args.size());
  // `assign(n, x)`; two iterators are no numbers.
  if (Op == "assign" && N.Args.size() == 3 && isInt(N.Args[1]))
    return N.Args[1];
  if (Op == "sort" || Op == "fill" || Op == "reverse")
    return apply("size", {N.Args[0]});
  if (Op == "append" && N.Args.size() == 2 &&
      (*this)[N.Args[1]].Kind == TermKind::Const)
    return add(apply("size", {N.Args[0]}), apply("size", {N.Args[1]}));
  // A map may get a new element by its key; a sequence does not.
  if (Op == "update" &&
      ((*this)[N.Args[1]].Kind != TermKind::ElemKey || (*this)[N.Args[1]].Num))
    return apply("size", {N.Args[0]});
  return Term::None;
}

Term TermTable::engagedLaw(Term X) {
  if (X == constant("nullopt") || isInt(X))
    return integer(0);
  if (isFn(X, "some"))
    return integer(1);
  if (isFn(X, "update"))
    return apply("has", {(*this)[X].Args[0]});
  return Term::None;
}

/// Functions that overwrite by what does not depend on what was there, or that
/// arrange it: doing it again changes nothing.
static bool isIdempotent(llvm::StringRef Op) {
  static const llvm::StringSet<> Names{"resize", "fill",  "copy",
                                       "sort",   "abs",   "memset",
                                       "memcpy", "clamp", "iota"};
  return Names.contains(Op);
}

Term TermTable::doneAgain(Term Old, Term New) {
  Term Twice = New;
  llvm::SmallVector<Term, 8> Steps; // outermost first
  for (Term Y = New; Y != Old; Y = (*this)[Y].Args[0]) {
    if (keyOf(Y) == Term::None && !((*this)[Y].Kind == TermKind::Fn &&
                                    isIdempotent(name((*this)[Y].Sym))))
      return Term::None;
    // What it is done with must not change from one time to the next.
    for (Term A : llvm::drop_begin((*this)[Y].Args))
      if (contains(A, Old))
        return Term::None;
    Steps.push_back(Y);
  }
  for (Term Y : llvm::reverse(Steps)) {
    const TermNode N = (*this)[Y];
    llvm::SmallVector<Term, 4> Args(N.Args.begin(), N.Args.end());
    Args[0] = Twice;
    Twice = name(N.Sym) == "update" ? update(Args[0], Args[1], Args[2])
                                    : apply(N.Sym, Args, N.Certainty);
  }
  return Twice;
}

Term TermTable::rewritten(Symbol OpSym, llvm::ArrayRef<Term> Args) {
  llvm::StringRef Op = name(OpSym);
  if (Args.empty())
    return Term::None;
  const Term X = Args[0];
  if (Op == "max" || Op == "min")
    return extremum(OpSym, Args);
  if (Op == "size")
    return sizeLaw(X);
  if (Op == "has")
    return engagedLaw(X);
  if (Op == "count" && Args.size() >= 2)
    return apply("contains", {X, Args[1]});
  if (Op == "contains") {
    if (Args.size() != 2) // the address of the container says nothing here
      return apply("contains", {X, Args[1]});
    return membershipLaw(X, Args[1]);
  }
  if (Op == "index") {
    if (isFn(X, "alternative"))
      return (*this)[X].Args[0];
    if (isFn(X, "update"))
      return apply("index", {(*this)[X].Args[0]});
    return Term::None;
  }
  if (Op == "pop_back" || Op == "pop_front") {
    const bool Back = Op == "pop_back";
    const Term End = partKey(Back ? "back" : "front");
    Term Y = X;
    while (isFn(Y, "update") && (*this)[Y].Args[1] == End)
      Y = (*this)[Y].Args[0];
    if (isFn(Y, Back ? "push_back" : "push_front"))
      return (*this)[Y].Args[0];
    // Of what was made longer by one, or has a known length.
    if (Back && isFn(X, "resize")) {
      llvm::SmallVector<Term, 3> Shorter = (*this)[X].Args;
      Shorter[1] = sub(Shorter[1], integer(1));
      if (Shorter[1] == apply("size", {Shorter[0]}) ||
          (isInt(Shorter[1]) && (*this)[Shorter[1]].Num >= 0))
        return apply("resize", Shorter);
    }
    return Term::None;
  }
  // `erase(it)` behind `it = find(k)`
  if (Op == "erase_at" && Args.size() == 2 && isFn(Args[1], "find") &&
      (*this)[Args[1]].Args.size() == 3)
    return apply("erase", {X, (*this)[Args[1]].Args[1]});
  if (Op == "insert" || Op == "erase" || Op == "assign_key")
    return Args.size() >= 2 ? keyedLaw(Op, Args) : Term::None;
  if (Op == "resize" && Args.size() >= 2) {
    if (Args[1] == integer(0))
      return constant("empty");
    if (apply("size", {X}) == Args[1])
      return X;
    if (isFn(X, "resize") &&
        llvm::ArrayRef<Term>((*this)[X].Args).drop_front(2) ==
            Args.drop_front(2)) {
      const Term Inner = (*this)[X].Args[0], Size = (*this)[X].Args[1];
      const Term Grown = sub(Size, apply("size", {Inner}));
      // What is cut off again was never there; what was put behind the end is
      // put there again as far as it is wanted.
      if ((isInt(Args[1]) && isInt(Size) &&
           (*this)[Args[1]].Num <= (*this)[Size].Num) ||
          (isInt(Grown) && (*this)[Grown].Num >= 0)) {
        llvm::SmallVector<Term, 4> Once(Args.begin(), Args.end());
        Once[0] = Inner;
        return apply("resize", Once);
      }
    }
  }
  if (isIdempotent(Op) && isFn(X, Op) &&
      llvm::ArrayRef<Term>((*this)[X].Args).drop_front() == Args.drop_front())
    return X;
  return Term::None;
}

Term TermTable::apply(llvm::StringRef Op, llvm::ArrayRef<Term> Args,
                      Tier Certainty) {
  return apply(symbol(Op), Args, Certainty);
}

Term TermTable::apply(Symbol Op, llvm::ArrayRef<Term> Args, Tier Certainty) {
  if (Term T = rewritten(Op, Args); T != Term::None)
    return T;
  TermNode N{TermKind::Fn};
  N.Sym = Op;
  N.Certainty = Certainty;
  N.Args.assign(Args.begin(), Args.end());
  return intern(std::move(N));
}

} // namespace reentrancy

//===- FactsEmit.cpp - One fact at a time ---------------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/FactsBuilder.h"
#include "vocabulary/Annotations.h"

using namespace clang;

namespace reentrancy {

Fact &FactsBuilder::push(FactKind K, Slot Dst, const Stmt *Site) {
  Fact F{K};
  F.Dst = Dst;
  F.Site = Site;
  F.Outer = OuterCall;
  Out->Blocks[Cur].Facts.push_back(std::move(F));
  return Out->Blocks[Cur].Facts.back();
}

Slot FactsBuilder::value(Term T, const Stmt *Site) {
  Slot S = newSlot();
  push(FactKind::Value, S, Site).Payload = T;
  return S;
}

Slot FactsBuilder::at(Slot Place, Term Key, const Stmt *Site) {
  Slot S = newSlot();
  Fact &F = push(FactKind::At, S, Site);
  F.In = {Place};
  F.Payload = Key;
  return S;
}

Slot FactsBuilder::keyed(Slot Place, Slot Key, const Stmt *Site) {
  Slot S = newSlot();
  push(FactKind::At, S, Site).In = {Place, Key};
  return S;
}

Slot FactsBuilder::element(Slot Place, Slot Index, const Stmt *Site) {
  Slot S = keyed(Place, Index, Site);
  Out->Blocks[Cur].Facts.back().Op = Terms.symbol("position");
  return S;
}

Slot FactsBuilder::deref(Slot Pointer, const Stmt *Site) {
  Slot S = newSlot();
  push(FactKind::Deref, S, Site).In = {Pointer};
  return S;
}

Slot FactsBuilder::address(Slot Place, const Stmt *Site) {
  Slot S = newSlot();
  push(FactKind::Address, S, Site).In = {Place};
  return S;
}

Slot FactsBuilder::load(Slot Place, const Stmt *Site) {
  Slot S = newSlot();
  push(FactKind::Load, S, Site).In = {Place};
  return S;
}

/// The field or variable that \p E names.
static const ValueDecl *named(const Expr *E) {
  E = E ? E->IgnoreParenImpCasts() : nullptr;
  if (auto *M = dyn_cast_or_null<MemberExpr>(E))
    return M->getMemberDecl();
  auto *R = dyn_cast_or_null<DeclRefExpr>(E);
  return R ? R->getDecl() : nullptr;
}

void FactsBuilder::store(Slot Place, Slot Value, WriteRole Role,
                         const Stmt *Site, const Expr *Target) {
  if (const ValueDecl *D = named(Target)) {
    if (marked(D, Mark::State))
      Out->Progress[Terms.symbol(D)] = true;
    // Each time the same: nothing that anybody could notice.
    if (marked(D, Mark::Ignore))
      Value = this->value(Terms.constant("ignored"), Site);
  }
  Fact &F = push(FactKind::Store, NoSlot, Site);
  F.In = {Place, Value};
  F.Role = Role;
  F.Target = Target;
}

Slot FactsBuilder::apply(llvm::StringRef Op, llvm::ArrayRef<Slot> In,
                         const Stmt *Site) {
  Slot S = newSlot();
  Fact &F = push(FactKind::Apply, S, Site);
  F.Op = Terms.symbol(Op);
  F.In.assign(In.begin(), In.end());
  return S;
}

/// A value of which nothing is known but that it is the same each time.
Slot FactsBuilder::opaque(const Stmt *Site) {
  return value(Terms.constant("opaque" + std::to_string(NextTemp++)), Site);
}

} // namespace reentrancy

// Symbolic terms: equal terms are one number, and the normal forms that make
// equal values equal terms.
#include "values/Term.h"

#include <gtest/gtest.h>

namespace {

using reentrancy::Term;
using reentrancy::TermKind;
using reentrancy::TermTable;
using reentrancy::Tier;

class Terms : public testing::Test {
protected:
  /// An unknown value, and an unknown object.
  Term unknown(unsigned Id) { return T.init(T.temporary(Id)); }

  TermTable T;
  const Term A = unknown(1), B = unknown(2), C = unknown(3);
  const Term Zero = T.integer(0), One = T.integer(1);
};

TEST_F(Terms, AreEqualIfTheyAreMadeAlike) {
  EXPECT_EQ(T.apply("f", {A, B}), T.apply("f", {A, B}));
  EXPECT_NE(T.apply("f", {A, B}), T.apply("f", {B, A}));
  EXPECT_NE(T.apply("f", {A}), T.apply("g", {A}));
  EXPECT_NE(T.constant("f"), T.named(T.symbol("f")));
  EXPECT_NE(T.temporary(1), T.temporary(2));
  EXPECT_NE(T.integer(0), T.constant("empty"));
  EXPECT_NE(T.apply("f", {A}), T.waited("f", {A}));
}

TEST_F(Terms, AreAsSureAsTheirLeastSurePart) {
  const Term Doubtful = T.apply("f", {A}, Tier::Possible);
  EXPECT_EQ(T[T.add(Doubtful, B)].Certainty, Tier::Possible);
  EXPECT_EQ(T[T.apply("g", {B}, Tier::Likely)].Certainty, Tier::Likely);
  EXPECT_EQ(T[T.add(A, B)].Certainty, Tier::Certain);
}

TEST_F(Terms, TellWhatTheyMention) {
  const Term Waited = T.waited("state", {A}), Joined = T.joined(7, {A, B});
  EXPECT_TRUE(T[T.add(Waited, B)].Waits);
  EXPECT_FALSE(T[T.add(A, B)].Waits);
  EXPECT_TRUE(T[T.apply("f", {Joined})].HasVar);
  EXPECT_TRUE(T.joinedAt(Joined, 7));
  EXPECT_FALSE(T.joinedAt(Joined, 8));
  EXPECT_TRUE(T.contains(T.apply("f", {T.add(A, B)}), A));
  EXPECT_FALSE(T.contains(T.apply("f", {T.add(A, B)}), C));
}

TEST_F(Terms, SumsAreACommutativeGroup) {
  EXPECT_EQ(T.add(A, B), T.add(B, A));
  EXPECT_EQ(T.add(T.add(A, B), C), T.add(A, T.add(B, C)));
  EXPECT_EQ(T.add(A, Zero), A);
  EXPECT_EQ(T.add(A, T.negate(A)), Zero);
  EXPECT_EQ(T.sub(A, B), T.add(A, T.negate(B)));
  EXPECT_EQ(T.negate(T.negate(A)), A);
  EXPECT_EQ(T.sub(T.add(A, B), B), A);
  EXPECT_NE(T.add(A, One), A);
}

TEST_F(Terms, ProductsCommuteAndDistributeOverNumbers) {
  const Term Three = T.integer(3);
  EXPECT_EQ(T.multiply(A, Three), T.add(A, T.add(A, A)));
  EXPECT_EQ(T.multiply(Three, T.add(A, B)),
            T.add(T.multiply(A, Three), T.multiply(B, Three)));
  EXPECT_EQ(T.multiply(A, B), T.multiply(B, A));
  EXPECT_EQ(T.multiply(A, Zero), Zero);
  EXPECT_EQ(T.multiply(A, One), A);
}

TEST_F(Terms, AffineFormsHaveOneBaseEachWay) {
  const auto F = T.affine(T.add(A, T.integer(4)));
  EXPECT_EQ(F.Base, A);
  EXPECT_EQ(F.Offset, 4);
  EXPECT_FALSE(F.Negated);
  const auto G = T.affine(T.sub(T.integer(4), A));
  EXPECT_EQ(G.Base, A);
  EXPECT_EQ(G.Offset, 4);
  EXPECT_TRUE(G.Negated);
  EXPECT_EQ(T.affine(T.sub(A, B)).Base, T.affine(T.sub(B, A)).Base);
}

TEST_F(Terms, ComparisonsAreNormalised) {
  EXPECT_EQ(T.equal(A, A), One);
  EXPECT_EQ(T.equal(A, B), T.equal(B, A));
  EXPECT_EQ(T.equal(T.add(A, One), T.add(B, One)), T.equal(A, B));
  EXPECT_EQ(T.equal(T.add(A, One), A), Zero);
  EXPECT_EQ(T.less(A, A), Zero);
  EXPECT_EQ(T.less(A, T.add(A, One)), One);
  EXPECT_EQ(T.less(T.add(A, One), T.add(B, One)), T.less(A, B));
  EXPECT_EQ(T.logicalNot(T.logicalNot(T.equal(A, B))), T.equal(A, B));
  EXPECT_EQ(T.logicalNot(Zero), One);
}

TEST_F(Terms, KnownValuesDiffer) {
  EXPECT_EQ(T.equal(T.integer(1), T.integer(2)), Zero);
  EXPECT_EQ(T.equal(T.constant("nullopt"), T.apply("some", {A})), Zero);
  EXPECT_EQ(T.equal(T.address(T.thisObject()), Zero), Zero) << "null";
  EXPECT_FALSE(T.isInt(T.equal(A, Zero)));
  EXPECT_EQ(T.equal(T.apply("some", {A}), T.apply("some", {B})), T.equal(A, B));
}

TEST_F(Terms, MasksKeepWhatTheyDoNotTouch) {
  const Term Two = T.integer(2), Four = T.integer(4), Not2 = T.integer(~2);
  const Term Set = T.bitOr(A, Two), Cleared = T.bitAnd(A, Not2);
  EXPECT_EQ(T.bitAnd(Set, Two), Two) << "a bit that was set is set";
  EXPECT_EQ(T.bitAnd(Cleared, Two), Zero);
  EXPECT_EQ(T.bitAnd(Set, Four), T.bitAnd(A, Four)) << "another is as before";
  EXPECT_EQ(T.bitOr(Set, Two), Set) << "set again";
  EXPECT_EQ(T.bitAnd(Cleared, Not2), Cleared);
  EXPECT_EQ(T.bitOr(Cleared, Two), Set) << "cleared and set is set";
  EXPECT_NE(T.bitAnd(Set, Not2), A) << "it may have been set before";
  EXPECT_EQ(T.bitAnd(A, B), T.bitAnd(B, A));
  EXPECT_EQ(T.bitOr(A, B), T.bitOr(B, A));
  EXPECT_EQ(T.bitAnd(A, A), A);
  EXPECT_EQ(T.bitOr(A, Zero), A);
  EXPECT_EQ(T.bitAnd(A, T.integer(-1)), A);
}

TEST_F(Terms, AddressesAndTargetsAreInverse) {
  const Term Place = T.at(T.thisObject(), T.partKey("*"));
  EXPECT_EQ(T.deref(T.address(Place)), Place);
  EXPECT_EQ(T.address(T.deref(A)), A);
}

TEST_F(Terms, PathsKnowWhereTheyAre) {
  const Term Object = T.deref(A);
  const Term Part = T.at(Object, T.partKey("*"));
  const Term Element = T.at(Part, T.elemKey(B));
  EXPECT_TRUE(T.isLocation(Element));
  EXPECT_FALSE(T.isLocation(A));
  EXPECT_EQ(T.parent(Element), Part);
  EXPECT_EQ(T.parent(Object), Term::None);
  EXPECT_EQ(T.root(Element), Object);
  EXPECT_TRUE(T.within(Element, Object));
  EXPECT_TRUE(T.within(Element, Element));
  EXPECT_FALSE(T.within(Part, Element));
}

TEST_F(Terms, OnlyWhatOutlivesACallPersists) {
  const Term Key = T.partKey("*");
  EXPECT_TRUE(T.persistent(T.at(T.thisObject(), Key)));
  EXPECT_FALSE(T.persistent(T.at(T.temporary(1), Key)));
  EXPECT_TRUE(T.persistent(T.deref(A))) << "what a parameter points at";
  EXPECT_FALSE(
      T.persistent(T.deref(T.apply("begin", {T.address(T.temporary(1))}))))
      << "an iterator into a local";
  EXPECT_TRUE(
      T.persistent(T.deref(T.apply("begin", {T.address(T.thisObject())}))));
  EXPECT_TRUE(T.persistent(T.deref(T.apply("new", {One}))));
}

TEST_F(Terms, WhatIsDoneToAKeyLastDecides) {
  auto Erase = [&](Term X, Term K) { return T.apply("erase", {X, K}); };
  auto Insert = [&](Term X, Term K) { return T.apply("insert", {X, K}); };
  auto Assign = [&](Term X, Term K, Term V) {
    return T.apply("assign_key", {X, K, V});
  };
  EXPECT_EQ(Erase(Assign(A, One, B), One), Erase(A, One));
  EXPECT_EQ(Assign(Erase(A, One), One, B), Assign(A, One, B));
  // Whether or not B is 1.
  EXPECT_EQ(Insert(Erase(Insert(Erase(A, One), B), One), B),
            Insert(Erase(A, One), B));
  EXPECT_NE(Erase(Insert(A, B), One), Erase(A, One));
  // A map that has the key keeps its value.
  EXPECT_NE(T.apply("insert", {Erase(A, One), One, B}),
            T.apply("insert", {A, One, B}));
}

TEST_F(Terms, AKeyIsWhereItWasPut) {
  const Term At1 = T.elemKey(One), At0 = T.elemKey(Zero);
  const Term Map = T.apply("assign_key", {A, One, B});
  EXPECT_EQ(T.project(Map, At1), B);
  EXPECT_EQ(T.project(Map, At0), T.project(A, At0));
  EXPECT_NE(T.project(T.apply("assign_key", {A, C, B}), At0), T.project(A, At0))
      << "C may be 0";
}

TEST_F(Terms, AListHasItsElements) {
  const Term List = T.apply("list", {A, B});
  EXPECT_EQ(T.apply("size", {List}), T.integer(2));
  EXPECT_EQ(T.project(List, T.position(One)), B);
  EXPECT_EQ(T.project(List, T.partKey("front")), A);
  EXPECT_NE(T.project(List, T.position(C)), A);
  EXPECT_EQ(T.apply("resize", {List, T.integer(2)}), List);
  EXPECT_NE(T.apply("resize", {List, T.integer(3)}), List);
}

TEST_F(Terms, WhatIsCutOffAgainWasNeverThere) {
  auto Resized = [&](Term Of, Term To) { return T.apply("resize", {Of, To}); };
  const Term V = T.constant("v");
  const Term Seven = Resized(Resized(V, One), T.integer(7));
  EXPECT_EQ(Resized(Seven, One), Resized(V, One));
  EXPECT_NE(Resized(Resized(V, One), T.integer(7)), Resized(V, T.integer(7)));
  const Term Longer = Resized(V, T.add(T.apply("size", {V}), One));
  EXPECT_EQ(T.apply("pop_back", {Longer}), V);
  EXPECT_EQ(T.apply("pop_back", {Seven}),
            Resized(Resized(V, One), T.integer(6)));
}

TEST_F(Terms, WhatAMapHasIsNotInserted) {
  const Term M = T.constant("m");
  const Term Has =
      T.apply("assign_key", {T.apply("insert", {M, One, A}), T.integer(7), B});
  EXPECT_EQ(T.apply("insert", {Has, One, C}), Has);
  EXPECT_NE(T.apply("insert", {Has, T.integer(2), C}), Has);
}

} // namespace

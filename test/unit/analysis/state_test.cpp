// A path's memory: stores and loads, what is known of values, the join.
#include "values/State.h"

#include <gtest/gtest.h>

namespace {

using reentrancy::Range;
using reentrancy::State;
using reentrancy::StateSpace;
using reentrancy::Term;
using reentrancy::TermTable;

class States : public testing::Test {
protected:
  Term object(unsigned Id) { return T.deref(T.init(T.temporary(Id))); }
  Term part(Term Loc, const char *Name) { return T.at(Loc, T.partKey(Name)); }
  State join(const State &Old, const State &New, bool Again = true) {
    std::set<Term> Own;
    return Space.generalise(Old, New, /*Block=*/1, Again, Own, {});
  }

  TermTable T;
  StateSpace Space{T};
  State S;
  const Term P = object(1), Q = object(2);
  const Term X = T.init(T.temporary(3)), Y = T.init(T.temporary(4));
};

// --- memory -----------------------------------------------------------------

TEST_F(States, HoldWhatWasStored) {
  EXPECT_EQ(Space.load(S, P), T.init(P));
  Space.store(S, P, X);
  EXPECT_EQ(Space.load(S, P), X);
  EXPECT_EQ(Space.load(S, Q), T.init(Q));
  Space.forget(S, P);
  EXPECT_TRUE(S.sameAs(State()));
}

TEST_F(States, AreTheSameWhateverWayTheyWereMade) {
  State Other;
  Space.store(S, P, X);
  Space.store(S, Q, Y);
  Space.store(Other, Q, Y);
  Space.store(Other, P, Y);
  Space.store(Other, P, X);
  EXPECT_TRUE(S.sameAs(Other));
  Space.store(Other, P, T.init(P));
  EXPECT_FALSE(S.sameAs(Other));
  Space.store(S, P, T.init(P)); // as it was at first
  EXPECT_TRUE(S.sameAs(Other));
}

TEST_F(States, AWholeIsMadeOfItsParts) {
  const Term A = part(P, "a"), B = part(P, "b");
  Space.store(S, A, X);
  const Term Whole = Space.load(S, P);
  EXPECT_EQ(T.project(Whole, T.partKey("a")), X);
  EXPECT_EQ(T.project(Whole, T.partKey("b")), T.init(B));
  Space.store(S, P, Y); // over its parts
  EXPECT_EQ(Space.load(S, A), T.project(Y, T.partKey("a")));
  const Term Deep = part(A, "c");
  Space.store(S, Deep, X);
  EXPECT_EQ(
      T.project(T.project(Space.load(S, P), T.partKey("a")), T.partKey("c")),
      X);
}

TEST_F(States, LocalsDoNotSurvive) {
  Space.store(S, T.temporary(7), X);
  Space.store(S, part(P, "a"), X);
  Space.setSlot(S, 5, X);
  Space.dropLocals(S);
  EXPECT_EQ(Space.stored(S, T.temporary(7)), Term::None);
  EXPECT_EQ(Space.load(S, part(P, "a")), X);
  EXPECT_EQ(Space.slot(S, 5), Term::None);
}

// --- what is known ----------------------------------------------------------

TEST_F(States, LearnFromTests) {
  const Term Zero = T.integer(0);
  ASSERT_FALSE(Space.truth(S, T.equal(X, Zero)));
  ASSERT_TRUE(Space.assume(S, T.equal(X, Zero), false));
  EXPECT_EQ(Space.truth(S, T.equal(X, Zero)), false);
  EXPECT_EQ(Space.truth(S, X), true);
  EXPECT_EQ(Space.truth(S, T.logicalNot(T.equal(X, Zero))), true);
  EXPECT_FALSE(Space.assume(S, T.equal(X, Zero), true)) << "it cannot be";
}

TEST_F(States, LearnAboutSumsOfWhatIsKnown) {
  const Term Less = T.less(X, T.integer(10));
  ASSERT_TRUE(Space.assume(S, Less, true));
  EXPECT_EQ(Space.truth(S, T.less(T.add(X, T.integer(1)), T.integer(11))),
            true);
  EXPECT_EQ(Space.truth(S, T.less(T.integer(12), X)), false);
  EXPECT_FALSE(Space.truth(S, T.less(X, T.integer(9))));
  ASSERT_TRUE(Space.assume(S, T.less(T.integer(8), X), true));
  EXPECT_EQ(Space.resolve(S, X), T.integer(9));
}

TEST_F(States, KnowWhatIsSoForAnyValue) {
  EXPECT_EQ(Space.truth(S, T.less(T.apply("size", {X}), T.integer(0))), false);
  EXPECT_EQ(Space.truth(S, T.apply("new", {X})), true);
  EXPECT_EQ(Space.truth(S, T.bitOr(X, T.integer(2))), true);
  EXPECT_FALSE(Space.truth(S, T.bitAnd(X, T.integer(2))));
}

TEST_F(States, TellTheValuesOfAnEnumApart) {
  for (int64_t Other : {0, 1, 3})
    ASSERT_TRUE(Space.assume(S, T.equal(X, T.integer(Other)), false));
  Range R;
  R.clamp(0, 3);
  ASSERT_TRUE(Space.narrow(S, X, R));
  EXPECT_EQ(Space.resolve(S, X), T.integer(2));
}

TEST_F(States, WhatHangsOnAKnownTruthIsKnown) {
  const Term Not = T.logicalNot(X);
  EXPECT_EQ(Space.resolve(S, Not), Not);
  ASSERT_TRUE(Space.assume(S, X, true));
  EXPECT_EQ(Space.resolve(S, Not), T.integer(0));
  State Zero;
  ASSERT_TRUE(Space.assume(Zero, X, false));
  EXPECT_EQ(Space.resolve(Zero, Not), T.integer(1));
}

// --- the join ---------------------------------------------------------------

TEST_F(States, JoinedWithThemselvesAreThemselves) {
  Space.store(S, P, X);
  Space.store(S, part(Q, "a"), Y);
  ASSERT_TRUE(Space.assume(S, T.less(X, T.integer(10)), true));
  EXPECT_TRUE(join(S, S).sameAs(S));
}

TEST_F(States, JoinedKeepWhatTheyAgreeOn) {
  State Old = S, New = S;
  for (State *Each : {&Old, &New})
    Space.store(*Each, Q, Y);
  Space.store(Old, P, X);
  Space.store(New, P, Y);
  for (const State &J : {join(Old, New), join(New, Old)}) {
    EXPECT_EQ(Space.load(J, Q), Y);
    EXPECT_TRUE(T.joinedAt(Space.load(J, P), 1));
  }
}

TEST_F(States, JoinedKnowWhatBothKnow) {
  State Old = S, New = S;
  ASSERT_TRUE(Space.assume(Old, T.less(X, T.integer(5)), true));
  ASSERT_TRUE(Space.assume(New, T.less(X, T.integer(9)), true));
  ASSERT_TRUE(Space.assume(New, T.less(Y, T.integer(9)), true));
  for (const State &J : {join(Old, New), join(New, Old)}) {
    EXPECT_EQ(Space.range(J, X).Hi, 8);
    EXPECT_TRUE(Space.range(J, Y).full());
  }
}

TEST_F(States, JoinedPlacesThatWereEqualAreEqual) {
  State Old = S, New = S;
  for (Term Loc : {P, Q}) {
    Space.store(Old, Loc, T.integer(0));
    Space.store(New, Loc, T.integer(1));
  }
  const State J = join(Old, New, /*Again=*/false);
  EXPECT_EQ(Space.load(J, P), Space.load(J, Q));
  EXPECT_FALSE(T.isInt(Space.load(J, P)));
}

TEST_F(States, JoiningComesToAnEnd) {
  // A loop that counts: its head's state joined with each next pass.
  std::set<Term> Own;
  State Head = S;
  Space.store(Head, P, T.integer(0));
  for (int Pass = 0; Pass != 5; ++Pass) {
    State Next = Head;
    Space.store(Next, P, T.add(Space.load(Head, P), T.integer(1)));
    const State Joined = Space.generalise(Head, Next, 1, Pass != 0, Own, {});
    if (Joined.sameAs(Head))
      return;
    Head = Joined;
  }
  ADD_FAILURE() << "still another state: " << T.str(Space.load(Head, P));
}

} // namespace

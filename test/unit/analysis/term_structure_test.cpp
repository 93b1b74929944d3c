// The laws of structured values: parts, optionals, sequences, sets and maps.
#include "values/Term.h"

#include <gtest/gtest.h>

namespace {

using reentrancy::Term;
using reentrancy::TermTable;

class Structures : public testing::Test {
protected:
  Term unknown(unsigned Id) { return T.init(T.temporary(Id)); }
  Term size(Term V) { return T.apply("size", {V}); }
  Term contains(Term V, Term K) { return T.apply("contains", {V, K}); }

  TermTable T;
  const Term V = unknown(1), X = unknown(2), Y = unknown(3), I = unknown(4);
  const Term Zero = T.integer(0), One = T.integer(1);
  const Term Empty = T.constant("empty");
};

TEST_F(Structures, APartIsWhatItWasUpdatedTo) {
  const Term Key = T.elemKey(I);
  EXPECT_EQ(T.project(T.update(V, Key, X), Key), X);
  EXPECT_EQ(T.update(T.update(V, Key, X), Key, Y), T.update(V, Key, Y));
  EXPECT_EQ(T.update(V, Key, T.project(V, Key)), V) << "put back";
}

TEST_F(Structures, APartThatMayBeAnotherIsKnownWhereBothHoldTheSame) {
  const Term Both = T.update(T.update(V, T.position(I), X), T.position(Y), X);
  EXPECT_EQ(T.project(Both, T.position(I)), X);
  EXPECT_EQ(T.update(Both, T.position(I), X), Both);
}

TEST_F(Structures, APositionIsWithinTheSizeOfASequenceButAKeyMayBeNew) {
  auto Size = [&](Term S) { return T.apply("size", {S}); };
  EXPECT_EQ(Size(T.update(V, T.position(I), X)), Size(V));
  EXPECT_NE(Size(T.update(V, T.elemKey(I), X)), Size(V));
  const Term Two = T.apply("resize", {V, T.integer(2)});
  EXPECT_EQ(T.apply("resize", {T.update(Two, T.position(I), X), T.integer(2)}),
            T.update(Two, T.position(I), X));
}

TEST_F(Structures, AnElementsAddressMovesByNumbers) {
  const Term Whole = T.thisObject();
  const Term First = T.elementAddress(Whole, Zero);
  const Term Second = T.add(First, One);
  EXPECT_EQ(Second, T.elementAddress(Whole, One));
  EXPECT_EQ(T.sub(Second, First), One);
  EXPECT_EQ(T.sub(Second, One), First);
  EXPECT_EQ(T.deref(Second), T.at(Whole, T.position(One)));
  EXPECT_EQ(T.positionOf(T.address(Whole)), Term::None);
}

TEST_F(Structures, AnUpdateLeavesOtherPartsAlone) {
  const Term Key = T.elemKey(I), Next = T.elemKey(T.add(I, One));
  EXPECT_EQ(T.project(T.update(V, Key, X), Next), T.project(V, Next));
  EXPECT_EQ(T.project(T.update(V, T.elemKey(One), X), T.elemKey(Zero)),
            T.project(V, T.elemKey(Zero)));
  const Term Other = T.elemKey(Y); // it may be the same one
  const Term Read = T.project(T.update(V, Key, X), Other);
  EXPECT_NE(Read, T.project(V, Other));
  EXPECT_NE(Read, X);
}

TEST_F(Structures, APartOfWhatAPlaceHeldIsWhatThePartHeld) {
  const Term Place = T.temporary(9), Key = T.partKey("*");
  EXPECT_EQ(T.project(T.init(Place), Key), T.init(T.at(Place, Key)));
  EXPECT_EQ(T.project(Zero, Key), Zero) << "value-initialised";
}

TEST_F(Structures, OptionalsHoldWhatWasPutIn) {
  const Term Some = T.apply("some", {X}), Star = T.partKey("*");
  EXPECT_EQ(T.apply("has", {Some}), One);
  EXPECT_EQ(T.apply("has", {T.constant("nullopt")}), Zero);
  EXPECT_FALSE(T.isInt(T.apply("has", {V})));
  EXPECT_EQ(T.project(Some, Star), X);
  EXPECT_EQ(T.update(Some, Star, Y), T.apply("some", {Y}));
  EXPECT_EQ(T.apply("has", {T.update(V, Star, Y)}), T.apply("has", {V}))
      << "writing the content engages nothing";
}

TEST_F(Structures, VariantsKnowTheirAlternative) {
  const Term Second = T.apply("alternative", {One, X});
  EXPECT_EQ(T.apply("index", {Second}), One);
  EXPECT_EQ(T.project(Second, T.partKey("get")), X);
}

TEST_F(Structures, SequencesCountWhatIsPushedAndPopped) {
  const Term Pushed = T.apply("push_back", {V, X});
  EXPECT_EQ(size(Empty), Zero);
  EXPECT_EQ(size(Pushed), T.add(size(V), One));
  EXPECT_EQ(size(T.apply("push_front", {V, X})), size(Pushed));
  EXPECT_EQ(size(T.apply("pop_front", {V})), T.sub(size(V), One));
  EXPECT_EQ(T.apply("pop_back", {Pushed}), V);
  EXPECT_EQ(T.apply("pop_front", {T.apply("push_front", {V, X})}), V);
  EXPECT_EQ(T.project(Pushed, T.partKey("back")), X);
  EXPECT_NE(Pushed, T.apply("push_back", {Pushed, X})) << "twice is more";
}

TEST_F(Structures, APoppedEndTakesItsUpdatesWithIt) {
  const Term Back = T.partKey("back");
  const Term Written =
      T.update(T.apply("push_back", {V, X}), Back, T.add(X, One));
  EXPECT_EQ(T.apply("pop_back", {Written}), V);
  EXPECT_EQ(size(Written), T.add(size(V), One));
}

TEST_F(Structures, SetsContainWhatWasInserted) {
  const Term With = T.apply("insert", {V, X});
  EXPECT_EQ(contains(With, X), One);
  EXPECT_EQ(contains(T.apply("erase", {V, X}), X), Zero);
  EXPECT_EQ(contains(Empty, X), Zero);
  EXPECT_EQ(T.apply("count", {With, X}), One);
  EXPECT_EQ(contains(With, T.add(X, One)), contains(V, T.add(X, One)));
  EXPECT_FALSE(T.isInt(contains(With, Y))) << "Y may be X";
}

TEST_F(Structures, InsertingAndErasingTwiceIsOnce) {
  for (const char *Op : {"insert", "erase"}) {
    const Term Once = T.apply(Op, {V, X});
    EXPECT_EQ(T.apply(Op, {Once, X}), Once);
    EXPECT_NE(T.apply(Op, {Once, Y}), Once);
  }
  const Term Back = T.apply("insert", {T.apply("erase", {V, X}), X});
  EXPECT_EQ(contains(Back, X), One);
  EXPECT_EQ(T.apply("erase", {Empty, X}), Empty);
  // Past keys that are surely others.
  const Term Two = T.apply("insert", {T.apply("insert", {V, Zero}), One});
  EXPECT_EQ(T.apply("insert", {Two, Zero}), Two);
}

TEST_F(Structures, WhatSettlesIsNotMoreWhenItIsDoneAgain) {
  const Term Once = T.apply("erase", {T.apply("insert", {V, One}), Zero});
  EXPECT_EQ(T.doneAgain(V, Once), Once);
  const Term Sorted = T.apply("sort", {V});
  EXPECT_EQ(T.doneAgain(V, Sorted), Sorted);
  const Term Longer = T.apply("push_back", {V, One});
  EXPECT_EQ(T.doneAgain(V, Longer), Term::None) << "each pass makes more";
  const Term Grown = T.apply("insert", {V, T.add(T.apply("size", {V}), One)});
  EXPECT_EQ(T.doneAgain(V, Grown), Term::None) << "by another key each time";
}

TEST_F(Structures, MapsHaveTheKeysOfTheirEntries) {
  EXPECT_EQ(contains(T.apply("insert", {V, X, Y}), X), One);
  EXPECT_EQ(contains(T.apply("assign_key", {V, X, Y}), X), One);
  EXPECT_EQ(contains(T.update(V, T.elemKey(X), Y), X), One) << "m[x] = y";
}

TEST_F(Structures, NotFoundIsNotContained) {
  const Term Address = T.address(T.temporary(1));
  const Term Found = T.apply("find", {V, X, Address});
  const Term End = T.apply("end", {V, Address});
  EXPECT_EQ(T.equal(Found, End), T.logicalNot(contains(V, X)));
  EXPECT_EQ(T.equal(End, Found), T.equal(Found, End));
}

} // namespace

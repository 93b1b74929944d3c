// Ranges: what is known of an integer.
#include "values/State.h"

#include <gtest/gtest.h>

#include <random>

namespace {

using reentrancy::Range;

Range between(int64_t Lo, int64_t Hi) {
  Range R;
  R.clamp(Lo, Hi);
  return R;
}

TEST(Range, OfNothingKnownHasAll) {
  const Range R;
  EXPECT_TRUE(R.full());
  EXPECT_TRUE(R.has(INT64_MIN) && R.has(0) && R.has(INT64_MAX));
}

TEST(Range, NarrowsToOneOrNone) {
  Range R = between(3, 5);
  EXPECT_FALSE(R.single() || R.empty() || R.full());
  EXPECT_FALSE(R.has(2) || R.has(6));
  R.exclude(4);
  EXPECT_TRUE(R.has(3) && R.has(5));
  EXPECT_FALSE(R.has(4));
  R.exclude(3); // and with it 4, which is out already
  EXPECT_TRUE(R.single());
  EXPECT_EQ(R.Lo, 5);
  EXPECT_TRUE(R.Not.empty()) << "numbers outside need no mention";
  R.exclude(5);
  EXPECT_TRUE(R.empty());
}

TEST(Range, ExcludesInAnyOrder) {
  Range A, B;
  for (int64_t N : {4, -1, 9})
    A.exclude(N);
  for (int64_t N : {9, 4, -1, 4})
    B.exclude(N);
  EXPECT_EQ(A, B);
}

TEST(Range, MayForgetWhatItExcludedButInventsNothing) {
  Range R;
  for (int64_t N = 0; N != 200; N += 2)
    R.exclude(N);
  EXPECT_LE(R.Not.size(), 64u) << "bounded";
  for (int64_t N = 1; N < 200; N += 2)
    EXPECT_TRUE(R.has(N));
}

/// A random range between -8 and 8 that is not empty.
Range random(std::mt19937 &Random) {
  std::uniform_int_distribution<int> Small(-8, 8);
  for (;;) {
    const int A = Small(Random), B = Small(Random);
    Range R = between(std::min(A, B), std::max(A, B));
    for (int I = 0; I != 3; ++I)
      R.exclude(Small(Random));
    if (!R.empty())
      return R;
  }
}

TEST(Range, HullIsAJoin) {
  std::mt19937 Random(1);
  for (int Round = 0; Round != 1000; ++Round) {
    const Range A = random(Random), B = random(Random);
    const Range H = Range::hull(A, B);
    ASSERT_EQ(H, Range::hull(B, A)) << "commutative";
    ASSERT_EQ(Range::hull(A, A), A) << "idempotent";
    ASSERT_EQ(Range::hull(H, A), H) << "above both";
    for (int64_t N = -10; N <= 10; ++N)
      ASSERT_TRUE(H.has(N) || (!A.has(N) && !B.has(N))) << N;
    ASSERT_EQ(H.Lo, std::min(A.Lo, B.Lo)) << "and the least interval so";
    ASSERT_EQ(H.Hi, std::max(A.Hi, B.Hi));
  }
}

} // namespace

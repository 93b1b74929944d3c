// What guards hold before an operation: initialisers, and who else writes.
#include "InitialValues.h"

#include "code.h"

namespace {

using analysis_test::Code;
using reentrancy::InitialValues;
using reentrancy::Range;

/// What `f_` of `struct Op` can hold when an operation `run` starts.
std::optional<Range> before(const std::string &Members) {
  Code C("struct Op { void run(); void other(); " + Members + " };");
  InitialValues Values(C.context());
  return Values.of(C.find<clang::FieldDecl>("f_"), C.function("run"));
}

TEST(InitialValues, IsWhatTheInitialiserSays) {
  const auto R = before("int f_ = 2; void next() { f_ = 3; f_ = 2; }");
  ASSERT_TRUE(R);
  EXPECT_TRUE(R->has(2));
  EXPECT_TRUE(R->has(3)) << "another function leaves it";
  EXPECT_FALSE(R->has(4));
}

TEST(InitialValues, LeavesOutWhatTheOperationItselfWrites) {
  Code C("struct Op { void run() { f_ = 3; } int f_ = 2; };");
  InitialValues Values(C.context());
  const auto R = Values.of(C.find<clang::FieldDecl>("f_"), C.function("run"));
  ASSERT_TRUE(R);
  EXPECT_TRUE(R->single());
  EXPECT_EQ(R->Lo, 2);
}

TEST(InitialValues, TakesWhatEachConstructorSays) {
  const auto R = before("Op() : f_(1) {} explicit Op(int) : f_(5) {} int f_;"
                        "void next() { f_ = 9; }");
  ASSERT_TRUE(R);
  EXPECT_TRUE(R->has(1));
  EXPECT_TRUE(R->has(5));
  EXPECT_FALSE(R->has(2));
}

TEST(InitialValues, KnowsNothingOfWhatIsGiven) {
  EXPECT_FALSE(before("explicit Op(int n) : f_(n) {} int f_;"
                      "void next() { f_ = 9; }"));
  EXPECT_FALSE(before("int f_; void next() { f_ = 9; }")) << "uninitialised";
}

TEST(InitialValues, KnowsNothingOfWhatIsComputedOrHandedOut) {
  EXPECT_FALSE(before("int f_ = 0; void next() { f_ = 1; ++f_; }"));
  EXPECT_FALSE(before("int f_ = 0; int *next() { f_ = 1; return &f_; }"));
  EXPECT_FALSE(before("int f_ = 0; void set(int &); "
                      "void next() { f_ = 1; set(f_); }"));
}

TEST(InitialValues, AnOptionalIsEngagedWhateverItsValue) {
  const std::string Optional =
      "struct nullopt_t {}; template <class T> struct optional {"
      "  optional(); optional(nullopt_t); optional(T);"
      "  optional &operator=(nullopt_t); optional &operator=(T); };";
  Code C("namespace std { " + Optional +
         " } "
         "struct Op { void run(); std::optional<int> f_;"
         "  void next() { f_ = 0; } };");
  InitialValues Values(C.context());
  const auto R = Values.of(C.find<clang::FieldDecl>("f_"), C.function("run"));
  ASSERT_TRUE(R);
  EXPECT_TRUE(R->has(0)) << "empty at first";
  EXPECT_TRUE(R->has(1)) << "engaged, with 0 in it";
}

TEST(InitialValues, KnowsNothingOfWhatNobodyMoves) {
  EXPECT_FALSE(before("bool f_ = false;")) << "it is an input";
}

TEST(InitialValues, ReadsEnumeratorsAndNullPointers) {
  const auto E = before("enum St { A, B, C }; St f_ = A; "
                        "void next() { f_ = B; f_ = A; }");
  ASSERT_TRUE(E);
  EXPECT_FALSE(E->has(2));
  EXPECT_FALSE(before("int *f_ = nullptr; int n; void next() { f_ = &n; }"));
}

} // namespace

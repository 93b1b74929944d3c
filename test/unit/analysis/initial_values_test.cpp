// What guards hold before an operation: initialisers, and who else writes.
#include "calls/InitialValues.h"

#include "code.h"

namespace {

using analysis_test::Code;
using reentrancy::InitialValues;
using reentrancy::Range;

/// What `f_` of the struct in \p C can hold when an operation `run` starts.
std::optional<Range> of(Code &C) {
  const clang::FunctionDecl *Run = C.function("run")->getCanonicalDecl();
  InitialValues Values(C.context());
  return Values.of(C.find<clang::FieldDecl>("f_"),
                   [&](const clang::FunctionDecl *FD) { return FD == Run; });
}
std::optional<Range> before(const std::string &Members) {
  Code C("struct Op { void run(); void other(); " + Members + " };");
  return of(C);
}

/// The same of a number that is no guard, of a class whose methods are seen.
std::optional<Range> number(const std::string &Members,
                            const std::string &Private) {
  Code C("class Op { public: " + Members + " private: " + Private + " };");
  const clang::FunctionDecl *Run = C.function("run")->getCanonicalDecl();
  InitialValues Values(C.context());
  return Values.ofNumber(
      C.find<clang::FieldDecl>("f_"),
      [&](const clang::FunctionDecl *FD) { return FD == Run; });
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
  const auto R = of(C);
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
  const auto R = of(C);
  ASSERT_TRUE(R);
  EXPECT_TRUE(R->has(0)) << "empty at first";
  EXPECT_TRUE(R->has(1)) << "engaged, with 0 in it";
}

TEST(InitialValues, KnowsNothingOfWhatNobodyMoves) {
  EXPECT_FALSE(before("bool f_ = false;")) << "it is an input";
}

TEST(InitialValues, FollowsANumberThatOnlyTheOperationMoves) {
  const auto R = number("void run() { ++f_; }", "int f_ = 5;");
  ASSERT_TRUE(R);
  EXPECT_TRUE(R->single());
  EXPECT_EQ(R->Lo, 5);
}

TEST(InitialValues, NothingStandsForWhatThereWillBeToDo) {
  const auto R = number("void run() { --f_; }", "int f_ = 0;");
  ASSERT_TRUE(R);
  EXPECT_TRUE(R->full());
  const auto Up = number("void run() { ++f_; }", "int f_ = 0;");
  ASSERT_TRUE(Up);
  EXPECT_TRUE(Up->single()) << "what is counted up starts there";
}

TEST(InitialValues, FollowsNoNumberThatNobodyMoves) {
  EXPECT_FALSE(number("int run() { return f_; }", "int f_ = 5;"));
}

TEST(InitialValues, FollowsNoNumberThatOthersMayChange) {
  EXPECT_FALSE(
      number("void run() { ++f_; } void other() { ++f_; }", "int f_ = 5;"));
  EXPECT_FALSE(number("void run() { ++f_; } void other();", "int f_ = 5;"))
      << "a body that is not seen";
  EXPECT_FALSE(number("void run() { ++f_; } int f_ = 5;", "int g_;"))
      << "public";
  EXPECT_FALSE(
      number("void run() { ++f_; } friend void other(Op &);", "int f_ = 5;"));
}

TEST(InitialValues, ReadsEnumeratorsAndNullPointers) {
  const auto E = before("enum St { A, B, C }; St f_ = A; "
                        "void next() { f_ = B; f_ = A; }");
  ASSERT_TRUE(E);
  EXPECT_FALSE(E->has(2));
  EXPECT_FALSE(before("int *f_ = nullptr; int n; void next() { f_ = &n; }"));
}

} // namespace

// The entry point: what is analysed, what is skipped and why, the bounds.
#include "Analysis.h"

#include "code.h"

namespace {

using analysis_test::Code;
using reentrancy::analyze;
using reentrancy::dumpFacts;
using reentrancy::FindingKind;
using reentrancy::FunctionReport;
using reentrancy::InitialValues;
using reentrancy::isCandidate;
using reentrancy::Options;
using reentrancy::Tier;

constexpr char Bug[] = R"cpp(
IOResult<int> wait();
int total;
IOResult<int> f(int a, int b) {
  ++total;
  if (a > b) a = b;
  if (a > 7) b = a;
  return wait();
}
)cpp";

FunctionReport report(const std::string &Text, const Options &Opts = {}) {
  Code C(Text);
  InitialValues Initial(C.context());
  const reentrancy::Callers Up(C.context());
  reentrancy::SummaryStore Bodies(C.context(), Opts);
  return analyze(C.function("f"), C.context(), Opts, Initial, Up, Bodies);
}

TEST(Analysis, FindsAndTells) {
  const FunctionReport R = report(Bug);
  EXPECT_EQ(R.Skipped, "");
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Kind, FindingKind::ChangedAgain);
  EXPECT_EQ(R.Findings[0].Certainty, Tier::Certain);
  EXPECT_EQ(R.Findings[0].Place, "total");
  ASSERT_EQ(R.Findings[0].Yields.size(), 1u);
  EXPECT_EQ(R.Findings[0].Yields[0].Callee, "wait");
  EXPECT_GT(R.Blocks, 0u);
  EXPECT_GT(R.States, 0u);
}

TEST(Analysis, KeepsNothingBetweenCalls) {
  Code C(Bug);
  const auto *F = C.function("f");
  InitialValues Initial(C.context());
  const reentrancy::Callers Up(C.context());
  const Options Opts;
  reentrancy::SummaryStore Bodies(C.context(), Opts);
  const FunctionReport One = analyze(F, C.context(), Opts, Initial, Up, Bodies);
  const FunctionReport Two = analyze(F, C.context(), Opts, Initial, Up, Bodies);
  EXPECT_EQ(One.Findings.size(), Two.Findings.size());
  EXPECT_EQ(One.States, Two.States);
  EXPECT_EQ(dumpFacts(F, C.context(), {}), dumpFacts(F, C.context(), {}));
}

TEST(Analysis, TakesOnlyWholeReentrantFunctions) {
  Code C("IOResult<int> declared();"
         "IOResult<int> defined() { return IOResult<int>::done(); }"
         "int plain() { return 1; }"
         "template <class T> IOResult<T> dependent() { return "
         "IOResult<T>::done(); }"
         "struct S { S(IOPending) {} };");
  const auto P = Options().Vocabulary;
  EXPECT_TRUE(isCandidate(C.function("defined"), P));
  EXPECT_FALSE(isCandidate(C.function("declared"), P));
  EXPECT_FALSE(isCandidate(C.function("plain"), P));
  EXPECT_FALSE(isCandidate(C.function("dependent"), P));
  EXPECT_FALSE(isCandidate(C.function("S::S"), P));
  EXPECT_FALSE(isCandidate(C.function("IOResult::done"), P));
}

TEST(Analysis, SkipsWhatDoesNotCompile) {
  for (const char *Text :
       {"IOResult<int> f() { return missing(); }",
        "IOResult<int> f() { Missing m; return IOResult<int>::done(); }",
        "IOResult<int> f() { if (missing) {} return IOResult<int>::done(); "
        "}"}) {
    const FunctionReport R = report(Text);
    EXPECT_EQ(R.Skipped, "code that does not compile") << Text;
    EXPECT_TRUE(R.Findings.empty());
  }
}

TEST(Analysis, SkipsInvalidDeclarations) {
  const FunctionReport R =
      report("IOResult<int> f(Missing m) { return IOResult<int>::done(); }");
  EXPECT_EQ(R.Skipped, "invalid declaration");
}

TEST(Limits, BoundTheBlocksOfAFunction) {
  Options Opts;
  Opts.Bounds.MaxBlocks = report(Bug).Blocks + 20;
  EXPECT_EQ(report(Bug, Opts).Skipped, "");
  Opts.Bounds.MaxBlocks = 3;
  const FunctionReport R = report(Bug, Opts);
  EXPECT_EQ(R.Skipped, "more than 3 blocks");
  EXPECT_TRUE(R.Findings.empty());
}

/// A bug that only a replay shows: the change is not on every way.
constexpr const char *OnOneWay =
    "int total;"
    "IOResult<int> wait();"
    "IOResult<int> f(int k) { if (k > 3) ++total; return wait(); }";

TEST(Limits, BoundTheStatesOfAFunction) {
  Options Opts;
  EXPECT_EQ(report(OnOneWay, Opts).Findings.size(), 1u);
  Opts.Bounds.MaxStates = 2;
  const FunctionReport R = report(OnOneWay, Opts);
  EXPECT_EQ(R.Skipped, "more than 2 states");
  EXPECT_TRUE(R.Findings.empty());
  EXPECT_EQ(report(Bug, Opts).Findings.size(), 1u)
      << "what dominates the only call is proved without a replay";
}

TEST(Limits, BoundTheStatesOfAReplay) {
  Options Opts;
  Opts.Bounds.MaxRunStates = 1;
  const FunctionReport R = report(OnOneWay, Opts);
  EXPECT_EQ(R.Skipped, "");
  EXPECT_TRUE(R.Findings.empty()) << "doubt is quiet";
}

TEST(Limits, BoundTheDepthOfHelpers) {
  const std::string Text = "int total;"
                           "void add() { ++total; }"
                           "void count() { add(); }"
                           "IOResult<int> wait();"
                           "IOResult<int> f() { count(); return wait(); }";
  Options Opts;
  Opts.Bounds.MaxInlineDepth = 2;
  EXPECT_EQ(report(Text, Opts).Findings.size(), 1u);
  Opts.Bounds.MaxInlineDepth = 1;
  EXPECT_TRUE(report(Text, Opts).Findings.empty());
}

} // namespace

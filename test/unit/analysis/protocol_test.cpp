// The yield vocabulary: which names match, which types may answer "not yet",
// and what the operations of the protocol's types are.
#include "vocabulary/Protocol.h"

#include "code.h"

namespace {

using analysis_test::Code;
using clang::FunctionDecl;
using clang::NamedDecl;
using reentrancy::Protocol;
using reentrancy::ProtocolOp;

TEST(ProtocolNames, MatchAtTheEndOfQualifiedOnes) {
  Code C("namespace pw { namespace async2 { struct Poll; } }");
  const auto *Poll = C.find<NamedDecl>("Poll");
  for (const char *Name : {"Poll", "async2::Poll", "pw::async2::Poll"})
    EXPECT_TRUE(Protocol::matches({Name}, Poll)) << Name;
  for (const char *Name : {"oll", "Pol", "2::Poll", "async::Poll",
                           "x::pw::async2::Poll", "Poll::Poll", ""})
    EXPECT_FALSE(Protocol::matches({Name}, Poll)) << Name;
  EXPECT_TRUE(Protocol::matches({"Future", "Poll"}, Poll));
  EXPECT_FALSE(Protocol::matches({}, Poll));
  EXPECT_FALSE(Protocol::matches({"Poll"}, nullptr));
}

TEST(ProtocolNames, OfOperatorsMatchNothing) {
  Code C("struct S { void operator+(int); };");
  EXPECT_FALSE(Protocol::matches({"operator+"}, C.function("operator+")));
}

class ProtocolTypes : public testing::Test {
protected:
  /// Whether a function with this return type is re-entrant.
  bool reentrant(const std::string &Type, const std::string &Before = "") {
    Code C("namespace std { template <typename T> struct vector {};\n"
           "template <typename T> struct optional {}; }\n" +
           Before + "\n" + Type + " f() { throw; }");
    return P.reentrant(C.function("f"));
  }
  Protocol P = Protocol::ioresult();
};

TEST_F(ProtocolTypes, AnswersAreReentrant) {
  EXPECT_TRUE(reentrant("IOResult<int>"));
  EXPECT_TRUE(reentrant("IOPending"));
  EXPECT_TRUE(reentrant("const IOResult<int>"));
  EXPECT_TRUE(reentrant("Answer", "using Answer = IOResult<int>;"));
  EXPECT_TRUE(reentrant("Answer<int>",
                        "template <class T> using Answer = IOResult<T>;"));
}

TEST_F(ProtocolTypes, WrappedAnswersAreReentrant) {
  const std::string Result = "template <class T> struct Result { T t; };";
  EXPECT_TRUE(reentrant("Result<IOResult<int>>", Result));
  EXPECT_FALSE(reentrant("Result<int>", Result));
  EXPECT_TRUE(reentrant("Own", "struct Own { Own(IOPending); };"));
  EXPECT_FALSE(reentrant("Own", "struct Own { explicit Own(IOPending); };"));
}

TEST_F(ProtocolTypes, OtherTypesAreNot) {
  for (const char *Type :
       {"void", "int", "IOResult<int> *", "IOResult<int> &", "Completion",
        "CompletionGroup", "std::vector<IOResult<int>>"})
    EXPECT_FALSE(reentrant(Type)) << Type;
}

TEST_F(ProtocolTypes, AreThoseOfTheVocabulary) {
  EXPECT_FALSE(
      reentrant("net::Future<int>",
                "namespace net { template <class T> struct Future {}; }"));
  P.PendingTypes.push_back("net::Future");
  EXPECT_TRUE(
      reentrant("net::Future<int>",
                "namespace net { template <class T> struct Future {}; }"));
  EXPECT_FALSE(
      reentrant("web::Future<int>",
                "namespace web { template <class T> struct Future {}; }"));
}

TEST_F(ProtocolTypes, CompletionsAreKnownInOptionalsToo) {
  Code C(
      "namespace std { template <typename T> struct optional {}; }\n"
      "Completion a; std::optional<Completion> b; int c; CompletionGroup g;");
  auto Type = [&](const char *Name) {
    return C.find<clang::VarDecl>(Name)->getType();
  };
  EXPECT_TRUE(P.completion(Type("a")));
  EXPECT_TRUE(P.completion(Type("b")));
  EXPECT_FALSE(P.completion(Type("c")));
  EXPECT_FALSE(P.completion(Type("g")));
  EXPECT_TRUE(P.group(Type("g")));
  EXPECT_FALSE(P.group(Type("a")));
}

TEST(ProtocolOperations, AreThoseOfItsTypes) {
  Code C("struct Other { bool is_done() const; };");
  const Protocol P = Protocol::ioresult();
  auto Of = [&](const char *Name) { return P.operation(C.function(Name)); };
  EXPECT_EQ(Of("IOResult::done"), ProtocolOp::MakeDone);
  EXPECT_EQ(Of("IOResult::io"), ProtocolOp::MakePending);
  EXPECT_EQ(Of("IOResult::err"), ProtocolOp::MakeError);
  EXPECT_EQ(Of("IOResult::is_done"), ProtocolOp::TestDone);
  EXPECT_EQ(Of("IOResult::is_io"), ProtocolOp::TestPending);
  EXPECT_EQ(Of("IOResult::is_err"), ProtocolOp::TestError);
  EXPECT_EQ(Of("IOResult::value"), ProtocolOp::Value);
  EXPECT_EQ(Of("IOResult::operator*"), ProtocolOp::Value);
  EXPECT_EQ(Of("IOResult::pending"), ProtocolOp::PassOn);
  EXPECT_EQ(Of("IOResult::completion"), ProtocolOp::CompletionOf);
  EXPECT_EQ(Of("Completion::finished"), ProtocolOp::ReadState);
  EXPECT_EQ(Of("Completion::make_yield"), ProtocolOp::MakeYield);
  EXPECT_EQ(Of("CompletionGroup::build"), ProtocolOp::Build);
  EXPECT_EQ(Of("Other::is_done"), ProtocolOp::None);
}

TEST(ProtocolOperations, MakersAreFunctionsOfTheVocabulary) {
  Code C("namespace pw { namespace async2 { int Pending(); int Ready(); } }\n"
         "int Other();");
  const Protocol P = Protocol::pwAsync2();
  EXPECT_EQ(P.operation(C.function("Pending")), ProtocolOp::MakePending);
  EXPECT_EQ(P.operation(C.function("Ready")), ProtocolOp::MakeDone);
  EXPECT_EQ(P.operation(C.function("Other")), ProtocolOp::None);
  EXPECT_EQ(Protocol::ioresult().operation(C.function("Pending")),
            ProtocolOp::None);
}

TEST(ProtocolOperations, ListedFunctionsAreIgnored) {
  Code C("struct Stats { void add(int); }; void log(int); void add(int);");
  Protocol P = Protocol::ioresult();
  EXPECT_FALSE(P.ignored(C.function("log")));
  P.Noise = {"log", "Stats::add"};
  EXPECT_TRUE(P.ignored(C.function("log")));
  EXPECT_TRUE(P.ignored(C.function("Stats::add")));
  EXPECT_FALSE(P.ignored(C.function("::add")));
  P.Registrations = {"add"};
  EXPECT_TRUE(P.ignored(C.function("::add")));
}

} // namespace

// Code for tests, given as a string, and what it declares.
#ifndef TEST_UNIT_ANALYSIS_CODE_H
#define TEST_UNIT_ANALYSIS_CODE_H

#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace analysis_test {

/// A vocabulary as small as a test needs it, without headers.
inline constexpr char Vocabulary[] = R"cpp(
struct Completion { bool finished() const; static Completion make_yield(); };
struct CompletionGroup { Completion build(); };
struct IOPending { explicit IOPending(Completion); };
template <typename T> struct IOResult {
  IOResult(IOPending);
  static IOResult done();
  static IOResult io(Completion);
  static IOResult err(int);
  bool is_done() const;
  bool is_io() const;
  bool is_err() const;
  T value() const;
  T operator*() const;
  IOPending pending() const;
  Completion completion() const;
};
)cpp";

/// The vocabulary and \p Text, parsed. Compile errors fail no test.
class Code {
public:
  explicit Code(const std::string &Text)
      : Unit(clang::tooling::buildASTFromCodeWithArgs(
            Vocabulary + Text, {"-std=c++20"}, "code.cpp", "test",
            std::make_shared<clang::PCHContainerOperations>(),
            clang::tooling::getClangStripDependencyFileAdjuster(),
            clang::tooling::FileContentMappings(), &Quiet)) {}

  clang::ASTContext &context() { return Unit->getASTContext(); }

  /// The last declaration of kind \p Decl with this name, or its definition.
  template <typename Decl> const Decl *find(llvm::StringRef Name) {
    using namespace clang::ast_matchers;
    const Decl *Found = nullptr;
    for (const BoundNodes &Nodes :
         match(namedDecl(hasName(Name), unless(isImplicit())).bind("it"),
               context()))
      if (auto *D = Nodes.getNodeAs<Decl>("it"))
        Found = D;
    EXPECT_TRUE(Found) << "no " << Name.str();
    return Found;
  }
  const clang::FunctionDecl *function(llvm::StringRef Name) {
    return find<clang::FunctionDecl>(Name);
  }

private:
  clang::IgnoringDiagConsumer Quiet;
  std::unique_ptr<clang::ASTUnit> Unit;
};

} // namespace analysis_test

#endif

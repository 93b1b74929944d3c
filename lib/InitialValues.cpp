//===- InitialValues.cpp - What guards hold before an operation -----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InitialValues.h"
#include "LibraryModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace reentrancy {

namespace {

/// How far numbers may lie apart that are told apart.
constexpr uint64_t MaxSpan = 64;

/// Whether fields of this type are followed at all.
bool isGuardType(QualType T) {
  return T->isIntegralOrEnumerationType() || T->isPointerType() ||
         libraryType(T) == LibraryType::Optional ||
         libraryType(T) == LibraryType::Pointer;
}

class Collector : public RecursiveASTVisitor<Collector> {
public:
  using FieldWrites =
      std::map<const FieldDecl *, std::vector<InitialValues::Write>>;
  Collector(ASTContext &Context, FieldWrites &Out)
      : Context(Context), SM(Context.getSourceManager()), Out(Out) {}

  bool shouldVisitTemplateInstantiations() const { return true; }

  /// What the constructors of \p RD and its members' initialisers say.
  void initialisers(const CXXRecordDecl *RD) {
    for (const FieldDecl *F : RD->fields())
      if (F->hasInClassInitializer() || F->getType()->isRecordType())
        init(F, F->getInClassInitializer());
    for (const CXXConstructorDecl *C : RD->ctors()) {
      const FunctionDecl *Body = nullptr;
      if (C->isCopyOrMoveConstructor() || !C->hasBody(Body))
        continue;
      for (const CXXCtorInitializer *I :
           cast<CXXConstructorDecl>(Body)->inits())
        if (const FieldDecl *F = I->getAnyMember())
          init(F, I->getInit());
    }
  }

  bool TraverseDecl(Decl *D) {
    // Standard headers say nothing of the user's fields.
    if (D && D->getDeclContext() && D->getDeclContext()->isFileContext() &&
        SM.isInSystemHeader(D->getLocation()))
      return true;
    auto *FD = dyn_cast_or_null<FunctionDecl>(D);
    if (!FD || Inside)
      return RecursiveASTVisitor::TraverseDecl(D);
    Inside = FD->getCanonicalDecl();
    const bool Go = RecursiveASTVisitor::TraverseDecl(D);
    Inside = nullptr;
    return Go;
  }

  bool VisitInitListExpr(InitListExpr *L) {
    const auto *RD = L->getType()->getAsCXXRecordDecl();
    if (!RD || L->isSyntacticForm())
      return true;
    unsigned I = 0;
    for (const FieldDecl *F : RD->fields())
      if (I < L->getNumInits())
        if (const Expr *X = L->getInit(I++); !isa<CXXDefaultInitExpr>(X))
          init(F, X);
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator *B) {
    if (!B->isAssignmentOp())
      return true;
    if (const FieldDecl *F = field(B->getLHS()))
      add(F, B->getOpcode() == BO_Assign ? content(F->getType(), B->getRHS())
                                         : std::nullopt);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *U) {
    if (U->isIncrementDecrementOp() || U->getOpcode() == UO_AddrOf)
      if (const FieldDecl *F = field(U->getSubExpr()))
        add(F, std::nullopt);
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *C) {
    if (C->getOperator() == OO_Equal && C->getNumArgs() == 2)
      if (const FieldDecl *F = field(C->getArg(0)))
        add(F, content(F->getType(), C->getArg(1)));
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *C) {
    const CXXMethodDecl *MD = C->getMethodDecl();
    if (!MD || MD->isConst())
      return true;
    const FieldDecl *F = field(C->getImplicitObjectArgument());
    if (!F)
      return true;
    switch (libraryOp(libraryType(F->getType()), MD)) {
    case LibraryOp::Reset:
    case LibraryOp::Clear:
    case LibraryOp::Release:
      if (C->getNumArgs() == 0) {
        add(F, 0);
        return true;
      }
      break;
    case LibraryOp::Emplace:
      add(F, 1);
      return true;
    case LibraryOp::Has:
    case LibraryOp::Content:
    case LibraryOp::Pointee:
    case LibraryOp::Observe:
      return true;
    default:
      break;
    }
    add(F, std::nullopt);
    return true;
  }
  // Handed out to be changed elsewhere.
  bool VisitCallExpr(CallExpr *C) {
    const FunctionDecl *FD = C->getDirectCallee();
    const unsigned Skip =
        isa<CXXOperatorCallExpr>(C) && isa_and_nonnull<CXXMethodDecl>(FD);
    if (isa<CXXOperatorCallExpr>(C) &&
        cast<CXXOperatorCallExpr>(C)->getOperator() == OO_Equal)
      return true;
    for (unsigned I = Skip; I < C->getNumArgs(); ++I) {
      QualType P = FD && I - Skip < FD->getNumParams()
                       ? FD->getParamDecl(I - Skip)->getType()
                       : QualType();
      if (P.isNull() ||
          (P->isReferenceType() && !P->getPointeeType().isConstQualified()))
        if (C->getArg(I)->isGLValue())
          if (const FieldDecl *F = field(C->getArg(I)))
            add(F, std::nullopt);
    }
    return true;
  }
  bool VisitVarDecl(VarDecl *V) {
    if (V->getType()->isReferenceType() && V->getInit() &&
        !V->getType()->getPointeeType().isConstQualified())
      if (const FieldDecl *F = field(V->getInit()))
        add(F, std::nullopt);
    return true;
  }

private:
  static const FieldDecl *field(const Expr *E) {
    const auto *M = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts());
    return M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  }

  void add(const FieldDecl *F, std::optional<int64_t> Content) {
    if (isGuardType(F->getType()))
      Out[F].push_back({Inside, Content});
  }

  /// An initialiser: by nobody.
  void init(const FieldDecl *F, const Expr *E) {
    if (!isGuardType(F->getType()))
      return;
    std::optional<int64_t> C;
    if (const auto *D = dyn_cast_or_null<CXXDefaultInitExpr>(E))
      E = D->getExpr();
    if (!E) {
      // Handles are empty by themselves.
      if (F->getType()->isRecordType())
        C = 0;
    } else if (isa<ImplicitValueInitExpr>(E)) {
      C = 0;
    } else {
      C = content(F->getType(), E);
    }
    Out[F].push_back({nullptr, C});
  }

  /// What a field of type \p Field holds when it is given \p E.
  std::optional<int64_t> content(QualType Field, const Expr *E) const {
    if (!E || E->isValueDependent() || E->isTypeDependent())
      return std::nullopt;
    const LibraryType Kind = libraryType(Field);
    const bool Handle =
        Kind == LibraryType::Optional || Kind == LibraryType::Pointer;
    // What the handle is made of.
    for (bool Inner = true; Inner;) {
      E = E->IgnoreImplicit();
      Inner = false;
      const auto *L = dyn_cast<InitListExpr>(E);
      const auto *C = dyn_cast<CXXConstructExpr>(E);
      if (L && L->getNumInits() == 1) {
        E = L->getInit(0);
        Inner = true;
      } else if (Handle && L && L->getNumInits() == 0) {
        return 0;
      } else if (Handle && C && libraryType(C->getType()) == Kind) {
        if (C->getNumArgs() == 0)
          return 0;
        E = C->getArg(0);
        Inner = true;
      }
    }
    const QualType T = E->getType();
    if (isNullopt(T) || T->isNullPtrType())
      return 0;
    if (Kind == LibraryType::Optional) {
      // A value engages it; of another optional it is not known.
      if (libraryType(T) == LibraryType::Optional)
        return std::nullopt;
      return 1;
    }
    if (T->isPointerType())
      return E->isNullPointerConstant(Context,
                                      Expr::NPC_ValueDependentIsNotNull)
                 ? std::optional<int64_t>(0)
                 : std::nullopt;
    if (!T->isIntegralOrEnumerationType())
      return std::nullopt;
    Expr::EvalResult R;
    if (!E->EvaluateAsInt(R, Context))
      return std::nullopt;
    const llvm::APSInt N = R.Val.getInt();
    return N.isRepresentableByInt64() ? std::optional<int64_t>(N.getExtValue())
                                      : std::nullopt;
  }

  ASTContext &Context;
  const SourceManager &SM;
  FieldWrites &Out;
  const FunctionDecl *Inside = nullptr; ///< the outermost function
};

} // namespace

InitialValues::InitialValues(ASTContext &Context) : Context(Context) {
  Collector(Context, Writes).TraverseAST(Context);
}

std::optional<Range> InitialValues::of(const FieldDecl *Field,
                                       const FunctionDecl *Own) {
  const auto *RD = dyn_cast<CXXRecordDecl>(Field->getParent());
  if (!RD)
    return std::nullopt; // C: nobody says how it starts
  if (Seen.insert(RD).second)
    Collector(Context, Writes).initialisers(RD);
  auto It = Writes.find(Field);
  if (It == Writes.end())
    return std::nullopt;
  std::set<int64_t> Contents;
  bool Initialised = false, Driven = false;
  for (const Write &W : It->second)
    Initialised |= !W.By;
  for (const Write &W : It->second) {
    // Some code that is seen moves it on from where it starts.
    Driven |=
        W.By && W.Content && llvm::none_of(It->second, [&](const Write &O) {
          return !O.By && O.Content == W.Content;
        });
    if (W.By && W.By == Own->getCanonicalDecl())
      continue;
    if (!W.Content)
      return std::nullopt;
    Contents.insert(*W.Content);
  }
  // What nobody here moves is an input, written where it is not seen: else
  // there would be no use in testing it.
  if (!Initialised || !Driven)
    return std::nullopt;
  Range All;
  All.Lo = *Contents.begin();
  All.Hi = *Contents.rbegin();
  // An interval, less what lies between few numbers.
  if (uint64_t(All.Hi) - uint64_t(All.Lo) <= MaxSpan)
    for (int64_t N = All.Lo + 1; N < All.Hi; ++N)
      if (!Contents.count(N))
        All.exclude(N);
  return All;
}

} // namespace reentrancy

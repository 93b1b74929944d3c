//===- InitialValues.cpp - What guards hold before an operation -----------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "calls/InitialValues.h"
#include "calls/Callers.h"
#include "vocabulary/LibraryModel.h"
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
bool isFollowed(QualType T) {
  switch (libraryType(T)) {
  case LibraryType::Optional:
  case LibraryType::Pointer:
  case LibraryType::Sequence:
  case LibraryType::Associative:
    return true;
  default:
    return T->isIntegralOrEnumerationType() || T->isPointerType();
  }
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
      add(F,
          B->getOpcode() == BO_Assign ? content(F->getType(), B->getRHS())
                                      : std::nullopt,
          B->getOpcode() == BO_AddAssign);
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *U) {
    if (U->isIncrementDecrementOp() || U->getOpcode() == UO_AddrOf)
      if (const FieldDecl *F = field(U->getSubExpr()))
        add(F, std::nullopt, U->isIncrementOp());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *C) {
    const auto *MD = dyn_cast_or_null<CXXMethodDecl>(C->getDirectCallee());
    const FieldDecl *F = MD && !MD->isConst() ? field(C->getArg(0)) : nullptr;
    if (!F)
      return true;
    const LibraryType Kind = libraryType(F->getType());
    if (C->getOperator() == OO_Equal && C->getNumArgs() == 2)
      add(F, content(F->getType(), C->getArg(1)));
    // An element that was not there is made.
    else if (Kind == LibraryType::Sequence || Kind == LibraryType::Associative)
      add(F, std::nullopt);
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

  void add(const FieldDecl *F, std::optional<int64_t> Content,
           bool Grows = false) {
    if (isFollowed(F->getType()))
      Out[F].push_back({Inside, Content, Grows});
  }

  /// An initialiser: by nobody.
  void init(const FieldDecl *F, const Expr *E) {
    if (!isFollowed(F->getType()))
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
    if (Kind == LibraryType::Sequence || Kind == LibraryType::Associative) {
      const auto *C = dyn_cast<CXXConstructExpr>(E->IgnoreImplicit());
      const auto *L = dyn_cast<InitListExpr>(E->IgnoreImplicit());
      return (C && C->getNumArgs() == 0) || (L && L->getNumInits() == 0)
                 ? std::optional<int64_t>(0)
                 : std::nullopt;
    }
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
    if (Kind == LibraryType::Pointer) {
      const auto *Call = dyn_cast<CallExpr>(E);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (isa<CXXNewExpr>(E) ||
          (Callee && libraryFunction(Callee) == LibraryFunction::MakeHandle))
        return 1;
      return std::nullopt;
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

/// What gives \p Field its content; null if that is not known.
const std::vector<InitialValues::Write> *
InitialValues::writes(const FieldDecl *Field) {
  const auto *RD = dyn_cast<CXXRecordDecl>(Field->getParent());
  if (!RD)
    return nullptr; // C: nobody says how it starts
  if (Seen.insert(RD).second)
    Collector(Context, Writes).initialisers(RD);
  auto It = Writes.find(Field);
  return It == Writes.end() ? nullptr : &It->second;
}

/// An interval, less what lies between few numbers.
static Range rangeOf(const std::set<int64_t> &Contents) {
  Range All;
  All.Lo = *Contents.begin();
  All.Hi = *Contents.rbegin();
  if (uint64_t(All.Hi) - uint64_t(All.Lo) <= MaxSpan)
    for (int64_t N = All.Lo + 1; N < All.Hi; ++N)
      if (!Contents.count(N))
        All.exclude(N);
  return All;
}

std::optional<Range> InitialValues::of(const FieldDecl *Field, Functions Own) {
  const std::vector<Write> *All = writes(Field);
  if (!All)
    return std::nullopt;
  std::set<int64_t> Contents;
  bool Initialised = false, Driven = false;
  for (const Write &W : *All)
    Initialised |= !W.By;
  for (const Write &W : *All) {
    // Some code that is seen moves it on from where it starts.
    Driven |= W.By && W.Content && llvm::none_of(*All, [&](const Write &O) {
                return !O.By && O.Content == W.Content;
              });
    if (W.By && Own(W.By))
      continue;
    if (!W.Content)
      return std::nullopt;
    Contents.insert(*W.Content);
  }
  // What nobody here moves is an input, written where it is not seen: else
  // there would be no use in testing it.
  if (!Initialised || !Driven)
    return std::nullopt;
  // Where an object lies is no number.
  if (libraryType(Field->getType()) == LibraryType::Pointer &&
      *Contents.rbegin() != 0)
    return std::nullopt;
  return rangeOf(Contents);
}

std::optional<Range> InitialValues::ofNumber(const FieldDecl *Field,
                                             Functions Own) {
  const std::vector<Write> *All = writes(Field);
  const auto *RD = dyn_cast<CXXRecordDecl>(Field->getParent());
  if (!All || Field->getAccess() != AS_private || !methodsAreSeen(RD))
    return std::nullopt;
  std::set<int64_t> Contents;
  const bool CountsUp = llvm::any_of(*All, [](auto &W) { return W.Grows; });
  bool Known = true, Moved = false;
  for (const Write &W : *All) {
    Moved |= W.By != nullptr;
    if (W.By && Own(W.By))
      continue;
    if (W.By && !W.Content)
      return std::nullopt;
    // Where it is not counted up, nothing stands for what there will be to do.
    Known &= W.Content && (*W.Content != 0 || CountsUp);
    Contents.insert(W.Content.value_or(0));
  }
  if (!Moved)
    return std::nullopt; // an input, as above
  return Known && !Contents.empty() ? rangeOf(Contents) : Range();
}

} // namespace reentrancy

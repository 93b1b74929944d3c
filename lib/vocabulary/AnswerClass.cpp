//===- AnswerClass.cpp - What a class's own definition says ---------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/AnswerClass.h"
#include "vocabulary/LibraryModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include <map>

using namespace clang;

namespace reentrancy {

/// Bodies that are followed into each other.
constexpr unsigned MaxDepth = 6;

bool inFamily(llvm::ArrayRef<std::string> Names, const CXXRecordDecl *D) {
  if (!D)
    return false;
  if (Protocol::matches(Names, D))
    return true;
  if (!D->hasDefinition())
    return false;
  return llvm::any_of(D->bases(), [&](const CXXBaseSpecifier &B) {
    return inFamily(Names, B.getType()->getAsCXXRecordDecl());
  });
}

bool pendingPart(const Protocol &P, QualType T) {
  if (T.isNull())
    return false;
  const CXXRecordDecl *RD = T.getNonReferenceType()->getAsCXXRecordDecl();
  return RD && inFamily(P.PendingParts, RD) && !inFamily(P.PendingTypes, RD);
}

/// Without what neither computes nor copies.
static const Expr *bare(const Expr *E) {
  for (;;) {
    const Expr *Was = E;
    E = E->IgnoreParenImpCasts();
    if (auto *F = dyn_cast<FullExpr>(E))
      E = F->getSubExpr();
    else if (auto *M = dyn_cast<MaterializeTemporaryExpr>(E))
      E = M->getSubExpr();
    else if (auto *B = dyn_cast<CXXBindTemporaryExpr>(E))
      E = B->getSubExpr();
    else if (auto *D = dyn_cast<CXXDefaultInitExpr>(E))
      E = D->getExpr();
    else if (auto *D = dyn_cast<CXXDefaultArgExpr>(E))
      E = D->getExpr();
    else if (auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
      E = S->getReplacement();
    else if (auto *C = dyn_cast<ExplicitCastExpr>(E))
      E = C->getSubExpr();
    else if (auto *C = dyn_cast<CXXConstructExpr>(E);
             C && C->getNumArgs() >= 1 &&
             C->getConstructor()->isCopyOrMoveConstructor())
      E = C->getArg(0);
    else if (auto *Call = dyn_cast<CallExpr>(E);
             Call && Call->getNumArgs() == 1 && Call->getDirectCallee() &&
             libraryFunction(Call->getDirectCallee()) == LibraryFunction::Cast)
      E = Call->getArg(0);
    if (E == Was)
      return E;
  }
}

bool holdsCompletion(const Protocol &P, const Expr *E) {
  E = bare(E);
  if (P.completion(E->getType()))
    return true;
  if (auto *L = dyn_cast<InitListExpr>(E))
    return llvm::any_of(
        L->inits(), [&](const Expr *X) { return X && holdsCompletion(P, X); });
  const CXXRecordDecl *RD = E->getType()->getAsCXXRecordDecl();
  return RD && RD->hasDefinition() && !RD->isInStdNamespace() &&
         llvm::any_of(RD->fields(), [&](const FieldDecl *F) {
           return P.completion(F->getType());
         });
}

namespace {

/// What is known of the content of one field. Of an optional: whether it is
/// engaged; of a variant: its index; of a number: itself.
struct Content {
  std::optional<int64_t> Is;
  const Expr *From = nullptr; ///< what was put there
};
/// By field. A parameter or local variable that is such an object has its own.
using Object = std::map<const FieldDecl *, Content>;

/// Words of enumerators and flags, for classes that say no more.
std::optional<Status> statusNamed(const Protocol &P, const NamedDecl *C) {
  if (P.matches(P.PendingValues, C))
    return Status::Pending;
  if (P.matches(P.DoneValues, C))
    return Status::Done;
  if (P.matches(P.ErrorValues, C))
    return Status::Error;
  return statusWord(C->getName());
}

class Reader {
public:
  explicit Reader(const Protocol &P) : P(P) {}

  /// The field that says which alternative an answer of class \p RD is in.
  const FieldDecl *discriminator(const CXXRecordDecl *RD) const;
  /// What the values of \p Field mean.
  std::map<int64_t, StatusSet> alternatives(const FieldDecl *Field) const;
  std::optional<Object> object(const Expr *E, unsigned Depth) const;
  std::optional<bool> truth(const Expr *E, const Object &O,
                            unsigned Depth) const;
  static const Expr *answerOf(const FunctionDecl *FD);
  /// The field of *this that \p E names.
  static const FieldDecl *ownField(const Expr *E);

private:
  struct Scope {
    std::map<const ValueDecl *, const Expr *> Given;
    std::map<const ValueDecl *, Object> Objects;
  };
  Content content(const Expr *E, const Scope &S) const;
  std::optional<Object> object(const Expr *E, const Scope &S,
                               unsigned Depth) const;
  std::optional<Object> constructed(const CXXConstructorDecl *C,
                                    llvm::ArrayRef<const Expr *> Args,
                                    const Scope &S, unsigned Depth) const;
  std::optional<Object> returned(const FunctionDecl *FD,
                                 llvm::ArrayRef<const Expr *> Args,
                                 const Scope &S, unsigned Depth) const;
  static const Expr *given(const Expr *E, const Scope &S);
  const Protocol &P;
};

const FieldDecl *Reader::discriminator(const CXXRecordDecl *RD) const {
  if (!RD || !RD->hasDefinition() || RD->isDependentContext())
    return nullptr;
  const FieldDecl *Found = nullptr, *Flag = nullptr;
  unsigned Many = 0, Flags = 0;
  for (const FieldDecl *F : RD->fields()) {
    const LibraryType L = libraryType(F->getType());
    if (L == LibraryType::Variant ||
        (L == LibraryType::Optional && !P.completion(F->getType()))) {
      Found = F;
      ++Many;
    } else if (F->getType()->isEnumeralType() ||
               (F->getType()->isBooleanType() && statusNamed(P, F))) {
      Flag = F;
      ++Flags;
    }
  }
  // An enumerator tells more than whether there is a value.
  if (Flags == 1 && !alternatives(Flag).empty())
    return Flag;
  if (Many == 1)
    return Found;
  for (const CXXBaseSpecifier &B : RD->bases())
    if (const FieldDecl *F = discriminator(B.getType()->getAsCXXRecordDecl()))
      return F;
  return nullptr;
}

std::map<int64_t, StatusSet>
Reader::alternatives(const FieldDecl *Field) const {
  std::map<int64_t, StatusSet> Meaning;
  const QualType T = Field->getType();
  if (const auto *ET = T->getAs<EnumType>()) {
    bool Waits = false;
    for (const EnumConstantDecl *C : ET->getDecl()->enumerators()) {
      const auto S = statusNamed(P, C);
      Waits |= S == Status::Pending;
      Meaning[C->getInitVal().getExtValue()] = bit(S.value_or(Status::Error));
    }
    if (!Waits)
      Meaning.clear();
    return Meaning;
  }
  if (T->isBooleanType()) {
    const auto Set = statusNamed(P, Field);
    return {{1, bit(Set.value_or(Status::Done))},
            {0, bit(Set == Status::Pending ? Status::Done : Status::Pending)}};
  }
  if (libraryType(T) == LibraryType::Optional)
    return {{1, bit(Status::Done)}, {0, bit(Status::Pending)}};
  auto *Spec = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!Spec || !Spec->getTemplateArgs().size() ||
      Spec->getTemplateArgs()[0].getKind() != TemplateArgument::Pack)
    return Meaning;
  // The alternative that the class is a template over is its value; one that
  // is a completion, or that has nothing in it, is "not yet".
  auto *Own = dyn_cast<ClassTemplateSpecializationDecl>(Field->getParent());
  QualType Value;
  if (Own && Own->getTemplateArgs().size() &&
      Own->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
    Value = Own->getTemplateArgs()[0].getAsType().getCanonicalType();
  int64_t I = 0;
  StatusSet All = 0;
  for (const TemplateArgument &A : Spec->getTemplateArgs()[0].pack_elements()) {
    const QualType X = A.getAsType().getCanonicalType();
    const CXXRecordDecl *RD = X->getAsCXXRecordDecl();
    const bool Nothing = RD && RD->hasDefinition() && RD->isEmpty();
    StatusSet S = bit(Status::Pending) | bit(Status::Error);
    if (P.completion(X) || inFamily(P.PendingParts, RD))
      S = bit(Status::Pending);
    else if (!Value.isNull() && X == Value && !(All & bit(Status::Done)))
      S = bit(Status::Done);
    else if (Nothing)
      S = bit(Status::Pending);
    All |= S == bit(Status::Pending) || S == bit(Status::Done) ? S : 0;
    Meaning[I++] = S;
  }
  if (!(All & bit(Status::Done)))
    return {};
  if (All & bit(Status::Pending))
    for (auto &[N, S] : Meaning)
      if (S == (bit(Status::Pending) | bit(Status::Error)))
        S = bit(Status::Error);
  return Meaning;
}

const Expr *Reader::given(const Expr *E, const Scope &S) {
  for (unsigned I = 0; I < 8; ++I) {
    E = bare(E);
    auto *R = dyn_cast<DeclRefExpr>(E);
    auto It = R ? S.Given.find(R->getDecl()) : S.Given.end();
    if (It == S.Given.end())
      return E;
    E = It->second;
  }
  return E;
}

/// Puts the type of what an optional or variant is made of in its terms.
Content Reader::content(const Expr *E, const Scope &S) const {
  Content C;
  E = given(E, S);
  const QualType T = E->getType();
  C.From = E;
  auto *Init = dyn_cast<InitListExpr>(E);
  auto *Make = dyn_cast<CXXConstructExpr>(E);
  switch (libraryType(T)) {
  case LibraryType::Optional:
  case LibraryType::Variant: {
    const bool Optional = libraryType(T) == LibraryType::Optional;
    llvm::SmallVector<const Expr *, 2> Args;
    if (Init)
      Args.append(Init->inits().begin(), Init->inits().end());
    else if (Make)
      for (const Expr *A : Make->arguments())
        if (!isa<CXXDefaultArgExpr>(A))
          Args.push_back(A);
    if (!Init && !Make) {
      C.From = nullptr;
      return C;
    }
    if (Args.empty()) {
      C.Is = 0;
      C.From = nullptr;
      return C;
    }
    const Expr *From = given(Args[0], S);
    if (Optional) {
      if (isNullopt(From->getType()))
        C.Is = 0;
      else if (libraryType(From->getType()) != LibraryType::Optional)
        C.Is = 1;
    } else {
      // std::in_place_index<I>
      if (auto *Tag = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
              From->getType()->getAsCXXRecordDecl());
          Tag && Tag->isInStdNamespace() && Tag->getTemplateArgs().size() &&
          Tag->getTemplateArgs()[0].getKind() == TemplateArgument::Integral) {
        C.Is = Tag->getTemplateArgs()[0].getAsIntegral().getExtValue();
        From = Args.size() > 1 ? given(Args[1], S) : nullptr;
      } else if (const int I =
                     alternativeIndex(T, From->getType().getNonReferenceType());
                 I >= 0) {
        C.Is = I;
      } else if (const int I = alternativeIndex(
                     T,
                     Args[0]->IgnoreParens()->getType().getNonReferenceType());
                 I >= 0) {
        C.Is = I;
      }
    }
    C.From = From;
    return C;
  }
  default:
    break;
  }
  if (isNullopt(T)) {
    C.Is = 0;
  } else if (T->isIntegralOrEnumerationType() && !E->isValueDependent()) {
    Expr::EvalResult R;
    const ASTContext *Context = nullptr;
    if (auto *ET = T->getAs<EnumType>())
      Context = &ET->getDecl()->getASTContext();
    if (auto *D = dyn_cast<DeclRefExpr>(E))
      Context = &D->getDecl()->getASTContext();
    if (isa<ImplicitValueInitExpr>(E))
      C.Is = 0;
    else if (Context && E->EvaluateAsInt(R, *Context))
      C.Is = R.Val.getInt().getExtValue();
    else if (auto *B = dyn_cast<CXXBoolLiteralExpr>(E))
      C.Is = B->getValue();
  }
  return C;
}

std::optional<Object> Reader::constructed(const CXXConstructorDecl *C,
                                          llvm::ArrayRef<const Expr *> Args,
                                          const Scope &S,
                                          unsigned Depth) const {
  const FunctionDecl *Def = nullptr;
  C->hasBody(Def);
  if (C->isDefaulted() || (!Def && C->isImplicit())) {
    Object O;
    for (const FieldDecl *F : C->getParent()->fields())
      if (const Expr *Init = F->getInClassInitializer())
        O[F] = content(Init, S);
      else if (libraryType(F->getType()) != LibraryType::None)
        O[F].Is = 0;
    return O;
  }
  auto *CD = dyn_cast_or_null<CXXConstructorDecl>(Def);
  auto *Body = CD ? dyn_cast_or_null<CompoundStmt>(CD->getBody()) : nullptr;
  if (!Body || !Body->body_empty() || !Depth)
    return std::nullopt;
  Scope Inner = S;
  for (unsigned I = 0; I < CD->getNumParams() && I < Args.size(); ++I)
    Inner.Given[CD->getParamDecl(I)] = given(Args[I], S);
  Object O;
  for (const CXXCtorInitializer *Init : CD->inits()) {
    if (Init->isAnyMemberInitializer() && Init->getMember()) {
      const FieldDecl *F = Init->getMember();
      Content Put = content(Init->getInit(), Inner);
      // `opt_(value)` without a constructor of its own, `n_(n)`
      O[F] = Put;
    } else if (auto B = object(Init->getInit(), Inner, Depth - 1)) {
      O.insert(B->begin(), B->end());
    }
  }
  return O;
}

/// What a straight body makes: `R r; r.v = x; return r;`, `return R{x};`.
std::optional<Object> Reader::returned(const FunctionDecl *FD,
                                       llvm::ArrayRef<const Expr *> Args,
                                       const Scope &S, unsigned Depth) const {
  const FunctionDecl *Def = FD->getDefinition();
  auto *Body = Def ? dyn_cast_or_null<CompoundStmt>(Def->getBody()) : nullptr;
  if (!Body || !Depth)
    return std::nullopt;
  Scope Inner = S;
  for (unsigned I = 0; I < Def->getNumParams() && I < Args.size(); ++I)
    Inner.Given[Def->getParamDecl(I)] = given(Args[I], S);
  for (const Stmt *St : Body->body()) {
    if (auto *R = dyn_cast<ReturnStmt>(St))
      return R->getRetValue() ? object(R->getRetValue(), Inner, Depth - 1)
                              : std::nullopt;
    if (auto *DS = dyn_cast<DeclStmt>(St)) {
      for (const Decl *D : DS->decls())
        if (auto *V = dyn_cast<VarDecl>(D); V && V->getInit())
          if (auto O = object(V->getInit(), Inner, Depth - 1))
            Inner.Objects[V] = *O;
      continue;
    }
    const Expr *E = dyn_cast<Expr>(St);
    if (!E)
      return std::nullopt;
    E = bare(E);
    const Expr *L = nullptr, *R = nullptr;
    if (auto *B = dyn_cast<BinaryOperator>(E);
        B && B->getOpcode() == BO_Assign) {
      L = B->getLHS();
      R = B->getRHS();
    } else if (auto *O = dyn_cast<CXXOperatorCallExpr>(E);
               O && O->getOperator() == OO_Equal && O->getNumArgs() == 2) {
      L = O->getArg(0);
      R = O->getArg(1);
    }
    auto *M = L ? dyn_cast<MemberExpr>(bare(L)) : nullptr;
    auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
    auto *Of = M ? dyn_cast<DeclRefExpr>(bare(M->getBase())) : nullptr;
    auto It = Of ? Inner.Objects.find(Of->getDecl()) : Inner.Objects.end();
    if (!F || It == Inner.Objects.end())
      return std::nullopt;
    Content Put = content(R, Inner);
    const QualType Assigned = bare(R)->getType().getNonReferenceType();
    if (libraryType(F->getType()) == LibraryType::Optional && Put.From &&
        libraryType(Put.From->getType()) != LibraryType::Optional &&
        !isNullopt(Put.From->getType()))
      Put.Is = 1;
    else if (libraryType(F->getType()) == LibraryType::Variant && !Put.Is)
      for (QualType X : {Assigned, R->getType().getNonReferenceType()})
        if (const int I = alternativeIndex(F->getType(), X); I >= 0)
          Put.Is = I;
    It->second[F] = Put;
  }
  return std::nullopt;
}

std::optional<Object> Reader::object(const Expr *E, unsigned Depth) const {
  return object(E, Scope(), Depth);
}

std::optional<Object> Reader::object(const Expr *E, const Scope &S,
                                     unsigned Depth) const {
  E = given(E, S);
  if (!Depth)
    return std::nullopt;
  if (auto *R = dyn_cast<DeclRefExpr>(E)) {
    auto It = S.Objects.find(R->getDecl());
    return It == S.Objects.end() ? std::nullopt : std::optional(It->second);
  }
  if (auto *L = dyn_cast<InitListExpr>(E)) {
    if (!L->isSemanticForm() && L->getSemanticForm())
      L = L->getSemanticForm();
    if (L->isTransparent())
      return L->getNumInits() ? object(L->getInit(0), S, Depth) : std::nullopt;
    const CXXRecordDecl *RD = L->getType()->getAsCXXRecordDecl();
    if (!RD || RD->isUnion())
      return std::nullopt;
    Object O;
    unsigned I = 0;
    for (; I < RD->getNumBases() && I < L->getNumInits(); ++I)
      if (auto B = object(L->getInit(I), S, Depth - 1))
        O.insert(B->begin(), B->end());
    for (const FieldDecl *F : RD->fields()) {
      if (F->isUnnamedBitField())
        continue;
      if (I >= L->getNumInits())
        break;
      O[F] = content(L->getInit(I++), S);
    }
    return O;
  }
  if (auto *C = dyn_cast<CXXConstructExpr>(E)) {
    llvm::SmallVector<const Expr *, 4> Args(C->arguments());
    return constructed(C->getConstructor(), Args, S, Depth);
  }
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *FD = Call->getDirectCallee();
    auto *MD = dyn_cast_or_null<CXXMethodDecl>(FD);
    if (!FD || (MD && !MD->isStatic()))
      return std::nullopt;
    llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
    return returned(FD, Args, S, Depth);
  }
  return std::nullopt;
}

const Expr *Reader::answerOf(const FunctionDecl *FD) {
  const FunctionDecl *Def = FD->getDefinition();
  auto *Body = Def ? dyn_cast_or_null<CompoundStmt>(Def->getBody()) : nullptr;
  if (!Body || Body->size() != 1)
    return nullptr;
  auto *R = dyn_cast<ReturnStmt>(Body->body_front());
  return R ? R->getRetValue() : nullptr;
}

const FieldDecl *Reader::ownField(const Expr *E) {
  auto *M = dyn_cast<MemberExpr>(bare(E));
  return M && isa<CXXThisExpr>(bare(M->getBase()))
             ? dyn_cast<FieldDecl>(M->getMemberDecl())
             : nullptr;
}

std::optional<bool> Reader::truth(const Expr *E, const Object &O,
                                  unsigned Depth) const {
  if (!E || !Depth)
    return std::nullopt;
  E = bare(E);
  auto Field = [&](const Expr *X) -> std::optional<int64_t> {
    const FieldDecl *F = ownField(X);
    auto It = F ? O.find(F) : O.end();
    return It == O.end() ? std::nullopt : It->second.Is;
  };
  // A number: a field's, or the index of a variant.
  auto Number = [&](const Expr *X) -> std::optional<int64_t> {
    X = bare(X);
    if (auto *Call = dyn_cast<CXXMemberCallExpr>(X)) {
      const Expr *Of = Call->getImplicitObjectArgument();
      if (libraryType(Of->getType()) == LibraryType::Variant &&
          Call->getNumArgs() == 0)
        return Field(Of);
      return std::nullopt;
    }
    if (auto N = Field(X))
      return N;
    if (auto *L = dyn_cast<IntegerLiteral>(X))
      return L->getValue().getSExtValue();
    return content(X, Scope()).Is;
  };
  if (auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_LNot) {
    auto T = truth(U->getSubExpr(), O, Depth - 1);
    return T ? std::optional(!*T) : std::nullopt;
  }
  if (auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isLogicalOp()) {
      auto L = truth(B->getLHS(), O, Depth - 1);
      auto R = truth(B->getRHS(), O, Depth - 1);
      const bool Decides = B->getOpcode() == BO_LOr;
      if (L == Decides || R == Decides)
        return Decides;
      return L && R ? L : std::nullopt;
    }
    if (B->isEqualityOp()) {
      auto L = Number(B->getLHS()), R = Number(B->getRHS());
      if (!L || !R)
        return std::nullopt;
      return (*L == *R) == (B->getOpcode() == BO_EQ);
    }
    return std::nullopt;
  }
  if (auto *B = dyn_cast<CXXBoolLiteralExpr>(E))
    return B->getValue();
  if (auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *FD = Call->getDirectCallee();
    if (!FD)
      return std::nullopt;
    if (auto *MC = dyn_cast<CXXMemberCallExpr>(Call)) {
      const Expr *Of = MC->getImplicitObjectArgument();
      auto *MD = MC->getMethodDecl();
      if (libraryType(Of->getType()) == LibraryType::Optional && MD &&
          libraryOp(LibraryType::Optional, MD) == LibraryOp::Has)
        if (auto N = Field(Of))
          return *N != 0;
      // Another test of the same object.
      if (isa<CXXThisExpr>(bare(Of)) && Call->getNumArgs() == 0)
        return truth(answerOf(FD), O, Depth - 1);
      return std::nullopt;
    }
    if (libraryFunction(FD) == LibraryFunction::HoldsAlternative &&
        Call->getNumArgs() == 1 && FD->getTemplateSpecializationArgs()) {
      const auto &First = FD->getTemplateSpecializationArgs()->get(0);
      if (auto N = Field(Call->getArg(0));
          N && First.getKind() == TemplateArgument::Type)
        return alternativeIndex(Call->getArg(0)->getType(),
                                First.getAsType()) == *N;
    }
    return std::nullopt;
  }
  if (auto N = Field(E); N && E->getType()->isBooleanType())
    return *N != 0;
  return std::nullopt;
}

} // namespace

/// The class that \p FD is a member of, if that is an answer's.
static const CXXRecordDecl *answersClass(const Protocol &P,
                                         const FunctionDecl *FD) {
  auto *MD = dyn_cast_or_null<CXXMethodDecl>(FD);
  return MD && inFamily(P.PendingTypes, MD->getParent()) ? MD->getParent()
                                                         : nullptr;
}

Made madeBy(const Protocol &P, const Expr *E) {
  Made M;
  const CXXRecordDecl *RD = E->getType()->getAsCXXRecordDecl();
  if (!RD || !inFamily(P.PendingTypes, RD))
    return M;
  const Reader R(P);
  const FieldDecl *D = R.discriminator(RD);
  const auto O = D ? R.object(E, MaxDepth) : std::nullopt;
  auto It = O ? O->find(D) : Object::const_iterator();
  if (!O || It == O->end())
    return M;
  for (auto &[F, C] : *O)
    if (C.From && holdsCompletion(P, C.From))
      M.Completion = C.From;
  const auto Meaning = R.alternatives(D);
  if (!It->second.Is) {
    if (!Meaning.empty())
      M.May = AnyStatus;
    return M;
  }
  auto Of = Meaning.find(*It->second.Is);
  if (Of == Meaning.end())
    return M;
  M.May = Of->second;
  if (M.May & bit(Status::Done) || !It->second.From)
    return M;
  if (M.May == (bit(Status::Pending) | bit(Status::Error))) {
    M.Rest = It->second.From;
    // The code itself says which it is.
    auto *C = dyn_cast<DeclRefExpr>(bare(M.Rest));
    if (auto *EC = C ? dyn_cast<EnumConstantDecl>(C->getDecl()) : nullptr)
      M.May = bit(statusNamed(P, EC) == Status::Pending ? Status::Pending
                                                        : Status::Error);
  }
  return M;
}

StatusSet trueFor(const Protocol &P, const FunctionDecl *FD) {
  const CXXRecordDecl *RD = answersClass(P, FD);
  if (!RD || FD->getNumParams() || !FD->getReturnType()->isBooleanType())
    return 0;
  const Reader R(P);
  const FieldDecl *D = R.discriminator(RD);
  if (!D)
    return 0;
  StatusSet True = 0, False = 0;
  for (auto &[N, S] : R.alternatives(D)) {
    Object O;
    O[D].Is = N;
    const auto Way = R.truth(Reader::answerOf(FD), O, MaxDepth);
    if (!Way)
      return 0;
    (*Way ? True : False) |= S;
  }
  return True & False || !False ? 0 : True;
}

StatusSet equalFor(const Protocol &P, const Expr *Field, const Expr *Value) {
  auto *C = Value ? dyn_cast<DeclRefExpr>(bare(Value)) : nullptr;
  auto *EC = C ? dyn_cast<EnumConstantDecl>(C->getDecl()) : nullptr;
  Field = bare(Field);
  // A code in the alternative that is not done: the one that means "not yet".
  if (auto *Call = dyn_cast<CXXMemberCallExpr>(Field); Call && EC) {
    if (statusNamed(P, EC) != Status::Pending || !Call->getMethodDecl() ||
        readsFor(P, Call->getMethodDecl()) !=
            (bit(Status::Pending) | bit(Status::Error)))
      return 0;
    for (const EnumConstantDecl *Other :
         cast<EnumDecl>(EC->getDeclContext())->enumerators())
      if (Other != EC && statusNamed(P, Other) == Status::Pending)
        return 0;
    return bit(Status::Pending);
  }
  auto *M = dyn_cast<MemberExpr>(Field);
  auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  auto *RD = F ? dyn_cast<CXXRecordDecl>(F->getParent()) : nullptr;
  if (!RD || !inFamily(P.PendingTypes, RD) ||
      (Value ? !EC : !F->getType()->isBooleanType()))
    return 0;
  const Reader R(P);
  if (R.discriminator(RD) != F)
    return 0;
  const int64_t Asked = EC ? EC->getInitVal().getExtValue() : 1;
  StatusSet Equal = 0, Else = 0;
  for (auto &[N, S] : R.alternatives(F))
    (N == Asked ? Equal : Else) |= S;
  return Equal & Else ? 0 : Equal;
}

const FieldDecl *
publicAlternative(const Protocol &P, QualType T,
                  llvm::SmallVectorImpl<std::pair<int64_t, StatusSet>> &Out) {
  const CXXRecordDecl *RD = T->getAsCXXRecordDecl();
  if (!RD || !inFamily(P.PendingTypes, RD))
    return nullptr;
  const Reader R(P);
  const FieldDecl *D = R.discriminator(RD);
  if (!D || D->getAccess() != AS_public ||
      libraryType(D->getType()) == LibraryType::Variant)
    return nullptr;
  for (auto &Meaning : R.alternatives(D))
    Out.push_back(Meaning);
  return Out.empty() ? nullptr : D;
}

StatusSet readsFor(const Protocol &P, const FunctionDecl *FD) {
  const CXXRecordDecl *RD = answersClass(P, FD);
  const Expr *E = RD && !FD->getNumParams() ? Reader::answerOf(FD) : nullptr;
  if (!E)
    return 0;
  const Reader R(P);
  const FieldDecl *D = R.discriminator(RD);
  E = bare(E);
  if (!D || libraryType(D->getType()) == LibraryType::None)
    return 0;
  auto Meaning = R.alternatives(D);
  if (auto *Call = dyn_cast<CallExpr>(E); Call && Call->getDirectCallee()) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (libraryFunction(Callee) == LibraryFunction::Get &&
        Call->getNumArgs() == 1 && Reader::ownField(Call->getArg(0)) == D &&
        Callee->getTemplateSpecializationArgs()) {
      const auto &First = Callee->getTemplateSpecializationArgs()->get(0);
      const int64_t I = First.getKind() == TemplateArgument::Integral
                            ? First.getAsIntegral().getExtValue()
                        : First.getKind() == TemplateArgument::Type
                            ? alternativeIndex(D->getType(), First.getAsType())
                            : -1;
      auto It = Meaning.find(I);
      return It == Meaning.end() ? 0 : It->second;
    }
    auto *MD = dyn_cast<CXXMethodDecl>(Callee);
    const Expr *Of = nullptr;
    if (auto *MC = dyn_cast<CXXMemberCallExpr>(Call))
      Of = MC->getImplicitObjectArgument();
    else if (isa<CXXOperatorCallExpr>(Call) && MD && Call->getNumArgs())
      Of = Call->getArg(0);
    if (Of && MD && Reader::ownField(Of) == D &&
        libraryType(D->getType()) == LibraryType::Optional &&
        libraryOp(LibraryType::Optional, MD) == LibraryOp::Content)
      return bit(Status::Done);
  }
  return 0;
}

} // namespace reentrancy

//===- FactsBuilder.h - Lowering of statements to facts ---------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Internal to the facts generator. A file by concern: control flow
// (FactsGenerator.cpp), expressions (ExprFacts.cpp, OperatorFacts.cpp,
// ConstructFacts.cpp), calls (CallFacts.cpp, ProtocolFacts.cpp), the library's
// (LibraryFunctionFacts.cpp, LibraryMemberFacts.cpp).
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_FACTSBUILDER_H
#define REENTRANCY_LIB_FACTSBUILDER_H

#include "facts/Facts.h"
#include "vocabulary/AnswerClass.h"
#include "vocabulary/LibraryModel.h"
#include "vocabulary/Limits.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseSet.h"

namespace reentrancy {

/// One body being lowered: the analysed function, or a helper in its place.
struct Frame {
  const clang::FunctionDecl *Function = nullptr;
  Frame *Caller = nullptr;
  unsigned Instance = 0;
  const clang::CFG *Graph = nullptr;
  Slot This = NoSlot;             ///< location of *this
  Slot Result = NoSlot;           ///< where a helper's answer goes
  BlockId Continuation = NoBlock; ///< where a helper returns to
  std::vector<BlockId> BlockOf;   ///< by CFG block id
  llvm::DenseMap<const clang::Expr *, Slot> Slots;
  llvm::DenseSet<const clang::Stmt *> InGraph;
};

/// Skips what neither computes nor converts.
const clang::Expr *strip(const clang::Expr *E);

/// The elements of a braced list that is passed as a std::initializer_list, or
/// null.
const clang::InitListExpr *bracedList(const clang::Expr *E);

/// Element \p I of the std::pair or std::tuple \p T, as a key.
Term elementKey(TermTable &Terms, clang::QualType T, unsigned I);

class FactsBuilder {
public:
  FactsBuilder(clang::ASTContext &Context, const Protocol &Vocabulary,
               const Limits &Bounds, TermTable &Terms)
      : Context(Context), Vocabulary(Vocabulary), Bounds(Bounds), Terms(Terms) {
  }

  std::unique_ptr<FunctionFacts> build(const clang::FunctionDecl *FD,
                                       std::string &Why);

private:
  // Control flow.
  const clang::CFG *graphOf(const clang::FunctionDecl *FD);
  bool lower(Frame &F);
  void lowerBlock(Frame &F, const clang::CFGBlock &B);
  void lowerTerminator(Frame &F, const clang::CFGBlock &B);
  void lowerReturn(const clang::ReturnStmt *S);
  void lowerDecl(const clang::DeclStmt *S);
  void findResumes(Frame &F);
  BlockId newBlock();
  void jumpTo(BlockId B);

  // Expressions. A glvalue's slot holds a location, a
  // prvalue's a value.
  Slot emit(const clang::Expr *E);
  Slot slotOf(const clang::Expr *E);
  /// The value of \p E, whatever its category.
  Slot valueOf(const clang::Expr *E);
  /// The value of an argument; an xvalue's source is left moved-from.
  Slot passedValue(const clang::Expr *E);
  /// A location for \p E; a temporary's is made up.
  Slot placeOf(const clang::Expr *E);
  Slot emitExpr(const clang::Expr *E);
  Slot functionAddress(const clang::Expr *Function, const clang::Expr *E);
  Slot emitCast(const clang::CastExpr *E);
  Slot emitUnary(const clang::UnaryOperator *E);
  Slot emitBinary(const clang::BinaryOperator *E);
  Slot emitConstruct(const clang::CXXConstructExpr *E);
  /// The sequence that the elements of \p L make.
  Slot listOf(const clang::InitListExpr *L);
  Slot emitInitList(const clang::InitListExpr *E);
  Slot emitDeclRef(const clang::DeclRefExpr *E);
  Slot placeOfVariable(const clang::ValueDecl *D);
  Slot arithmetic(clang::BinaryOperatorKind Op, Slot A, Slot B,
                  const clang::Expr *E);
  Slot truthOf(Slot V, clang::QualType T, const clang::Expr *E);
  Slot defaultValue(clang::QualType T, const clang::Stmt *Site);
  void initialise(Slot Place, const clang::VarDecl *D, const clang::Expr *Init);

  // Calls.
  Slot emitCall(const clang::CallExpr *E);
  Slot emitProtocol(ProtocolOp Op, const clang::CallExpr *E,
                    const clang::Expr *Object,
                    llvm::ArrayRef<const clang::Expr *> Args);
  /// An answer of class type that \p E makes out of \p Parts.
  Slot emitMade(const Made &M, llvm::ArrayRef<const clang::Expr *> Parts,
                const clang::Expr *E);
  /// A pending part that \p E makes out of \p Parts.
  Slot emitPending(llvm::ArrayRef<const clang::Expr *> Parts, Slot Whole,
                   const clang::Expr *E);
  /// A test or an accessor of an answer, by what its body says.
  bool emitAnswerMember(const clang::CallExpr *E, const clang::FunctionDecl *FD,
                        const clang::Expr *Object, Slot &Out);
  Slot isIn(StatusSet Set, Slot Answer, const clang::Expr *E);
  Slot passedTo(const clang::FunctionDecl *FD, unsigned I,
                const clang::Expr *A);
  bool canInline(const clang::FunctionDecl *FD);
  Slot emitInlined(const clang::CallExpr *E, const clang::FunctionDecl *FD,
                   const clang::Expr *Object,
                   llvm::ArrayRef<const clang::Expr *> Args);
  Slot emitUnseen(const clang::CallExpr *E, const clang::FunctionDecl *FD,
                  const clang::Expr *Object,
                  llvm::ArrayRef<const clang::Expr *> Args);
  Slot objectPlace(const clang::Expr *Object);

  // The library's functions.
  bool emitStdFunction(const clang::CallExpr *E, const clang::FunctionDecl *FD,
                       Slot &Out);
  bool emitLibraryOperator(const clang::CXXOperatorCallExpr *E, Slot &Out);
  Slot comparand(const clang::Expr *A, const clang::Expr *Other);
  Slot emitGet(const clang::CallExpr *E, const clang::FunctionDecl *FD,
               bool Pointer);
  Slot emitMakeHandle(const clang::CallExpr *E, const clang::FunctionDecl *FD);
  Slot emitTuple(const clang::Expr *E, clang::QualType T,
                 llvm::ArrayRef<const clang::Expr *> Elements, bool ByPlace);
  bool emitAlgorithm(LibraryFunction F, const clang::CallExpr *E, Slot &Out);
  bool emitRangeUpdate(LibraryFunction F, const clang::CallExpr *E, Slot &Out);
  Slot emitBytes(LibraryFunction F, const clang::CallExpr *E);
  Slot rangeOf(const clang::Expr *E);
  Slot beginOf(Slot Whole, const clang::Expr *E);
  Slot endOf(Slot Whole, const clang::Expr *E);
  Slot pastArray(Slot Whole, clang::QualType T, const clang::Expr *E);
  Slot arrayIterator(const clang::VarDecl *D);
  Slot textOf(const clang::Expr *A);
  void swapPlaces(Slot A, Slot B, const clang::CallExpr *E,
                  const clang::Expr *First, const clang::Expr *Second);

  // Members of the library's types.

  /// A call of a member, with what the tables say of it.
  struct MemberCall {
    MemberCall(const clang::CallExpr *E, const clang::CXXMethodDecl *MD,
               const clang::Expr *Object,
               llvm::ArrayRef<const clang::Expr *> Args);
    const clang::CallExpr *E;
    const clang::CXXMethodDecl *Method;
    const clang::Expr *Object;
    clang::QualType ObjectType;
    llvm::SmallVector<const clang::Expr *, 4> Args; ///< without defaults
    LibraryType Type;
    LibraryOp Op;
  };
  bool emitLibrary(const clang::CallExpr *E, const clang::CXXMethodDecl *MD,
                   const clang::Expr *Object,
                   llvm::ArrayRef<const clang::Expr *> Args, Slot &Out);
  bool emitForeignMember(const MemberCall &C, Slot &Out);
  llvm::SmallVector<Slot, 4> argumentValues(const MemberCall &C, Slot First);
  Slot emitObserver(const MemberCall &C, Slot Place);
  static bool isUpdate(LibraryOp Op);
  Slot emitUpdate(const MemberCall &C, Slot Place);
  Slot emitAssign(const MemberCall &C, Slot Place);
  Slot emitEmplace(const MemberCall &C, Slot Place);
  Slot emitNumberUpdate(const MemberCall &C, Slot Place);
  Slot emitCompareExchange(const MemberCall &C, Slot Place);
  Slot emitBitUpdate(const MemberCall &C, Slot Place);
  Slot emitContainerUpdate(const MemberCall &C, Slot Place);
  Slot wrapped(clang::QualType T, const clang::Expr *From);

  // Facts.
  Slot newSlot() { return Out->SlotCount++; }
  Fact &push(FactKind K, Slot Dst, const clang::Stmt *Site);
  Slot value(Term T, const clang::Stmt *Site);
  Slot integer(int64_t N, const clang::Stmt *Site) {
    return value(Terms.integer(N), Site);
  }
  Slot at(Slot Place, Term Key, const clang::Stmt *Site);
  Slot keyed(Slot Place, Slot Key, const clang::Stmt *Site);
  Slot element(Slot Place, Slot Index, const clang::Stmt *Site);
  Slot deref(Slot Pointer, const clang::Stmt *Site);
  Slot address(Slot Place, const clang::Stmt *Site);
  Slot load(Slot Place, const clang::Stmt *Site);
  void store(Slot Place, Slot Value, WriteRole Role, const clang::Stmt *Site,
             const clang::Expr *Target);
  Slot apply(llvm::StringRef Op, llvm::ArrayRef<Slot> In,
             const clang::Stmt *Site);
  /// Whether an optional of type \p T holds something.
  Slot engaged(Slot Optional, clang::QualType T, const clang::Expr *E) {
    return apply(Vocabulary.completion(T) ? "in_flight" : "has", {Optional}, E);
  }
  /// \p Whole with the part that \p Key selects replaced.
  Slot update(Slot Whole, Term Key, Slot Part, const clang::Stmt *Site);
  Slot opaque(const clang::Stmt *Site);
  /// The value that a moved-from object of type \p T holds; NoSlot where a
  /// move is a copy.
  Slot movedFrom(clang::QualType T, const clang::Stmt *Site);
  void noteAssignment(const clang::Expr *Target, const clang::Expr *Value);

  clang::ASTContext &Context;
  const Protocol &Vocabulary;
  const Limits &Bounds;
  TermTable &Terms;
  std::unique_ptr<FunctionFacts> Out;
  Frame *Current = nullptr;
  BlockId Cur = NoBlock;
  unsigned NextInstance = 1;
  unsigned NextTemp = 1;
  const clang::FunctionDecl *Root = nullptr;
  const clang::Expr *OuterCall = nullptr; ///< of the helper being lowered
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<clang::CFG>>
      Graphs;
};

} // namespace reentrancy

#endif

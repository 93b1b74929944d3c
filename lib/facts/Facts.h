//===- Facts.h - What a function does, in elementary steps ------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The analysed form of a function: blocks of facts over numbered slots. Made
// from clang's CFG once (FactsGenerator); the engine above knows no AST. The
// effects of library types are spelled out ("v.push_back(x)" is a load, a
// "push_back" of two values, a store), and the bodies of small helpers stand
// where they are called.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_FACTS_H
#define REENTRANCY_LIB_FACTS_H

#include "values/Slot.h"
#include "values/Term.h"
#include "vocabulary/Protocol.h"
#include <memory>

namespace clang {
class Expr;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace reentrancy {

enum class FactKind : uint8_t {
  Value,   ///< dst = a term            `x` (as a place), `3`
  At,      ///< dst = in0 at a key      `s.f`, `v[i]`
  Deref,   ///< dst = target of in0     `*p`
  Address, ///< dst = address of in0    `&x`
  Load,    ///< dst = content of in0    `x` (as a value)
  Store,   ///< in0 := in1              `x = e`
  Apply,   ///< dst = op(in...)         `a + b`, `v.size()`
  Choose,  ///< dst = whichever input was computed   `c ? a : b`
  Call,    ///< dst = a call of code that is not seen, or may yield
  Split,   ///< nothing; a full expression begins
  Enter,   ///< nothing; a helper's body begins, of the object in0 if it has one
};

/// How a store changes its place; decides the words and the check.
enum class WriteRole : uint8_t {
  Assign,  ///< from a value that does not come from the place
  Modify,  ///< read, changed and written: `++n_`, `v_.push_back(x)`
  Consume, ///< taken out: moved, exchanged, released
  Reset,   ///< emptied: `clear()`, `reset()`
  Effect,  ///< by an unseen call
};

enum class ArgMode : uint8_t { Value, ConstRef, MutableRef };

struct CallArg {
  Slot S;
  ArgMode Mode;
};

/// One call of code that is not seen, or that may yield.
struct CallInfo {
  const clang::Expr *Site = nullptr;
  const clang::FunctionDecl *Callee = nullptr; ///< null: through a pointer
  Symbol Name = 0;
  Slot Object = NoSlot; ///< location of the object argument
  llvm::SmallVector<CallArg, 4> Args;
  bool Reentrant = false; ///< may answer "not yet"
  /// Its answer is a value. Where it is not Reentrant too, nothing but a test
  /// of the answer shows that it may be "not yet".
  const AnswerValues *Values = nullptr;
  bool Idempotent = false;   ///< said to leave nothing more the second time
  bool KeepsObject = true;   ///< leaves its object as it was
  bool OwnObject = false;    ///< the object is *this of the caller
  bool Submits = false;      ///< starts I/O and answers its completion
  bool StartsIO = false;     ///< its name says so; answers no completion
  bool ReturnsPlace = false; ///< answers a reference
  /// A free function of the object that its first argument points at, as a
  /// method is of its own.
  bool OfFirst = false;
  Tier Confidence = Tier::Certain;

  /// Neither its object nor what it is handed is changed.
  bool keepsAll() const {
    return KeepsObject && llvm::none_of(Args, [](const CallArg &A) {
             return A.Mode == ArgMode::MutableRef;
           });
  }
  /// Whether there is something that it may leave: in what it is handed, or, by
  /// its name, in the world.
  bool mayLeaveTrace() const;
};

struct Fact {
  FactKind Kind;
  WriteRole Role = WriteRole::Assign;
  Slot Dst = NoSlot;
  Symbol Op = 0;             ///< Apply: the operation; At: set for a position
  Term Payload = Term::None; ///< Value: the term; At: the key
  llvm::SmallVector<Slot, 3> In; ///< At with no payload: in1 is an index
  uint32_t Call = 0;             ///< Call: index into FunctionFacts::Calls
  const clang::Stmt *Site = nullptr;
  const clang::Expr *Target = nullptr; ///< Store: the place as written
  const clang::Expr *Outer = nullptr;  ///< in a helper: the call of it
};

struct Terminator {
  enum KindTy : uint8_t { Jump, Branch, Switch, Return, Stop } Kind = Stop;
  Slot Cond = NoSlot;     ///< Branch, Switch: tested value; Return: the answer
  BlockId Then = NoBlock; ///< Jump, Branch
  BlockId Else = NoBlock; ///< Branch; Switch: default
  std::vector<std::pair<int64_t, BlockId>> Cases; ///< sorted by value
  const clang::Stmt *Site = nullptr;              ///< the statement
  const clang::Expr *Test = nullptr; ///< Branch, Switch: the condition
  uint32_t TestBegin = 0; ///< first fact of the block that belongs to Test
  /// Return: where the blocking run goes on behind a leaf yield here.
  BlockId Resume = NoBlock;
  /// Return: "not yet" by where it stands (Protocol::YieldMacros, LeafYields).
  bool SaysPending = false;
  bool Leaf = false;
};

struct Block {
  std::vector<Fact> Facts;
  Terminator End;
  bool LoopHead = false;
  llvm::SmallVector<BlockId, 2> Loops; ///< heads of the loops that it is in
  uint32_t Order = 0;                  ///< in reverse post-order
  llvm::SmallVector<Slot, 4> Live;     ///< slots live at its end, sorted
  llvm::SmallVector<Term, 2> DeadIn;   ///< locals that die on the way in
  llvm::SmallVector<Term, 2> DeadOut;  ///< locals of its own, dead at its end

  llvm::SmallVector<BlockId, 4> successors() const;
};

/// The facts of one function.
struct FunctionFacts {
  const clang::FunctionDecl *Function = nullptr;
  const AnswerValues *Values = nullptr; ///< of its answers, if they are plain
  bool YieldsSilently = false; ///< void, and said to yield: by what it tested
  std::vector<Block> Blocks;
  std::vector<CallInfo> Calls;
  BlockId Entry = NoBlock;
  Slot SlotCount = 0;
  /// Integer fields and variables that are only ever assigned constants: they
  /// are guards like an enum.
  llvm::DenseMap<Symbol, bool> ConstantOnly;
  /// Fields and variables that are said to tell how far the operation is.
  llvm::DenseMap<Symbol, bool> Progress;
  /// Locals that hold completions or groups of them.
  llvm::DenseMap<Symbol, bool> Holders;

  /// Prints the facts in a stable form, one per line; for tests and debugging.
  void dump(llvm::raw_ostream &OS, const TermTable &Terms) const;
  /// Numbers the blocks, marks loops, computes what is live.
  void finish(const TermTable &Terms);
  /// Whether block \p B is in the loop of \p Head.
  bool inLoop(BlockId Head, BlockId B) const {
    return llvm::is_contained(Blocks[B].Loops, Head);
  }

private:
  void findLoops(llvm::ArrayRef<BlockId> Rpo);
};

} // namespace reentrancy

#endif

//===- Term.h - Hash-consed symbolic values and access paths ----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The two runs that are compared are executed over uninterpreted terms in
// the manner of global value numbering (Alpern, Wegman, Zadeck, POPL 1988): two
// values are the same when they are the same term, so an idempotent re-write
// ("same right side from unchanged inputs") needs no rule of its own, and a
// test reads "as it last went" because its condition is the same term.
//
// Access paths are terms as well: a root (this, a local, a global, the target
// of a pointer value) followed by keys (a field, an element, a named part).
//
// The smart constructors keep terms in a normal form: linear integer sums,
// bit-wise masks, optional and sequence laws. A law that is missing makes the
// analysis see a difference where there is none, never the reverse; a law that
// is wrong hides a bug. Both kinds are tested in test/unit/analysis.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_TERM_H
#define REENTRANCY_LIB_TERM_H

#include "vocabulary/Tier.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace clang {
class ValueDecl;
} // namespace clang

namespace reentrancy {

/// An interned name or declaration.
using Symbol = uint32_t;

/// An interned term; equal terms have equal numbers. 0 is "no term".
enum class Term : uint32_t { None = 0 };

enum class TermKind : uint8_t {
  // Keys, the steps of an access path.
  FieldKey, ///< `.f`, by its declaration
  ElemKey,  ///< `[i]`, by the key's value, or by its position in a sequence
  PartKey,  ///< a named part of a library object: `*opt`, `v.back()`
  // Locations (access paths).
  This,   ///< `*this`
  Local,  ///< a local variable or by-value parameter
  Global, ///< a global, static or captured variable
  Temp,   ///< the storage of a temporary object
  Deref,  ///< what a pointer value points at
  At,     ///< a location followed by a key
  // Values.
  Int,   ///< a known integer, enumerator, bool or null
  Const, ///< a known value without structure: `nullopt`, an empty container
  Init,  ///< what a location held when the operation was called
  Addr,  ///< the address of a location
  Sum,   ///< linear combination: number + sum of coefficient * term
  Fn,    ///< an uninterpreted function of its arguments
  Var,   ///< any of several values, joined at one block
};

struct TermNode {
  TermKind Kind;
  Tier Certainty = Tier::Certain; ///< the least certain part
  bool Waits = false;             ///< only the wait decides it
  bool HasVar = false;            ///< mentions a joined value
  bool Blurred = false;           ///< one that was joined to meet a bound
  Symbol Sym = 0;
  int64_t Num = 0;
  llvm::SmallVector<Term, 3> Args;
  llvm::SmallVector<int64_t, 2> Coeffs; ///< of a Sum, parallel to Args
};

/// Interns symbols and terms; everything lives as long as the table.
class TermTable {
public:
  TermTable();

  Symbol symbol(llvm::StringRef Name);
  Symbol symbol(const clang::ValueDecl *D);
  llvm::StringRef name(Symbol S) const { return Symbols[S].Name; }
  const clang::ValueDecl *decl(Symbol S) const { return Symbols[S].Decl; }

  const TermNode &operator[](Term T) const { return *Nodes[unsigned(T)]; }
  size_t size() const { return Nodes.size(); }

  // Keys and locations.
  Term fieldKey(const clang::ValueDecl *F);
  Term elemKey(Term Index);
  /// The key of the element at position \p Index of a sequence or an array.
  Term position(Term Index);
  Term partKey(llvm::StringRef Name);
  Term thisObject();
  Term local(const clang::ValueDecl *D, unsigned Instance);
  Term global(const clang::ValueDecl *D);
  Term temporary(unsigned Id);
  Term deref(Term Pointer);
  Term at(Term Parent, Term Key);
  bool isLocation(Term T) const;
  /// The parent of an At location, or None.
  Term parent(Term Loc) const;
  /// The position of the element whose address \p Pointer is, or None.
  Term positionOf(Term Pointer) const;
  /// The address of the element at \p Index of the sequence or array \p Whole.
  Term elementAddress(Term Whole, Term Index) {
    return address(at(Whole, position(Index)));
  }
  /// Whether a loop's passes name another place each by the same words: an
  /// element, or what an iterator or a walking pointer points at.
  bool iterated(Term Loc) const;
  Term root(Term Loc) const;
  /// What declares \p Loc, a variable or a field; 0 if it is neither.
  Symbol symbolOf(Term Loc) const;
  /// Whether the location survives a return: persistent state.
  bool persistent(Term Loc) const;
  /// Whether \p Loc is \p Ancestor or lies inside it.
  bool within(Term Loc, Term Ancestor) const;

  // Values.
  Term integer(int64_t N);
  Term constant(llvm::StringRef Name);
  /// The content of a string literal; its length is known.
  Term text(llvm::StringRef Content);
  /// A declaration (a callee) as a value.
  Term named(Symbol S);
  Term init(Term Loc);
  Term address(Term Loc);
  Term apply(llvm::StringRef Op, llvm::ArrayRef<Term> Args,
             Tier Certainty = Tier::Certain);
  Term apply(Symbol Op, llvm::ArrayRef<Term> Args,
             Tier Certainty = Tier::Certain);
  /// The number of elements of \p Sequence; each is asked for many times.
  Term length(Term Sequence);
  /// A value that only the wait decides (the pending callee's object).
  Term waited(llvm::StringRef Op, llvm::ArrayRef<Term> Args);
  /// \p T as it was before the wait: a part that only the wait decides is what
  /// it was made of.
  Term withoutWaits(Term T);
  /// \p T with \p New in place of \p Old wherever that occurs.
  Term replace(Term T, Term Old, Term New);
  /// The term of this table that is what \p T is in \p From. \p Done: what was
  /// taken over from that table before; linear in the parts that are new.
  Term import(const TermTable &From, Term T,
              llvm::DenseMap<unsigned, Term> &Done);
  Term joined(unsigned Block, llvm::ArrayRef<Term> Args);
  /// Set in the block of a value that is joined because there are too many
  /// states, and not since it stands for a loop's passes: nothing is claimed
  /// of such a value.
  static constexpr unsigned Bound = 1u << 31;
  bool joinedAt(Term T, unsigned Block) const;
  /// \p T with no matter which loops its parts were joined in.
  Term ofAnyLoop(Term T);

  // Arithmetic in normal form.
  // An element's address plus a number is another element's address.
  Term add(Term A, Term B);
  Term sub(Term A, Term B);
  Term negate(Term A) { return linear(A, -1, integer(0), 1); }
  Term multiply(Term A, Term B);
  Term bitAnd(Term A, Term B);
  Term bitOr(Term A, Term B);
  /// 1 or 0: comparisons are normalised to a difference against zero.
  Term equal(Term A, Term B);
  Term less(Term A, Term B);
  Term logicalNot(Term A);
  /// Splits `Base + Offset`, with the leading coefficient of Base positive;
  /// Negated tells that the sign was turned.
  struct Affine {
    Term Base;
    int64_t Offset;
    bool Negated;
  };
  Affine affine(Term T);

  // Structured values.
  /// What a question was told first, if \p Answer is what it is told when it
  /// is asked again; else \p Answer.
  Term firstAnswer(Term Answer);
  /// The part of \p Value that \p Key selects.
  Term project(Term Value, Term Key);
  /// \p Value with the part that \p Key selects replaced.
  Term update(Term Value, Term Key, Term Part);
  /// What becomes of \p New if what made it of \p Old, keyed steps or such as
  /// sort, is done to it once more; None if \p New is not made so.
  Term doneAgain(Term Old, Term New);

  bool isInt(Term T) const { return (*this)[T].Kind == TermKind::Int; }
  bool isFn(Term T, llvm::StringRef Op) const;
  /// Whether \p Needle occurs in \p T.
  bool contains(Term T, Term Needle) const;
  /// Whether one of the joined values \p Joined occurs in \p T.
  bool containsAny(Term T, const std::set<Term> &Joined) const;
  /// Whether \p Holds of \p T or of a part of it; each is asked once.
  bool somePart(Term T, llvm::function_ref<bool(Term)> Holds) const;

  std::string str(Term T) const;

private:
  struct SymbolInfo {
    std::string Name;
    const clang::ValueDecl *Decl;
  };
  Term intern(TermNode N);
  Term rebuilt(TermNode N);
  Term linear(Term A, int64_t CA, Term B, int64_t CB);
  /// The laws of library values (TermLaws.cpp); None where none fits.
  Term rewritten(Symbol Op, llvm::ArrayRef<Term> Args);
  Term sizeLaw(Term Sequence);
  Term engagedLaw(Term Optional);
  Term membershipLaw(Term Set, Term Key);
  Term withoutKey(Term X, Term Key);
  Term keyOf(Term Step);
  Term moved(Symbol Op, llvm::ArrayRef<Term> Args);
  Term keyedLaw(llvm::StringRef Op, llvm::ArrayRef<Term> Args);
  Term extremum(Symbol Op, llvm::ArrayRef<Term> Args);
  bool hasOperand(Term T, llvm::StringRef Op, Term Operand) const;
  bool distinctKeys(Term A, Term B) const;

  // References to nodes stay valid while the table grows.
  llvm::SpecificBumpPtrAllocator<TermNode> Storage;
  std::vector<const TermNode *> Nodes;
  std::vector<Term> Alike; ///< the next term of the same hash
  llvm::DenseMap<size_t, Term> Index;
  llvm::DenseMap<unsigned, Term> Lengths;
  std::vector<SymbolInfo> Symbols;
  llvm::StringMap<Symbol> NameIndex;
  llvm::DenseMap<const clang::ValueDecl *, Symbol> DeclIndex;
};

} // namespace reentrancy

#endif

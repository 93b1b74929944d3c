//===- LibraryModel.h - What standard types do -----------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The semantics of the standard containers, strings, handles, optional and
// variant as a table. The only file that spells a name of the library.
//
//===----------------------------------------------------------------------===//

#ifndef REENTRANCY_LIB_LIBRARYMODEL_H
#define REENTRANCY_LIB_LIBRARYMODEL_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace clang {
class CXXMethodDecl;
class CXXRecordDecl;
class FieldDecl;
class FunctionDecl;
class QualType;
} // namespace clang

namespace reentrancy {

/// The families of standard types that the table knows.
enum class LibraryType {
  None,
  Sequence,    ///< vector, deque, list, string, stack, queue
  View,        ///< span: whose elements are another object's
  Associative, ///< set, map and their unordered forms
  Multi,       ///< multiset, multimap
  Optional,
  Variant,
  Pointer, ///< unique_ptr, shared_ptr
  Atomic,
  Bits,         ///< bitset
  BitReference, ///< what `[]` of a bitset or vector<bool> answers
  Pair,
  Tuple,
  Other, ///< another type of namespace std
};

/// The shape of a member function's effect.
enum class LibraryOp {
  None,    ///< not in the table
  Observe, ///< reads the object, answers a value
  Size,    ///< `size()`
  Empty,   ///< `empty()`
  Has,     ///< `has_value()`, `operator bool` of an optional
  Pointee, ///< what the handle points at: `*p`, `p->`, `p.get()`
  Content, ///< the optional's value: `*o`, `o->`, `o.value()`
  Element, ///< `v[i]`, `v.at(i)`
  Front,   ///< `v.front()`
  Back,    ///< `v.back()`
  Begin,   ///< `v.begin()` of a sequence
  End,     ///< `v.end()`
  Clear,   ///< leaves it empty
  Reset,   ///< leaves it null or disengaged, or holding the argument
  Release, ///< answers the content and leaves it null
  Emplace, ///< leaves the optional holding the argument
  Assign,  ///< overwrites as a whole
  Modify,  ///< a function of what it held and the arguments
  Load,    ///< answers the whole content
  CompareExchange,
  SetBits,
  ResetBits,
  FlipBits,
  Extract, ///< answers what it held, leaves what is left
  Swap,
};

LibraryType libraryType(const clang::CXXRecordDecl *RD);
LibraryType libraryType(clang::QualType T);
LibraryOp libraryOp(LibraryType T, const clang::CXXMethodDecl *MD);
/// The operation's name in terms: `insert` on a set obeys other laws than on a
/// sequence, and a queue is drained at its other end.
llvm::StringRef libraryOpName(LibraryType T, const clang::CXXMethodDecl *MD,
                              bool ByIterator);

/// The arithmetic operator of `+=`, `++`, `fetch_add` and their like.
llvm::StringRef updateOperator(const clang::CXXMethodDecl *MD);

/// A `unique_ptr`: what it lets go is no more.
bool isSoleOwner(clang::QualType T);
bool isNullopt(clang::QualType T);
/// Whether it is a std::string or std::string_view.
bool isText(clang::QualType T);
bool isMap(clang::QualType T);
/// Whether it is the type of std::ignore.
bool isIgnore(clang::QualType T);
/// Whether it is a result of `<=>`, or the zero that such is compared with.
bool isOrdering(clang::QualType T);
/// The field that is element \p I of the std::pair \p T; null if it is none.
const clang::FieldDecl *elementField(clang::QualType T, unsigned I);
/// The types of the elements of the std::pair or std::tuple \p T.
llvm::SmallVector<clang::QualType, 4> elementTypes(clang::QualType T);
/// Whether it is a container's iterator, and no plain pointer.
bool isIterator(clang::QualType T);
/// Whether a function is a library's, not the user's.
bool inSystemHeader(const clang::FunctionDecl *FD);

/// The functions of namespace std, and of C's library, that have semantics of
/// their own.
enum class LibraryFunction {
  None,
  Cast, ///< `move`, `forward`, `as_const`: the argument itself
  AddressOf,
  Begin, ///< `begin`, `end` of a sequence or an array
  End,
  Exchange,
  Swap,
  HoldsAlternative,
  Get,
  GetIf,
  MakeHandle, ///< `make_unique`, `make_shared`
  MakeTuple,  ///< `make_pair`, `make_tuple`
  Tie,
  Max,
  Min,
  Clamp,
  Abs,
  FillBytes, ///< `memset`
  CopyBytes, ///< `memcpy`, `memmove`
  Fill,      ///< `fill`, `fill_n`, `iota`: overwrites its first range
  Copy,      ///< `copy`, `copy_n`: overwrites the range at its last argument
  Sort,      ///< arranges its first range, the same each time
  Permute,   ///< `reverse`, `rotate`, `shuffle`: another order each time
};

LibraryFunction libraryFunction(const clang::FunctionDecl *FD);

/// The index of alternative \p Alternative of the std::variant \p Variant, or
/// -1 where there is none such.
int alternativeIndex(clang::QualType Variant, clang::QualType Alternative);

} // namespace reentrancy

#endif

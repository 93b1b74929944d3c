//===- LibraryModel.cpp - What standard types and verbs do ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/LibraryModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Type.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace reentrancy {

LibraryType libraryType(const CXXRecordDecl *RD) {
  if (!RD || !RD->getIdentifier())
    return LibraryType::None;
  if (auto *Outer = dyn_cast<CXXRecordDecl>(RD->getDeclContext());
      Outer && RD->getName() == "reference" &&
      libraryType(Outer) == LibraryType::Bits)
    return LibraryType::BitReference;
  if (!RD->isInStdNamespace())
    return LibraryType::None;
  return llvm::StringSwitch<LibraryType>(RD->getName())
      .Cases("vector", "deque", "list", "forward_list", "basic_string",
             LibraryType::Sequence)
      .Cases("stack", "queue", "priority_queue", "array", "basic_string_view",
             LibraryType::Sequence)
      .Case("span", LibraryType::View)
      .Case("bitset", LibraryType::Bits)
      .Cases("_Bit_reference", "__bit_reference", LibraryType::BitReference)
      .Cases("pair", "__pair_base", LibraryType::Pair)
      .Case("tuple", LibraryType::Tuple)
      .Cases("set", "map", "unordered_set", "unordered_map",
             LibraryType::Associative)
      .Cases("multiset", "multimap", "unordered_multiset", "unordered_multimap",
             LibraryType::Multi)
      .Case("optional", LibraryType::Optional)
      .Case("variant", LibraryType::Variant)
      .Cases("unique_ptr", "shared_ptr", LibraryType::Pointer)
      .Cases("__shared_ptr", "__shared_ptr_access", "__uniq_ptr_impl",
             LibraryType::Pointer)
      .Cases("atomic", "__atomic_base", LibraryType::Atomic)
      .StartsWith("_Optional", LibraryType::Optional)
      .Default(LibraryType::Other);
}

LibraryType libraryType(QualType T) {
  return T.isNull()
             ? LibraryType::None
             : libraryType(T.getNonReferenceType()->getAsCXXRecordDecl());
}

LibraryOp libraryOp(LibraryType T, const CXXMethodDecl *MD) {
  if (T == LibraryType::None || T == LibraryType::Other)
    return LibraryOp::None;
  if ((T == LibraryType::Pair || T == LibraryType::Tuple) &&
      MD->getOverloadedOperator() != OO_Equal)
    return MD->getIdentifier() && MD->getName() == "swap" ? LibraryOp::Swap
                                                          : LibraryOp::None;
  if (isa<CXXConversionDecl>(MD))
    return T == LibraryType::Optional ? LibraryOp::Has
           : T == LibraryType::Atomic || T == LibraryType::BitReference
               ? LibraryOp::Load
               : LibraryOp::Observe;
  switch (MD->getOverloadedOperator()) {
  case OO_None:
    break;
  case OO_Equal:
    return LibraryOp::Assign;
  case OO_PlusEqual:
  case OO_MinusEqual:
  case OO_AmpEqual:
  case OO_PipeEqual:
  case OO_CaretEqual:
    return LibraryOp::Modify;
  case OO_Star:
  case OO_Arrow:
    return T == LibraryType::Optional  ? LibraryOp::Content
           : T == LibraryType::Pointer ? LibraryOp::Pointee
                                       : LibraryOp::None;
  case OO_Subscript:
    return LibraryOp::Element;
  case OO_PlusPlus:
  case OO_MinusMinus:
    return T == LibraryType::Atomic ? LibraryOp::Modify : LibraryOp::None;
  default:
    return LibraryOp::None;
  }
  if (!MD->getIdentifier())
    return LibraryOp::None;
  using Op = LibraryOp;
  llvm::StringRef N = MD->getName();
  switch (T) {
  case LibraryType::Optional:
    return llvm::StringSwitch<Op>(N)
        .Case("has_value", Op::Has)
        .Case("value", Op::Content)
        .Case("reset", Op::Reset)
        .Case("emplace", Op::Emplace)
        .Case("swap", Op::Swap)
        .Default(MD->isConst() ? Op::Observe : Op::None);
  case LibraryType::Pointer:
    return llvm::StringSwitch<Op>(N)
        .Case("get", Op::Pointee)
        .Case("reset", Op::Reset)
        .Case("release", Op::Release)
        .Case("swap", Op::Swap)
        .Default(MD->isConst() ? Op::Observe : Op::None);
  case LibraryType::Variant:
    return llvm::StringSwitch<Op>(N)
        .Case("emplace", Op::Emplace)
        .Case("swap", Op::Swap)
        .Default(MD->isConst() ? Op::Observe : Op::None);
  case LibraryType::Atomic:
    return llvm::StringSwitch<Op>(N)
        .Cases("load", "test", Op::Load)
        .Case("store", Op::Assign)
        .Case("exchange", Op::Extract)
        .Cases("compare_exchange_strong", "compare_exchange_weak",
               Op::CompareExchange)
        .StartsWith("fetch_", Op::Modify)
        .Default(MD->isConst() ? Op::Observe : Op::Modify);
  case LibraryType::Bits:
    return llvm::StringSwitch<Op>(N)
        .Case("test", Op::Element)
        .Case("set", Op::SetBits)
        .Case("reset", Op::ResetBits)
        .Case("flip", Op::FlipBits)
        .Default(Op::Observe);
  case LibraryType::BitReference:
    return N == "flip" ? Op::FlipBits : Op::None;
  default:
    break;
  }
  if (T == LibraryType::Sequence || T == LibraryType::View) {
    const Op End = llvm::StringSwitch<Op>(N)
                       .Cases("begin", "cbegin", Op::Begin)
                       .Cases("end", "cend", Op::End)
                       .Default(Op::None);
    if (End != Op::None)
      return End;
  }
  return llvm::StringSwitch<Op>(N)
      .Cases("size", "length", Op::Size)
      .Case("empty", Op::Empty)
      .Case("front", Op::Front)
      .Cases("back", "top", Op::Back)
      .Case("at", Op::Element)
      .Case("clear", Op::Clear)
      .Cases("assign", "fill", Op::Assign)
      .Case("swap", Op::Swap)
      .Case("extract", Op::Extract)
      .Cases("begin", "end", "rbegin", "rend", "find", "data", Op::Observe)
      .Cases("lower_bound", "upper_bound", "equal_range", "c_str", "count",
             Op::Observe)
      .Cases("reserve", "shrink_to_fit", "capacity", "get_allocator",
             Op::Observe)
      .Cases("push_back", "emplace_back", "push", "push_front", "emplace_front",
             Op::Modify)
      .Cases("pop_back", "pop_front", "pop", "insert", "emplace", "try_emplace",
             Op::Modify)
      .Cases("insert_or_assign", "erase", "resize", "append", "merge", "splice",
             Op::Modify)
      .Cases("remove", "remove_if", "unique", "sort", "reverse", "insert_range",
             Op::Modify)
      .Cases("append_range", "replace", "remove_prefix", "remove_suffix",
             "emplace_hint", Op::Modify)
      .Default(MD->isConst() ? Op::Observe : Op::Modify);
}

llvm::StringRef libraryOpName(LibraryType T, const CXXMethodDecl *MD,
                              bool ByIterator) {
  llvm::StringRef Method = MD->getIdentifier() ? MD->getName() : "operator+=";
  if (Method == "pop")
    return MD->getParent()->getName() == "queue" ? "pop_front" : "pop_back";
  if (T == LibraryType::Associative) {
    if (ByIterator)
      return Method == "erase" ? "erase_at" : "insert_at";
    return llvm::StringSwitch<llvm::StringRef>(Method)
        .Cases("insert", "emplace", "try_emplace", "insert")
        .Case("insert_or_assign", "assign_key")
        .Default(Method);
  }
  if (T == LibraryType::Multi)
    return Method == "erase" && !ByIterator ? "erase" : "insert_another";
  return llvm::StringSwitch<llvm::StringRef>(Method)
      .Cases("emplace_back", "push", "push_back")
      .Case("emplace_front", "push_front")
      .Cases("insert", "emplace", "insert_at")
      .Case("erase", "erase_at")
      .Case("operator+=", "append")
      .Default(Method);
}

llvm::StringRef updateOperator(const CXXMethodDecl *MD) {
  switch (MD->getOverloadedOperator()) {
  case OO_PlusPlus:
  case OO_PlusEqual:
    return "+";
  case OO_MinusMinus:
  case OO_MinusEqual:
    return "-";
  case OO_AmpEqual:
    return "&";
  case OO_PipeEqual:
    return "|";
  case OO_CaretEqual:
    return "^";
  default:
    break;
  }
  return llvm::StringSwitch<llvm::StringRef>(MD->getIdentifier() ? MD->getName()
                                                                 : "")
      .Case("fetch_add", "+")
      .Case("fetch_sub", "-")
      .Case("fetch_and", "&")
      .Case("fetch_or", "|")
      .Case("fetch_xor", "^")
      .Default("update of a number");
}

bool isSoleOwner(QualType T) {
  const CXXRecordDecl *RD = T.getNonReferenceType()->getAsCXXRecordDecl();
  return RD && RD->isInStdNamespace() && RD->getName() == "unique_ptr";
}

bool isNullopt(QualType T) {
  const CXXRecordDecl *RD = T.getNonReferenceType()->getAsCXXRecordDecl();
  return RD && RD->isInStdNamespace() && RD->getName() == "nullopt_t";
}

bool isIterator(QualType T) {
  const CXXRecordDecl *RD = T.getNonReferenceType()->getAsCXXRecordDecl();
  return RD && RD->getNameAsString().find("iterator") != std::string::npos;
}

bool inSystemHeader(const FunctionDecl *FD) {
  return FD->getASTContext().getSourceManager().isInSystemHeader(
      FD->getLocation());
}

LibraryFunction libraryFunction(const FunctionDecl *FD) {
  using Fn = LibraryFunction;
  if (!FD->getIdentifier() || isa<CXXMethodDecl>(FD))
    return Fn::None;
  llvm::StringRef N = FD->getName();
  if (!FD->isInStdNamespace() && !FD->isExternC())
    return Fn::None;
  const Fn Bytes = llvm::StringSwitch<Fn>(N)
                       .Case("memset", Fn::FillBytes)
                       .Cases("memcpy", "memmove", Fn::CopyBytes)
                       .Cases("abs", "labs", "llabs", "fabs", Fn::Abs)
                       .Default(Fn::None);
  if (Bytes != Fn::None || !FD->isInStdNamespace())
    return Bytes;
  return llvm::StringSwitch<Fn>(N)
      .Cases("move", "forward", "as_const", "move_if_noexcept", "__as_const",
             FD->getNumParams() == 1 ? Fn::Cast : Fn::Copy)
      .Cases("addressof", "__addressof", Fn::AddressOf)
      .Cases("begin", "cbegin", Fn::Begin)
      .Cases("end", "cend", Fn::End)
      .Case("exchange", Fn::Exchange)
      .Case("swap", Fn::Swap)
      .Case("holds_alternative", Fn::HoldsAlternative)
      .Case("get", Fn::Get)
      .Case("get_if", Fn::GetIf)
      .Cases("make_unique", "make_shared", Fn::MakeHandle)
      .Cases("make_pair", "make_tuple", Fn::MakeTuple)
      .Case("tie", Fn::Tie)
      .Case("max", Fn::Max)
      .Case("min", Fn::Min)
      .Case("clamp", Fn::Clamp)
      .Cases("fill", "fill_n", "iota", Fn::Fill)
      .Cases("copy", "copy_n", "copy_if", Fn::Copy)
      .Cases("sort", "stable_sort", "partial_sort", "make_heap", Fn::Sort)
      .Cases("reverse", "rotate", "shuffle", "next_permutation",
             "prev_permutation", Fn::Permute)
      .Default(Fn::None);
}

static const CXXRecordDecl *stdRecord(QualType T) {
  const CXXRecordDecl *RD = T.getNonReferenceType()->getAsCXXRecordDecl();
  return RD && RD->isInStdNamespace() && RD->getIdentifier() ? RD : nullptr;
}

bool isText(QualType T) {
  const CXXRecordDecl *RD = stdRecord(T);
  return RD && (RD->getName() == "basic_string" ||
                RD->getName() == "basic_string_view");
}

bool isMap(QualType T) {
  const CXXRecordDecl *RD = stdRecord(T);
  return RD && (RD->getName() == "map" || RD->getName() == "unordered_map");
}

bool isIgnore(QualType T) {
  const CXXRecordDecl *RD = stdRecord(T);
  return RD &&
         (RD->getName() == "_Swallow_assign" ||
          RD->getName() == "__ignore_type" || RD->getName() == "__ignore_t");
}

bool isOrdering(QualType T) {
  const CXXRecordDecl *RD = stdRecord(T);
  return RD &&
         (RD->getName().ends_with("_ordering") || RD->getName() == "__unspec");
}

llvm::SmallVector<QualType, 4> elementTypes(QualType T) {
  llvm::SmallVector<QualType, 4> Types;
  auto *S = llvm::dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!S)
    return Types;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
    if (A.getKind() == TemplateArgument::Type)
      Types.push_back(A.getAsType());
    if (A.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &P : A.pack_elements())
        Types.push_back(P.getAsType());
  }
  return Types;
}

const FieldDecl *elementField(QualType T, unsigned I) {
  const CXXRecordDecl *RD = T.getNonReferenceType()->getAsCXXRecordDecl();
  if (RD && libraryType(RD) == LibraryType::Pair)
    for (const FieldDecl *F : RD->fields())
      if (F->getName() == (I ? "second" : "first"))
        return F;
  return nullptr;
}

int alternativeIndex(QualType Variant, QualType Alternative) {
  if (libraryType(Variant) != LibraryType::Variant)
    return -1;
  auto Bare = [](QualType T) {
    return T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  };
  int I = 0;
  for (QualType T : elementTypes(Variant)) {
    if (Bare(T) == Bare(Alternative))
      return I;
    ++I;
  }
  return -1;
}

} // namespace reentrancy

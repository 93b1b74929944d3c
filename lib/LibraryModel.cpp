//===- LibraryModel.cpp - What standard types and verbs do ----------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LibraryModel.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Type.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace reentrancy {

LibraryType libraryType(const CXXRecordDecl *RD) {
  if (!RD || !RD->isInStdNamespace() || !RD->getIdentifier())
    return LibraryType::None;
  return llvm::StringSwitch<LibraryType>(RD->getName())
      .Cases("vector", "deque", "list", "forward_list", "basic_string",
             LibraryType::Sequence)
      .Cases("stack", "queue", "priority_queue", "array", "span",
             "basic_string_view", LibraryType::Sequence)
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
  return T.isNull() ? LibraryType::None
                    : libraryType(T.getNonReferenceType()->getAsCXXRecordDecl());
}

LibraryOp libraryOp(LibraryType T, const CXXMethodDecl *MD) {
  if (T == LibraryType::None || T == LibraryType::Other)
    return LibraryOp::None;
  if (isa<CXXConversionDecl>(MD))
    return T == LibraryType::Optional ? LibraryOp::Has : LibraryOp::Observe;
  switch (MD->getOverloadedOperator()) {
  case OO_None:
    break;
  case OO_Equal:
    return LibraryOp::Assign;
  case OO_PlusEqual:
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
        .Case("load", Op::Observe)
        .Case("store", Op::Assign)
        .Case("exchange", Op::Extract)
        .StartsWith("fetch_", Op::Modify)
        .Default(MD->isConst() ? Op::Observe : Op::Modify);
  default:
    break;
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

int alternativeIndex(QualType Variant, QualType Alternative) {
  auto *S = llvm::dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Variant.getNonReferenceType()->getAsCXXRecordDecl());
  if (!S || libraryType(S) != LibraryType::Variant)
    return -1;
  Alternative = Alternative.getNonReferenceType().getCanonicalType();
  int I = 0;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
    if (A.getKind() != TemplateArgument::Pack)
      continue;
    for (const TemplateArgument &P : A.pack_elements()) {
      if (P.getKind() == TemplateArgument::Type &&
          P.getAsType().getCanonicalType().getUnqualifiedType() ==
              Alternative.getUnqualifiedType())
        return I;
      ++I;
    }
  }
  return -1;
}

} // namespace reentrancy

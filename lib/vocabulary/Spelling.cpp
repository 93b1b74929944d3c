//===- Spelling.cpp - Names that are nearly right -------------------------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "vocabulary/Spelling.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/GlobPattern.h"

using namespace clang;

namespace reentrancy {

llvm::StringRef nearestName(llvm::StringRef Word,
                            llvm::ArrayRef<llvm::StringRef> Known) {
  if (llvm::is_contained(Known, Word))
    return {};
  llvm::StringRef Best;
  const unsigned Most =
      Word.size() < 4 ? 0 : std::min<unsigned>(2, (Word.size() + 1) / 3);
  unsigned Fewest = Most + 1;
  for (llvm::StringRef K : Known) {
    // A word that differs by its case only is nearer than any edit.
    const unsigned Edits = K.equals_insensitive(Word) ? 0
                           : Most ? Word.edit_distance(K, true, Most)
                                  : Fewest;
    // Of equally near ones the first by the alphabet, for the same words
    // always.
    if (Edits < Fewest || (Edits == Fewest && Edits <= Most && K < Best)) {
      Best = K;
      Fewest = Edits;
    }
  }
  return Best;
}

namespace {

class Collector : public RecursiveASTVisitor<Collector> {
public:
  explicit Collector(llvm::StringMap<unsigned> &Kinds) : Kinds(Kinds) {}
  bool shouldVisitImplicitCode() const { return true; }
  // Bodies declare little that an option could name.
  bool TraverseStmt(Stmt *) { return true; }
  bool VisitNamedDecl(NamedDecl *D) {
    if (D->getIdentifier())
      Kinds[D->getName()] |= kindsOf(D);
    return true;
  }

private:
  static unsigned kindsOf(const NamedDecl *D) {
    if (isa<TypeDecl, ClassTemplateDecl, TypeAliasTemplateDecl>(D))
      return NamesType;
    if (isa<EnumConstantDecl>(D))
      return NamesValue;
    if (isa<FunctionDecl, FunctionTemplateDecl>(D))
      return NamesFunction;
    if (isa<VarDecl>(D))
      return NamesValue | NamesFunction;
    return isa<FieldDecl>(D) ? NamesFunction : 0;
  }
  llvm::StringMap<unsigned> &Kinds;
};

} // namespace

DeclaredNames::DeclaredNames(const ASTContext &Context) {
  Collector(Kinds).TraverseDecl(Context.getTranslationUnitDecl());
  for (const auto &Entry : Context.Idents) {
    const IdentifierInfo *II = Entry.getValue();
    if (II->hadMacroDefinition())
      Kinds[Entry.getKey()] |= NamesMacro;
    // `int`, `unsigned long`, `true`
    if (II->isKeyword(Context.getLangOpts()))
      Kinds[Entry.getKey()] |= NamesType | NamesValue;
  }
  for (llvm::StringRef Word : {"null", "nullptr", "NULL", "true", "false"})
    Kinds[Word] |= NamesValue;
  for (llvm::StringRef Word : {"bool", "char", "short", "int", "long", "float",
                               "double", "signed", "unsigned", "void"})
    Kinds[Word] |= NamesType;
}

/// The part of an entry that a declaration is looked up by.
static llvm::StringRef plainName(llvm::StringRef Entry) {
  Entry = Entry.rtrim("* \t");
  if (const size_t Colon = Entry.rfind("::"); Colon != llvm::StringRef::npos)
    Entry = Entry.substr(Colon + 2);
  // `struct page`, `unsigned long`
  if (const size_t Space = Entry.rfind(' '); Space != llvm::StringRef::npos)
    Entry = Entry.substr(Space + 1);
  return Entry;
}

bool DeclaredNames::names(llvm::StringRef Entry, unsigned Of) const {
  int64_t Number;
  if ((Of & NamesValue) &&
      (Entry == "<0" || Entry == ">0" || !Entry.getAsInteger(0, Number)))
    return true;
  auto It = Kinds.find(plainName(Entry));
  if (It != Kinds.end() && (It->second & Of))
    return true;
  if (!(Of & NamesFunction) || !Entry.contains('*'))
    return false;
  // A pattern; its qualifiers are not looked at here.
  auto Pattern = llvm::GlobPattern::create(Entry.substr(
      Entry.rfind("::") == llvm::StringRef::npos ? 0 : Entry.rfind("::") + 2));
  if (!Pattern) {
    llvm::consumeError(Pattern.takeError());
    return false;
  }
  return llvm::any_of(Kinds, [&](const auto &K) {
    return (K.second & Of) && Pattern->match(K.first());
  });
}

std::string DeclaredNames::nearest(llvm::StringRef Entry, unsigned Of) const {
  std::vector<llvm::StringRef> Known;
  for (const auto &K : Kinds)
    if (K.second & Of)
      Known.push_back(K.first());
  return nearestName(plainName(Entry), Known).str();
}

} // namespace reentrancy

//===- OptionNames.cpp - The options, and what is wrong with them ---------===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OptionNames.h"
#include "../lib/vocabulary/Spelling.h"
#include "RunSummary.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"
#include "clang-tidy/utils/OptionsUtils.h"
#include "llvm/ADT/STLExtras.h"
#include <optional>
#include <set>

using ::reentrancy::NamesFunction;
using ::reentrancy::NamesMacro;
using ::reentrancy::NamesType;
using ::reentrancy::NamesValue;
using ::reentrancy::nearestName;
using ::reentrancy::Protocol;

namespace clang::tidy::reentrancy {

llvm::ArrayRef<VocabularyOption> vocabularyOptions() {
  constexpr unsigned Calls = NamesFunction | NamesMacro;
  constexpr unsigned Values = NamesValue | NamesMacro;
  static const VocabularyOption All[] = {
      {"PendingTypes", &Protocol::PendingTypes, NamesType},
      {"PendingParts", &Protocol::PendingParts, NamesType},
      {"CompletionTypes", &Protocol::CompletionTypes, NamesType},
      {"GroupTypes", &Protocol::GroupTypes, NamesType},
      {"PendingFunctions", &Protocol::PendingMakers, Calls},
      {"DoneFunctions", &Protocol::DoneMakers, Calls},
      {"PendingValues", &Protocol::PendingValues, Values},
      {"DoneValues", &Protocol::DoneValues, Values},
      {"ErrorValues", &Protocol::ErrorValues, Values},
      {"YieldingFunctions", &Protocol::YieldingFunctions, NamesFunction},
      {"YieldMacros", &Protocol::YieldMacros, NamesMacro},
      {"LeafYields", &Protocol::LeafYields, Calls | NamesValue},
      {"PureFunctions", &Protocol::PureFunctions, Calls},
      {"IdempotentFunctions", &Protocol::IdempotentFunctions, Calls},
      {"RegistrationFunctions", &Protocol::Registrations, Calls},
      {"NoiseFunctions", &Protocol::Noise, Calls}};
  return All;
}

/// The names of all options.
static std::vector<StringRef> optionNames() {
  std::vector<StringRef> Names = {
      "Protocol",  "LeastConfidence", "ReportSkipped", "MaxBlocks",
      "MaxStates", "MaxValuations",   "MaxDepth"};
  for (const VocabularyOption &O : vocabularyOptions())
    Names.push_back(O.Name);
  return Names;
}

/// The names of the checks that are known to this clang-tidy.
static std::set<std::string> checkNames() {
  std::set<std::string> Names;
  for (const auto &Entry : ClangTidyModuleRegistry::entries()) {
    ClangTidyCheckFactories Factories;
    Entry.instantiate()->addCheckFactories(Factories);
    for (const auto &Factory : Factories)
      Names.insert(Factory.getKey().str());
  }
  return Names;
}

static bool isOurs(StringRef Check) {
  return Check.starts_with("reentrancy-") ||
         Check.starts_with("audit-reentrancy") ||
         Check.starts_with("debug-reentrancy-");
}

static std::string quotedName(StringRef Name) {
  return ("'" + Name + "'").str();
}

/// Whether \p Entry has a comma outside of brackets.
static bool hasComma(StringRef Entry) {
  int Depth = 0;
  for (char C : Entry) {
    Depth += C == '<' || C == '(';
    Depth -= C == '>' || C == ')';
    if (C == ',' && Depth <= 0)
      return true;
  }
  return false;
}

/// The option that \p Key of the options sets for checks of ours, and with
/// what value; nothing if it is another module's.
static std::optional<std::pair<StringRef, const VocabularyOption *>>
ourOption(StringRef Key) {
  const size_t Dot = Key.rfind('.');
  if (Dot != StringRef::npos && !isOurs(Key.take_front(Dot)))
    return std::nullopt;
  const StringRef Name = Dot == StringRef::npos ? Key : Key.substr(Dot + 1);
  const auto *List =
      llvm::find_if(vocabularyOptions(), [Name](const VocabularyOption &O) {
        return O.Name == Name;
      });
  return std::make_pair(Name,
                        List == vocabularyOptions().end() ? nullptr : List);
}

std::vector<std::string>
optionComplaints(const ClangTidyOptions::OptionMap &Options) {
  std::vector<std::string> Wrong;
  std::set<std::string> Checks;
  const std::vector<StringRef> Known = optionNames();
  auto Meant = [](StringRef Nearest) {
    return Nearest.empty() ? "" : "; did you mean " + quotedName(Nearest) + "?";
  };
  for (const auto &Given : Options) {
    const StringRef Key = Given.getKey(), Value = Given.getValue().Value;
    const size_t Dot = Key.rfind('.');
    if (Dot != StringRef::npos) {
      const StringRef Check = Key.take_front(Dot);
      if (Checks.empty())
        Checks = checkNames();
      if (!Checks.count(Check.str())) {
        std::vector<StringRef> Ours;
        for (const std::string &C : Checks)
          if (isOurs(C))
            Ours.push_back(C);
        const StringRef Nearest = nearestName(Check, Ours);
        if (isOurs(Check) || !Nearest.empty())
          Wrong.push_back("no check has the name " + quotedName(Check) +
                          ", for which the option " + quotedName(Key) +
                          " is given" + Meant(Nearest));
        continue;
      }
    }
    const auto Ours = ourOption(Key);
    if (!Ours)
      continue;
    const auto [Name, List] = *Ours;
    if (!llvm::is_contained(Known, Name)) {
      const StringRef Nearest = nearestName(Name, Known);
      if (Dot != StringRef::npos || !Nearest.empty())
        Wrong.push_back("unknown option " + quotedName(Key) +
                        (Nearest.empty()
                             ? "; docs/protocols.md lists the known ones"
                             : Meant(Nearest)));
    } else if (Name == "Protocol") {
      if (!Protocol::named(Value)) {
        const std::vector<std::string> BuiltIn = ::reentrancy::protocolNames();
        Wrong.push_back(
            "unknown protocol " + quotedName(Value) + "; known are " +
            Protocol::builtIn() +
            "; another vocabulary is given by the options PendingTypes, "
            "PendingValues, ..." +
            Meant(nearestName(Value, std::vector<StringRef>(BuiltIn.begin(),
                                                            BuiltIn.end()))));
      }
    } else if (List) {
      for (StringRef Entry : utils::options::parseStringList(Value))
        if (hasComma(Entry))
          Wrong.push_back("the entry " + quotedName(Entry) + " of " +
                          quotedName(Key) +
                          " has a comma; entries are separated by ';'");
    }
  }
  llvm::sort(Wrong);
  return Wrong;
}

std::vector<std::string>
entryComplaints(const ClangTidyOptions::OptionMap &Options,
                const ASTContext &Context) {
  std::vector<std::string> Wrong;
  std::optional<::reentrancy::DeclaredNames> Declared;
  for (const auto &Given : Options) {
    const StringRef Key = Given.getKey();
    const auto Ours = ourOption(Key);
    if (!Ours || !Ours->second)
      continue;
    const VocabularyOption &Option = *Ours->second;
    const auto Entries =
        utils::options::parseStringList(Given.getValue().Value);
    for (StringRef Entry : Entries) {
      if (Entry.empty() || hasComma(Entry))
        continue;
      if (!Declared)
        Declared.emplace(Context);
      const bool Here = Declared->names(Entry, Option.Kinds);
      RunSummary::instance().entry(Option.Name, Entry, Here);
      if (Here)
        continue;
      const std::string Nearest = Declared->nearest(Entry, Option.Kinds);
      // What stands in the list as well is no slip of the pen.
      if (!Nearest.empty() && !llvm::is_contained(Entries, Nearest))
        Wrong.push_back(quotedName(Entry) + " of the option " +
                        quotedName(Key) + " names nothing here; did you mean " +
                        quotedName(Nearest) + "?");
    }
  }
  llvm::sort(Wrong);
  return Wrong;
}

} // namespace clang::tidy::reentrancy

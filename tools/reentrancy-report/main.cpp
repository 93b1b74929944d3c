//===-- reentrancy-report: findings of a whole code base --------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "Export.h"
#include "Formats.h"
#include "ResourceDir.h"
#include "Run.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Threading.h"
#include <chrono>

using namespace llvm;
using namespace reentrancy::report;

namespace {

/// Exit statuses, also told in docs/ci.md.
enum Status { NothingNew = 0, SomethingFound = 1, CouldNotRun = 2 };

cl::OptionCategory Category("reentrancy-report");
cl::SubCommand From("from", "take what clang-tidy -export-fixes wrote");
cl::SubCommand Merge("merge", "put together what --format=json wrote");

cl::list<std::string> Files(cl::Positional, cl::desc("[FILE ...]"),
                            cl::cat(Category));
cl::list<std::string> Exports(cl::Positional, cl::OneOrMore,
                              cl::desc("FIXES.yaml ..."), cl::sub(From),
                              cl::cat(Category));
cl::list<std::string> Shards(cl::Positional, cl::OneOrMore,
                             cl::desc("SHARD.json ..."), cl::sub(Merge),
                             cl::cat(Category));

cl::opt<std::string> BuildDir("p", cl::desc("folder of compile_commands.json"),
                              cl::value_desc("BUILD"), cl::cat(Category));
cl::opt<unsigned> Jobs("j", cl::desc("files at once (default: all cores)"),
                       cl::value_desc("N"), cl::Prefix, cl::cat(Category));
cl::opt<std::string> Shard("shard", cl::desc("only part i of n of the files"),
                           cl::value_desc("i/n"), cl::cat(Category));
cl::opt<std::string> Checks("checks", cl::desc("globs, as clang-tidy takes"),
                            cl::init("-*,reentrancy-*"), cl::cat(Category));
cl::opt<std::string> Config("config",
                            cl::desc("instead of .clang-tidy, as clang-tidy "
                                     "takes"),
                            cl::value_desc("YAML"), cl::cat(Category));
cl::opt<std::string>
    HeaderFilter("header-filter",
                 cl::desc("also what is found in headers that match"),
                 cl::value_desc("REGEX"), cl::cat(Category));
cl::opt<bool> Audit("audit", cl::desc("also the verdict of each yield"),
                    cl::cat(Category));
cl::opt<std::string> Tidy("tidy",
                          cl::desc("the reentrancy-tidy to start (default: "
                                   "the one beside this program)"),
                          cl::value_desc("PATH"), cl::cat(Category));
cl::opt<std::string> CacheDir("cache",
                              cl::desc("where results are kept (default: in "
                                       "the user's cache folder)"),
                              cl::value_desc("DIR"), cl::cat(Category));
cl::opt<bool> NoCache("no-cache", cl::desc("keep and use no results"),
                      cl::cat(Category));
cl::opt<unsigned> CacheMegabytes("cache-size",
                                 cl::desc("the most that is kept, in MB"),
                                 cl::init(256), cl::cat(Category));

enum class Kind { Text, Json, Sarif, Github, Html };
cl::opt<Kind> FormatOf(
    "format", cl::desc("what to write"), cl::init(Kind::Text),
    cl::values(clEnumValN(Kind::Text, "text", "as clang-tidy prints"),
               clEnumValN(Kind::Json, "json", "for merge and other programs"),
               clEnumValN(Kind::Sarif, "sarif", "SARIF 2.1.0"),
               clEnumValN(Kind::Github, "github", "GitHub's annotations"),
               clEnumValN(Kind::Html, "html", "one page")),
    cl::sub(cl::SubCommand::getAll()), cl::cat(Category));
cl::opt<std::string> Output("o", cl::desc("file to write (default: stdout)"),
                            cl::value_desc("OUT"), cl::init("-"),
                            cl::sub(cl::SubCommand::getAll()),
                            cl::cat(Category));
cl::opt<std::string> BaselineFile("baseline",
                                  cl::desc("report only what is not in FILE"),
                                  cl::value_desc("FILE"),
                                  cl::sub(cl::SubCommand::getAll()),
                                  cl::cat(Category));
cl::opt<std::string> UpdateBaseline("update-baseline",
                                    cl::desc("write all findings to FILE"),
                                    cl::value_desc("FILE"),
                                    cl::sub(cl::SubCommand::getAll()),
                                    cl::cat(Category));
cl::opt<std::string> RootDir("root",
                             cl::desc("top of the code base; paths are told "
                                      "relative to it (default: the current "
                                      "folder)"),
                             cl::value_desc("DIR"),
                             cl::sub(cl::SubCommand::getAll()),
                             cl::cat(Category));

cl::opt<std::string> Graph("graph",
                           cl::desc("print the states of a function instead "
                                    "of a report"),
                           cl::value_desc("FUNCTION"),
                           cl::sub(cl::SubCommand::getAll()),
                           cl::cat(Category));
enum class Language { Dot, Mermaid };
cl::opt<Language> GraphLanguage(
    "graph-language", cl::desc("what to print them in"),
    cl::init(Language::Dot),
    cl::values(clEnumValN(Language::Dot, "dot", "of graphviz"),
               clEnumValN(Language::Mermaid, "mermaid", "for Markdown pages")),
    cl::sub(cl::SubCommand::getAll()), cl::cat(Category));

/// A bar with the time left, where standard error is a terminal; else nothing.
class Bar {
public:
  void operator()(const Progress &P) {
    if (!sys::Process::StandardErrIsDisplayed())
      return;
    constexpr size_t Width = 30;
    const size_t Full = P.All ? P.Done * Width / P.All : Width;
    const double Spent =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - Start)
            .count();
    // What comes from the cache takes no time worth counting.
    const size_t Worked = P.Done - P.Cached;
    const auto Left = static_cast<unsigned>(
        Worked ? Spent / Worked * (P.All - P.Done) + 0.5 : 0);
    errs() << "\r\033[K[" << std::string(Full, '#')
           << std::string(Width - Full, '.') << "] " << P.Done << "/" << P.All
           << " files, " << P.Findings << " findings, "
           << format("%u:%02u", Left / 60, Left % 60) << " left";
    if (P.Done == P.All)
      errs() << "\r\033[K";
  }

private:
  std::chrono::steady_clock::time_point Start =
      std::chrono::steady_clock::now();
};

std::string absolute(StringRef Path) {
  SmallString<256> Real;
  if (!sys::fs::real_path(Path, Real))
    return std::string(Real);
  Real = Path;
  sys::fs::make_absolute(Real);
  return std::string(Real);
}

Expected<std::string> textOf(StringRef File) {
  auto Text = MemoryBuffer::getFileOrSTDIN(File);
  if (!Text)
    return createStringError("'" + File +
                             "' cannot be read: " + Text.getError().message());
  return (*Text)->getBuffer().str();
}

Expected<Report> analysed(const char *Argv0) {
  RunOptions Run;
  static int AnAddressInMain;
  SmallString<256> Beside(sys::fs::getMainExecutable(Argv0, &AnAddressInMain));
  sys::path::remove_filename(Beside);
  sys::path::append(Beside, "reentrancy-tidy");
  Run.Tidy = absolute(Tidy.empty() ? Beside.str() : StringRef(Tidy));
  Run.ResourceDir = reentrancy::findResourceDir(Argv0);
  if (BuildDir.empty())
    return createStringError("no compile database is named: -p BUILD is the "
                             "folder of compile_commands.json");
  Run.BuildDir = absolute(BuildDir);
  Run.Root = absolute(RootDir.empty() ? StringRef(".") : StringRef(RootDir));
  Run.Files.assign(Files.begin(), Files.end());
  Run.Jobs = Jobs;
  if (!Shard.empty()) {
    auto [I, N] = StringRef(Shard).split('/');
    if (I.getAsInteger(10, Run.Shard) || N.getAsInteger(10, Run.Shards) ||
        Run.Shard < 1 || Run.Shard > Run.Shards)
      return createStringError("--shard=" + Shard +
                               " is not i/n with i from 1 to n, as in 2/8");
  }
  Run.TidyArgs = {"--checks=" + Checks +
                  (Audit || !Graph.empty() ? ",audit-reentrancy,audit-"
                                             "reentrancy-states"
                                           : "")};
  if (Config.getNumOccurrences())
    Run.TidyArgs.push_back("--config=" + Config);
  if (HeaderFilter.getNumOccurrences())
    Run.TidyArgs.push_back("--header-filter=" + HeaderFilter);
  if (!NoCache) {
    SmallString<256> Dir(CacheDir);
    if (Dir.empty() && sys::path::cache_directory(Dir))
      sys::path::append(Dir, "reentrancy-report");
    Run.CacheDir = std::string(Dir);
    Run.CacheBytes = uint64_t(CacheMegabytes) << 20;
  }
  return analyse(Run, Bar());
}

Expected<Report> gathered(const char *Argv0) {
  Report All;
  if (From) {
    const std::string Root =
        absolute(RootDir.empty() ? StringRef(".") : StringRef(RootDir));
    for (const std::string &File : Exports) {
      auto Text = textOf(File);
      if (!Text)
        return Text.takeError();
      auto Part = readExport(*Text, File, Root);
      if (!Part)
        return Part.takeError();
      All.add(std::move(*Part));
    }
  } else if (Merge) {
    for (const std::string &File : Shards) {
      auto Text = textOf(File);
      if (!Text)
        return Text.takeError();
      auto Part = parseReport(*Text, File);
      if (!Part)
        return Part.takeError();
      All.add(std::move(*Part));
    }
  } else {
    return analysed(Argv0);
  }
  All.normalize();
  return All;
}

Error writeTo(StringRef File, const Report &R) {
  return writeToOutput(File, [&](raw_ostream &OS) -> Error {
    switch (FormatOf) {
    case Kind::Text:
      writeText(R, OS);
      break;
    case Kind::Json:
      writeJson(R, OS);
      break;
    case Kind::Sarif:
      writeSarif(R, OS);
      break;
    case Kind::Github:
      writeGithub(R, OS);
      break;
    case Kind::Html:
      writeHtml(R, OS);
      break;
    }
    return Error::success();
  });
}

/// Prints the machine of the one function that --graph names, with as many of
/// its scopes as tell it apart.
Expected<Status> printGraph(const Report &R) {
  std::vector<const Machine *> Named;
  std::string All;
  for (const Machine &M : R.Machines) {
    if (M.Function == Graph || StringRef(M.Function).ends_with("::" + Graph))
      Named.push_back(&M);
    All += "\n  " + M.Function;
  }
  if (Named.size() != 1)
    return createStringError(
        "--graph=" + Graph + " names " +
        (Named.empty() ? "no re-entrant function"
                       : "several: write their scopes as well") +
        (All.empty() ? "; there is none, or this report was made without "
                       "--audit"
                     : "; there are:" + All));
  if (Error E = writeToOutput(Output, [&](raw_ostream &OS) -> Error {
        (GraphLanguage == Language::Dot ? writeDot : writeMermaid)(*Named[0],
                                                                   OS);
        return Error::success();
      }))
    return std::move(E);
  return NothingNew;
}

Expected<Status> run(const char *Argv0) {
  // Read first: a run that ends with a complaint about it was for nothing.
  Baseline Known;
  if (!BaselineFile.empty()) {
    auto Read = Baseline::read(BaselineFile);
    if (!Read)
      return Read.takeError();
    Known = std::move(*Read);
  }
  auto R = gathered(Argv0);
  if (!R)
    return R.takeError();
  for (const Failure &F : R->Failures)
    errs() << "reentrancy-report: " << F.File
           << " was not analysed whole: " << F.Message << "\n";
  if (!Graph.empty())
    return printGraph(*R);
  if (!UpdateBaseline.empty())
    if (Error E = Baseline::of(*R).write(UpdateBaseline))
      return std::move(E);
  if (!BaselineFile.empty()) {
    const auto Gone = Known.subtractFrom(*R);
    // What part of the files was not looked at, nobody knows to be gone.
    if (Files.empty() && Shard.empty() && R->Failures.empty())
      for (const Baseline::Entry &E : Gone)
        errs() << "reentrancy-report: gone since the baseline: " << E.File
               << ": " << E.Message << " [" << E.Check << "]\n";
  }
  if (Error E = writeTo(Output, *R))
    return std::move(E);
  if (!R->Failures.empty())
    return CouldNotRun;
  return R->Findings.empty() || !UpdateBaseline.empty() ? NothingNew
                                                        : SomethingFound;
}

} // namespace

int main(int Argc, const char **Argv) {
  InitLLVM Init(Argc, Argv);
  cl::SetVersionPrinter([](raw_ostream &OS) {
    OS << "reentrancy-report " REENTRANCY_VERSION "\n";
  });
  cl::HideUnrelatedOptions(Category);
  cl::HideUnrelatedOptions(Category, From);
  cl::HideUnrelatedOptions(Category, Merge);
  if (!cl::ParseCommandLineOptions(
          Argc, Argv,
          "Finds re-entrancy bugs in all files of a compile database, and "
          "reports them.\nExit status: 0 nothing new, 1 findings, 2 could not "
          "run.\n",
          &errs()))
    return CouldNotRun;
  auto Done = run(Argv[0]);
  if (Done)
    return *Done;
  errs() << "reentrancy-report: error: " << toString(Done.takeError()) << "\n";
  return CouldNotRun;
}

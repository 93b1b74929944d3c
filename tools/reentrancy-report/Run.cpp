//===-- The analysis of a compile database ----------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Run.h"
#include "Export.h"
#include "clang/Basic/Version.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/DependencyScanning/DependencyScanningService.h"
#include "clang/Tooling/DependencyScanning/DependencyScanningTool.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/Caching.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/xxhash.h"
#include <mutex>

using namespace llvm;
using namespace clang::tooling;

namespace reentrancy::report {

namespace {

/// How much of an analyser's standard error is told when it fails.
constexpr size_t MaxComplaint = 2000;

std::string hashOf(StringRef Text) {
  const XXH128_hash_t H = xxh3_128bits(arrayRefFromStringRef(Text));
  return utohexstr(H.high64, true, 16) + utohexstr(H.low64, true, 16);
}

/// Content hashes of files, each read once in a run. For several threads.
class ContentHashes {
public:
  /// Empty if the file cannot be read.
  std::string of(StringRef File) {
    {
      std::lock_guard Lock(Mutex);
      if (auto It = Known.find(File); It != Known.end())
        return It->second;
    }
    std::string Hash;
    if (auto Buffer = MemoryBuffer::getFile(File))
      Hash = hashOf((*Buffer)->getBuffer());
    std::lock_guard Lock(Mutex);
    return Known.try_emplace(File, Hash).first->second;
  }

private:
  std::mutex Mutex;
  StringMap<std::string> Known;
};

class Analyser {
public:
  Analyser(const RunOptions &Options, const CompilationDatabase &Database)
      : Options(Options), Database(Database),
        Scanning(dependencies::ScanningMode::DependencyDirectivesScan,
                 dependencies::ScanningOutputFormat::Full) {
    Version = std::string(clang::getClangFullVersion()) + "\n" +
              Hashes.of(Options.Tidy);
  }

  /// What there is to say of \p File. \p Cached: whether that was known.
  Report run(StringRef File, bool &Cached) {
    Cached = false;
    const std::string Key = Options.CacheDir.empty() ? "" : keyOf(File);
    if (Key.empty())
      return analyseNow(File);
    std::optional<Report> Found;
    auto Cache = localCache(
        "reentrancy-report", "report", Options.CacheDir,
        [&](unsigned, const Twine &, std::unique_ptr<MemoryBuffer> Text) {
          if (auto Parsed = parseReport(Text->getBuffer(), Key))
            Found = std::move(*Parsed);
          else
            consumeError(Parsed.takeError());
        });
    if (!Cache) {
      consumeError(Cache.takeError());
      return analyseNow(File);
    }
    auto Add = (*Cache)(0, Key, File);
    if (Add && !*Add && Found) {
      Cached = true;
      return std::move(*Found);
    }
    if (Add && !*Add) {
      // An entry that is no report, say of a disk that was full: it goes.
      SmallString<256> Spoilt(Options.CacheDir);
      sys::path::append(Spoilt, "llvmcache-" + Key);
      sys::fs::remove(Spoilt);
      Add = (*Cache)(0, Key, File);
    }
    Report R = analyseNow(File);
    if (!Add) {
      consumeError(Add.takeError());
      return R;
    }
    // A failure may have its cause outside of what the key tells.
    if (!*Add || !R.Failures.empty())
      return R;
    if (auto Stream = (*Add)(0, File))
      *(*Stream)->OS << toJSON(R);
    else
      consumeError(Stream.takeError());
    return R;
  }

private:
  /// Everything that the findings of \p File depend on, as one hash: empty if
  /// that cannot be told, e.g. where an include is not found.
  std::string keyOf(StringRef File) {
    std::string All = Version + "\n" + Options.Root + "\n" + File.str() + "\n" +
                      join(Options.TidyArgs, "\n");
    for (const CompileCommand &Command : Database.getCompileCommands(File)) {
      std::vector<std::string> Args = Command.CommandLine;
      if (Args.empty())
        return "";
      All += "\n" + Command.Directory + "\n" + join(Args, "\n");
      if (!Options.ResourceDir.empty())
        Args.insert(Args.begin() + 1, "-resource-dir=" + Options.ResourceDir);
      dependencies::DependencyScanningTool Tool(Scanning);
      auto Deps = Tool.getTranslationUnitDependencies(
          Args, Command.Directory, {},
          [](const dependencies::ModuleID &, dependencies::ModuleOutputKind) {
            return std::string();
          });
      if (!Deps) {
        consumeError(Deps.takeError());
        return "";
      }
      for (const std::string &Dep : Deps->FileDeps) {
        SmallString<256> Path(Dep);
        sys::fs::make_absolute(Command.Directory, Path);
        const std::string Hash = Hashes.of(Path);
        if (Hash.empty())
          return "";
        All += "\n" + Dep + " " + Hash;
      }
    }
    // The settings that clang-tidy looks for above the file.
    SmallString<256> Dir(File);
    while (sys::path::has_parent_path(Dir)) {
      Dir = SmallString<256>(sys::path::parent_path(Dir));
      SmallString<256> Settings(Dir);
      sys::path::append(Settings, ".clang-tidy");
      if (const std::string Hash = Hashes.of(Settings); !Hash.empty())
        All += ("\n" + Settings + " " + Hash).str();
    }
    return hashOf(All);
  }

  Report analyseNow(StringRef File) {
    auto Failed = [&](const Twine &Why) {
      Report R;
      R.Failures.push_back({shownPath(File, Options.Root), Why.str()});
      R.Files.push_back(shownPath(File, Options.Root));
      return R;
    };
    SmallString<256> Fixes, Complaints;
    if (sys::fs::createTemporaryFile("reentrancy-report", "yaml", Fixes) ||
        sys::fs::createTemporaryFile("reentrancy-report", "txt", Complaints))
      return Failed("no temporary file could be made");
    FileRemover RemoveFixes(Fixes), RemoveComplaints(Complaints);

    const std::string Export = ("--export-fixes=" + Fixes).str();
    std::vector<StringRef> Args = {Options.Tidy, "-p", Options.BuildDir,
                                   "--quiet", Export};
    Args.insert(Args.end(), Options.TidyArgs.begin(), Options.TidyArgs.end());
    Args.push_back(File);
    const std::optional<StringRef> Redirects[] = {StringRef(""), StringRef(""),
                                                  Complaints.str()};
    std::string Message;
    const int Status =
        sys::ExecuteAndWait(Options.Tidy, Args, /*Env=*/std::nullopt, Redirects,
                            /*SecondsToWait=*/0, /*MemoryLimit=*/0, &Message);
    auto Said = [&](StringRef Path) {
      auto Text = MemoryBuffer::getFile(Path);
      return Text ? (*Text)->getBuffer().str() : std::string();
    };
    if (Status < 0)
      return Failed("the analyser ended: " + Message);
    const std::string Text = Said(Fixes);
    if (Status != 0 && StringRef(Text).trim().empty())
      return Failed(
          StringRef(Said(Complaints)).trim().take_front(MaxComplaint));
    Expected<Report> R = readExport(Text, Fixes, Options.Root);
    if (!R)
      return Failed(toString(R.takeError()));
    R->Files = {shownPath(File, Options.Root)};
    return std::move(*R);
  }

  const RunOptions &Options;
  const CompilationDatabase &Database;
  dependencies::DependencyScanningService Scanning;
  ContentHashes Hashes;
  std::string Version;
};

/// The files to analyse, absolute, in one order on every machine.
Expected<std::vector<std::string>> filesOf(const RunOptions &Options,
                                           const CompilationDatabase &All) {
  std::vector<std::string> Known = All.getAllFiles();
  for (std::string &File : Known) {
    SmallString<256> Path(File);
    sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    File = std::string(Path);
  }
  llvm::sort(Known);
  Known.erase(std::unique(Known.begin(), Known.end()), Known.end());
  std::vector<std::string> Wanted;
  for (const std::string &Given : Options.Files) {
    SmallString<256> Path(Given);
    sys::fs::make_absolute(Path);
    sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    if (!llvm::is_contained(Known, Path.str()))
      return createStringError(
          "'" + Given + "' is not in the compile database of '" +
          Options.BuildDir +
          "'; name a file that it builds, or another database by -p");
    Wanted.push_back(std::string(Path));
  }
  if (Options.Files.empty())
    Wanted = Known;
  llvm::sort(Wanted);
  Wanted.erase(std::unique(Wanted.begin(), Wanted.end()), Wanted.end());
  if (Wanted.empty())
    return createStringError("the compile database of '" + Options.BuildDir +
                             "' names no file");
  std::vector<std::string> Mine;
  for (size_t I = 0; I != Wanted.size(); ++I)
    if (I % Options.Shards == Options.Shard - 1)
      Mine.push_back(Wanted[I]);
  return Mine;
}

} // namespace

Expected<Report> analyse(const RunOptions &Options,
                         std::function<void(const Progress &)> Told) {
  if (!sys::fs::can_execute(Options.Tidy))
    return createStringError(
        "'" + Options.Tidy +
        "' is not there or cannot be started; it is installed beside this "
        "program, or named by --tidy");
  std::string Complaint;
  auto Database =
      CompilationDatabase::loadFromDirectory(Options.BuildDir, Complaint);
  if (!Database)
    return createStringError("no compile database in '" + Options.BuildDir +
                             "': name its folder by -p; CMake writes one with "
                             "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON\n" +
                             StringRef(Complaint).trim());
  auto Files = filesOf(Options, *Database);
  if (!Files)
    return Files.takeError();

  Analyser Analyse(Options, *Database);
  std::vector<Report> Parts(Files->size());
  Progress Sofar{0, 0, Files->size(), 0};
  std::mutex Telling;
  DefaultThreadPool Pool(hardware_concurrency(Options.Jobs));
  for (size_t I = 0; I != Files->size(); ++I)
    Pool.async([&, I] {
      bool Cached;
      Parts[I] = Analyse.run((*Files)[I], Cached);
      std::lock_guard Lock(Telling);
      ++Sofar.Done;
      Sofar.Cached += Cached;
      Sofar.Findings += Parts[I].Findings.size();
      Told(Sofar);
    });
  Pool.wait();

  if (!Options.CacheDir.empty()) {
    CachePruningPolicy Policy;
    Policy.Interval = std::chrono::seconds(0);
    Policy.MaxSizeBytes = Options.CacheBytes;
    pruneCache(Options.CacheDir, Policy);
  }
  Report All;
  for (Report &Part : Parts)
    All.add(std::move(Part));
  All.normalize();
  return All;
}

} // namespace reentrancy::report

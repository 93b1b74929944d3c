//===-- Where Clang's own headers are ---------------------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ResourceDir.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace llvm;

namespace reentrancy {

static bool isResourceDir(StringRef Dir) {
  SmallString<256> Header(Dir);
  sys::path::append(Header, "include", "stddef.h");
  return !Dir.empty() && sys::fs::exists(Header);
}

static std::string besideExecutable(const char *Argv0) {
  static int AnAddressInMain;
  SmallString<256> Dir(sys::fs::getMainExecutable(Argv0, &AnAddressInMain));
  sys::path::remove_filename(Dir);
  sys::path::append(Dir, "..", "lib", "clang", CLANG_VERSION_MAJOR_STRING);
  sys::path::remove_dots(Dir, /*remove_dot_dot=*/true);
  return std::string(Dir);
}

static std::string askClang() {
  auto Clang = sys::findProgramByName("clang-" CLANG_VERSION_MAJOR_STRING);
  if (!Clang)
    return "";
  SmallString<256> Output;
  if (sys::fs::createTemporaryFile("reentrancy-resource-dir", "txt", Output))
    return "";
  FileRemover Remover(Output);
  const std::optional<StringRef> Redirects[] = {
      StringRef(""), StringRef(Output), StringRef("")};
  if (sys::ExecuteAndWait(*Clang, {*Clang, "-print-resource-dir"},
                          /*Env=*/std::nullopt, Redirects,
                          /*SecondsToWait=*/10) != 0)
    return "";
  auto Text = MemoryBuffer::getFile(Output);
  return Text ? (*Text)->getBuffer().trim().str() : "";
}

std::string findResourceDir(const char *Argv0) {
  if (isResourceDir(REENTRANCY_RESOURCE_DIR))
    return REENTRANCY_RESOURCE_DIR;
  if (std::string Dir = besideExecutable(Argv0); isResourceDir(Dir))
    return Dir;
  if (std::string Dir = askClang(); isResourceDir(Dir))
    return Dir;
  return "";
}

} // namespace reentrancy

//===-- Refuses a clang-tidy of another LLVM version ------------*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Clang's C++ interface changes with every release: a plugin in a clang-tidy
// of another version crashes, at best. This runs before the plugin's other
// initialisers, includes nothing of LLVM's and looks its one symbol up by name,
// so that it can still speak up there.
//
//===----------------------------------------------------------------------===//

#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

namespace {

// std::string clang::getClangFullVersion(), as every Clang has it:
// "Debian clang version 19.1.7 (3~deb12u1)".
constexpr char VersionSymbol[] = "_ZN5clang19getClangFullVersionB5cxx11Ev";

// "19.1" or "19.1.7" or "19.1git", but not "19.10".
bool isOurVersion(const char *Version) {
  constexpr size_t Length = sizeof(REENTRANCY_LLVM_VERSION) - 1;
  if (std::strncmp(Version, REENTRANCY_LLVM_VERSION, Length) != 0)
    return false;
  return Version[Length] < '0' || Version[Length] > '9';
}

__attribute__((constructor(101))) void refuseOtherVersions() {
  void *Symbol = dlsym(RTLD_DEFAULT, VersionSymbol);
  if (!Symbol)
    return; // Not to be told: let the loader try.
  const std::string Host = reinterpret_cast<std::string (*)()>(Symbol)();
  constexpr char Key[] = "version ";
  const size_t At = Host.find(Key);
  if (At == std::string::npos ||
      isOurVersion(Host.c_str() + At + sizeof(Key) - 1))
    return;
  std::fprintf(stderr,
               "error: ReentrancyTidyPlugin.so is built for clang-tidy "
               "%s and cannot be loaded into '%s'\n",
               REENTRANCY_LLVM_VERSION, Host.c_str());
  // To go on without the checks would look like a clean run.
  _exit(1);
}

} // namespace

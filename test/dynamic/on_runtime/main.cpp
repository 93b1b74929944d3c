//===- main.cpp - The corpus on the runtime, under all modes ----*- C++ -*-===//
//
// Part of reentrancy-tidy, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// corpus_on_runtime [NAME ...]: explores the named programs, or all. Succeeds
// if each buggy form is caught by the modes that its world names and by no
// other (behind "blocking" and "yields", which the other modes contain, none is
// looked for), each fixed form by none, and the corpus' own scenarios tell the
// two apart. Each exploration has a process of its own, because some bugs end
// it.
//
//===----------------------------------------------------------------------===//

#include "explored_case.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Whether `explore` finds something. Its message, or the last words of its
/// process, are appended to `told`.
template <class Explore> bool finds(Explore explore, std::string &told) {
  int ends[2];
  if (pipe(ends) != 0) {
    std::perror("pipe");
    std::exit(2);
  }
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    dup2(ends[1], STDERR_FILENO);
    alarm(60);
    const TransparencyReport report = explore();
    if (!report.holds)
      std::fputs(report.message.c_str(), stderr);
    std::fflush(stderr);
    _exit(report.holds ? 0 : 1);
  }
  close(ends[1]);
  char buffer[4096];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    told.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    told += "(still running behind a minute)\n";
  return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

/// Says what is not as it should be; true if all is.
bool check(const ExploredCase &explored) {
  std::string caught, told;
  for (const std::string_view mode : kModes) {
    // There are yields in every mode, and the blocking run is before all.
    if (caught == "blocking" || caught == "yields")
      break;
    if (finds([&] { return explored.explore(mode); }, told))
      caught.append(caught.empty() ? "" : " ").append(mode);
  }
  const bool buggy = explored.form == "buggy";
  std::string scenario_told;
  const bool scenario_finds = finds(explored.explore_scenario, scenario_told);
  const std::string_view want = buggy ? explored.caught_by : "";
  const bool right = caught == want && scenario_finds == buggy;
  std::printf("%s %s %s: caught by: %s\n", right ? "ok  " : "FAIL",
              std::string(explored.name).c_str(),
              std::string(explored.form).c_str(),
              caught.empty() ? "-" : caught.c_str());
  if (caught != want)
    std::printf("expected: %s\n%s\n", std::string(want).c_str(), told.c_str());
  if (scenario_finds != buggy)
    std::printf("its own scenario: %s\n%s\n",
                scenario_finds ? "something found" : "nothing found",
                scenario_told.c_str());
  return right;
}

} // namespace

int main(int argc, char **argv) {
  const std::vector<std::string_view> names(argv + 1, argv + argc);
  bool right = true;
  std::size_t checked = 0;
  for (const ExploredCase &explored : explored_cases()) {
    if (!names.empty() &&
        std::find(names.begin(), names.end(), explored.name) == names.end())
      continue;
    ++checked;
    right = check(explored) && right;
  }
  if (checked == 0) {
    std::fputs("no program has this name\n", stderr);
    return 2;
  }
  return right ? 0 : 1;
}

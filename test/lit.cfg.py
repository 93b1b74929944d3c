"""The lit suite. Run by ctest, or by itself: lit build/test [--filter REGEX].

Substitutions, beside lit's own (%s, %S, %t):
  %check_tidy       runs the checks on a file and FileCheck on the outcome; see
                    check_tidy.py, which says how such a test is written
  %reentrancy_tidy  the stand-alone clang-tidy
  %reentrancy_report  reentrancy-report
  %exits N          runs a command that must end with status N
  %plugin_tidy      clang-tidy with the plugin loaded
  %clang_tidy       clang-tidy without it
  %clangd           reentrancy-clangd
  %plugin           the path of the plugin
  %corpus           test/corpus
  %include          include/
  %source           the top of the source tree
  %cmake, %cxx      the cmake and the compiler in use
  %python           this Python
FileCheck, not, count and split-file are on the PATH, in the version that the
tools are built with.
"""
import os
import shutil
import subprocess
import sys

import lit.formats

config.name = "reentrancy-tidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs", "cases", "corpus", "unit", "compile", "harness", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.build_dir, "test")

bin_dir = os.path.join(config.build_dir, "bin")
config.plugin = os.path.join(config.build_dir, "lib", "ReentrancyTidyPlugin.so")
config.clang_tidy = os.path.join(config.llvm_bin, "clang-tidy")
config.environment["PATH"] = os.pathsep.join([config.llvm_bin, config.environment["PATH"]])
# A developer's own settings must not decide a test.
nowhere = os.path.join(config.test_exec_root, "nowhere")
for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
    config.environment[name] = nowhere
config.environment.pop("CLANGD_FLAGS", None)


def quoted(*words):
    return " ".join(f'"{w}"' for w in words)


tidy = os.path.join(bin_dir, "reentrancy-tidy")
# Each is matched as a whole word: %plugin is not the start of %plugin_tidy.
for name, command in {
    "check_tidy": quoted(sys.executable, os.path.join(config.test_source_root, "check_tidy.py"), tidy),
    "reentrancy_tidy": quoted(tidy),
    "reentrancy_report": quoted(os.path.join(bin_dir, "reentrancy-report")),
    "exits": quoted(sys.executable, os.path.join(config.test_source_root, "tools", "Inputs", "report", "exits.py")),
    "plugin_tidy": quoted(config.clang_tidy, "-load=" + config.plugin),
    "clang_tidy": quoted(config.clang_tidy),
    "clangd": quoted(os.path.join(bin_dir, "reentrancy-clangd")),
    "plugin": config.plugin,
    "corpus": os.path.join(config.test_source_root, "corpus"),
    "include": os.path.join(config.source_dir, "include"),
    "source": config.source_dir,
    "build": config.build_dir,
    "libdir": config.libdir,
    "resource_dir": config.resource_dir,
    "cmake": quoted(config.cmake),
    "generator": config.generator,
    "cxx": quoted(config.cxx),
    "python": quoted(sys.executable),
}.items():
    config.substitutions.append((f"%{name}\\b", command.replace("\\", "\\\\")))

if config.has_clangd:
    config.available_features.add("clangd")
# As ./dev starts it.
system_python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else "python3"
if subprocess.run([system_python, "-c", "import clang.cindex"], capture_output=True).returncode == 0:
    config.available_features.add("python-clang")
# ./dev test installs these.
multitool = os.path.join(config.build_dir, "npm", "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
if os.path.exists(multitool):
    config.available_features.add("sarif-multitool")
    config.substitutions.append((r"%multitool\b", quoted(multitool)))
    config.environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1"
if shutil.which("chromium"):
    config.available_features.add("chromium")
if shutil.which("dot"):
    config.available_features.add("graphviz")
for old in ("clang-tidy-14", "clang-tidy-16"):
    if shutil.which(old):
        config.available_features.add(old)

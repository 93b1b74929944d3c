#!/usr/bin/env python3
"""Runs the checks on a file and compares what they print with its CHECK lines.

usage (in a test):  // RUN: %check_tidy %s [OPTION ...] [-- COMPILER-FLAG ...]

The file is analysed with only the project's checks on, no .clang-tidy, C++20,
and Inputs/ beside the test, test/Inputs/ and include/ searched for headers.
OPTIONs:
  -checks=...           other checks (default: -*,reentrancy-*)
  -config=...           options of checks (default: {}, i.e. no .clang-tidy)
  -check-prefix=NAME    use // NAME: lines instead of // CHECK:
  -check-prefixes=A,B   or those of several names
  -warnings-only        leave the notes out of the comparison
  -plain                no C++20 and no include paths from here
Anything else goes to reentrancy-tidy.

A CHECK line stands BEHIND the line it is about, and counts back from itself:

    ++n_;
    // CHECK: :[[@LINE-1]]:3: warning: {{.*}} [reentrancy-mutation-before-yield]

The notes of a warning come right after it in the output, so their CHECK lines
come right after its own, wherever the lines that they point at are:

    // CHECK: :[[@LINE-3]]:5: note: may return pending here

Every diagnostic must have its line: any other warning, error or note between
them fails the test (FileCheck's --implicit-check-not). So a safe twin needs no
line at all, it is asserted by having none; a file without CHECK lines asserts
that nothing whatever is reported.
"""
import os
import re
import subprocess
import sys

KINDS = "warning|error|note"


def main():
    tidy, source, args = sys.argv[1], sys.argv[2], sys.argv[3:]
    here = os.path.dirname(os.path.abspath(__file__))
    flags = []
    if "--" in args:
        cut = args.index("--")
        args, flags = args[:cut], args[cut + 1:]

    prefixes, checks, config, kinds, plain, rest = ["CHECK"], "-*,reentrancy-*", "{}", KINDS, False, []
    for arg in args:
        name, _, value = arg.lstrip("-").partition("=")
        if name in ("check-prefix", "check-prefixes"):
            prefixes = value.split(",")
        elif name == "checks":
            checks = value
        elif name == "config":
            config = value
        elif name == "warnings-only":
            kinds = "warning|error"
        elif name == "plain":
            plain = True
        else:
            rest.append(arg)
    if not plain:
        places = [os.path.join(os.path.dirname(source), "Inputs"), os.path.join(here, "Inputs"),
                  os.path.join(os.path.dirname(here), "include")]
        flags = ["-std=c++20", *("-I" + p for p in places), *flags]

    run = subprocess.run([tidy, f"--config={config}", f"-checks={checks}", *rest, source, "--", *flags],
                         capture_output=True, text=True, errors="replace")
    output = run.stdout
    # A crash, or a setting that is refused; compile errors are in the output.
    if run.returncode not in (0, 1) or (run.returncode and not re.search(r": error: ", output)):
        sys.stderr.write(output + run.stderr)
        sys.exit(f"{tidy}: exit code {run.returncode}")

    with open(source) as f:
        text = f.read()
    line = re.compile(r"\b(?:%s)(?:-(?:NEXT|SAME|NOT|DAG|EMPTY|LABEL|COUNT-\d+))?:" % "|".join(map(re.escape, prefixes)))
    if not line.search(text):
        if re.search(f"(?:{kinds}):", output):
            sys.exit(f"{output}{source} has no {prefixes[0]} lines, so nothing should have been reported")
        return
    check = subprocess.run(["FileCheck", f"--check-prefixes={','.join(prefixes)}", "--allow-unused-prefixes",
                            "--allow-empty", f"--implicit-check-not={{{{({kinds}):}}}}", source],
                           input=output, text=True)
    if check.returncode:
        sys.stderr.write(f"--- {os.path.basename(tidy)} printed:\n{output}{run.stderr}")
    sys.exit(check.returncode)


main()

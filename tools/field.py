#!/usr/bin/env python3
"""Runs all checks over files of another project and counts what they did.

usage: field.py [--bin REENTRANCY_TIDY] [--root DIR] [--timeout SECONDS]
                [--header-filter REGEX] [--out FILE] [-p BUILD_DIR]
                [-o OPTION=VALUE ...] FILE ... [-- FLAG ...]

FILEs are relative to DIR, where the tool is started. With -p their flags come
from a compile database, else all have the same FLAGs. -o sets a CheckOption,
first of all Protocol. A file is stopped after SECONDS of CPU time, so that what else
runs does not matter. Prints a line a file: seconds of CPU time, functions analysed and
skipped, warnings; then each skipped function with its reason, and the sums, in
which a function or a warning of a header counts once. The warnings themselves,
with their notes, go to --out.

Exits with 1 if a file did not compile, timed out, or ended the tool.
"""

import argparse
import os
import re
import resource
import signal
import subprocess
import sys

DIAGNOSTIC = re.compile(r"^(.+?):(\d+):(\d+): (warning|error|fatal error): (.*)$")
COST = re.compile(r"^'(.*)' was (not )?analysed: (.*) \[.*\]$")


def arguments():
    args, flags = sys.argv[1:], []
    if "--" in args:
        at = args.index("--")
        args, flags = args[:at], args[at + 1:]
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--bin", default=os.path.join(os.path.dirname(__file__), "..", "build", "bin", "reentrancy-tidy"))
    p.add_argument("--root", default=".")
    p.add_argument("--timeout", type=int, default=120)
    p.add_argument("--header-filter", default="")
    p.add_argument("--out")
    p.add_argument("-p", dest="database")
    p.add_argument("-o", dest="options", action="append", default=[])
    p.add_argument("files", nargs="+")
    return p.parse_args(args), flags


def blocks(text):
    """Each diagnostic with the lines that belong to it."""
    lines = []
    for line in text.splitlines():
        if DIAGNOSTIC.match(line) and lines:
            yield lines
            lines = []
        if lines or DIAGNOSTIC.match(line):
            lines.append(line)
    if lines:
        yield lines


def spent():
    """CPU seconds of the tool so far, in all its runs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def limit(seconds):
    """Ends the process that calls this with SIGXCPU after so much CPU time."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def main():
    args, flags = arguments()
    options = ", ".join("%s: '%s'" % tuple(o.split("=", 1)) for o in args.options)
    command = [os.path.abspath(args.bin), "--quiet", "-checks=-*,reentrancy-*,debug-reentrancy-cost",
               "--config={CheckOptions: {%s}}" % options, "--header-filter=" + args.header_filter]
    analysed, skipped, warnings = set(), {}, {}
    failed, longest = 0, 0
    for file in args.files:
        how = ["-p", os.path.abspath(args.database), file] if args.database else [file, "--", *flags]
        start = spent()
        run = subprocess.run(command + how, cwd=args.root, capture_output=True, text=True, errors="replace",
                             preexec_fn=lambda: limit(args.timeout))
        text, status = run.stdout, ""
        if run.returncode == -signal.SIGXCPU:
            text, status = "", " timed out"
        elif run.returncode < 0:
            status = " ended by signal %d" % -run.returncode
        seconds = spent() - start
        longest = max(longest, seconds)
        here = [set(), set(), set()]
        for block in blocks(text):
            path, line, column, kind, words = DIAGNOSTIC.match(block[0]).groups()
            place = (os.path.relpath(os.path.join(args.root, path), args.root), int(line), int(column))
            cost = COST.match(words)
            if kind != "warning":
                status = " does not compile: %s:%d: %s" % (*place[:2], words)
            elif cost:
                here[bool(cost[2])].add(place)
                if cost[2]:
                    skipped[place] = "%s: %s" % (cost[1], cost[3])
            else:
                here[2].add((place, words))
                warnings[place, words] = block
        analysed |= here[0]
        failed += bool(status)
        print("%-60s %6.1f s %4d analysed %3d skipped %3d warnings%s" % (file, seconds, *map(len, here), status),
              flush=True)
    for place, why in sorted(skipped.items()):
        print("skipped %s:%d: %s" % (*place[:2], why))
    print("%d files, the longest took %.1f s: %d functions analysed, %d skipped, %d warnings"
          % (len(args.files), longest, len(analysed), len(skipped), len(warnings)))
    if args.out:
        with open(args.out, "w") as out:
            for _, block in sorted(warnings.items()):
                out.write("\n".join(block) + "\n\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

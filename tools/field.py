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
import sys

from checkout import COST, DIAGNOSTIC, Checkout, Run, add_arguments, split_arguments


def arguments():
    args, flags = split_arguments()
    p = argparse.ArgumentParser(usage=__doc__)
    add_arguments(p)
    p.add_argument("--header-filter", default="")
    p.add_argument("--out")
    args = p.parse_args(args)
    return args, Checkout(p, args, flags)


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


def main():
    args, checkout = arguments()
    analysed, skipped, warnings = set(), {}, {}
    failed, longest = 0, 0
    for file in args.files:
        run = Run(checkout.tidy("reentrancy-*,debug-reentrancy-cost", file, "--header-filter=" + args.header_filter),
                  args.root, args.timeout)
        text, status = run.out, ""
        if run.late:
            text, status = "", " timed out"
        elif run.code < 0:
            status = " ended by signal %d" % -run.code
        seconds = run.seconds
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

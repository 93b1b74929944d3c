#!/usr/bin/env python3
"""Branch coverage of C++ headers: reads what `llvm-cov export` prints.

usage: llvm-cov export ... | branch_coverage.py FOLDER LEAST

Prints the branches of each file below FOLDER that were taken, both ways counted
apart, and each way that was not. A way in a template counts as taken if any
instantiation took it (llvm-cov's own summary asks one instantiation for all of
them). Exits 1 if less than LEAST percent were taken.
"""
import json
import os
import sys
from collections import Counter


def ways(export):
    """How often each way (file, line, column, which) was taken."""
    taken = Counter()
    for function in export["functions"]:
        for branch in function["branches"]:
            line, column, _, _, true, false, file = branch[:7]
            place = (function["filenames"][file], line, column)
            taken[place + (True,)] += true
            taken[place + (False,)] += false
    return taken


def main():
    folder, least = os.path.realpath(sys.argv[1]) + os.sep, float(sys.argv[2])
    per_file, covered, missed = Counter(), Counter(), []
    for (file, line, column, way), count in sorted(ways(json.load(sys.stdin)["data"][0]).items()):
        if not file.startswith(folder):
            continue
        name = file[len(folder):]
        per_file[name] += 1
        if count:
            covered[name] += 1
        else:
            missed.append(f"{name}:{line}:{column}: never {str(way).lower()}")
    for name, count in sorted(per_file.items()):
        print(f"{covered[name]:5} of {count:4}  {name}")
    print(*missed, sep="\n")
    percent = 100 * covered.total() / max(1, per_file.total())
    print(f"branches: {covered.total()} of {per_file.total()}, {percent:.1f} %")
    return percent < least


if __name__ == "__main__":
    sys.exit(main())

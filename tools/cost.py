#!/usr/bin/env python3
"""Compares what the checks cost with what a trivial check costs.

For each file three runs: the checks, one trivial check of clang-tidy, which pays for the
same parsing and set-up, and the compiler (clang-19 -fsyntax-only). FILEs are relative to
--root, where all of them are started. With -p their flags come from a compile database,
else all have the same FLAGs.

Prints a line a file, and the sums:

    own     the checks' user CPU seconds without those of the trivial check
    ratio   the checks' user CPU seconds over those of the trivial check
    memory  the checks' peak memory over that of the trivial check, in MiB

and, of the sums, the greatest of each. A run is stopped after --timeout seconds of CPU
time; then what it took until then counts, as a lower bound.

Exits with 1 if a bound is exceeded, a file did not compile, or a run was stopped.
"""

import argparse
import shutil
import sys

from checkout import Checkout, Run, add_arguments, split_arguments, wrong


def arguments():
    args, flags = split_arguments()
    p = argparse.ArgumentParser(prog="cost.py", description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter,
                                usage="cost.py [OPTION ...] FILE ... [-- FLAG ...]")
    add_arguments(p)
    p.add_argument("--checks", default="reentrancy-*", help="what to measure (reentrancy-*)")
    p.add_argument("--trivial", default="misc-unused-alias-decls", help="the check to compare with")
    p.add_argument("--max-ratio", type=float, metavar="N", help="fail if a file's ratio is greater")
    p.add_argument("--max-seconds", type=float, metavar="N", help="fail if a file's own seconds are more")
    p.add_argument("--max-memory", type=float, metavar="MIB", help="fail if a file's memory is more")
    args = p.parse_args(args)
    if args.timeout < 1:
        wrong(p, "--timeout wants a number above 0")
    if not shutil.which("clang-19"):
        wrong(p, "clang-19 is needed, as the compiler to compare with")
    return args, Checkout(p, args, flags)


class Cost:
    def __init__(self, args, checkout, file):
        compiler = "clang-19" if file.endswith(".c") else "clang++-19"
        commands = (checkout.tidy(args.checks, file), checkout.tidy(args.trivial, file),
                    [compiler, "-fsyntax-only", "-w", *checkout.compiler(file), checkout.path(file)])
        checks, trivial, compile = runs = [Run(c, args.root, args.timeout) for c in commands]
        self.checks, self.trivial, self.compile = checks.user, trivial.user, compile.user
        self.own = checks.user - trivial.user
        self.ratio = checks.user / max(trivial.user, 0.01)
        self.memory = checks.memory - trivial.memory
        self.peak = checks.memory
        self.trouble = next((t for t in (r.trouble() for r in runs) if t), "")
        self.over = ["%s %.1f is over %g" % (name, value, bound) for name, value, bound in (
            ("ratio", self.ratio, args.max_ratio), ("own", self.own, args.max_seconds),
            ("memory", self.memory, args.max_memory)) if bound is not None and value > bound]


def main():
    args, checkout = arguments()
    print("%-60s %7s %7s %8s %7s %7s %7s %7s" %
          ("file", "checks", "trivial", "compiler", "own", "ratio", "memory", "peak"), flush=True)
    line = "%-60s %5.1f s %5.1f s %6.1f s %5.1f s %7.1f %7.0f %7.0f"
    costs = []
    for file in args.files:
        c = Cost(args, checkout, file)
        costs.append(c)
        remarks = c.over + [c.trouble] * bool(c.trouble)
        print(line % (file, c.checks, c.trivial, c.compile, c.own, c.ratio, c.memory, c.peak) +
              "".join("  " + r for r in remarks), flush=True)
    checks, trivial, compile = (sum(getattr(c, name) for c in costs) for name in ("checks", "trivial", "compile"))
    print("%d files: checks %.1f s, trivial %.1f s, compiler %.1f s; own %.1f s, ratio %.1f"
          % (len(costs), checks, trivial, compile, checks - trivial, checks / max(trivial, 0.01)))
    print("greatest: own %.1f s, ratio %.1f, memory %.0f MiB, peak %.0f MiB; %d over a bound, %d stopped or not compiled"
          % (*(max(getattr(c, name) for c in costs) for name in ("own", "ratio", "memory", "peak")),
             sum(bool(c.over) for c in costs), sum(bool(c.trouble) for c in costs)))
    sys.exit(1 if any(c.over or c.trouble for c in costs) else 0)


if __name__ == "__main__":
    main()

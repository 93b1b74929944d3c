#!/usr/bin/env python3
"""How the analysis' time grows with the yield points of one function.

usage: analysis_curve.py REENTRANCY_TIDY [N ...]

Generates functions of N yield points in several shapes, runs REENTRANCY_TIDY on
each, and prints its seconds of CPU time; those of an empty file, which are
start-up and headers, are taken off.
"""

import os
import resource
import subprocess
import sys
import tempfile

SIZES = [10, 30, 100, 300, 1000, 3000, 10000]
LONGEST = 300  # seconds that one run may take by the clock; a shape's larger sizes are then left out

INCLUDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "include")
HEAD = """#include "ioresult/ioresult.hpp"
using ioresult::Completion;
using ioresult::IOResult;
Completion submit(int what);
struct Callee { IOResult<void> step(int what); };
"""


def state_machine(n):
    """A switch with a state for each yield."""
    yield "class Machine {\n  int state_ = 0;\n  long sum_ = 0;\n  Completion c_;\npublic:\n"
    yield "  IOResult<long> run() {\n    for (;;) {\n      switch (state_) {\n"
    for i in range(n):
        yield (f"      case {i}:\n        sum_ += {i};\n        c_ = submit({i});\n"
               f"        state_ = {i + 1};\n        IO_YIELD_ONE(c_);\n")
    yield f"      case {n}:\n        return IOResult<long>::done(sum_);\n      }}\n    }}\n  }}\n}};\n"


def if_chain(n):
    """No switch: a flag for each step that is behind."""
    yield "class Chain {\n  Callee callee_;\n  long sum_ = 0;\n"
    for i in range(n):
        yield f"  bool done{i}_ = false;\n"
    yield "public:\n  IOResult<long> run() {\n"
    for i in range(n):
        yield (f"    if (!done{i}_) {{\n      RETURN_IF_IO(callee_.step({i}));\n"
               f"      sum_ += {i};\n      done{i}_ = true;\n    }}\n")
    yield "    return IOResult<long>::done(sum_);\n  }\n};\n"


def step_counter(n):
    """No switch: one counter, compared before each step."""
    yield "class Counter {\n  Callee callee_;\n  long sum_ = 0;\n  int next_ = 0;\npublic:\n"
    yield "  IOResult<long> run() {\n"
    for i in range(n):
        yield (f"    if (next_ == {i}) {{\n      RETURN_IF_IO(callee_.step({i}));\n"
               f"      sum_ += {i};\n      next_ = {i + 1};\n    }}\n")
    yield "    return IOResult<long>::done(sum_);\n  }\n};\n"


SHAPES = {"switch": state_machine, "if, a flag each": if_chain, "if, one counter": step_counter}


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds(tidy, directory, text):
    """None if it takes too long."""
    path = os.path.join(directory, "generated.cpp")
    with open(path, "w") as f:
        f.write(HEAD + text)
    command = [tidy, "-checks=-*,reentrancy-*", "--quiet", path, "--",
               "-std=c++20", "-fbracket-depth=100000", f"-I{INCLUDE}"]
    start = children_seconds()
    try:
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return None
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{run.stdout[-2000:]}")
    return children_seconds() - start


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tidy = sys.argv[1]
    sizes = [int(n) for n in sys.argv[2:]] or SIZES
    with tempfile.TemporaryDirectory() as directory:
        empty = min(seconds(tidy, directory, "") for _ in range(3))
        print(f"\nAnalysis, CPU seconds by yield points of one function "
              f"(less {empty:.2f} s for an empty file):")
        print(f"{'':>18}" + "".join(f"{n:>9}" for n in sizes))
        for name, shape in SHAPES.items():
            print(f"{name:>18}", end="", flush=True)
            for n in sizes:
                took = seconds(tidy, directory, "".join(shape(n)))
                if took is None:
                    print(f"  > {LONGEST}", flush=True, end="")
                    break
                print(f"{max(took - empty, 0):9.2f}", end="", flush=True)
            print()


if __name__ == "__main__":
    main()

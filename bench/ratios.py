#!/usr/bin/env python3
"""Runs the benchmark programs named as arguments and prints the ratios that
they are about, each with its goal."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

# Several runs, in mixed order, so that what else the machine does hits all.
OPTIONS = [
    "--benchmark_enable_random_interleaving=true",
    "--benchmark_display_aggregates_only=true",
]
# A computation is only ever slowed down by what else runs: many short runs, and
# the fastest of them tells. A device has good moments, too: the median.
COMPUTES = ["--benchmark_repetitions=40", "--benchmark_min_time=0.05"]
WAITS = ["--benchmark_repetitions=9", "--benchmark_min_time=0.2"]

# What, the measured one, what it is measured against, the goal: at most (times)
# or at least (rates) that much; None: for comparison.
TIME_RATIOS = [
    (f"{what}, {work}", f"{name}/{keys}", f"plain_calls/{keys}", goal)
    for keys, work in (("1", "calls alone"), ("256", "lookup in a page"))
    for what, name, goal in (
        ("RETURN_IF_IO, three deep", "return_if_io", 1.3),
        # A value comes back through memory, not in a register: with nothing but
        # calls to measure, that shows.
        ("ASSIGN_OR_RETURN_IO, three deep", "assign_or_return_io", 1.3 if keys != "1" else None),
        ("coroutines, three deep", "coroutines", None),
    )
]
# Per operation, of many against a tenth of them: linear is 1.
STOP_RATIOS = [
    (f"stopping 20,000 against 2,000, {what}", f"{name}/20000", f"{name}/2000", 2)
    for what, name in (("I/O of their own", "time_outs/own"), ("one for all", "time_outs/shared"),
                       ("groups", "time_outs/group"), ("cancels, newest first", "cancels"))
]
RATE_RATIOS = [
    (f"{backend}, 4 KiB reads, {how}", f"{backend}_backend/{how}/real_time",
     f"{backend}_raw/{how}/real_time", goal)
    for backend, cached in (("io_uring", 0.95), ("posix", 0.8))
    for how, goal in (("direct", 0.95), ("cached", cached))
] + [
    ("posix, against 32 threads, direct", "posix_backend/direct/real_time",
     "posix_raw_32/direct/real_time", None),
]


def verdict(value, goal, at_most):
    if goal is None:
        return "for comparison"
    met = value <= goal if at_most else value >= goal
    return f"goal {'<=' if at_most else '>='} {goal}: {'met' if met else 'MISSED'}"


def in_front():
    """What to put in front of a command that mostly waits for a device: it is
    measured ahead of what else the machine computes, if that is allowed."""
    command = ["chrt", "--fifo", "1"]
    if shutil.which(command[0]) and subprocess.run(
            [*command, "true"], stderr=subprocess.DEVNULL).returncode == 0:
        return command
    return []


def run(program):
    """By benchmark name the run that tells."""
    waits = os.path.basename(program) == "read_bench"
    with tempfile.TemporaryDirectory() as directory:
        out = os.path.join(directory, "out.json")
        subprocess.run(
            [*(in_front() if waits else []), program, *OPTIONS, *(WAITS if waits else COMPUTES),
             f"--benchmark_out={out}", "--benchmark_out_format=json"],
            check=True)
        with open(out) as f:
            runs = json.load(f)["benchmarks"]
    if waits:
        return {r["run_name"]: r for r in runs if r.get("aggregate_name") == "median"}
    fastest = {}
    for r in runs:
        best = fastest.setdefault(r["run_name"], r)
        if r["run_type"] == "iteration" and r["cpu_time"] < best["cpu_time"]:
            fastest[r["run_name"]] = r
    return fastest


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: ratios.py PROGRAM ...")
    told = {}
    for program in sys.argv[1:]:
        told.update(run(program))
    print("\nAgainst plain calls (CPU time, the fastest runs), raw loops (rate, medians) and fewer:")
    for ratios, key in ((TIME_RATIOS, "cpu_time"), (STOP_RATIOS, "cpu_time"),
                        (RATE_RATIOS, "items_per_second")):
        for what, measured, against, goal in ratios:
            if measured in told and against in told:
                value = told[measured][key] / told[against][key]
                if ratios is STOP_RATIOS:
                    value /= 10
                print(f"  {what + ':':<51}{value:5.2f}  "
                      f"({verdict(round(value, 2), goal, ratios is not RATE_RATIOS)})")


if __name__ == "__main__":
    main()

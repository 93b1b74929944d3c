"""The same input, the same findings: in each run, and in any order.

usage: determinism.py REENTRANCY-TIDY INCLUDE-DIR WORK-DIR FILE [FILE ...]

A FILE is a head and pieces, each behind a line `//--- NAME`; the pieces do not
need each other, and may stand in any order behind the head. Checked is that

 - ten runs over all FILEs, each at other addresses, print the same bytes;
 - they find what is found in each FILE alone, in either order of the FILEs;
 - the same is found with the pieces of a FILE turned, rotated and shuffled.

Findings are compared by their words and columns: their lines move.
"""

import os
import random
import re
import subprocess
import sys

RUNS, ORDERS = 10, 3

tidy, include, work, *files = sys.argv[1:]
os.makedirs(work, exist_ok=True)
wrong = 0


def run(*names):
    done = subprocess.run(
        [tidy, "--quiet", "-checks=-*,reentrancy-*", "--config={CheckOptions: {LeastConfidence: possible}}", *names, "--",
         "-std=c++20", "-I" + include], capture_output=True, text=True)
    if done.returncode or "error:" in done.stdout:
        sys.exit("%s does not compile:\n%s" % (" ".join(names), done.stdout + done.stderr))
    return done.stdout


def findings(text):
    """Each warning with its notes, without lines and quoted code; sorted."""
    found = []
    for line in text.splitlines():
        m = re.match(r".*?:\d+:(\d+): (warning|note): (.*)", line)
        if m and m[2] == "warning":
            found.append([m.groups()])
        elif m:
            # A note may name lines of other yields.
            found[-1].append((m[1], m[2], re.sub(r"\bline [0-9, ]+", "line N", m[3])))
    return sorted(found)


def complain(what):
    global wrong
    wrong += 1
    print(what)


alone = {}
for file in files:
    with open(file) as f:
        head, *pieces = re.split(r"^//--- .*\n", f.read(), flags=re.M)
    plain = os.path.join(work, os.path.basename(file))
    with open(plain, "w") as f:
        f.write(head + "".join(pieces))
    alone[plain] = findings(run(plain))
    if not alone[plain]:
        complain("%s: nothing is found in it, so nothing is shown" % file)
    rng = random.Random(1)
    for order in range(ORDERS):
        if order == 0:
            pieces.reverse()
        elif order == 1:
            pieces.append(pieces.pop(0))
        else:
            rng.shuffle(pieces)
        name = os.path.join(work, "order%d-%s" % (order, os.path.basename(file)))
        with open(name, "w") as f:
            f.write(head + "".join(pieces))
        other = findings(run(name))
        for gone in [x for x in alone[plain] if x not in other]:
            complain("%s: not found with the pieces in another order: %s" % (name, gone[0][2]))
        for new in [x for x in other if x not in alone[plain]]:
            complain("%s: only found with the pieces in another order: %s" % (name, new[0][2]))
text = run(*alone)
for again in range(1, RUNS):
    if run(*alone) != text:
        complain("run %d printed something else" % (again + 1))
both = sorted(x for found in alone.values() for x in found)
if findings(text) != both or findings(run(*list(alone)[::-1])) != both:
    complain("all files together give other findings than each alone")
print("%d files, %d findings, %d differences" % (len(files), sum(map(len, alone.values())), wrong))
sys.exit(wrong > 0)

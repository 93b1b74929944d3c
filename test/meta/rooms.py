"""Holds the rooms of lib/ against what their files include.

usage: rooms.py SOURCE-DIR

lib/ is a row of folders, the rooms, with Analysis.h and Analysis.cpp behind the
last. A file includes from its own room and from those before it, by a name that is
written from lib/. Nothing in lib/ includes anything of clang-tidy's, of checks/ or
of the runtime (lib/ioresult, which is none of the rooms), and no file lies outside
a room. docs/design.md says what each room is for.
"""
import os
import re
import sys

# A room may be without a folder as long as nothing is in it.
ROOMS = ["vocabulary", "values", "facts", "execution", "calls", "results",
         "candidates", "replay", "findings", "paths"]
TOP = ["Analysis.h", "Analysis.cpp"]
APART = "ioresult"

source = sys.argv[1]
wrong = []


def files_of(folder):
    """All files under a folder of the tree, by their paths from the top."""
    for where, folders, names in os.walk(os.path.join(source, folder)):
        folders.sort()
        for name in sorted(names):
            yield os.path.relpath(os.path.join(where, name), source).replace(os.sep, "/")


def room_of(path):
    """The room of a path from lib/: its number, or None outside of all."""
    folder, name = os.path.split(path)
    if not folder:
        return len(ROOMS) if name in TOP else None
    return ROOMS.index(folder) if folder in ROOMS and name.endswith((".h", ".cpp")) else None


def title(number):
    return ROOMS[number] if number < len(ROOMS) else "Analysis"


def includes(file):
    with open(os.path.join(source, file), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            found = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if found:
                yield f"{file}:{number}", found[1] == '"', found[2]


def find(file, name):
    """The path of what a file includes from the tree, or None."""
    for folder in (os.path.dirname(file), "lib", "checks"):
        path = os.path.normpath(os.path.join(folder, name)).replace(os.sep, "/")
        if os.path.isfile(os.path.join(source, path)):
            return path
    return None


count = 0
for file in files_of("lib"):
    inner = file.removeprefix("lib/")
    if inner.startswith(APART + "/"):
        continue
    count += 1
    here = room_of(inner)
    if here is None:
        wrong.append(f"{file} lies outside the rooms of lib/: {', '.join(ROOMS)}")
    for place, quoted, name in includes(file):
        path = find(file, name)
        if name.startswith("clang-tidy/") or (path or "").startswith("checks/"):
            wrong.append(f"{place}: lib/ includes nothing of {'checks/' if path else 'clang-tidy'}: {name}")
        elif name.startswith(APART + "/") or (path or "").startswith(f"lib/{APART}/"):
            wrong.append(f"{place}: the analysis includes nothing of the runtime: {name}")
        elif not path:
            if quoted and not name.startswith(("clang/", "llvm/")):
                wrong.append(f"{place}: there is no {name} in lib/")
        elif "lib/" + name != path:
            wrong.append(f"{place}: {name} is not written from lib/: {path.removeprefix('lib/')}")
        else:
            there = room_of(name)
            if here is not None and there is not None and there > here:
                wrong.append(f"{place}: {title(here)} comes before {title(there)} and may not include {name}")

for file in files_of("checks"):
    for place, quoted, name in includes(file):
        path = find(file, name)
        if path and path.startswith("lib/") and name != f"../{path}":
            wrong.append(f"{place}: {name} is not written from checks/: ../{path}")
        elif not path and quoted and not name.startswith(("clang/", "clang-tidy/", "llvm/")):
            wrong.append(f"{place}: there is no {name} in checks/ or lib/")

if not count:
    wrong.append("lib/ has no files")
if wrong:
    sys.exit("\n".join(wrong))
print(f"{count} files in {len(ROOMS)} rooms: all arrows point one way")

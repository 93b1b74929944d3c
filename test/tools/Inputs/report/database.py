"""usage: database.py FOLDER SOURCE

Makes FOLDER a code base of three files with a compile database: a.cpp and b.cpp
are SOURCE, which has a bug, and right.cpp is it without the bug.
"""
import json
import os
import sys

top, source = sys.argv[1:]
with open(source) as file:
    text = file.read()
right = text.replace("    ++count_; // the bug\n", "").replace("done(count_);", "done(++count_);")
assert right != text
os.makedirs(top + "/sub", exist_ok=True)
code = {"a": "// One line more than the other.\n" + text, "b": text, "right": right}
for name, content in code.items():
    with open(f"{top}/sub/{name}.cpp", "w") as file:
        file.write(content)
with open(top + "/compile_commands.json", "w") as file:
    json.dump(
        [
            {
                "directory": top,
                "file": f"sub/{name}.cpp",
                "arguments": ["clang++", "-std=c++20", "-c", f"sub/{name}.cpp"],
            }
            for name in code
        ],
        file,
    )

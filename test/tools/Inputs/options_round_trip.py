"""Gives every option of the project's checks another value than its default and
expects --dump-config to show it.

usage: options_round_trip.py REENTRANCY-TIDY
"""
import json
import re
import subprocess
import sys


def dump(options):
    config = json.dumps({"CheckOptions": options})  # which is YAML too
    run = subprocess.run([sys.argv[1], "-checks=-*,reentrancy-*", "--dump-config", "--config=" + config],
                         capture_output=True, text=True, check=True)
    shown = dict(re.findall(r"^  (reentrancy-[\w.-]+): *(.*)$", run.stdout, re.M))
    return {name: plain(value) for name, value in shown.items()}


def plain(value):
    """A YAML scalar without its quotes."""
    if value[:1] == "'":
        return value[1:-1].replace("''", "'")
    return json.loads(value) if value[:1] == '"' else value


# Another value of each option that takes only certain words.
WORDS = {"LeastConfidence": "possible"}


def other(name, value):
    if name.split(".")[-1] in WORDS:
        return WORDS[name.split(".")[-1]]
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if value.lstrip("-").isdigit():
        return str(int(value) + 1)
    return value + ";other::Name" if value else "other::Name"


defaults = dump({})
wrong = []
kept = 0
for name, value in sorted(defaults.items()):
    want = other(name, value)
    got = dump({name: want})
    if got != {**defaults, name: want}:
        wrong.append(f"{name}: '{want}' was set, {got.get(name)!r} is shown; others: "
                     f"{ {k: v for k, v in got.items() if k != name and v != defaults[k]} }")
    else:
        kept += 1
again = dump(defaults)
if again != defaults:
    wrong.append("the defaults, set as such, are not shown as they were")
if wrong:
    sys.exit("\n".join(wrong))
print(f"{kept} options kept")

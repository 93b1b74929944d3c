"""Compares the checks that the tool has with what the tree says of them.

usage: registry.py SOURCE-DIR REENTRANCY-TIDY

Every check of the module has a class, a docs page, tests and a README row; the
class comment, the page and the row open with the same sentence; its page names
each of its options, and no other; its options outlive dump -> load -> dump. No
page and no row is left of a check that is gone.
"""
import os
import re
import subprocess
import sys
import tempfile

MODULE = "reentrancy-"
# Another value than the default, for options that take only certain ones.
CHOICES = {"Protocol": "pw_async2", "LeastConfidence": "possible"}

source, tidy = sys.argv[1], sys.argv[2]
wrong = []


def run(*args):
    return subprocess.run([tidy, *args], capture_output=True, text=True, check=True).stdout


def read(*path):
    name = os.path.join(source, *path)
    if not os.path.isfile(name):
        wrong.append(f"{'/'.join(path)} is missing")
        return ""
    with open(name) as f:
        return f.read()


def first_sentence(text):
    text = " ".join(text.split())
    end = re.search(r"\.(?= |$)", text)
    return text[:end.end()] if end else text


def class_comment(text, name):
    above = re.search(r"((?:^[ \t]*///.*\n)+)[ \t]*class " + name + r"\b", text, re.M)
    return re.sub(r"^[ \t]*///", "", above[1], flags=re.M) if above else ""


def rows(text):
    """The cells of each table row, by the link or code that opens it."""
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split(" | ")]
        name = re.match(r"\[([^]]*)\]|`([^`]*)`", cells[0])
        if line.startswith("|") and name:
            yield name[1] or name[2], cells


def section(page, title):
    part = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", page, re.M | re.S)
    return part[1] if part else ""


def has_test(name):
    top = os.path.join(source, "test", "checks")
    return any(file.endswith((".cpp", ".c", ".test"))
               for folder, _, files in os.walk(top) for file in files
               if os.path.relpath(os.path.join(folder, file), top).startswith(name))


# --- the checks -------------------------------------------------------------

checks = re.findall(rf"^ +({MODULE}\S+)$", run(f"--checks=-*,{MODULE}*", "--list-checks"), re.M)
if not checks:
    wrong.append(f"{tidy} has no check '{MODULE}*'")
readme = {name: cells for name, cells in rows(read("README.md")) if name.startswith(MODULE)}
pages = {}

for check in checks:
    name = check.removeprefix(MODULE)
    camel = "".join(word.capitalize() for word in name.split("-")) + "Check"
    pages[check] = page = read("docs", "checks", name + ".md")
    said = {
        f"checks/{camel}.h": first_sentence(class_comment(read("checks", camel + ".h"), camel)),
        f"docs/checks/{name}.md": first_sentence(section(page, "What it does").strip().split("\n\n")[0]),
        f"{check} in README.md": first_sentence(readme[check][1]) if check in readme else "",
    }
    if check not in readme:
        wrong.append(f"README.md has no row for {check}")
    elif f"(docs/checks/{name}.md)" not in readme[check][0]:
        wrong.append(f"README.md: the row of {check} does not link its page")
    for place, sentence in said.items():
        if not sentence:
            wrong.append(f"{place} does not say what the check finds")
    said = {place: sentence for place, sentence in said.items() if sentence}
    if len(set(said.values())) > 1:
        wrong.append(f"{check} is described in several ways:" +
                     "".join(f"\n    {place}: {sentence}" for place, sentence in said.items()))

    if not has_test(name):
        wrong.append(f"no test under test/checks/{name}*")

listed = os.path.join(source, "docs", "checks")
for file in sorted(os.listdir(listed) if os.path.isdir(listed) else []):
    if file != "index.md" and MODULE + file.removesuffix(".md") not in checks:
        wrong.append(f"docs/checks/{file}: there is no such check")
for check in readme.keys() - set(checks):
    wrong.append(f"README.md has a row for {check}: there is no such check")

# --- their options ----------------------------------------------------------


def plain(value):
    """A YAML scalar without its quotes."""
    if value[:1] == "'":
        return value[1:-1].replace("''", "'")
    return value[1:-1] if value[:1] == '"' else value


def options(dump):
    return {name: plain(value) for name, value in re.findall(rf"^  ({MODULE}[\w-]+\.\w+): *(.*)$", dump, re.M)}


def other(name, value):
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if value.isdigit():
        return str(int(value) + 1)
    option = name.split(".")[1]
    return CHOICES.get(option, "an::" + option + ";another")


def load(text):
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "config.yaml")
        with open(file, "w") as f:
            f.write(text)
        return run(f"--config-file={file}", f"--checks=-*,{MODULE}*", "--dump-config")


defaults = options(load("{}"))
wanted = {name: other(name, value) for name, value in defaults.items()}
for name in wanted:
    if wanted[name] == defaults[name]:
        wrong.append(f"{name}: '{wanted[name]}' is its default; give another value in {os.path.basename(__file__)}")
first = load("CheckOptions:\n" + "".join(f"  {name}: '{value}'\n" for name, value in wanted.items()))
second = load(first)
for name, value in wanted.items():
    for dump, what in ((options(first), "was set"), (options(second), "was dumped and loaded")):
        if dump.get(name) != value:
            wrong.append(f"{name}: '{value}' {what}, {dump.get(name)!r} is shown")
            break

for check, page in pages.items():
    real = {name.split(".")[1] for name in defaults if name.startswith(check + ".")}
    shared = re.search(r"\]\(([\w-]+)\.md#options\)", section(page, "Options"))
    # A page may leave the table to another one.
    table = pages.get(MODULE + shared[1], page) if shared else page
    told = {name for name, _ in rows(section(table, "Options")) if name}
    for option in sorted(real - told):
        wrong.append(f"{check}: its page has no row for the option {option}")
    for option in sorted(told - real):
        wrong.append(f"{check}: its page tells of {option}, which is no option of it")

if wrong:
    sys.exit("\n".join(wrong))
print(f"{len(checks)} checks, {len(defaults)} options: the tree says the same")

"""Compares the checks that the tool has with what the tree says of them.

usage: registry.py SOURCE-DIR REENTRANCY-TIDY

Every check of the module has a class, a docs page, tests, a README row and a row
of docs/checks/index.md; the class comment, the page and the README row open with
the same sentence; its page names each of its options with its default, and no
other; its options outlive dump -> load -> dump. No page and no row is left of a
check that is gone.
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
    folder = os.path.join(source, "test", "checks", name)
    return any(file.endswith((".cpp", ".c", ".test"))
               for _, _, files in os.walk(folder) for file in files)


def complain(message):
    """Once, where checks share what is wrong."""
    if message not in wrong:
        wrong.append(message)


# --- the checks -------------------------------------------------------------

checks = re.findall(rf"^ +({MODULE}\S+)$", run(f"--checks=-*,{MODULE}*", "--list-checks"), re.M)
if not checks:
    wrong.append(f"{tidy} has no check '{MODULE}*'")
# By file: the rows of checks, and where such a row's link leads.
tables = {("README.md",): "docs/checks/", ("docs", "checks", "index.md"): ""}
told = {file: {name: cells for name, cells in rows(read(*file)) if name.startswith(MODULE)} for file in tables}
readme = told["README.md",]
pages = {}
classes = read("checks", "Checks.h")

for check in checks:
    name = check.removeprefix(MODULE)
    camel = "".join(word.capitalize() for word in name.split("-")) + "Check"
    pages[check] = page = read("docs", "checks", name + ".md")
    said = {}
    if not re.search(rf"^class {camel}\b", classes, re.M):
        complain(f"checks/Checks.h has no class {camel}")
    else:
        said["checks/Checks.h"] = first_sentence(class_comment(classes, camel))
    if page:
        opening = section(page, "What it does").strip().split("\n\n")[0]
        said[f"docs/checks/{name}.md"] = first_sentence(opening)
    if check in readme:
        said[f"{check} in README.md"] = first_sentence(readme[check][1])
    for file, folder in tables.items():
        if check not in told[file]:
            wrong.append(f"{'/'.join(file)} has no row for {check}")
        elif f"({folder}{name}.md)" not in told[file][check][0]:
            wrong.append(f"{'/'.join(file)}: the row of {check} does not link its page")
    for place, sentence in said.items():
        if not sentence:
            wrong.append(f"{place} does not say what the check finds")
    said = {place: sentence for place, sentence in said.items() if sentence}
    if len(set(said.values())) > 1:
        wrong.append(f"{check} is described in several ways:" +
                     "".join(f"\n    {place}: {sentence}" for place, sentence in said.items()))

    if not has_test(name):
        wrong.append(f"no test in test/checks/{name}/")

folder = os.path.join(source, "docs", "checks")
for file in sorted(os.listdir(folder) if os.path.isdir(folder) else []):
    if file != "index.md" and MODULE + file.removesuffix(".md") not in checks:
        wrong.append(f"docs/checks/{file}: there is no such check")
for file in tables:
    for check in sorted(told[file].keys() - set(checks)):
        wrong.append(f"{'/'.join(file)} has a row for {check}: there is no such check")

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
    if not page:
        continue
    real = {name.split(".")[1]: value for name, value in defaults.items() if name.startswith(check + ".")}
    # A page may leave options to the table of another page.
    files = {check.removeprefix(MODULE): section(page, "Options")}
    for page_of in re.findall(r"\]\(([\w-]+)\.md#options\)", section(page, "Options")):
        files[page_of] = section(pages.get(MODULE + page_of, ""), "Options")
    listed = {option: (file, cells) for file, text in files.items() for option, cells in rows(text)}
    last = f"docs/checks/{list(files)[-1]}.md"
    for option in sorted(real.keys() - listed.keys()):
        complain(f"{last} has no row for the option {option}")
    for option in sorted(listed.keys() - real.keys()):
        complain(f"docs/checks/{listed[option][0]}.md tells of {option}, which is no option of every check that it tells it of")
    for option in sorted(listed.keys() & real.keys()):
        file, cells = listed[option]
        # Lists are told in words.
        if re.fullmatch(r"\w+", real[option]) and f"`{real[option]}`" not in cells[1].split(";")[-1]:
            complain(f"docs/checks/{file}.md does not tell the default of {option}, {real[option]}")

if wrong:
    sys.exit("\n".join(wrong))
print(f"{len(checks)} checks, {len(defaults)} options: the tree says the same")

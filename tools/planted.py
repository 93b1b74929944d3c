#!/usr/bin/env python3
"""Plants re-entrancy bugs into code of another project and counts how many the checks see.

A planted bug is a change, and behind it a propagated yield of a callee of its own:

    { planted_7++; T r = planted_step_7(); if (r == AGAIN) return r; }

It is a bug wherever it stands: either the next call comes to it again, and changes twice, or
it does not, and planted_step_7 is abandoned half-way. So no other knowledge of the code is
needed to count what is missed. Each has a right twin: the same callee without the change, at
the function's entry, where nothing was changed yet. A warning of a twin is a false alarm.

Bugs are planted in the functions that the tool analyses and whose answers are of a type of
--type: one in each function a round, at a place drawn by chance that can be reached. Those that
are missed are tried again without the others, which may hide them. Forms:

    count   a global is counted up
    push    something is put behind the end of a global array
    field   a number in the object behind the first parameter is counted up: one that the
            file says nothing of, so that nobody sets it back, and only where that
            parameter is never given another object

The checkout is only read: the tool gets the changed text through an overlay.

FILEs are relative to --root, where the tool is started. With -p their flags come from a
compile database, else all have the same FLAGs. Prints a line a file, and the sums. A round
that takes longer than --timeout is not counted, and a bug that does not compile where it
was put is left out.

Exits with 1 if a file did not compile, a run took too long, or the tool was ended; what is
missed is no failure.
"""

import argparse
import collections
import fnmatch
import json
import os
import random
import re
import subprocess
import sys
import tempfile

from checkout import COST, Checkout, Run, add_arguments, split_arguments, wrong

# A line of what the tool prints.
MESSAGE = re.compile(r"^(.+?):(\d+):(\d+): (warning|note|error|fatal error): (.*)$")
Message = collections.namedtuple("Message", "line column kind words")

FORMS = ("count", "push", "field")

# What a protocol's functions answer, and how "not yet" is told of such an answer r.
ANSWERS = {
    "ioresult": [("IOResult<*>", "r.is_io()")],
    "pw_async2": [("Poll<*>", "r.IsPending()")],
    "boringssl": [("ssl_hs_wait_t", "r != ssl_hs_ok")],
    "nginx": [("ngx_int_t", "r == NGX_AGAIN"), ("ssize_t", "r == NGX_AGAIN")],
    "mbedtls": [("int", "r == MBEDTLS_ERR_SSL_WANT_READ")],
    "duckdb": [(t, "r == {type}::BLOCKED") for t in (
        "SourceResultType", "SinkResultType", "SinkFinalizeType", "SinkCombineResultType", "SinkNextBatchType",
        "OperatorResultType", "OperatorFinalResultType")],
}


def arguments():
    args, flags = split_arguments()
    p = argparse.ArgumentParser(
        prog="planted.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="planted.py [OPTION ...] FILE ... [-- FLAG ...]")
    add_arguments(p)
    p.add_argument("--type", dest="types", action="append", default=[], metavar="T",
                   help="a type of answers, without namespace; * stands for any text (Poll<*>). May be repeated, "
                        "each with its --pending. Default: what the Protocol is known for")
    p.add_argument("--pending", action="append", default=[], metavar="EXPR",
                   help="tells whether an answer r is pending: 'r == NGX_AGAIN'; {type} stands for its type")
    p.add_argument("--rounds", type=int, default=3, help="how often one bug is planted in each function (3)")
    p.add_argument("--seed", default="1", help="of the choice of places and forms (1)")
    p.add_argument("--forms", default=",".join(FORMS), help="which to plant (all): " + ",".join(FORMS))
    p.add_argument("--only", default="", metavar="REGEX", help="only in functions whose name it matches")
    p.add_argument("--show", action="store_true",
                   help="also list the bugs that were missed and the twins that were warned of")
    args = p.parse_args(args)
    args.forms = args.forms.split(",")
    for form in args.forms:
        if form not in FORMS:
            wrong(p, "unknown form '%s'; there are %s" % (form, ", ".join(FORMS)))
    if len(args.types) != len(args.pending):
        wrong(p, "each --type needs its --pending")
    if args.rounds < 1:
        wrong(p, "--rounds wants a number above 0")
    try:
        re.compile(args.only)
    except re.error as e:
        wrong(p, "--only wants a regular expression: %s" % e)
    checkout = Checkout(p, args, flags)
    args.answers = list(zip(args.types, args.pending)) or ANSWERS.get(checkout.options.get("Protocol", "ioresult"))
    if not args.answers:
        wrong(p, "no answers are known of this Protocol: give --type and --pending")
    load_clang(p)
    return args, checkout


def load_clang(parser):
    """Makes libclang 19 and Python's module for it available as ci."""
    global ci, KIND, resource_dir
    try:
        import clang.cindex as ci
    except ImportError:
        wrong(parser, "Python's module for libclang 19 is missing. Install it (Debian: python3-clang-19), and start "
                      "this with the system's python3")
    try:
        resource_dir = subprocess.run(["clang-19", "-print-resource-dir"], capture_output=True, text=True,
                                      check=True).stdout.strip()
        library = os.path.join(resource_dir, "..", "..", "libclang-19.so.1")
        if os.path.exists(library):
            ci.Config.set_library_file(library)
        ci.Index.create()
    except (OSError, subprocess.CalledProcessError, ci.LibclangError) as e:
        wrong(parser, "clang-19 and libclang 19 are needed: %s" % str(e).splitlines()[0])
    KIND = ci.CursorKind


# --- where bugs can be planted -------------------------------------------------

def leaves(statement):
    """Whether control surely does not come out behind it."""
    parts = list(statement.get_children())
    if statement.kind in (KIND.RETURN_STMT, KIND.BREAK_STMT, KIND.CONTINUE_STMT, KIND.GOTO_STMT,
                          KIND.CXX_THROW_EXPR):
        return True
    if statement.kind in (KIND.COMPOUND_STMT, KIND.CASE_STMT, KIND.DEFAULT_STMT, KIND.LABEL_STMT,
                          KIND.UNEXPOSED_EXPR, KIND.UNEXPOSED_STMT):
        return bool(parts) and leaves(parts[-1])
    if statement.kind == KIND.IF_STMT:
        return len(parts) > 2 and leaves(parts[-2]) and leaves(parts[-1])
    # for (;;), and a switch of which no case ends with a break.
    if statement.kind == KIND.FOR_STMT:
        return len(parts) == 1 and not breaks(parts[0])
    if statement.kind == KIND.SWITCH_STMT:
        return (leaves(parts[-1]) and not breaks(parts[-1]) and
                any(s.kind == KIND.DEFAULT_STMT for s in cases(parts[-1])))
    return False


def breaks(statement):
    """Whether a break in it, and of nothing in it, may be reached."""
    if statement.kind in (KIND.FOR_STMT, KIND.WHILE_STMT, KIND.DO_STMT, KIND.SWITCH_STMT, KIND.CXX_FOR_RANGE_STMT):
        return False
    return statement.kind == KIND.BREAK_STMT or any(breaks(s) for s in statement.get_children())


def cases(statement):
    """The labels of a switch's body, those behind other labels as well."""
    for s in statement.get_children():
        if s.kind in (KIND.CASE_STMT, KIND.DEFAULT_STMT):
            yield s
            yield from cases(s)


class Function:
    """A function that bugs can be planted in."""

    def __init__(self, cursor, body, answer, text):
        self.name, self.answer, self.text = cursor.spelling, answer, text
        self.start, self.end = body.extent.start.offset, body.extent.end.offset
        self.lines = body.extent.start.line, body.extent.end.line
        self.entry = self.start + 1
        self.places = [self.entry]
        self.visit(body, in_switch=False)
        self.field = self.count_in_object(cursor)

    def visit(self, cursor, in_switch):
        if cursor.kind == KIND.LAMBDA_EXPR or cursor.kind.is_declaration():
            return
        parts = list(cursor.get_children())
        if cursor.kind == KIND.COMPOUND_STMT:
            # Not where the braces come out of a macro: its text may stand anywhere.
            start, end = cursor.extent.start.offset, cursor.extent.end.offset
            if self.text[start:start + 1] != b"{" or self.text[end - 1:end] != b"}":
                return
            before = None
            for s in parts:
                at = s.extent.start.offset
                # In a switch nothing in front of the first label is reached.
                reached = not leaves(before) if before else not in_switch
                label = s.kind in (KIND.CASE_STMT, KIND.DEFAULT_STMT, KIND.LABEL_STMT)
                if reached and not label and s.kind != KIND.NULL_STMT and start < at < end and before:
                    self.places.append(at)
                if label or not in_switch or before:
                    before = s
        for s in parts:
            self.visit(s, cursor.kind == KIND.SWITCH_STMT)

    def count_in_object(self, cursor):
        """A number of the object behind the first parameter that nothing else here is about, as code."""
        first = next(iter(cursor.get_arguments() or ()), None)
        if first is None or not first.spelling:
            return None
        kind = first.type.get_canonical()
        if kind.kind not in (ci.TypeKind.POINTER, ci.TypeKind.LVALUEREFERENCE):
            return None
        record = kind.get_pointee()
        if record.kind != ci.TypeKind.RECORD or record.is_const_qualified():
            return None
        # Nor if the parameter is made to point to something else.
        name = re.escape(first.spelling.encode())
        if re.search(rb"\b%s\s*(=[^=]|\+\+|--|[-+]=)|(\+\+|--|&)\s*%s\b(?!\s*(->|\.|\[))" % (name, name),
                     self.text[self.start:self.end]):
            return None
        for f in record.get_fields():
            number = ci.TypeKind.CHAR_U.value <= f.type.get_canonical().kind.value <= ci.TypeKind.INT128.value
            public = f.access_specifier in (ci.AccessSpecifier.PUBLIC, ci.AccessSpecifier.INVALID)
            named = len(re.findall(rb"\b%s\b" % f.spelling.encode(), self.text))
            if f.location.file and f.location.file.name == cursor.location.file.name:
                named -= 1
            if (number and public and f.spelling and not named and not f.is_bitfield() and
                    not f.type.is_const_qualified()):
                return first.spelling + ("->" if kind.kind == ci.TypeKind.POINTER else ".") + f.spelling
        return None


def simple(name):
    """A type's name without namespaces and words in front."""
    name = re.sub(r"^(enum|struct|class) ", "", name)
    head, angle, rest = name.partition("<")
    return head.split("::")[-1] + angle + rest


def functions(checkout, args, file, analysed):
    """The functions of a file that bugs can be planted in; analysed are their lines and columns."""
    path = checkout.path(file)
    with open(path, "rb") as f:
        text = f.read()
    old = os.getcwd()
    os.chdir(checkout.root)
    try:
        unit = ci.Index.create().parse(path, args=[*checkout.compiler(file), "-resource-dir", resource_dir])
    finally:
        os.chdir(old)
    found = []

    def visit(cursor):
        for c in cursor.get_children():
            where = c.location
            if cursor is unit.cursor and (where.file is None or where.file.name != path):
                continue
            if (c.kind in (KIND.FUNCTION_DECL, KIND.CXX_METHOD, KIND.FUNCTION_TEMPLATE) and c.is_definition() and
                    (where.line, where.column) in analysed and re.search(args.only, c.spelling)):
                kind = c.result_type.spelling
                pending = next((p for t, p in args.answers if fnmatch.fnmatchcase(simple(kind), simple(t))), None)
                body = next((b for b in c.get_children() if b.kind == KIND.COMPOUND_STMT), None)
                if pending and body and text[body.extent.start.offset:][:1] == b"{":
                    found.append(Function(c, body, (kind, pending.replace("{type}", kind)), text))
            visit(c)

    visit(unit.cursor)
    return text, found


# --- planting ------------------------------------------------------------------

class Plant:
    """Code that is put at an offset of a function: a bug of a form, or a twin."""

    def __init__(self, number, function, form, at):
        self.number, self.function, self.form, self.at = number, function, form, at
        self.line = None
        self.code = {
            "count": "extern int planted_{n}; planted_{n}++; ",
            "push": "extern int planted_list_{n}[]; extern unsigned planted_{n}; planted_list_{n}[planted_{n}++] = 1; ",
            "field": "{field}++; ",
            "twin": "",
        }[form].format(n=number, field=function.field)

    def __str__(self):
        kind, pending = self.function.answer
        return ("{ extern %s planted_step_%d(void); %s%s r = planted_step_%d(); if (%s) return r; }"
                % (kind, self.number, self.code, kind, self.number, pending))

    def place(self):
        """For people: the line in the file as it is."""
        line = self.function.text.count(b"\n", 0, self.at) + 1
        return "%d in %s" % (line, self.function.name) + (" (%s)" % self.form if self.form != "twin" else "")


def planted(text, plants):
    """The text with the plants, each on a line of its own, which it gets to know."""
    out, last, line = [], 0, 1
    for p in sorted(plants, key=lambda p: p.at):
        out += [text[last:p.at], b"\n", str(p).encode(), b"\n"]
        line += text.count(b"\n", last, p.at) + 1
        p.line = line
        line, last = line + 1, p.at
    return b"".join([*out, text[last:]])


class Sums:
    def __init__(self):
        self.seen = self.planted = self.warned = self.twins = self.late = self.errors = self.left_out = 0
        self.functions = 0

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def __str__(self):
        left_out = "; left out %d" % self.left_out if self.left_out else ""
        return ("seen %d of %d planted bugs in %d functions; twins warned of %d of %d; rounds over time %d; errors %d%s"
                % (self.seen, self.planted, self.functions, self.warned, self.twins, self.late, self.errors, left_out))


class Planter:
    def __init__(self, args, checkout, file):
        self.args, self.checkout, self.file = args, checkout, file
        self.sums, self.missed, self.false, self.trouble = Sums(), [], [], ""
        self.old = set()  # The warnings of the file as it is.
        self.random = random.Random("%s %s" % (args.seed, file))

    def fail(self, trouble):
        self.sums.errors += 1
        self.trouble = self.trouble or trouble

    def run(self):
        before = Run(self.checkout.tidy("reentrancy-*,debug-reentrancy-cost", self.file), self.args.root,
                     self.args.timeout)
        if before.late:
            self.sums.late += 1
            return
        if before.trouble():
            return self.fail(before.trouble())
        analysed = set()
        for diagnostic, *_ in self.diagnostics(before.out):
            if COST.match(diagnostic.words):
                analysed.add((diagnostic.line, diagnostic.column))
            else:
                self.old.add((diagnostic.line, diagnostic.words))
        self.text, self.functions = functions(self.checkout, self.args, self.file, analysed)
        self.sums.functions = len(self.functions)
        if not self.functions:
            return
        for _ in range(self.args.rounds):
            plants = [p for n, f in enumerate(self.functions) for p in [self.bug(n, f)] if p]
            plants, named = self.look(plants)
            missed = [p for p in plants if p.number not in named]
            # A bug in a caller may hide one in its callee: those that were missed once more, without the others.
            while missed and named:
                left, named = self.look(missed)
                missed = [p for p in missed if p.number not in named]
                if not left:
                    break
            self.sums.planted += len(plants)
            self.sums.seen += len(plants) - len(missed)
            self.missed += missed
        twins, named = self.look([Plant(n, f, "twin", f.entry) for n, f in enumerate(self.functions)])
        self.sums.twins += len(twins)
        self.false = [p for p in twins if p.number in named]
        self.sums.warned += len(self.false)

    def bug(self, number, function):
        forms = [f for f in self.args.forms if f != "field" or function.field]
        if forms:
            return Plant(number, function, self.random.choice(forms), self.random.choice(function.places))
        return None

    def diagnostics(self, text):
        """Each diagnostic of the file itself, with its notes behind it."""
        path, blocks = os.path.realpath(self.checkout.path(self.file)), []
        for found in filter(None, map(MESSAGE.match, text.splitlines())):
            file, line, column, kind, words = found.groups()
            here = os.path.realpath(os.path.join(self.args.root, file)) == path
            message = Message(int(line) if here else 0, int(column), kind, words)
            if kind == "note" and blocks:
                blocks[-1].append(message)
            elif kind != "note":
                blocks.append([message])
        return blocks

    def look(self, plants):
        """Which of the plants compile, and the numbers of those that are warned of."""
        path = self.checkout.path(self.file)
        while plants:
            with tempfile.TemporaryDirectory() as folder:
                text, overlay = os.path.join(folder, "planted"), os.path.join(folder, "overlay")
                with open(text, "wb") as out:
                    out.write(planted(self.text, plants))
                with open(overlay, "w") as out:
                    json.dump({"version": 0, "case-sensitive": True, "use-external-names": False, "roots": [
                        {"type": "file", "name": name, "external-contents": text}
                        for name in self.checkout.names(self.file)]}, out)
                run = Run(self.checkout.tidy("reentrancy-*", self.file, "--vfsoverlay=" + overlay), self.args.root,
                          self.args.timeout)
            if run.late:
                self.sums.late += 1
                return [], set()
            named, wrong_ones = set(), set()
            for diagnostic, *notes in self.diagnostics(run.text):
                if diagnostic.kind == "warning":
                    named |= self.meant(plants, diagnostic, notes)
                else:
                    # An error in a plant, or made by the last one above.
                    above = [p for p in plants if p.line <= diagnostic.line]
                    if above:
                        wrong_ones.add(max(above, key=lambda p: p.line))
            if wrong_ones:
                self.sums.left_out += len(wrong_ones)
                plants = [p for p in plants if p not in wrong_ones]
                continue
            if run.trouble():
                self.fail(run.trouble())
                return [], set()
            return plants, named
        return [], set()

    def meant(self, plants, warning, notes):
        """The numbers of the plants that a warning is about."""
        def told(message):
            return ({int(n) for n in re.findall(r"\bplanted_(?:step_|list_)?(\d+)\b", message.words)} |
                    {p.number for p in plants if p.line == message.line})

        # Where the change and the wait are those of a plant, the warning names it, or stands in it.
        numbers = told(warning) or set().union(*map(told, notes))
        if numbers:
            return numbers
        # Else it is told of the function as its caller sees it: it may be pending, but its state is advanced in front
        # of the plant, and so it is abandoned. There was no such warning before.
        line = warning.line - 2 * len([p for p in plants if p.line < warning.line])
        return {p.number for p in plants if p.function.lines[0] <= line <= p.function.lines[1] and
                (line, warning.words) not in self.old and
                any(n.words.startswith("'%s' may be pending" % p.function.name) for n in notes)}


def main():
    args, checkout = arguments()
    total = Sums()
    for file in args.files:
        planter = Planter(args, checkout, file)
        planter.run()
        total.add(planter.sums)
        print("%s: %s%s" % (file, planter.sums, ": " + planter.trouble if planter.trouble else ""), flush=True)
        if args.show:
            for p in planter.missed:
                print("  missed %s:%s" % (file, p.place()))
            for p in planter.false:
                print("  false alarm %s:%s" % (file, p.place()), flush=True)
    print(total)
    sys.exit(1 if total.late or total.errors else 0)


if __name__ == "__main__":
    main()

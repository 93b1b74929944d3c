"""What field.py, cost.py and planted.py have in common: which files of another
project they look at, with which flags, and how a tool is run over one of them."""

import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile

DIAGNOSTIC = re.compile(r"^(.+?):(\d+):(\d+): (warning|error|fatal error): (.*)$")
COST = re.compile(r"^'(.*)' was (not )?analysed: (.*) \[.*\]$")


def add_arguments(parser):
    """The arguments that say which files, which flags and which tool."""
    here = os.path.dirname(os.path.abspath(__file__))
    tool = os.path.join(here, "..", "build", "bin", "reentrancy-tidy")
    parser.add_argument("--bin", default=tool, metavar="TOOL", help="reentrancy-tidy (default: the one in build/)")
    parser.add_argument("--root", default=".", metavar="DIR", help="the checkout (default: the current folder)")
    parser.add_argument("--timeout", type=int, default=120, metavar="SECONDS",
                        help="of CPU time, after which a run is stopped (120)")
    parser.add_argument("-p", dest="database", metavar="BUILD_DIR", help="the folder of compile_commands.json")
    parser.add_argument("-o", dest="options", action="append", default=[], metavar="OPTION=VALUE",
                        help="a CheckOption, first of all Protocol; may be repeated")
    parser.add_argument("files", nargs="+", metavar="FILE")


def split_arguments():
    """The command line up to --, and the flags behind it."""
    args = sys.argv[1:]
    if "--" in args:
        at = args.index("--")
        return args[:at], args[at + 1:]
    return args, []


def wrong(parser, what):
    """Ends the program for what is wrong with its arguments, without the whole help."""
    parser.exit(2, "%s: error: %s\n" % (parser.prog, what))


class Checkout:
    """The files of a checkout and their flags. What is wrong with them ends the program."""

    def __init__(self, parser, args, flags):
        self.root, self.files, self.flags = args.root, args.files, flags
        self.tool = os.path.abspath(args.bin)
        self.database = args.database and os.path.abspath(args.database)
        self.options = dict(o.split("=", 1) if "=" in o else wrong(parser, "-o wants OPTION=VALUE, not '%s'" % o)
                            for o in args.options)
        if not os.path.isdir(self.root):
            wrong(parser, "there is no folder %s" % self.root)
        if not os.access(self.tool, os.X_OK):
            wrong(parser, "there is no tool %s: build it, or name one with --bin" % args.bin)
        for file in self.files:
            if not os.path.isfile(self.path(file)):
                wrong(parser, "there is no file %s in %s" % (file, self.root))
        self.entries = {}
        if self.database:
            if flags:
                wrong(parser, "-p and flags behind -- exclude one another")
            self.read_database(parser)

    def read_database(self, parser):
        path = os.path.join(self.database, "compile_commands.json")
        try:
            with open(path) as f:
                entries = json.load(f)
        except OSError:
            wrong(parser, "there is no compile database %s" % path)
        except ValueError as e:
            wrong(parser, "%s is no compile database: %s" % (path, e))
        for e in entries:
            self.entries[os.path.realpath(os.path.join(e["directory"], e["file"]))] = e
        for file in self.files:
            if os.path.realpath(self.path(file)) not in self.entries:
                wrong(parser, "%s does not name %s" % (path, file))

    def path(self, file):
        return os.path.abspath(os.path.join(self.root, file))

    def names(self, file):
        """The absolute paths by which the file may be opened."""
        path = self.path(file)
        names = {path, os.path.realpath(path)}
        if self.database:
            entry = self.entries[os.path.realpath(path)]
            names.add(os.path.normpath(os.path.join(entry["directory"], entry["file"])))
        return sorted(names)

    def tidy(self, checks, file, *more):
        """The command that runs checks over a file."""
        config = ", ".join("%s: '%s'" % o for o in self.options.items())
        how = ["-p", self.database, file] if self.database else [file, "--", *self.flags]
        return [self.tool, "--quiet", "-checks=-*," + checks, "--config={CheckOptions: {%s}}" % config, *more, *how]

    def compiler(self, file):
        """The flags of a file, for a compiler that is started in self.root."""
        if not self.database:
            return self.flags
        entry = self.entries[os.path.realpath(self.path(file))]
        args = entry.get("arguments") or shlex.split(entry["command"])
        flags, rest = ["-working-directory=" + entry["directory"]], iter(args[1:])
        for a in rest:
            if a == "-o":
                next(rest, None)
            elif a != "-c" and a != "--" and os.path.join(entry["directory"], a) != os.path.join(
                    entry["directory"], entry["file"]):
                flags.append(a)
        return flags


class Run:
    """What a command printed and used: text (both streams), out, code, CPU seconds, peak memory in MiB."""

    def __init__(self, command, cwd, timeout):
        def limit():
            # Ends the process with SIGXCPU after so much CPU time.
            resource.setrlimit(resource.RLIMIT_CPU, (timeout, timeout + 5))

        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                     preexec_fn=limit)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            texts = []
            for stream in out, err:
                stream.seek(0)
                texts.append(stream.read().decode(errors="replace"))
        self.out, self.text = texts[0], "".join(texts)
        self.code = child.returncode
        self.user = usage.ru_utime
        self.seconds = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
        self.late = self.code == -signal.SIGXCPU

    def trouble(self):
        """What went wrong, in words, or nothing."""
        if self.late:
            return "timed out"
        if self.code < 0:
            return "ended by signal %d" % -self.code
        for line in self.text.splitlines():
            found = DIAGNOSTIC.match(line)
            if found and found[4] != "warning":
                return "does not compile: %s:%s: %s" % (found[1], found[2], found[5])
        return ""

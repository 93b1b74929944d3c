"""Runs the checks on many programs at once, and the text-order yardstick."""

import json
import os
import re
import subprocess

from execute import INCLUDES
from program import render, renderer

# Programs in C: their vocabulary, and a file for each, for all names are global.
C_OPTIONS = {'PendingTypes': 'int', 'PendingValues': 'AGAIN;STARTED', 'ErrorValues': '<0',
             'LeafYields': 'STARTED'}
MUTATION = re.compile(r'''
    (?:\+\+|--)\s*\*?(?:op(?:\.|->))?\w+_\b  # ++n_
  | list_push\(
  | (?:op\.)?\b\w+_(?:\[[^\]]*\]|\.\w+|->\w+)*\s*(?:\+\+|--)
  | (?:op\.)?\b\w+_(?:\[[^\]]*\]|\.\w+|->\w+)*\s*(?:[-+*/|&^]|<<|>>)?=(?!=)
  | (?:op\.)?\b\w+_(?:\.|->)(?:push_back|pop_back|clear|insert|emplace|emplace_back|erase|
      reset|assign|resize|append|fill|insert_or_assign|swap|push)\(
  | std::(?:move|exchange|swap|sort|reverse)\((?:op\.)?\w+_
''', re.X)
YIELD = re.compile(r'RETURN_IF_IO|RETURN_AND_RESTORE_IF_IO|ASSIGN_OR_RETURN_IO|IO_YIELD_ONE'
                   r'|\bTRY\(|AGAIN|STARTED|return v\d+;|return \w+_step\('
                   r'|return (?:dev|cur)_|\.pending\(\)|return (?:std::move\()?r\d+\)?;'
                   r'|return (?:\w+_\.)?(?:next|insert|append|take|key|find|read|get|load|step\d*)\(')


class Trial:
    """A program, what is true of it, and what the checks say."""

    def __init__(self, program, index):
        self.program = program
        self.index = index
        self.truth = None
        self.found = []
        self.by_text = False
        self.left_out = False


def text_order(program):
    """The yardstick: a member is mutated in the text before a yield of the same
    function. Knows no guard and no path."""
    for f in program.functions:
        r = renderer(program, 'check')
        r.body(f.body, 0, False)
        if mutated_before_yield(r.lines):
            return True
    return False


def mutated_before_yield(lines):
    """The text-order rule on the lines of one function."""
    mutated = False
    for line in lines:
        m, y = MUTATION.search(line), YIELD.search(line)
        if y and (mutated or (m and m.start() < y.start())):
            return True
        if m:
            mutated = True
    return False


class Checker:
    def __init__(self, binary, work, check=None, least=None):
        self.binary = binary
        self.work = work
        self.checks = 'reentrancy-' + (check or '*')
        self.options = {'LeastConfidence': least} if least else {}

    def sources(self, programs, name):
        """The files of programs of one language: the lines of each, and whose they are."""
        if programs[0].style == 'c':
            return {'%s.%d.check.c' % (name, i): ['#include "program.h"', ''] + render(p, 'check')
                    for i, p in enumerate(programs)}, lambda file, line: int(file.split('.')[-3])
        lines = ['#include "program.hpp"', '']
        owner = {}
        for i, p in enumerate(programs):
            start = len(lines)
            lines.append('namespace p%d {' % i)
            lines += render(p, 'check')
            lines += ['}', '']
            for n in range(start, len(lines)):
                owner[n] = i
        return {name + '.check.cpp': lines}, lambda file, line: owner.get(line)

    def run(self, programs, name):
        """For each program its warnings, as text lines; the first is `None` if
        the program does not compile."""
        if not programs:
            return []
        files, owner = self.sources(programs, name)
        c = programs[0].style == 'c'
        return self.analyse(files, owner, len(programs), C_OPTIONS if c else {},
                            ['-std=c11' if c else '-std=c++20'] + INCLUDES)

    def analyse(self, files, owner, count, options, flags):
        """The warnings of each of `count` programs, which stand in `files` (name to lines);
        `owner` tells whose a line of a file is."""
        paths = [os.path.join(self.work, f) for f in files]
        for path, lines in zip(paths, files.values()):
            with open(path, 'w') as f:
                f.write('\n'.join(lines) + '\n')
        config = json.dumps({'CheckOptions': {**options, **self.options}})
        r = subprocess.run(
            [self.binary, '--config=' + config, '--quiet', '-checks=-*,' + self.checks, *paths,
             '--', '-w', '-ferror-limit=0'] + flags, capture_output=True, text=True)
        found = [[] for _ in range(count)]
        if r.returncode < 0 or (r.returncode and 'error:' not in r.stdout):
            raise SystemExit('%s exits with %d on %s:\n%s' % (
                self.binary, r.returncode, paths[0], (r.stdout + r.stderr)[-4000:]))
        current = None
        for line in r.stdout.splitlines():
            m = re.match(r'(\S+?):(\d+):(\d+): (warning|error|note): (.*)', line)
            if not m:
                continue
            file, at = os.path.basename(m.group(1)), int(m.group(2)) - 1
            if m.group(4) != 'note':
                current = owner(file, at) if file in files else None
                if current is None and m.group(4) == 'error':
                    raise SystemExit('the checker rejects the harness:\n' + line)
            if current is None:
                continue
            lines = files.get(file, [])
            code = lines[at].strip() if at < len(lines) else ''
            found[current].append((m.group(4), m.group(5), code))
        return found


def warned(found):
    return any(kind == 'warning' for kind, _, _ in found)


def broken(found):
    return any(kind == 'error' for kind, _, _ in found)

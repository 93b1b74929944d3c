"""Compiles programs with the harness, runs them, and returns the truth."""

import os
import re
import shutil
import subprocess

from program import render

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INCLUDES = ['-I' + os.path.join(HERE, 'harness'), '-I' + os.path.join(ROOT, 'include')]


class Truth:
    def __init__(self, kind, differing=(), first='', schedule='', text=''):
        self.kind = kind            # 'right', 'buggy' or 'invalid'
        self.differing = list(differing)
        self.first = first
        self.schedule = schedule
        self.text = text

    def __str__(self):
        if self.kind != 'buggy':
            return self.kind + (': ' + self.text if self.text else '')
        return "buggy: '%s' differs first (schedule: %s): %s; all that differ: %s" % (
            self.first, self.schedule, self.text, ' '.join(self.differing))


class Compiler:
    def __init__(self, command, work):
        self.command = command
        self.work = work
        self.flags = ['-std=c++20', '-O0', '-w', '-D_GLIBCXX_ASSERTIONS',
                      '-ferror-limit=0'] + INCLUDES
        self.pch = None
        self.harness = []
        self.lld = 1 if shutil.which('ld.lld') else 0

    def precompile(self):
        """The harness: its declarations for every program, its bodies once, and fast."""
        self.pch = os.path.join(self.work, 'harness.pch')
        runs = [['-fpch-instantiate-templates', '-x', 'c++-header',
                 os.path.join(HERE, 'harness', 'harness.hpp'), '-o', self.pch]]
        for name in ('harness', 'callees'):
            self.harness.append(os.path.join(self.work, name + '.o'))
            runs.append(['-O2', '-c', os.path.join(HERE, 'harness', name + '.cpp'), '-o',
                         self.harness[-1]])
        for arguments in runs:
            r = subprocess.run([self.command] + self.flags + arguments, capture_output=True, text=True)
            if r.returncode:
                raise SystemExit('the harness does not compile:\n' + r.stderr)

    def judge(self, programs, name):
        """The truth of each, in order. One that does not compile is invalid."""
        if not self.pch:
            self.precompile()
        truths = [None] * len(programs)
        live = list(range(len(programs)))
        source = os.path.join(self.work, name + '.exec.cpp')
        binary = os.path.join(self.work, name + '.exec')
        for _ in range(8):
            if not live:
                return truths
            lines = ['#include "harness.hpp"', '']
            owner = {}
            for i in live:
                start = len(lines)
                for form in ('real', 'blocking'):
                    lines.append('namespace p%d::%s {' % (i, form))
                    lines += render(programs[i], form)
                    lines.append('}')
                for n in range(start, len(lines) + 1):
                    owner[n] = i
            lines.append('int main() { return differential::judge_all({')
            for i in live:
                lines.append('  {"%d", &p%d::real::form, &p%d::blocking::form},' % (i, i, i))
            lines.append('}); }')
            with open(source, 'w') as f:
                f.write('\n'.join(lines) + '\n')
            r = subprocess.run(
                [self.command] + self.flags + ['-fuse-ld=lld'] * self.lld + ['-include-pch', self.pch, source, *self.harness, '-o', binary],
                capture_output=True, text=True)
            if r.returncode == 0:
                break
            bad = {}
            for m in re.finditer(r'^%s:(\d+):\d+: (?:fatal )?(?:error|note): (.*)'
                                 % re.escape(source), r.stderr, re.M):
                n = owner.get(int(m.group(1)) - 1)
                if n is not None and ('error' in m.group(0)):
                    bad.setdefault(n, m.group(2))
            if not bad:
                raise SystemExit('compiling %s failed:\n%s' % (source, r.stderr[:4000]))
            for n, why in bad.items():
                truths[n] = Truth('invalid', text='does not compile: ' + why)
            live = [i for i in live if i not in bad]
        else:
            raise SystemExit('compiling %s fails again and again' % source)
        r = subprocess.run([binary], capture_output=True, text=True)
        if r.returncode:
            raise SystemExit('%s exits with %d' % (binary, r.returncode))
        for line in r.stdout.splitlines():
            part = line.split('\t')
            i = int(part[0])
            if part[1] == 'RIGHT':
                truths[i] = Truth('right')
            elif part[1] == 'INVALID':
                truths[i] = Truth('invalid', text=part[2] if len(part) > 2 else '')
            else:
                truths[i] = Truth('buggy', part[2].split(), part[3], part[4],
                                  part[5] if len(part) > 5 else '')
        for i in live:
            if truths[i] is None:
                truths[i] = Truth('invalid', text='no answer from the harness')
        os.unlink(binary)
        return truths

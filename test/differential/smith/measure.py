"""Measures the checks on the second generator's programs, in every dialect.

A program counts as found if any check warns in its lines. The truth does not
depend on the dialect, so each program is executed once.
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from checker import broken, mutated_before_yield, warned
from execute import Truth
from score import Score
from smith import grammar

HERE = os.path.dirname(os.path.abspath(__file__))
DIALECTS = ['optional', 'aggregate', 'variant', 'submit']
# In which the programs are executed.
EXECUTED = 'optional'


class Case:
    """A program, what is true of it, and what the checks say in each dialect."""

    def __init__(self, program):
        self.program = program
        self.truth = None
        self.found = {}
        self.by_text = mutated_before_yield(program.lines)

    @property
    def buggy(self):
        return self.truth.kind == 'buggy'

    def wrong(self, dialect):
        return self.buggy != warned(self.found[dialect])


def flags(dialect):
    return ['-std=c++20', '-I' + HERE, '-I' + os.path.join(HERE, 'dialects', dialect)]


class Executor:
    """Compiles and runs many programs at once."""

    def __init__(self, compiler, work):
        self.command = [compiler, '-O0', '-w', '-D_GLIBCXX_ASSERTIONS'] + flags(EXECUTED)
        self.work = work
        self.pch = os.path.join(work, 'harness.pch')
        self.compile(['-fpch-instantiate-templates', '-x', 'c++-header',
                      os.path.join(HERE, 'harness.hpp'), '-o', self.pch], 'the harness')

    def compile(self, arguments, what):
        r = subprocess.run(self.command + arguments, capture_output=True, text=True)
        if r.returncode:
            raise SystemExit('%s does not compile:\n%s' % (what, r.stderr[:4000]))

    def judge(self, programs, name):
        """The truth of each, in order."""
        source = os.path.join(self.work, name + '.exec.cpp')
        binary = os.path.join(self.work, name + '.exec')
        with open(source, 'w') as f:
            for p in programs:
                f.write('\n'.join(p.lines) + '\n')
            f.write('int main() {\n')
            for i, p in enumerate(programs):
                f.write('  smith::judge<%s>(%d);\n' % (p.name(), i))
            f.write('}\n')
        link = ['-fuse-ld=lld'] if shutil.which('ld.lld') else []
        self.compile(link + ['-include-pch', self.pch, source, '-o', binary], source)
        r = subprocess.run([binary], capture_output=True, text=True)
        if r.returncode:
            raise SystemExit('%s exits with %d' % (binary, r.returncode))
        truths = {}
        for line in r.stdout.splitlines():
            index, kind, *differing = line.split('\t')
            truths[int(index)] = Truth(kind.lower(), differing[0].split() if differing else (),
                                       text='no end' if kind == 'INVALID' else '')
        os.unlink(binary)
        return [truths[i] for i in range(len(programs))]


def check(checker, programs, dialect, name):
    """What the checks say of each program in a dialect."""
    lines, owner = ['#include "program.hpp"', ''], {}
    for i, p in enumerate(programs):
        for line in p.lines:
            owner[len(lines)] = i
            lines.append(line)
    return checker.analyse({'%s.%s.check.cpp' % (name, dialect): lines},
                           lambda file, line: owner.get(line), len(programs), {}, flags(dialect))


def evaluate(cases, executor, checker, dialects, name):
    """Fills in truth and answers; the cases that are valid."""
    for case, truth in zip(cases, executor.judge([c.program for c in cases], name)):
        case.truth = truth
    valid = [c for c in cases if c.truth.kind != 'invalid']
    for dialect in dialects if valid else ():
        for case, found in zip(valid, check(checker, [c.program for c in valid], dialect, name)):
            case.found[dialect] = found
            if broken(found):
                raise SystemExit('the checker rejects a program that compiles:\n' +
                                 '\n'.join(explain(case, [dialect], name)))
    return valid


def explain(case, dialects, name):
    """A program with its truth and what the checks say, as text that compiles."""
    out = ['// ' + name,
           '// truth: %s%s' % (case.truth.kind, ': in ' + ', '.join(case.truth.differing)
                               if case.buggy else '')]
    for dialect in dialects:
        found = case.found.get(dialect, [])
        if not found:
            out.append('// %s: silent' % dialect)
        for what, text, code in found:
            out += ['// %s: %s: %s' % (dialect, what, text), '//         at: %s' % code]
    return out + ['#include "program.hpp"', ''] + case.program.lines


def print_figures(cases, dialect):
    ours, text, by_shape, by_fault = Score(), Score(), {}, {}
    for c in cases:
        positive = warned(c.found[dialect])
        ours.add(c.buggy, positive)
        text.add(c.buggy, c.by_text)
        by_shape.setdefault(c.program.shape, Score()).add(c.buggy, positive)
        if c.buggy:
            n = by_fault.setdefault(fault(c), [0, 0])
            n[0] += positive
            n[1] += 1
    print('  checks:     %s' % ours)
    print('  text order: %s' % text)
    for shape in sorted(by_shape):
        print('    %-9s %s' % (shape, by_shape[shape]))
    print('  found, by what differs: ' + ', '.join(
        '%s %d of %d' % (k, n, all) for k, (n, all) in sorted(by_fault.items())))
    return ours


def fault(case):
    for place, name in (('state', 'state changed'), ('end', 'no end'),
                        ('callees', 'callee abandoned or extra')):
        if place in case.truth.differing:
            return name
    return 'other answer'


def measure(args, compiler, checker, work):
    """Prints everything; the exit code."""
    started = time.time()
    dialects = [args.dialect] if args.dialect else DIALECTS
    executor = Executor(compiler, work)
    if args.show is not None:
        case = Case(grammar.grow(args.seed, args.show + 1)[-1])
        evaluate([case], executor, checker, dialects, 'show')
        print('\n'.join(explain(case, dialects, 'seed %s, program %d' % (args.seed, args.show))))
        return 0
    grown = [Case(p) for p in grammar.grow(args.seed, args.count)]
    batches = [grown[i:i + args.batch] for i in range(0, len(grown), args.batch)]
    cases = []
    with ThreadPoolExecutor(args.jobs) as pool:
        jobs = [pool.submit(evaluate, batch, executor, checker, dialects,
                            'batch%d' % batch[0].program.index) for batch in batches]
        for job in jobs:
            cases += job.result()
            print('accuracy: %d programs, %.0f s' % (len(cases), time.time() - started),
                  file=sys.stderr)
    print('seed %s: %d programs, %d buggy, %d right; %d not valid' % (
        args.seed, len(cases), sum(c.buggy for c in cases), sum(not c.buggy for c in cases),
        len(grown) - len(cases)))
    scores = []
    for dialect in dialects:
        print('dialect %s' % dialect)
        scores.append(print_figures(cases, dialect))
    if len(dialects) > 1:
        same = sum(len({warned(c.found[d]) for d in dialects}) == 1 for c in cases)
        print('the same verdict in all %d dialects: %d of %d programs' % (
            len(dialects), same, len(cases)))
    print_disagreements(args, cases, dialects, started)
    low = any(args.min_precision is not None and s.precision() < args.min_precision or
              args.min_recall is not None and s.recall() < args.min_recall for s in scores)
    return 1 if low else 0


def print_disagreements(args, cases, dialects, started):
    """At most so many of either kind: each program once, with the dialects that are wrong."""
    wrong = [c for c in cases if any(c.wrong(d) for d in dialects)]
    misses = [c for c in wrong if c.buggy][:args.most]
    alarms = [c for c in wrong if not c.buggy][:args.most]
    for c in misses + alarms:
        kind = 'miss' if c.buggy else 'alarm'
        lines = explain(c, [d for d in dialects if c.wrong(d)], '%s: seed %s, program %d, %s' % (
            'miss' if c.buggy else 'false alarm', args.seed, c.program.index, c.program.shape))
        print('\n' + '\n'.join(lines))
        if args.keep:
            path = os.path.join(args.keep, '%s-%s-%d.cpp' % (kind, args.seed, c.program.index))
            with open(path, 'w') as f:
                f.write('\n'.join(lines) + '\n')
    print('\naccuracy: %d disagreements, %d shown, %.0f s' % (
        len(wrong), len(misses + alarms), time.time() - started), file=sys.stderr)

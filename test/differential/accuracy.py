#!/usr/bin/env python3
"""Holds the checks against executed truth on random programs.

Grows random re-entrant programs, runs each under many yield schedules from many
initial states and compares it with its blocking run: that is the truth. Then
runs the checks on the same programs, and prints precision, recall, the figures
of a text-order rule on the same programs, and every disagreement as a minimal
program.

There are two generators: `grammar`, which this file is about, and `smith`,
whose programs are read in several dialects of the result type.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import shrink
from checker import Checker, Trial, broken, text_order, warned
from execute import ROOT, Compiler
import grammar
import grammar_c
from program import render, statements
from score import Score
import smith.measure

GROWERS = {'c++': grammar.Grower, 'c': grammar_c.Grower}
FIXED_SEED, FIXED_COUNT = 'fixed-1', 200
# Faults that reentrancy-mutation-before-yield leaves to other checks.
OTHER_TAGS = {'repeated callee', 'lost local', 'submitted again'}
OTHER_PLACES = {'dev.log', 'dev.in_flight', 'cur.log', 'cur.in_flight', 'end', 'answer'}


class Case(Trial):
    @property
    def wrong(self):
        return not self.left_out and (self.truth.kind == 'buggy') != warned(self.found)


def other_class(case):
    """Whether the only fault is of a class that is not 'changed again'."""
    if case.truth.kind != 'buggy':
        return False
    places = set(case.truth.differing)
    if places <= OTHER_PLACES or places & {'dev.in_flight', 'cur.in_flight'}:
        return True
    return bool(case.program.tags) and set(case.program.tags) <= OTHER_TAGS


def fault(case):
    """A rough class of what differs, for the summary."""
    places = set(case.truth.differing)
    if places - OTHER_PLACES:
        return 'state changed'
    if 'end' in places:
        return 'no end'
    if places & {'dev.in_flight', 'cur.in_flight'}:
        return 'callee abandoned'
    return 'done again or not at all'


def explain(case, name):
    """A disagreement as text that compiles: a comment, and the program."""
    kind = 'miss' if case.truth.kind == 'buggy' else 'false alarm'
    out = ['// %s: %s' % (kind, name), '// truth: %s' % case.truth]
    if case.program.tags:
        out.append('// edits: ' + ', '.join(case.program.tags))
    if not case.found:
        out.append('// checks: silent')
    for what, text, code in case.found:
        out.append('// checks: %s: %s' % (what, text))
        out.append('//         at: %s' % code)
    header = 'program.h' if case.program.style == 'c' else 'program.hpp'
    return out + ['#include "%s"' % header, ''] + render(case.program, 'check')


def parse():
    p = argparse.ArgumentParser(
        description=__doc__.split('\n\n')[0],
        epilog='Exit code: 0, or with --fixed, --min-precision or --min-recall 1 if a '
               'figure is below its threshold; 2 if a tool is missing.')
    p.add_argument('--seed', default='1', help='programs of another seed are others (default: 1)')
    p.add_argument('--generator', choices=('grammar', 'smith'), default='grammar',
                   help='what grows the programs (default: grammar)')
    p.add_argument('--language', choices=GROWERS, help='of the programs of grammar '
                   '(default: c++)')
    p.add_argument('--dialect', choices=smith.measure.DIALECTS, help='of the result type of '
                   'the programs of smith (default: all, on the same programs)')
    p.add_argument('--count', type=int, default=400, help='how many programs (default: 400)')
    p.add_argument('--least', choices=('certain', 'likely', 'possible'), help='the least '
                   'confidence of the findings that count (default: the checks\' own)')
    p.add_argument('--bin', help='the checker (default: build/bin/reentrancy-tidy)')
    p.add_argument('--compiler', default=None, help='clang++ of version 16 or later '
                   '(default: clang++-19, else clang++)')
    p.add_argument('--jobs', type=int, default=1, help='batches at a time (default: 1)')
    p.add_argument('--batch', type=int, default=80, help='programs per compilation (default: 80)')
    p.add_argument('--keep', metavar='DIR', help='leave the minimal disagreements and all '
                   'intermediate files in DIR')
    p.add_argument('--check', metavar='NAME', help='only this check, without "reentrancy-"; with '
                   'mutation-before-yield, programs whose only fault is of another class are '
                   'left out')
    p.add_argument('--fixed', action='store_true', help='the fixed small set: %d programs of '
                   'seed %s; implies thresholds of 0.99' % (FIXED_COUNT, FIXED_SEED))
    p.add_argument('--min-precision', type=float, help='exit with 1 below this')
    p.add_argument('--min-recall', type=float, help='exit with 1 below this')
    p.add_argument('--no-shrink', action='store_true', help='print disagreements as grown')
    p.add_argument('--most', type=int, default=20, help='shrink and print at most so many '
                   'disagreements of either kind (default: 20)')
    p.add_argument('--show', type=int, metavar='INDEX', help='print the program of this index '
                   'with its truth and the answer of the checks, and end')
    args = p.parse_args()
    if args.generator == 'smith' and (args.language or args.fixed):
        p.error('--language and --fixed are of the generator grammar')
    if args.generator != 'smith' and args.dialect:
        p.error('--dialect is of the generator smith: add --generator smith')
    if args.count < 1 or args.batch < 1 or args.jobs < 1 or (args.show or 0) < 0:
        p.error('--count, --batch and --jobs are at least 1, --show at least 0')
    args.language = args.language or 'c++'
    return args


def tools(args):
    binary = args.bin or os.path.join(ROOT, 'build', 'bin', 'reentrancy-tidy')
    if not (os.path.isfile(binary) and os.access(binary, os.X_OK)):
        print('accuracy: error: no checker at %s: build it, or give --bin' % binary,
              file=sys.stderr)
        sys.exit(2)
    for name in [args.compiler] if args.compiler else ['clang++-19', 'clang++']:
        if shutil.which(name):
            return binary, name
    print('accuracy: error: no clang++-19 or clang++: install clang-19, or give --compiler',
          file=sys.stderr)
    sys.exit(2)


def evaluate(cases, compiler, checker, name, check=None):
    """Fills in truth and answer; those without a valid truth are dropped."""
    for case, truth in zip(cases, compiler.judge([c.program for c in cases], name)):
        case.truth = truth
    cases = [c for c in cases if c.truth.kind != 'invalid']
    for case, found in zip(cases, checker.run([c.program for c in cases], name)):
        case.found = found
        case.by_text = text_order(case.program)
        case.left_out = check == 'mutation-before-yield' and other_class(case)
        if broken(found):
            raise SystemExit('the checker rejects a program that compiles:\n' +
                             '\n'.join(explain(case, name)))
    return cases


def main():
    args = parse()
    binary, command = tools(args)
    if args.fixed:
        args.seed, args.count = FIXED_SEED, FIXED_COUNT
        args.min_precision = 0.99 if args.min_precision is None else args.min_precision
        args.min_recall = 0.99 if args.min_recall is None else args.min_recall
    if args.keep:
        os.makedirs(args.keep, exist_ok=True)
    work = tempfile.mkdtemp(prefix='accuracy-', dir=args.keep)
    try:
        checker = Checker(binary, work, args.check, args.least)
        if args.generator == 'smith':
            sys.exit(smith.measure.measure(args, command, checker, work))
        sys.exit(measure(args, Compiler(command, work), checker))
    finally:
        if not args.keep:
            shutil.rmtree(work, ignore_errors=True)


def measure(args, compiler, checker):
    started = time.time()
    def grown(index):
        return Case(grammar.grow(args.seed, index, GROWERS[args.language]), index)
    if args.show is not None:
        case = grown(args.show)
        compiler.precompile()
        if not evaluate([case], compiler, checker, 'show'):
            print('// truth: %s' % case.truth)
        print('\n'.join(explain(case, 'seed %s, program %d' % (args.seed, args.show))))
        return 0
    # Some programs are invalid; more are grown until there are enough.
    cases, dropped, index, reasons = [], 0, 0, {}
    compiler.precompile()
    with ThreadPoolExecutor(args.jobs) as pool:
        while len(cases) < args.count:
            rounds = []
            need = args.count - len(cases)
            for _ in range(max(1, min(args.jobs, -(-need // args.batch)))):
                size = min(args.batch, max(8, need + need // 4))
                batch = [grown(i) for i in range(index, index + size)]
                rounds.append(batch)
                index += size
            jobs = [pool.submit(evaluate, batch, compiler, checker, 'batch%d' % batch[0].index,
                                args.check) for batch in rounds]
            for batch, job in zip(rounds, jobs):
                good = job.result()
                for c in batch:
                    if c.truth.kind == 'invalid':
                        dropped += 1
                        why = c.truth.text.split(':')[0]
                        reasons[why] = reasons.get(why, 0) + 1
                cases += good
            if dropped > 10 * args.count + 100:
                raise SystemExit('almost no program is valid: %s' % reasons)
            print('accuracy: %d programs, %.0f s' % (len(cases), time.time() - started),
                  file=sys.stderr)
    cases = cases[:args.count]
    ours, text = Score(), Score()
    out = 0
    by_shape = {}
    for c in cases:
        if c.left_out:
            out += 1
            continue
        buggy = c.truth.kind == 'buggy'
        ours.add(buggy, warned(c.found))
        text.add(buggy, c.by_text)
        by_shape.setdefault(c.program.shape, Score()).add(buggy, warned(c.found))
    wrong = [c for c in cases if c.wrong]
    by_fault = {}
    for c in cases:
        if c.truth.kind == 'buggy' and not c.left_out:
            n = by_fault.setdefault(fault(c), [0, 0])
            n[0] += warned(c.found)
            n[1] += 1
    print('seed %s: %d programs, %d buggy, %d right%s; %d not valid (%s)' % (
        args.seed, len(cases), sum(c.truth.kind == 'buggy' for c in cases),
        sum(c.truth.kind == 'right' for c in cases),
        ', %d left out' % out if out else '', dropped,
        ', '.join('%s %d' % r for r in sorted(reasons.items()))))
    print('  checks:     %s' % ours)
    print('  text order: %s' % text)
    for shape in sorted(by_shape):
        print('    %-9s %s' % (shape, by_shape[shape]))
    print('  found, by what differs: ' + ', '.join(
        '%s %d of %d' % (k, n, all) for k, (n, all) in sorted(by_fault.items())))
    misses = [c for c in wrong if c.truth.kind == 'buggy'][:args.most]
    alarms = [c for c in wrong if c.truth.kind == 'right'][:args.most]
    shown = misses + alarms
    if shown and not args.no_shrink:
        shown = shrink.shrink(shown, lambda cs, n: evaluate(cs, compiler, checker, n, args.check),
                              args.batch)
    for c in shown:
        kind = 'miss' if c.truth.kind == 'buggy' else 'alarm'
        lines = explain(c, 'seed %s, program %d, %s' % (args.seed, c.index, c.program.shape))
        print('\n' + '\n'.join(lines))
        if args.keep:
            path = os.path.join(args.keep, '%s-%s-%d.%s' % (
                kind, args.seed, c.index, 'c' if args.language == 'c' else 'cpp'))
            with open(path, 'w') as f:
                f.write('\n'.join(lines) + '\n')
    print('\naccuracy: %d disagreements, %d shown, %.0f s' % (
        len(wrong), len(shown), time.time() - started), file=sys.stderr)
    low = (args.min_precision is not None and ours.precision() < args.min_precision or
           args.min_recall is not None and ours.recall() < args.min_recall)
    return 1 if low else 0


if __name__ == '__main__':
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    main()

#!/usr/bin/env python3
"""Runs the checks on the cases and says which are as they should be.

README.md beside this file tells what is expected of each group. `known.txt`
lists the cases that are not yet right; with --strict the exit code is 1 when a
case outside it is wrong, and when one in it has become right.
"""

import argparse
import glob
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INCLUDES = ['-I' + path for path in (HERE, os.path.join(os.path.dirname(HERE), 'corpus'),
                                     os.path.join(ROOT, 'include'))]
KNOWN = os.path.join(HERE, 'known.txt')


class Case:
    """A file, how it is read, and what is expected: `problem` takes the warnings, a list of
    (line, check), and answers what is wrong with them, or nothing."""

    def __init__(self, group, path, options, standard, problem):
        name = os.path.relpath(path, os.path.join(HERE, group))
        self.name = '%s/%s' % (group, os.path.splitext(name)[0])
        self.path = path
        self.options = options
        self.standard = standard
        self.problem = problem


def source(path):
    with open(path) as f:
        return f.read().splitlines()


def first_comment(lines):
    if lines[0].startswith('/*'):
        end = next(i for i, line in enumerate(lines) if '*/' in line) + 1
    else:
        end = next((i for i, line in enumerate(lines) if not line.startswith('//')), len(lines))
    return '\n'.join(lines[:end]), end


def own_options(lines):
    """NAME='value' of the first comment."""
    return dict(re.findall(r"(\w+)='([^']*)'", first_comment(lines)[0]))


def standard_of(path):
    return 'gnu11' if path.endswith('.c') else 'gnu++20'


def files(group, pattern='*'):
    paths = glob.glob(os.path.join(HERE, group, pattern + '.c'))
    return sorted(paths + glob.glob(os.path.join(HERE, group, pattern + '.cpp')))


def silent(found):
    return 'not silent: ' + shown(found) if found else ''


def shown(found):
    return ', '.join('%d %s' % (line, check) for line, check in found)


# --- the groups ----------------------------------------------------------------


def reports():
    """The bug is found at its line by a check of its kind; the mended forms are silent."""
    for path in files('reports', '*/*'):
        with open(os.path.join(os.path.dirname(path), 'meta.json')) as f:
            meta = json.load(f)

        def found_there(found, line=meta['expected_line'], checks=meta['expected_check']):
            if any(at == line and 'reentrancy-' + check in checks for at, check in found):
                return ''
            return 'missed at %d; warned of: %s' % (line, shown(found) or 'nothing')
        buggy = os.path.basename(path).startswith('buggy')
        yield Case('reports', path, meta['options'], meta['std'], found_there if buggy else silent)


def marked(group, marker):
    """The lines with a marker are warned of, by the check behind it if one is named; no other."""
    for path in files(group):
        lines = source(path)
        wanted = {}
        for number, line in enumerate(lines, 1):
            m = re.search(r'/[/*] %s\b ?([a-z]+(?:-[a-z]+)+)?' % marker, line)
            if m and number > first_comment(lines)[1]:
                wanted[number] = m.group(1)

        def all_and_no_other(found, wanted=wanted):
            missed = [line for line, check in wanted.items()
                      if not any(at == line and check in (None, by) for at, by in found)]
            wrong = [(line, by) for line, by in found if line not in wanted]
            return '; '.join(
                ['missed at ' + ', '.join(map(str, missed))] * bool(missed) +
                ['wrongly ' + shown(wrong)] * bool(wrong))
        yield Case(group, path, own_options(lines), standard_of(path), all_and_no_other)


def field():
    """`warning for F` in the first comment: in the function F and nowhere else; else silent."""
    for path in files('field'):
        lines = source(path)
        bad = set(re.findall(r'warning for (\w+)', first_comment(lines)[0]))
        owner, inside = {}, None
        for number, line in enumerate(lines, 1):
            m = re.match(r'(?:static )?[A-Za-z_][\w *]*\b(\w+)\([^;]*$', line)
            if m and not line.startswith(('struct', 'typedef', 'enum')):
                inside = m.group(1)
            owner[number] = inside
        if not bad <= set(owner.values()):
            raise SystemExit('run.py: error: %s names a function that is not there' % path)

        def in_these(found, bad=bad, owner=owner):
            missed = sorted(bad - {owner[at] for at, _ in found})
            wrong = [(at, by) for at, by in found if owner[at] not in bad]
            return '; '.join(['missed in ' + ', '.join(missed)] * bool(missed) +
                             ['wrongly ' + shown(wrong)] * bool(wrong))
        yield Case('field', path, own_options(lines), standard_of(path), in_these)


GROUPS = {'reports': reports, 'minimal': lambda: marked('minimal', 'WANT'), 'field': field,
          'dialects': lambda: marked('dialects', 'BUG')}


# --- running -------------------------------------------------------------------


def run(tool, case, least):
    """What is wrong with the case, and whether the checks could be run at all."""
    options = dict(case.options)
    if least:
        options['LeastConfidence'] = least
    r = subprocess.run(
        [tool, '-checks=-*,reentrancy-*', '-config=' + json.dumps({'CheckOptions': options}),
         '-quiet', case.path, '--', '-std=' + case.standard, '-w'] + INCLUDES,
        capture_output=True, text=True)
    if r.returncode or ' error: ' in r.stdout:
        return ('cannot be checked: ' + (r.stdout + r.stderr).strip().split('\n')[0], False)
    found = []
    for m in re.finditer(r'^(.*?):(\d+):\d+: warning: .*\[reentrancy-([a-z-]+)\]', r.stdout, re.M):
        at = (int(m.group(2)), m.group(3))
        if at not in found and os.path.basename(m.group(1)) == os.path.basename(case.path):
            found.append(at)
    return case.problem(found), True


def known():
    """The cases that are known to be wrong: name to reason."""
    out = {}
    for number, line in enumerate(source(KNOWN), 1):
        if line.strip() and not line.startswith('#'):
            name, colon, why = line.partition(': ')
            if not colon or not why.strip() or name in out:
                raise SystemExit('run.py: error: known.txt:%d: not `name: reason`, or twice' % number)
            out[name] = why
    return out


def parse():
    p = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    p.add_argument('cases', nargs='*', metavar='CASE', help='a group (%s), or a case or '
                   'the start of its name (minimal/M1); without any, all' % ', '.join(GROUPS))
    p.add_argument('--tool', default=os.path.join(ROOT, 'build', 'bin', 'reentrancy-tidy'),
                   help='default: build/bin/reentrancy-tidy')
    p.add_argument('--least', choices=('certain', 'likely', 'possible'),
                   help="the least confidence (default: the checks' own)")
    p.add_argument('--strict', action='store_true', help='compare with known.txt, see above')
    p.add_argument('--jobs', type=int, default=os.cpu_count() or 1, help='cases at a time')
    args = p.parse_args()
    if args.strict and args.least:
        p.error('known.txt is about the default confidence: no --least with --strict')
    if not os.access(args.tool, os.X_OK):
        p.error('no checker at %s: build it, or give --tool' % args.tool)
    return args, p


def main():
    args, parser = parse()
    all_cases = [case for group in GROUPS.values() for case in group()]
    names = {case.name for case in all_cases}
    listed = known()
    for name in listed:
        if name not in names:
            parser.error('known.txt names %s, which is no case' % name)
    for word in args.cases:
        if not any(name.startswith(word) for name in names):
            parser.error('no group and no case %s' % word)
    cases = [c for c in all_cases
             if not args.cases or any(c.name.startswith(word) for word in args.cases)]
    with ThreadPoolExecutor(max(1, args.jobs)) as pool:
        answers = list(pool.map(lambda c: run(args.tool, c, args.least), cases))
    bad = 0
    for group in GROUPS:
        here = [(c, a) for c, a in zip(cases, answers) if c.name.startswith(group + '/')]
        if not here:
            continue
        print('%s: %d of %d as they should be' % (group, sum(not p for _, (p, _) in here),
                                                  len(here)))
        for case, (problem, ran) in here:
            note = ''
            if not ran:
                bad += 1
            elif problem and case.name in listed:
                note = ' (known: %s)' % listed[case.name]
            elif problem:
                bad += 1
            elif case.name in listed and not args.least:
                bad += 1
                problem = 'is right: take it out of known.txt'
            if problem:
                print('  %s: %s%s' % (case.name, problem, note))
    return 1 if args.strict and bad else 0


if __name__ == '__main__':
    sys.exit(main())

"""Makes disagreeing programs small: takes parts away as long as the program
stays valid, keeps its truth, and the checks keep their answer.

All cases are made small step by step together, so that one compilation serves
many. A step first tries each part alone, then the parts that can go together.
"""

from checker import Trial, warned
from grammar import prune
from program import bodies, walk


def parts(program):
    """What can be taken away. A part is ('drop' | 'inner', function, nth
    statement, which body); statements are counted in the order of walk()."""
    out = []
    for fi, f in enumerate(program.functions):
        n = 0
        kept = set()    # what stands in a group goes with the group or stays
        for l in walk(f.body):
            for s in l:
                if s[0] == 'g' or id(l) in kept:
                    kept.update(id(b) for b in bodies(s))
                if id(l) not in kept:
                    out.append(('drop', fi, n, 0))
                if s[0] in ('if', 'loop') and id(l) not in kept:
                    for b, inner in enumerate(bodies(s)):
                        if inner:
                            out.append(('inner', fi, n, b))
                if s[0] == 'if' and s[3]:
                    out.append(('else', fi, n, 0))
                if s[0] == 'switch':
                    for c in range(len(s[2])):
                        out.append(('case', fi, n, c))
                n += 1
    return out


def without(program, gone):
    p = program.clone()
    for fi, f in enumerate(p.functions):
        mine = {(n, kind): b for kind, at, n, b in gone if at == fi}
        cases = {(n, b) for kind, at, n, b in gone if at == fi and kind == 'case'}
        number = {}
        for l in walk(f.body):
            for s in l:
                number[id(s)] = len(number)

        def rebuild(l):
            new = []
            for s in l:
                n = number[id(s)]
                if (n, 'drop') in mine:
                    continue
                inner = bodies(s)[mine[(n, 'inner')]] if (n, 'inner') in mine else None
                if (n, 'else') in mine and s[0] == 'if':
                    s[3] = []
                if s[0] == 'switch':
                    s[2] = [c for i, c in enumerate(s[2]) if (n, i) not in cases]
                    for c in s[2]:
                        c[1] = rebuild(c[1])
                elif s[0] == 'g':
                    s[1] = rebuild(s[1])
                elif s[0] == 'if':
                    s[2], s[3] = rebuild(s[2]), rebuild(s[3])
                elif s[0] == 'loop':
                    s[2] = rebuild(s[2])
                elif s[0] == 'waitif':
                    s[3] = rebuild(s[3])
                if inner is not None:
                    which = mine[(n, 'inner')]
                    new += bodies(s)[which]
                else:
                    new.append(s)
            return new
        f.body = rebuild(f.body)
    prune(p)
    text = str([f.body for f in p.functions])
    p.members = [m for m in p.members if '@' + m.name in text]
    text += str([m.type for m in p.members])
    p.types = [t for t in p.types if t.split()[1] in text or 'enum class' in t and 'St::' in text]
    return p


def size(p):
    return (sum(len(l) for f in p.functions for l in walk(f.body)), len(p.members),
            len(str([f.body for f in p.functions])))


def shrink(cases, evaluate, batch, rounds=8, width=60):
    best = list(cases)
    live = range(len(cases))
    for step in range(rounds):
        # Each part alone.
        base = list(best)
        good = {i: [] for i in live}
        trials = [(i, [x]) for i in live for x in parts(base[i].program)[:width]]
        for i, gone, attempt in successes(trials, base, cases, evaluate, batch, 'a%d' % step):
            good[i] += gone
            if size(attempt.program) < size(best[i].program):
                best[i] = attempt
        live = [i for i in live if good[i]]
        # Then those that can go, together: all, or shares of them.
        trials = []
        for i in live:
            x, n = good[i], len(good[i])
            for some in (x, x[:n // 2], x[n // 2:], x[::2], x[1::2], x[:n // 4], x[n // 4:],
                         x[3 * n // 4:], x[:3 * n // 4], x[n // 4:3 * n // 4]):
                if len(some) > 1:
                    trials.append((i, some))
        for i, gone, attempt in successes(trials, base, cases, evaluate, batch, 'b%d' % step):
            if size(attempt.program) < size(best[i].program):
                best[i] = attempt
        live = [i for i in live if best[i] is not base[i]]
        if not live:
            break
    return best


def successes(trials, base, cases, evaluate, batch, name):
    """The trials whose program disagrees as before."""
    attempts = [(i, gone, Trial(without(base[i].program, gone), cases[i].index))
                for i, gone in trials]
    for start in range(0, len(attempts), batch):
        evaluate([a for _, _, a in attempts[start:start + batch]],
                 'shrink-%s-%d' % (name, start))
    for i, gone, a in attempts:
        if a.truth.kind == cases[i].truth.kind and not a.left_out and (
                warned(a.found) == warned(cases[i].found)) and like(a, cases[i]):
            yield i, gone, a


def like(attempt, case):
    """Whether it is still the same disagreement, not another one."""
    if case.truth.kind == 'buggy':
        return case.truth.first in attempt.truth.differing
    first = {text for kind, text, _ in case.found if kind == 'warning'}
    return any(text in first for kind, text, _ in attempt.found if kind == 'warning')

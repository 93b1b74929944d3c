"""Grows the second generator's programs: one class each, with one re-entrant method.

Unlike the first generator it writes text at once, in the style of a statement
soup: straight code, ifs and loops, or a state machine, over the members that
`program.hpp` declares. It knows nothing of right and wrong. Its programs name
no result type's parts, only `RETURN_IF_IO` and `IO_YIELD_ONE`, so that they can
be read in every dialect.

The order in which random numbers are drawn is part of a seed's meaning: whoever
changes a weight or a list changes all programs.
"""

import random

NUMBERS = ['a_', 'b_', 'c_']
STEP = '  '

# The share of programs that are state machines, and of those with a change in front of all.
MACHINES, PROLOGUES = 0.35, 0.1


class Program:
    def __init__(self, index, shape, lines):
        self.index = index
        self.shape = shape
        self.lines = lines          # of the whole class, its name is name()

    def name(self):
        return 'C%d' % self.index


class Grower:
    """Grows one program; counts its callees and locals."""

    def __init__(self, rng):
        self.rng = rng
        self.callees = 0
        self.locals = 0

    def callee(self):
        """A call of a callee of its own: no two in a program are the same."""
        self.callees += 1
        return 'leaf(%d)' % self.callees

    def local(self, prefix):
        self.locals += 1
        return '%s%d' % (prefix, self.locals)

    def value(self, known):
        """An int without a side effect; `known` are the locals in scope."""
        r = self.rng
        kinds = [lambda: str(r.randint(0, 4)),
                 lambda: r.choice(NUMBERS),
                 lambda: '%s + %d' % (r.choice(NUMBERS), r.randint(1, 3)),
                 lambda: 'static_cast<int>(v_.size())',
                 lambda: 'get()']
        if known:
            kinds += [lambda: r.choice(known)] * 2
        return r.choice(kinds)()

    def condition(self):
        r = self.rng
        return r.choice([lambda: '%s > %d' % (r.choice(NUMBERS), r.randint(0, 4)),
                         lambda: '!f_',
                         lambda: 'f_',
                         lambda: '%s < %s' % tuple(r.sample(NUMBERS, 2)),
                         lambda: '!o_.has_value()',
                         lambda: 's_.empty()'])()

    def change(self, known=()):
        """A statement that changes a member: again at each repetition, or not."""
        r = self.rng
        n = r.choice(NUMBERS)
        return r.choice([
            '++%s;' % n,
            '%s += %d;' % (n, r.randint(1, 3)),
            '%s = %s + 1;' % (n, n),
            'v_.push_back(%s);' % self.value(known),
            '%s = %s;' % (n, self.value(known)),
            's_.insert(%d);' % r.randint(0, 5),
            'm_[%d] = %d;' % (r.randint(0, 3), r.randint(0, 5)),
            'f_ = true;',
            'bump();',
            'setb(%d);' % r.randint(0, 9),
            '%s = %d;' % (n, r.randint(0, 9)),
            'o_ = 3;',
            'if (!v_.empty()) v_.pop_back();',
            'v_.clear();',
            'm_.emplace(%d, %s);' % (r.randint(0, 3), r.choice(NUMBERS)),
            '%s = std::exchange(%s, 0);' % (n, r.choice([x for x in NUMBERS if x != n])),
            'o_.reset();',
            'v_.assign(2, 1);',
        ])

    def changes(self, least, most):
        return [self.change() for _ in range(self.rng.randint(least, most))]

    def wait(self, known):
        """A call that may be pending; its answer is dropped, kept in a new local or in a member."""
        kind = self.rng.random()
        if kind < 0.55:
            return 'RETURN_IF_IO(%s);' % self.callee()
        if kind < 0.85:
            name = self.local('x')
            line = 'int %s = RETURN_IF_IO(%s);' % (name, self.callee())
            known.append(name)
            return line
        return '%s = RETURN_IF_IO(%s);' % (self.rng.choice(NUMBERS), self.callee())

    def block(self, known, size, depth):
        """`size` statements; `depth` bounds what is nested."""
        known = list(known)
        lines = []
        for _ in range(size):
            kind = self.rng.random()
            if kind < 0.34:
                lines.append(self.change(known))
            elif kind < 0.66:
                lines.append(self.wait(known))
            elif kind < 0.78 and depth < 2:
                lines += braced('if (%s)' % self.condition(), self.inner(known, depth))
            elif kind < 0.84 and depth < 2:
                lines += braced('if (!f_)', self.block(known, 1, depth + 1) + ['f_ = true;'])
            elif kind < 0.90 and depth < 1:
                lines += braced('while (i_ < 3)', self.inner(known, depth) + ['++i_;'])
            elif kind < 0.95 and depth < 1:
                k = self.local('k')
                lines += braced('for (int %s = 0; %s < 3; ++%s)' % (k, k, k),
                                self.inner(known + [k], depth))
            else:
                lines.append(self.change(known))
        return lines

    def inner(self, known, depth):
        return self.block(known, self.rng.randint(1, 2), depth + 1)

    def machine(self):
        """A loop around a `switch` over st_. Each state waits for a callee and goes on, hands
        out a completion, goes on before it waits, or only changes something."""
        r = self.rng
        count = r.randint(2, 4)
        turn = [self.change()] if r.random() < 0.08 else []
        cases = []
        for i in range(count):
            advance = 'st_ = St::%s;' % ('S%d' % (i + 1) if i + 1 < count else 'Done')
            known = []
            shape = r.random()
            before = [self.change()] if r.random() < 0.2 else []
            if r.random() < 0.25:
                behind = self.block(known, r.randint(0, 2), 2)
            else:
                behind = self.changes(0, 2)
            if shape < 0.55:
                body = before + [self.wait(known)] + behind + [advance, 'break;']
            elif shape < 0.75:
                body = self.changes(0, 2) + [advance, 'IO_YIELD_ONE(Completion{%d});' % i]
            elif shape < 0.85:
                body = before + [advance, 'RETURN_IF_IO(%s);' % self.callee(), 'break;']
            else:
                body = self.changes(1, 3) + [advance, 'break;']
            cases += braced('case St::S%d:' % i, body)
        cases += ['case St::Done: return IOResult<int>::done(a_);',
                  'default: return IOResult<int>::done(-1);']
        return braced('while (true)', turn + ['switch (st_) {'] + cases + ['}'])

    def program(self, index):
        prologue = [self.change()] if self.rng.random() < PROLOGUES else []
        if self.rng.random() < MACHINES:
            shape, body = 'machine', prologue + self.machine()
        else:
            shape, body = 'block', self.block([], self.rng.randint(3, 8), 0)
            body.append('return IOResult<int>::done(%s);' % self.rng.choice(NUMBERS))
        program = Program(index, shape, [])
        program.lines = braced('struct %s : Base' % program.name(),
                               braced('IOResult<int> run()', body), '};')
        return program


def braced(head, body, close='}'):
    return [head + ' {'] + [STEP + line for line in body] + [close]


def grow(seed, count):
    """The first `count` programs of a seed, in order."""
    rng = random.Random(int(seed) if seed.isdigit() else seed)
    return [Grower(rng).program(i) for i in range(count)]

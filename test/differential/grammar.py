"""The grammar of the random programs.

A program is a class (or a struct passed by reference) with one operation. It is
grown right, mostly: what stands before a yield is written so that a replay does
no harm. Then, in about half of the programs, it is spoilt by random edits, each
of which may or may not make it wrong: the execution tells. Nothing in here
decides which programs are right.

Weights, to be tuned here and nowhere else:
"""

import copy
import random
import re

from program import Function, Member, Program, bodies

# The shape of the operation.
SHAPES = {
    'straight': 14,      # statements one after the other, once-only guards
    'machine': 26,       # switch over an enum in a loop
    'falls': 14,         # switch over an enum without loop, falls through
    'chain': 10,         # if (st_ == A) {...} if (st_ == B) {...}
    'optional': 12,      # an optional holds the progress
    'variant': 8,        # a variant holds the state
    'items': 12,         # a loop over a container, progress in a member
    'portions': 4,       # work in portions, drained lists
}
# How a pending answer is passed on.
FORMS = {
    'macro': 40, 'assign': 22, 'hand_io': 8, 'hand_done': 8, 'stored': 5,
    'moved': 4, 'assign_member': 5, 'nested': 4, 'ternary': 4,
}
# External callees whose repetition leaves no trace, and those where it does.
PURE = ['dev_.read({e})', 'dev_.get({e})', 'dev_.load({e})', 'dev_.ensure_loaded({e})',
        'cur_.key()', 'cur_.find({e})']
TRACE = ['cur_.next()', 'cur_.insert({e}, {e2})', 'cur_.append({e})', 'cur_.take()']
# How carefully a program is grown: the share of unsafe choices.
CARE = [(0.0, 70), (0.05, 15), (0.25, 15)]
# How many random edits are made to it.
EDITS = [(0, 22), (1, 36), (2, 30), (3, 12)]
TYPES = {
    'int': 30, 'bool': 10, 'std::optional<int>': 10, 'std::vector<int>': 14,
    'std::map<int, int>': 7, 'std::set<int>': 6, 'std::string': 6,
    'std::unique_ptr<int>': 5, 'Sub': 7, 'std::array<int, 3>': 5,
}
# What the names of members begin with.
PREFIX = {
    'int': 'n', 'bool': 'b', 'std::optional<int>': 'o', 'std::vector<int>': 'v',
    'std::map<int, int>': 'm', 'std::set<int>': 's', 'std::string': 'str',
    'std::unique_ptr<int>': 'u', 'Sub': 'sub', 'std::array<int, 3>': 'arr',
    'struct list': 'v', 'struct sub': 'sub', 'struct cells': 'arr',
}


def pick(rng, weights):
    items = list(weights.items()) if isinstance(weights, dict) else weights
    total = sum(w for _, w in items)
    x = rng.random() * total
    for item, w in items:
        x -= w
        if x < 0:
            return item
    return items[-1][0]


class Grower:
    """Grows a program of C++. What is another way in another language is in here a method
    of its own or a name that stands first."""
    SHAPES, FORMS, TYPES, STYLES = SHAPES, FORMS, TYPES, {'class': 75, 'struct': 25}
    LIST, SET, NUMBERS = 'std::vector<int>', 'std::set<int>', ('int', 'std::vector<int>', 'Sub')

    def __init__(self, rng):
        self.rng = rng
        self.p = Program()
        self.care = pick(rng, CARE)
        self.counter = 0
        self.locals = []          # readable int locals, innermost last
        self.safe = []            # members written only by repeatable writes
        self.free = []            # members that take any change
        self.frozen = []          # members that nothing changes
        self.pure_methods = []    # own re-entrant methods without a trace
        self.trace_methods = []
        self.plain = []           # own plain methods that change something
        self.tests = []           # own bool methods

    # --- small things -------------------------------------------------------

    def name(self, prefix):
        self.counter += 1
        return prefix + str(self.counter)

    def chance(self, share):
        return self.rng.random() < share

    def sloppy(self):
        return self.chance(self.care)

    def number(self):
        return str(self.rng.choice([0, 1, 1, 2, 2, 3, 4, 5, 7]))

    def stable(self, depth=0):
        """An int expression that a replay computes again."""
        choices = [self.number]
        choices += [lambda: self.rng.choice(self.locals)] * (2 if self.locals else 0)
        if self.param:
            choices.append(lambda: 'k')
        if self.frozen:
            choices += [lambda: self.read(self.rng.choice(self.frozen))] * 2
        if depth == 0:
            choices.append(lambda: '%s + %s' % (self.stable(1), self.stable(1)))
        return self.rng.choice(choices)()

    def any_int(self):
        if self.chance(0.4) and self.free + self.safe:
            return self.read(self.rng.choice(self.free + self.safe))
        return self.stable()

    def read(self, m):
        """An int expression that reads member m."""
        n, t = '@' + m.name, m.type
        return {
            'int': n,
            'bool': '(%s ? 2 : 1)' % n,
            'std::optional<int>': n + '.value_or(3)',
            'std::vector<int>': 'static_cast<int>(%s.size())' % n,
            'std::map<int, int>': 'static_cast<int>(%s.size())' % n,
            'std::set<int>': 'static_cast<int>(%s.count(2))' % n,
            'std::string': 'static_cast<int>(%s.size())' % n,
            'std::unique_ptr<int>': '(%s ? *%s : 0)' % (n, n),
            'Sub': n + '.a',
            'std::array<int, 3>': n + '[1]',
        }[t]

    def each(self, x, m):
        """The head of a loop over member m in which x is the element."""
        return 'for (int %s : @%s)' % (x, m.name)

    def item(self, m, i):
        return '@%s[%s]' % (m.name, i)

    def drained(self, m):
        """Of list m: whether there is an element, the last one, and how it is dropped."""
        n = '@' + m.name
        return '!%s.empty()' % n, n + '.back()', n + '.pop_back();'

    def varying(self):
        """An int expression that is stable, and not the same in all runs."""
        choices = ['@cfg_.limit()'] + ['k'] * (2 if self.param else 0)
        choices += [self.rng.choice(self.locals)] * 2 if self.locals else []
        ints = [m for m in self.frozen if m.type in self.NUMBERS]
        choices += [self.read(self.rng.choice(ints))] * 2 if ints else []
        return self.rng.choice(choices)

    def test(self, members):
        """A bool expression over some members, or over what is stable."""
        if self.tests and self.chance(0.15):
            return self.rng.choice(self.tests)
        few = self.rng.choice('01123')
        if not members:
            return '%s %s %s' % (self.varying(), self.rng.choice(['>', '<', '==', '!=']), few)
        m = self.rng.choice(members)
        own = self.questions(m)
        if own and (self.chance(0.7) or m.type in ('bool', 'std::set<int>',
                                                   'std::unique_ptr<int>')):
            t = self.rng.choice(own)
        else:
            t = '%s %s %s' % (self.read(m), self.rng.choice(['>', '<', '==', '!=']), few)
        if self.chance(0.1):
            t = '%s %s %s > 1' % (t, self.rng.choice(['&&', '||']), self.varying())
        return t

    def questions(self, m):
        """What can be asked of member m, but for how its number compares."""
        n = '@' + m.name
        return {
            'bool': [n, '!' + n],
            'std::optional<int>': [n + '.has_value()', '!' + n, n + ' == 2'],
            'std::vector<int>': [n + '.empty()', '!%s.empty()' % n, n + '.size() > 2'],
            'std::map<int, int>': [n + '.empty()', n + '.count(1) != 0', n + '.contains(2)'],
            'std::set<int>': [n + '.contains(1)', '!%s.empty()' % n],
            'std::string': [n + '.empty()'],
            'std::unique_ptr<int>': [n + ' != nullptr', n + ' == nullptr', '!' + n],
        }.get(m.type)

    # --- what statements do ---------------------------------------------------

    def write(self, m):
        """A write that is the same when repeated."""
        n, k = '@' + m.name, self.number()
        e = self.stable()
        return [['s', self.rng.choice(self.writes(m.type)).format(n=n, k=k, e=e)]]

    def writes(self, type):
        """Writes to {n} that are the same when repeated; {k} is a number, {e} stable."""
        return {
            'int': ['{n} = {e};', '{n} = {k};', '{n} = {e};'],
            'bool': ['{n} = true;', '{n} = false;', '{n} = {e} > {k};'],
            'std::optional<int>': ['{n} = {e};', '{n}.reset();', '{n} = std::nullopt;',
                                   '{n}.emplace({k});', 'if (!{n}) {n} = {k};'],
            'std::vector<int>': ['{n}.clear();', '{n}.assign(2, {k});', '{n} = {{{k}, {e}}};',
                                 '{n}.resize({k});',
                                 '{n}.clear();\n{n}.push_back({e});',
                                 'for (int &x : {n}) x = {k};'],
            'std::map<int, int>': ['{n}[{k}] = {e};', '{n}.erase({k});', '{n}.emplace({k}, {e});',
                                   '{n}.insert_or_assign({k}, {e});', '{n}.clear();'],
            'std::set<int>': ['{n}.insert({e});', '{n}.erase({k});', '{n}.clear();'],
            'std::string': ['{n} = "ab";', '{n}.clear();', '{n}.assign({k}, \'c\');'],
            'std::unique_ptr<int>': ['if (!{n}) {n} = std::make_unique<int>({k});', '{n}.reset();',
                                     '{n} = std::make_unique<int>({e});', '{n} = nullptr;'],
            'Sub': ['{n}.a = {e};', '{n} = Sub{{{k}, {e}}};', '{n} = {{}};', '{n}.b = {k};'],
            'std::array<int, 3>': ['{n}[1] = {e};', '{n}.fill({k});', '{n}[0] = {k};'],
        }[type]

    def change(self, m):
        """A change that is another one when repeated (a clobber)."""
        n, k, e = '@' + m.name, self.number(), self.any_int()
        x = self.name('x')
        return [['s', self.rng.choice(self.changes(m.type)).format(n=n, k=k, e=e, x=x)]]

    def changes(self, type):
        """Changes of {n} that are others when repeated; {x} names a local."""
        return {
            'int': ['++{n};', '{n} += {e} + 1;', '{n} = {n} + {k} + 1;', '--{n};', '{n}++;',
                    'const int {x} = {n};\n{n} = {x} + 1;', '{n} = {n} * 2 + 1;',
                    'int &{x} = {n};\n{x} += 2;'],
            'bool': ['{n} = !{n};', '{n} ^= true;'],
            'std::optional<int>': ['{n} = {n}.value_or(0) + 1;', 'if ({n}) ++*{n};'],
            'std::vector<int>': ['{n}.push_back({e});', '{n}.insert({n}.begin(), {e});',
                                 'if (!{n}.empty()) {n}.pop_back();', '{n}.emplace_back({k});',
                                 'for (int &{x} : {n}) ++{x};', '{n}.resize({n}.size() + 1);',
                                 'if (!{n}.empty()) {n}.front() += 1;',
                                 'if (!{n}.empty()) {n}.erase({n}.begin());',
                                 'auto &{x} = {n};\n{x}.push_back({k});'],
            'std::map<int, int>': ['++{n}[{k}];', '{n}[{k}] += {e} + 1;',
                                   'for (auto &[k{x}, v{x}] : {n}) ++v{x};',
                                   'if (!{n}.empty()) {n}.erase({n}.begin());',
                                   '{n}[static_cast<int>({n}.size())] = {k};'],
            'std::set<int>': ['{n}.insert(static_cast<int>({n}.size()) + 10);',
                              'if (!{n}.empty()) {n}.erase({n}.begin());'],
            'std::string': ['{n} += "x";', '{n}.push_back(\'y\');', '{n}.append(2, \'z\');',
                            'if (!{n}.empty()) {n}.pop_back();'],
            'std::unique_ptr<int>': ['if ({n}) ++*{n};', 'if ({n}) *{n} += {k} + 1;'],
            'Sub': ['++{n}.a;', '{n}.b += {k} + 1;', 'Sub &{x} = {n};\n++{x}.b;',
                    '{n} = Sub{{{n}.b + 1, {n}.a}};', 'std::swap({n}.a, {n}.b);\n++{n}.a;'],
            'std::array<int, 3>': ['++{n}[0];', '{n}[2] += {e} + 1;', '{n}[1] = {n}[1] + 1;'],
        }[type]

    def safe_effect(self):
        """Something that may stand before a yield."""
        if self.sloppy():
            return self.free_effect()
        r = self.rng.random()
        if r < 0.5 and self.safe:
            return self.write(self.rng.choice(self.safe))
        if r < 0.6 and self.safe:
            return [['if', self.test(self.frozen), self.write(self.rng.choice(self.safe)), []]]
        if r < 0.72:
            x = self.name('t')
            s = [['s', 'const int %s = %s;' % (x, self.stable())]]
            self.locals.append(x)
            return s
        if r < 0.82:
            # Defined before it is used, on every path.
            ints = [m for m in self.safe if m.type == 'int']
            if ints:
                m = self.rng.choice(ints)
                vs = [v for v in self.frozen if v.type == self.LIST]
                if vs:
                    return [['s', '@%s = 0;' % m.name],
                            ['loop', self.each('e', self.rng.choice(vs)),
                             [['s', '@%s += e;' % m.name]]]]
                return [['s', '@%s = %s;' % (m.name, self.stable())],
                        ['s', '++@%s;' % m.name]]
        if r < 0.88:
            sets = [m for m in self.safe if m.type == self.SET]
            ints = [m for m in self.free if m.type == 'int']
            if sets and ints and self.chance(0.3):
                return [['if', '@%s.insert(%s).second' % (sets[0].name, self.number()),
                         [['s', '++@%s;' % self.rng.choice(ints).name]], []]]
        if self.safe:
            return self.write(self.rng.choice(self.safe))
        return []

    def free_effect(self, depth=0):
        r = self.rng.random()
        targets = self.free
        if not targets:
            return []
        if r < 0.55:
            return self.change(self.rng.choice(targets))
        if r < 0.65:
            return self.write(self.rng.choice(targets))
        if r < 0.73 and self.plain:
            return [['s', self.rng.choice(self.plain)]]
        if r < 0.78:
            return [['s', self.rng.choice(['@dev_.push(%s);', '@cur_.push(%s);']) % self.any_int()]]
        if r < 0.92 and depth < 2:
            mark = len(self.locals)
            then = self.free_effect(depth + 1)
            other = self.free_effect(depth + 1) if self.chance(0.3) else []
            del self.locals[mark:]
            return [['if', self.test(self.free + self.frozen), then, other]]
        if depth < 2:
            mark = len(self.locals)
            body = self.free_effect(depth + 1)
            del self.locals[mark:]
            i = self.name('j')
            return [['loop', 'for (int %s = 0; %s < 2; ++%s)' % (i, i, i), body]]
        return self.change(self.rng.choice(targets))

    def several(self, effect, most):
        out = []
        for _ in range(self.rng.randint(0, most)):
            out += effect()
        return out

    # --- yields ---------------------------------------------------------------

    def callee(self, pure):
        own = self.pure_methods if pure else self.trace_methods
        if own and self.chance(0.35):
            return self.rng.choice(own), 'int'
        c = self.rng.choice(PURE if pure else TRACE)
        call = '@' + c.format(e=self.stable(), e2=self.stable())
        return call, 'void' if 'ensure' in c else 'int'

    def yields(self, call=None, result='int', pure=None):
        """A propagated yield; its answer may become a readable local."""
        if call is None:
            if pure is None:
                pure = self.chance(0.5)
            call, result = self.callee(pure)
        form = pick(self.rng, self.FORMS)
        if result == 'void' and form in ('assign', 'assign_member', 'ternary'):
            form = 'macro'
        r, v = self.name('r'), self.name('v')
        if form == 'nested':
            return [['if', self.test(self.frozen), [['y', 'RETURN_IF_IO(%s);' % call]], []]]
        if form == 'ternary':
            return [['y', 'RETURN_IF_IO(%s ? %s : @dev_.read(%s));' % (
                self.test(self.frozen), call, self.number())]]
        return self.passed_on(form, call, result, r, v)

    def passed_on(self, form, call, result, r, v):
        """A pending answer of a call passed on in some form; r and v name locals."""
        if form == 'assign':
            self.locals.append(v)
            return [['y', 'ASSIGN_OR_RETURN_IO(const int %s, %s);' % (v, call)]]
        if form == 'assign_member' and [m for m in self.free if m.type == 'int']:
            m = self.rng.choice([m for m in self.free if m.type == 'int'])
            return [['y', 'ASSIGN_OR_RETURN_IO(@%s, %s);' % (m.name, call)]]
        if form == 'hand_io':
            return [['g', [['s', 'auto %s = %s;' % (r, call)],
                           ['if', r + '.is_io()', [['s', 'return %s.pending();' % r]], []]]]]
        if form in ('hand_done', 'moved'):
            what = 'std::move(%s).pending()' % r if form == 'moved' else r + '.pending()'
            g = [['s', 'auto %s = %s;' % (r, call)],
                 ['if', '!%s.is_done()' % r, [['s', 'return %s;' % what]], []]]
            if result == 'int':
                g.append(['s', 'const int %s = %s.value();' % (v, r)])
                self.locals.append(v)
            return [['g', g]]
        if form == 'stored':
            return [['g', [['s', 'auto %s = %s;' % (r, call)],
                           ['y', 'RETURN_IF_IO(%s);' % self.rng.choice(
                               [r, 'std::move(%s)' % r])]]]]
        return [['y', 'RETURN_IF_IO(%s);' % call]]

    def changed_and_restored(self):
        """A yield whose pending branch puts back what was changed."""
        kinds = [m for m in self.free if m.type in (
            'int', 'bool', 'std::vector<int>', 'std::string', 'std::optional<int>')]
        if not kinds:
            return self.yields()
        m = self.rng.choice(kinds)
        call, result = self.callee(self.chance(0.5))
        x, r, n = self.name('x'), self.name('r'), '@' + m.name
        if self.chance(0.5):
            if m.type in ('std::vector<int>', 'std::string') or self.chance(0.5):
                take = 'auto %s = std::move(%s);' % (x, n)
                if m.type == 'std::optional<int>':
                    take = 'auto %s = std::exchange(%s, std::nullopt);' % (x, n)
                back = 'std::move(%s)' % x
            else:
                take, back = 'const auto %s = %s;' % (x, n), x
            middle = self.change(m) if 'const' in take and self.chance(0.7) else []
            if self.chance(0.5):
                size = {'int': x, 'bool': x + ' ? 1 : 0', 'std::optional<int>': x + '.value_or(1)'
                        }.get(m.type, 'static_cast<int>(%s.size())' % x)
                call = '@dev_.read(%s)' % size
            end = {'std::vector<int>': '%s = std::move(%s);' % (n, x),
                   'std::string': '%s = std::move(%s);' % (n, x)}.get(m.type)
            out = [['s', take]] + middle + [
                ['y', 'RETURN_AND_RESTORE_IF_IO(%s, %s, %s);' % (n, back, call)]]
            if end and self.chance(0.6):
                out.append(['s', end])
            return [['g', out]]
        if m.type == 'int':
            do, undo = self.rng.choice([('{n} += 2;', '{n} -= 2;'), ('++{n};', '--{n};')])
        elif m.type == 'bool':
            do, undo = '{n} = !{n};', '{n} = !{n};'
        elif m.type in ('std::vector<int>', 'std::string'):
            do = '{n}.push_back(4);' if 'vec' in m.type else "{n} += 'p';"
            undo = '{n}.pop_back();'
        else:
            do, undo = 'const auto {x} = {n};\n{n} = 4;', '{n} = {x};'
        return [['g', [['s', do.format(n=n, x=x)], ['s', 'auto %s = %s;' % (r, call)],
                       ['if', r + '.is_io()', [['s', undo.format(n=n, x=x)],
                                               ['s', 'return %s.pending();' % r]], []]]]]

    # --- members --------------------------------------------------------------

    def member(self, type, init=None, made=False, prefix=None):
        prefix = prefix or PREFIX[type]
        m = Member(self.name(prefix) + '_', type, init, made)
        self.p.members.append(m)
        return m

    def declare(self, type):
        """Adds what a member of such a type needs to the types of the program."""
        if type == 'Sub' and not any('Sub' in t for t in self.p.types):
            self.p.types.append('struct Sub {\n  int a = 0;\n  int b = 0;\n};')

    def data(self, type=None, made=None):
        type = type or pick(self.rng, self.TYPES)
        self.declare(type)
        # What nothing fills would be dead code: containers and handles come filled.
        made = type not in ('int', 'bool') or self.chance(0.7) if made is None else made
        init = None
        if not made:
            init = self.number() if type == 'int' else self.rng.choice(['false', 'true'])
        return self.member(type, init, made)

    # --- helpers ----------------------------------------------------------------

    def helpers(self):
        if self.chance(0.25):
            m = self.rng.choice(self.free)
            f = self.name('bump')
            self.p.functions.append(Function(f, 'void', self.change(m)))
            self.plain.append('%' + f + '();')
        if self.chance(0.15):
            m = self.rng.choice(self.frozen or self.free)
            f = self.name('full')
            self.p.functions.append(Function(
                f, 'bool', [['s', 'return %s;' % self.test([m])]], const=True))
            self.tests.append('%' + f + '()')
        for _ in range(2):
            if self.chance(0.2):
                self.method()
        if self.chance(0.15):
            self.feed()

    def method(self):
        """A re-entrant method of the class, itself right mostly."""
        f = self.name('step')
        saved, self.locals = self.locals, []
        param, self.param = self.param, False
        pure = self.chance(0.4)
        body = self.several(self.safe_effect, 1) + self.yields(pure=True)
        if pure:
            body += self.several(self.safe_effect, 1)
            body.append(['s', 'return IOResult<int>::done(%s);' % self.stable()])
        elif self.chance(0.5):
            body += self.several(self.safe_effect, 1) + self.yields(pure=False)
            body += self.several(self.free_effect, 2)
            body.append(['s', 'return IOResult<int>::done(%s);' % self.any_int()])
        else:
            on = self.member('bool', 'false', prefix='on')
            kept, self.locals = self.locals, []
            body = [['if', '!@' + on.name,
                     self.yields(pure=False) + self.several(self.free_effect, 2) +
                     [['s', '@%s = true;' % on.name]], []]]
            self.locals = []
            body += self.yields(pure=False) + [['s', '@%s = false;' % on.name]]
            body += self.several(self.free_effect, 1)
            body.append(['s', 'return IOResult<int>::done(%s);' % self.any_int()])
        self.locals, self.param = saved, param
        self.p.functions.append(Function(f, 'IOResult<int>', body))
        (self.pure_methods if pure else self.trace_methods).append('%' + f + '()')

    # --- the operation ------------------------------------------------------------

    def grow(self):
        rng = self.rng
        p = self.p
        p.style = pick(self.rng, self.STYLES)
        self.param = self.chance(0.25)
        for _ in range(rng.randint(1, 2)):
            self.free.append(self.data())
        for _ in range(rng.randint(1, 2)):
            self.free.append(self.data('int' if self.chance(0.4) else None))
        for _ in range(rng.randint(1, 2)):
            self.safe.append(self.data())
        for _ in range(rng.randint(0, 2)):
            self.frozen.append(self.data(made=True))
        self.helpers()
        self.locals = []
        p.shape = pick(rng, self.SHAPES)
        body = getattr(self, 'shape_' + p.shape)()
        p.functions.append(Function('run', 'IOResult<int>', body,
                                    params='int k' if self.param else ''))
        return p

    def done(self):
        if self.chance(0.12):
            # A tail call in place of the answer.
            call, result = self.callee(True)
            if result == 'int':
                return ['y', 'return %s;' % call]
        return ['s', 'return IOResult<int>::done(%s);' % self.any_int()]

    def plain_done(self):
        return ['s', 'return IOResult<int>::done(%s);' % self.any_int()]

    def once(self):
        """Guarded once-only code: the guard, and the statement that re-arms it."""
        kind = self.rng.choice(['bool', 'bool', 'optional', 'pointer', 'int', 'bit', 'member',
                                'late'])
        yields = self.chance(0.5)
        mark = len(self.locals)
        inner = self.several(self.safe_effect, 1) + self.yields() if yields else []
        value = self.locals[-1] if len(self.locals) > mark and yields else self.number()
        work = self.several(self.free_effect, 2) or self.free_effect()
        del self.locals[mark:]
        if kind == 'bool':
            g = self.member('bool', 'false', prefix='did')
            test, set_, arm = '!@' + g.name, '@%s = true;', '@%s = false;'
        elif kind == 'optional':
            g = self.member('std::optional<int>', prefix='got')
            test, set_, arm = '!@' + g.name, '@%s = ' + value + ';', '@%s.reset();'
            if self.chance(0.3):
                test = '!@%s.has_value()' % g.name
        elif kind == 'pointer':
            g = self.member('std::unique_ptr<int>', prefix='box')
            test, set_, arm = '!@' + g.name, '@%s = std::make_unique<int>(' + value + ');', \
                '@%s = nullptr;'
        elif kind == 'bit':
            g = self.member('unsigned', '0', prefix='flags')
            bit = self.rng.choice(['1u', '4u'])
            test = self.rng.choice(['(@%s & %s) == 0', '!(@%s & %s)']) % (g.name, bit)
            set_, arm = '@%s |= ' + bit + ';', '@%s &= ~' + bit + ';'
        elif kind == 'member':
            g = self.member('std::set<int>', prefix='seen')
            k = self.number()
            test = self.rng.choice(['!@%s.contains(%s)', '@%s.count(%s) == 0']) % (g.name, k)
            set_, arm = '@%s.insert(' + k + ');', '@%s.clear();'
        elif kind == 'late':
            # Set in the pending branch only: what is done there waits once.
            g = self.member('bool', 'false', prefix='blocked')
            r = self.name('r')
            call, _ = self.callee(self.chance(0.5))
            body = [['g', [['s', 'auto %s = %s;' % (r, call)],
                           ['if', r + '.is_io()',
                            [['if', '!@' + g.name, work + [['s', '@%s = true;' % g.name]], []],
                             ['s', 'return %s.pending();' % r]], []]]]]
            if self.chance(0.6):
                # Right: the work is done on the other way as well.
                body[0][1][1:1] = [['if', '!@' + g.name,
                                    work + [['s', '@%s = true;' % g.name]], []]]
                body[0][1][2][2] = [['s', 'return %s.pending();' % r]]
            return body, [['s', '@%s = false;' % g.name]]
        else:
            g = self.member('int', '0', prefix='phase')
            test, set_, arm = '@%s == 0' % g.name, '@%s = 1;', '@%s = 0;'
        return [['if', test, inner + work + [['s', set_ % g.name]], []]], [['s', arm % g.name]]

    def feed(self):
        """An object with a re-entrant method of its own, its body in sight."""
        trace = self.chance(0.6)
        call = self.rng.choice(['dev_.read(fed_)', 'dev_.get(2)'] if not trace else
                               ['cur_.next()', 'cur_.append(fed_)', 'dev_.read(fed_)'])
        lines = ['struct Feed {', '  Device &dev_; Cursor &cur_;', '  int fed_ = 0;',
                 '  bool on_ = false;', '  IOResult<int> step() {']
        if self.chance(0.5):
            lines += ['    if (!on_) {', '      RETURN_IF_IO(dev_.load(1));', '      on_ = true;',
                      '    }']
        lines.append('    ASSIGN_OR_RETURN_IO(const int v, %s);' % call)
        if trace:
            lines.append(self.rng.choice(['    ++fed_;', '    fed_ += v + 1;']))
        lines += ['    on_ = false;', '    return IOResult<int>::done(v);', '  }', '};']
        self.p.types.append('\n'.join(lines))
        m = Member('feed%d_' % len(self.p.members), 'Feed', '{dev_, cur_}', False)
        self.p.members.append(m)
        (self.trace_methods if trace else self.pure_methods).append('@%s.step()' % m.name)

    def faint(self, body):
        """A member that nobody reads before it is written again."""
        m = self.member('int', '0', prefix='scratch')
        n = '@' + m.name
        at = [i for i, s in enumerate(body) if is_yield(s)]
        if not at:
            return
        first, last = at[0], at[-1]
        end = [['s', n + ' = %s;' % self.number()]]
        body[last + 1:last + 1] = end
        body[first:first] = [['s', self.rng.choice(['++%s;', '%s += 2;']) % n]]

    def shape_straight(self):
        body, arm = [], []
        for _ in range(self.rng.randint(0, 2)):
            body += self.safe_effect()
        if self.chance(0.6):
            o, a = self.once()
            body += o
            arm += a
        for _ in range(self.rng.randint(0, 2)):
            body += self.yields(pure=not self.sloppy()) + self.several(self.safe_effect, 1)
        if self.chance(0.35):
            o, a = self.once()
            body += o
            arm += a
        if self.chance(0.25):
            body += self.changed_and_restored()
        elif self.chance(0.2):
            body.append(['retry', '!@dev_.ready()', 'Completion::make_yield()'])
        else:
            body += self.yields(pure=False)
        body += arm + self.several(self.free_effect, 3)
        if self.chance(0.12):
            self.faint(body)
        # A tail call is no end if anything is behind the last yield.
        body.append(self.plain_done() if arm or not self.sloppy() else self.done())
        return body

    def enum(self, n):
        names = ['Start', 'Wait', 'Work', 'Flush', 'Close'][:n]
        self.p.types.append('enum class St { %s };' % ', '.join(names))
        return names

    def state_member(self):
        return self.member('St', 'St::Start', prefix='st')

    def case_body(self, st, here, there, leave, names_leaf=True):
        """The statements of one state; `leave` goes on to state `there`."""
        go = ['s', '@%s = St::%s;' % (st.name, there)]
        self.locals = []
        kind = pick(self.rng, {'work': 18, 'prop': 34, 'two': 8, 'leaf': 16, 'kept': 10,
                               'retry': 5, 'items': 8, 'restored': 6, 'twin': 5})
        extra = None
        if kind == 'work':
            body = self.several(self.free_effect, 3) + [go] + leave
        elif kind == 'prop':
            body = self.several(self.safe_effect, 2) + self.yields()
            body += self.several(self.free_effect, 3) + [go] + leave
        elif kind == 'two':
            body = self.yields(pure=not self.sloppy()) + self.several(self.safe_effect, 1)
            body += self.yields() + self.several(self.free_effect, 2) + [go] + leave
        elif kind == 'leaf':
            c = self.name('c')
            body = self.several(self.free_effect, 2)
            body.append(['s', 'const Completion %s = @dev_.%s(%s);' % (
                c, self.rng.choice(['submit', 'write']), self.any_int())])
            body += [go] + self.several(self.free_effect, 1) + [['leaf', c]]
        elif kind == 'kept':
            c = self.member('std::optional<Completion>', prefix='c')
            body = [['if', '!@' + c.name,
                     self.several(self.free_effect, 2) +
                     [['s', '@%s = @dev_.submit(%s);' % (c.name, self.any_int())]], []],
                    ['waitif', '!@%s->finished()' % c.name, '*@' + c.name, []],
                    ['s', '@%s.reset();' % c.name]]
            body += self.several(self.free_effect, 2) + [go] + leave
        elif kind == 'retry':
            body = self.several(self.safe_effect, 1)
            body.append(['retry', '!@dev_.ready()', 'Completion::make_yield()'])
            body += self.several(self.free_effect, 2) + [go] + leave
        elif kind == 'items':
            body = self.items_loop() + self.several(self.free_effect, 1) + [go] + leave
        elif kind == 'restored':
            body = self.changed_and_restored() + self.several(self.free_effect, 1) + [go] + leave
        else:
            call, result = self.callee(False)
            body = self.several(self.free_effect, 2) + [go]
            y = [['y', 'RETURN_IF_IO(%s);' % call]]
            behind = self.several(self.free_effect, 2)
            body += y + behind
            extra = y + behind
            return body, extra
        return body, extra

    def items_loop(self):
        """A loop over a container; its progress is a member."""
        vs = [m for m in self.frozen if m.type == self.LIST]
        at = self.member('int', '0', prefix='at')
        n = '@' + at.name
        if vs:
            bound, item = self.read(vs[0]), self.item(vs[0], n)
        else:
            bound, item = self.rng.choice(['3', '@cfg_.limit()']), n
        mark = len(self.locals)
        pure = self.chance(0.5)
        call = '@dev_.read(%s)' % item if pure else '@cur_.insert(%s, %s)' % (item, n)
        inner = self.several(self.safe_effect, 1)
        if self.chance(0.3):
            call, result = self.callee(self.chance(0.5))
        else:
            result = 'int'
        inner += self.yields(call, result)
        inner += self.several(self.free_effect, 2)
        style = self.rng.choice(['while', 'for', 'for'])
        if style == 'while':
            out = [['loop', 'while (%s < %s)' % (n, bound), inner + [['s', '++%s;' % n]]]]
        else:
            out = [['loop', 'for (; %s < %s; ++%s)' % (n, bound, n), inner]]
        del self.locals[mark:]
        return out + [['s', '%s = 0;' % n]]

    def shape_items(self):
        body = self.several(self.safe_effect, 1)
        style = self.rng.random()
        if style < 0.6:
            if not any(m.type == self.LIST for m in self.frozen):
                self.frozen.append(self.data(self.LIST, made=True))
            body += self.items_loop()
        elif style < 0.8:
            # A list drained from its head.
            v = self.member(self.LIST, made=True, prefix='todo')
            some, last, drop = self.drained(v)
            mark = len(self.locals)
            call = self.rng.choice(['@cur_.append(%s)', '@dev_.read(%s)']) % last
            inner = self.several(self.safe_effect, 1) + self.yields(call)
            inner += self.several(self.free_effect, 2) + [['s', drop]]
            del self.locals[mark:]
            body += [['loop', 'while (%s)' % some, inner]]
        else:
            # A local counter: right only if what is repeated leaves no trace.
            i = self.name('i')
            mark = len(self.locals)
            self.locals.append(i)
            inner = self.yields('@dev_.read(%s)' % i, 'int') + (
                self.free_effect() if self.chance(0.4) else self.safe_effect())
            del self.locals[mark:]
            body += [['loop', 'for (int {0} = 0; {0} < 3; ++{0})'.format(i), inner]]
        tail = self.several(self.free_effect, 2)
        if self.chance(0.2) and not tail and self.sloppy():
            body += self.yields(pure=True)
        body += tail
        body.append(self.plain_done())
        return body

    def shape_machine(self):
        n = self.rng.randint(2, 4)
        names = self.enum(n)
        st = self.state_member()
        cases, extra = [], None
        for i, here in enumerate(names):
            last = i == n - 1
            if last:
                self.locals = []
                body = (extra or []) + self.several(self.safe_effect, 1)
                if not extra and self.chance(0.4):
                    body += self.yields()
                body += self.several(self.free_effect, 2)
                body += [['s', '@%s = St::Start;' % st.name], self.plain_done()]
                extra = None
            else:
                leave = [['s', self.rng.choice(['break;', 'continue;', 'break;',
                                                '[[fallthrough]];'])]]
                if extra:
                    body = extra + [['s', '@%s = St::%s;' % (st.name, names[i + 1])]] + leave
                    extra = None
                else:
                    body, extra = self.case_body(st, here, names[i + 1], leave)
                    if extra:
                        # The twin: the next state calls the same callee.
                        nxt = names[i + 2] if i + 2 < n else None
                        if nxt:
                            body += [['s', '@%s = St::%s;' % (st.name, nxt)], ['s', 'break;']]
                        else:
                            body += [['s', '@%s = St::Start;' % st.name], self.plain_done()]
            cases.append(['case St::' + here, body])
        self.locals = []
        before = []
        if self.chance(0.1):
            before = self.safe_effect()
        inside = []
        if self.sloppy() or self.chance(0.06):
            turns = self.member('int', '0', prefix='turns')
            (inside if self.chance(0.6) else before).append(['s', '++@%s;' % turns.name])
        if self.chance(0.12):
            inside.append(['s', 'const St at = @%s;' % st.name])
            return before + [['loop', 'for (;;)', inside + [['switch', 'at', cases]]]]
        return before + [['loop', self.rng.choice(['for (;;)', 'while (true)']),
                          inside + [['switch', '@' + st.name, cases]]]]

    def shape_falls(self):
        n = self.rng.randint(2, 4)
        names = self.enum(n)
        st = self.state_member()
        cases, extra = [], None
        for i, here in enumerate(names):
            if i == n - 1:
                self.locals = []
                body = self.several(self.safe_effect, 1)
                if self.chance(0.5):
                    body += self.yields()
                body += self.several(self.free_effect, 2)
                body += [['s', '@%s = St::Start;' % st.name], ['s', 'break;']]
            else:
                for _ in range(20):
                    body, extra = self.case_body(st, here, names[i + 1],
                                                 [['s', '[[fallthrough]];']])
                    if not extra:
                        break
                if extra:
                    body = [['s', '@%s = St::%s;' % (st.name, names[i + 1])],
                            ['s', '[[fallthrough]];']]
                if body[-1][0] == 'leaf':
                    body.append(['s', '[[fallthrough]];'])
            cases.append(['case St::' + here, body])
        self.locals = []
        return [['switch', '@' + st.name, cases]] + self.several(self.free_effect, 1) + [
            self.plain_done()]

    def shape_chain(self):
        n = self.rng.randint(2, 3)
        names = self.enum(n)
        st = self.state_member()
        out = []
        for i, here in enumerate(names):
            test = '@%s == St::%s' % (st.name, here)
            if i == n - 1:
                self.locals = []
                body = self.several(self.safe_effect, 1) + self.yields()
                body += self.several(self.free_effect, 2) + [['s', '@%s = St::Start;' % st.name]]
                if self.chance(0.3):
                    body.append(self.plain_done())
            else:
                for _ in range(20):
                    body, extra = self.case_body(st, here, names[i + 1], [])
                    if not extra:
                        break
                if extra:
                    body = [['s', '@%s = St::%s;' % (st.name, names[i + 1])]]
            out.append(['if', test, body, []])
        self.locals = []
        return out + self.several(self.free_effect, 1) + [self.plain_done()]

    def summed(self, part):
        """What is read at a part's position, added to its sum; `part` ends in . or ->."""
        inner = self.several(self.safe_effect, 1)
        v = self.name('v')
        call = self.rng.choice(['@dev_.read(%sat)' % part, '@cur_.append(%sat)' % part,
                                '@cur_.next()'])
        return inner + [['y', 'ASSIGN_OR_RETURN_IO(const int %s, %s);' % (v, call)],
                        ['s', '%ssum += %s;' % (part, v)]]

    def shape_optional(self):
        kind = self.rng.choice(['std::optional<Part>', 'std::unique_ptr<Part>'])
        self.p.types.append('struct Part {\n  int at = 0;\n  int sum = 0;\n};')
        m = self.member(kind, prefix='part')
        n = '@' + m.name
        make = n + ' = Part{0, %s};' if 'optional' in kind else \
            n + ' = std::make_unique<Part>(Part{0, %s});'
        first = (self.yields() if self.chance(0.4) else []) + self.several(self.free_effect, 2)
        first.append(['s', make % self.any_int()])
        self.locals = []
        out = [['if', self.rng.choice(['!' + n, '!' + n] + (
            ['!%s.has_value()' % n] if 'optional' in kind else [n + ' == nullptr'])), first, []]]
        use = self.rng.choice(['arrow', 'reference'])
        at = 'p.' if use == 'reference' else n + '->'
        if use == 'reference':
            out.append(['s', 'Part &p = *%s;' % n])
        inner = self.summed(at)
        if self.chance(0.6):
            out.append(['loop', 'while (%sat < %s)' % (at, self.rng.choice(['3', '2', '4'])),
                        inner + self.several(self.free_effect, 1) + [['s', '++%sat;' % at]]])
        else:
            out += inner + self.several(self.free_effect, 1) if not self.chance(0.3) else \
                inner[:-2] + [inner[-2]]
        r = self.name('sum')
        out.append(['s', 'const int %s = %ssum;' % (r, at)])
        out += self.several(self.free_effect, 1)
        out += [['s', self.rng.choice([n + '.reset();', n + ' = ' + (
            'std::nullopt' if 'optional' in kind else 'nullptr') + ';'])],
            ['s', 'return IOResult<int>::done(%s);' % r]]
        return out

    def shape_variant(self):
        self.p.types += ['struct Idle {\n  int spare = 0;\n};',
                         'struct Reading {\n  int at = 0;\n  int sum = 0;\n};',
                         'struct Closing {\n  int sum = 0;\n};']
        m = self.member('std::variant<Idle, Reading, Closing>', prefix='var')
        n = '@' + m.name
        idle = self.several(self.free_effect, 2) if self.chance(0.6) else \
            self.yields() + self.several(self.free_effect, 1)
        leave = [['s', 'continue;']]
        c = self.name('c')
        if self.chance(0.3):
            idle += [['s', 'const Completion %s = @dev_.submit(%s);' % (c, self.any_int())],
                     ['s', '%s = Reading{0, %s};' % (n, self.any_int())], ['leaf', c]]
        else:
            idle += [['s', '%s = Reading{0, %s};' % (n, self.any_int())]] + leave
        self.locals = []
        v = self.name('v')
        call = self.rng.choice(['@dev_.read(r->at)', '@cur_.append(r->at)', '@cur_.next()'])
        step = [['y', 'ASSIGN_OR_RETURN_IO(const int %s, %s);' % (v, call)],
                ['s', 'r->sum += %s;' % v]]
        if self.chance(0.5):
            step = [['loop', 'while (r->at < 3)', step + [['s', '++r->at;']]]]
        reading = self.several(self.safe_effect, 1) + step + self.several(self.free_effect, 1)
        reading += [['s', '%s = Closing{r->sum};' % n]] + leave
        self.locals = []
        closing = self.several(self.safe_effect, 1) + (self.yields() if self.chance(0.5) else [])
        r = self.name('sum')
        closing += self.several(self.free_effect, 1)
        closing += [['s', 'const int %s = std::get<Closing>(%s).sum;' % (r, n)],
                    ['s', '%s = Idle{};' % n], ['s', 'return IOResult<int>::done(%s);' % r]]
        test0 = self.rng.choice(['std::holds_alternative<Idle>(%s)' % n, n + '.index() == 0'])
        return [['loop', 'for (;;)', [
            ['if', test0, idle, []],
            ['if', 'auto *r = std::get_if<Reading>(&%s)' % n, reading, []]] + closing]]

    def shape_portions(self):
        at = self.member('int', '0', prefix='at')
        n = '@' + at.name
        bound = self.rng.choice(['4', '5', '@cfg_.limit()'])
        body = []
        if self.chance(0.5):
            body += self.safe_effect()
        body += [['s', 'int budget = %s;' % self.rng.choice(['2', '3'])],
                 ['loop', 'while (%s < %s && budget-- > 0)' % (n, bound),
                  self.free_effect() + [['s', '++%s;' % n]]],
                 ['s', 'if (%s < %s) IO_YIELD_ONE(Completion::make_yield());' % (n, bound)]]
        if self.chance(0.4):
            body += self.yields()
        body += [['s', n + ' = 0;']] + self.several(self.free_effect, 2) + [self.plain_done()]
        return body


# --- edits ----------------------------------------------------------------------

def lists(p, operation_only=False):
    """All statement lists but the branches taken while an answer is pending: what is
    done there alone is taken as meant (README.md)."""
    def working(body):
        yield body
        for s in body:
            if s[0] == 'waitif' or s[0] == 'if' and re.search(
                    r'is_io\(\)|!\w+\.is_done\(\)|AGAIN|\br\d+ < 0', s[1]):
                continue
            for sub in bodies(s):
                yield from working(sub)
    fs = p.functions[-1:] if operation_only else p.functions
    return [l for f in fs for l in working(f.body)]


def is_yield(s):
    if s[0] in ('y', 'leaf', 'waitif', 'retry'):
        return True
    if s[0] == 'g':
        return any(re.search(r'pending\(\)|RETURN|return r\d', str(x)) for x in s[1])
    return False


def leaves(s):
    return s[0] == 's' and s[1].split()[0].rstrip(';') in (
        'return', 'break', 'continue', '[[fallthrough]]')


def edit(g):
    """One random edit; a tag that says what it was, or None if it did not fit."""
    rng, p = g.rng, g.p
    kind = pick(rng, {'raise': 24, 'delete': 16, 'insert': 20, 'unwrap': 8, 'callee': 14,
                      'lower': 10, 'twice': 5, 'local': 8, 'leaf': 6})
    ls = [l for l in lists(p) if l]
    if kind in ('raise', 'lower'):
        # A statement in front of the yield that it stood behind, or the reverse.
        at = [(l, i) for l in ls for i, s in enumerate(l) if is_yield(s)]
        if not at:
            return None
        l, i = rng.choice(at)
        if kind == 'raise' and i + 1 < len(l) and not leaves(l[i + 1]):
            j = i + 1
            while j + 1 < len(l) and not leaves(l[j + 1]) and rng.random() < 0.5:
                j += 1
            l.insert(i, l.pop(j))
            return 'raise'
        if kind == 'lower' and i > 0:
            j = rng.randrange(i)
            s = l.pop(j)
            l.insert(i, s)
            return 'lower'
        return None
    if kind == 'delete':
        at = [(l, i) for l in ls for i, s in enumerate(l)
              if s[0] == 's' and not leaves(s) and ('_ =' in s[1] or '_.reset' in s[1])]
        if not at:
            return None
        l, i = rng.choice(at)
        del l[i]
        return 'delete'
    if kind == 'insert':
        l = rng.choice(lists(p, True))
        g.locals = []
        e = g.free_effect()
        i = rng.randrange(len(l) + 1)
        if i == len(l) and l and leaves(l[-1]):
            i -= 1
        l[i:i] = e
        return 'insert'
    if kind == 'unwrap':
        at = [(l, i) for l in ls for i, s in enumerate(l) if s[0] == 'if' and len(s[2]) > 1]
        if not at:
            return None
        l, i = rng.choice(at)
        l[i:i + 1] = l[i][2]
        return 'unwrap'
    if kind == 'callee':
        at = [s for l in ls for s in l if s[0] == 'y' and any(
            x in s[1] for x in ('dev_.read(', 'dev_.get(', 'dev_.load(', 'cur_.find('))]
        if not at:
            return None
        s = rng.choice(at)
        for x in ('@dev_.read(', '@dev_.get(', '@dev_.load(', '@cur_.find('):
            s[1] = s[1].replace(x, '@cur_.append(')
        return 'repeated callee'
    if kind == 'twice':
        at = [(l, i) for l in ls for i, s in enumerate(l)
              if s[0] == 'y' and s[1].startswith('RETURN_IF_IO')]
        if not at:
            return None
        l, i = rng.choice(at)
        l.insert(i, list(l[i]))
        return 'repeated callee'
    if kind == 'local':
        # A member that holds progress becomes a local.
        ms = [m for m in p.members if m.name.startswith('at') and m.type == 'int']
        if not ms:
            return None
        m = rng.choice(ms)
        new = 'i_' + m.name.rstrip('_')
        replace(p.functions[-1].body, '@' + m.name, new)
        p.functions[-1].body.insert(0, ['s', 'int %s = 0;' % new])
        p.members.remove(m)
        return 'lost local'
    if kind == 'leaf':
        # A leaf yield that forgets the state, or never had one.
        l = rng.choice(lists(p, True))
        i = rng.randrange(len(l) + 1)
        if i == len(l) and l and leaves(l[-1]):
            i -= 1
        c = g.name('c')
        g.locals = []
        leaf = [['s', 'const Completion %s = @dev_.submit(%s);' % (c, g.number())], ['leaf', c]]
        l[i:i] = [['if', g.test(g.frozen + g.free), leaf, []]]
        return 'submitted again'
    return None


def replace(x, old, new):
    if isinstance(x, list):
        for i, y in enumerate(x):
            if isinstance(y, str):
                x[i] = y.replace(old, new)
            else:
                replace(y, old, new)


def grow(seed, index, kind=Grower):
    """The program of this seed and index: always the same one."""
    rng = random.Random('%s/%s' % (seed, index))
    g = kind(rng)
    p = g.grow()
    for f in p.functions:
        f.body = unshared(f.body)
    for _ in range(pick(rng, EDITS)):
        for _ in range(4):
            before = [copy.deepcopy(f.body) for f in p.functions], list(p.members)
            tag = edit(g)
            if tag and all(map(declares_first, p.functions)):
                p.tags.append(tag)
                break
            for f, body in zip(p.functions, before[0]):
                f.body = body
            p.members[:] = before[1]
    for l in lists(p):
        # What stands behind an unconditional yield is dead: no check sees it.
        at = [i for i, s in enumerate(l) if s[0] == 'leaf']
        if at:
            l[at[0] + 1:] = [s for s in l[at[0] + 1:] if s == ['s', '[[fallthrough]];']][:1]
    for l in lists(p):
        once_only(l)
        waited_for(l)
    prune(p)
    take_in(p)
    return p


def once_only(l):
    """Drops a transition that another one overwrites, and a second use of what was moved
    from: no run tells about the one, and nothing is said of the other."""
    once = re.compile(r'(@st\d+_) = St::\w+;$|(RETURN_IF_IO\(std::move\(r\d+\)\);)$')
    for i in range(len(l) - 1, 0, -1):
        now = l[i][0] == 's' and once.match(l[i][1])
        before = l[i - 1][0] == 's' and once.match(l[i - 1][1])
        if now and before and now.groups() == before.groups():
            del l[i - 1]


def waited_for(l):
    """Puts what starts I/O right in front of the leaf yield that waits for it, or drops it if
    there is none: whether each completion is accounted for, no run tells."""
    for i in range(len(l) - 1, -1, -1):
        m = l[i][0] == 's' and re.match(r'const Completion (c\d+) = ', l[i][1])
        if not m:
            continue
        at = [j for j, s in enumerate(l) if s == ['leaf', m.group(1)]]
        if at:
            l.insert(at[0] - 1, l.pop(i))
        elif m.group(1) not in ' '.join(texts(l[i + 1:])):
            del l[i]


def declares_first(f):
    """Whether each local stands in the text where it is declared before it stands elsewhere."""
    text = f.params + '; ' + ' '.join(texts(f.body))
    seen = set()
    for m in re.finditer(r'(?<![@%\w.>])([a-z]+\d+|[pr])\b(?! *\()', text):
        if m.group(1) not in seen and not re.search(
                r'(\b(int|auto|bool|Completion|Part|Sub|string)|>)\s*[&*]*\s*$|auto &?\[[^]]*$', text[:m.start()]):
            return False
        seen.add(m.group(1))
    return True


def texts(x):
    """The code of a statement tree, in order."""
    if isinstance(x, str):
        yield x
    else:
        for y in x[1:] if x and isinstance(x[0], str) else x:
            yield from texts(y)


def take_in(p):
    """A number that nothing writes is an input: it comes from outside."""
    text = str([f.body for f in p.functions]) + str(p.types)
    for m in p.members:
        if m.type in ('int', 'bool') and not m.made and not re.search(
                r'@{0} *([-+*^|&]?=[^=]|\+\+|--)|(\+\+|--|&\w+ = |swap\([^;]*|IO\()@{0}\b'.format(m.name), text):
            m.made, m.init = True, None


def unshared(x):
    return [unshared(y) for y in x] if isinstance(x, list) else x


def prune(p):
    """Drops what the operation never calls: no run tells about that."""
    while True:
        texts = {f.name: str(f.body) for f in p.functions}
        called = [f for f in p.functions if f.name == 'run' or any(
            '%' + f.name + '(' in t for n, t in texts.items() if n != f.name)]
        if len(called) == len(p.functions):
            return
        p.functions = called

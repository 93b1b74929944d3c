"""The grammar of the random programs in C: a smaller one.

State is in a struct behind a pointer; an answer is an `int`, AGAIN while the operation
has to wait, STARTED where this very call has started what is waited for. Programs are
grown in the shapes of grammar.py, and spoilt by its edits; what is C's own is in here.
Calls, states and answers stand in the tree as they do there: program.py writes them in C.
"""

from grammar import Grower as Base

PAIR = 'struct sub {\n  int a;\n  int b;\n};'
PART = 'struct part {\n  int at;\n  int sum;\n};'


class Grower(Base):
    SHAPES = {'straight': 18, 'machine': 26, 'falls': 14, 'chain': 10, 'pointer': 14,
              'items': 14, 'portions': 4}
    FORMS = {'macro': 36, 'assign': 20, 'hand': 18, 'inline': 10, 'switch': 5,
             'assign_member': 5, 'nested': 4, 'ternary': 4, 'out': 10}
    TYPES = {'int': 40, 'bool': 12, 'struct list': 16, 'struct sub': 12, 'struct cells': 8}
    STYLES = {'c': 1}
    LIST, SET, NUMBERS = 'struct list', None, ('int', 'struct list', 'struct sub')

    def declare(self, type):
        if type == 'struct sub' and PAIR not in self.p.types:
            self.p.types.append(PAIR)

    def read(self, m):
        n = '@' + m.name
        return {'int': n, 'bool': '(%s ? 2 : 1)' % n, 'struct list': n + '.len',
                'struct sub': n + '.a', 'struct cells': n + '.at[1]'}[m.type]

    def questions(self, m):
        n = '@' + m.name
        return {'bool': [n, '!' + n], 'struct list': [n + '.len == 0', n + '.len > 2']}.get(m.type)

    def each(self, x, m):
        return 'for (int {0} = 0; {0} < @{1}.len; ++{0})'.format(x, m.name)

    def item(self, m, i):
        return '@%s.item[%s]' % (m.name, i)

    def drained(self, m):
        n = '@' + m.name
        return n + '.len > 0', '%s.item[%s.len - 1]' % (n, n), '--%s.len;' % n

    def writes(self, type):
        return {
            'int': ['{n} = {e};', '{n} = {k};'],
            'bool': ['{n} = true;', '{n} = false;', '{n} = {e} > {k};'],
            'struct list': ['{n}.len = 0;', '{n}.len = 0;\nlist_push(&{n}, {e});',
                            'for (int i = 0; i < {n}.len; ++i) {n}.item[i] = {k};',
                            'memset(&{n}, 0, sizeof {n});'],
            'struct sub': ['{n}.a = {e};', '{n}.b = {k};', 'memset(&{n}, 0, sizeof {n});',
                           'struct sub *p = &{n};\np->a = {k};\np->b = {e};'],
            'struct cells': ['{n}.at[1] = {e};', '{n}.at[0] = {k};',
                             'for (int i = 0; i < 3; ++i) {n}.at[i] = {k};'],
        }[type]

    def changes(self, type):
        return {
            'int': ['++{n};', '{n} += {e} + 1;', '{n} = {n} + {k} + 1;', '--{n};', '{n}++;',
                    'const int {x} = {n};\n{n} = {x} + 1;', '{n} = {n} * 2 + 1;',
                    'int *{x} = &{n};\n*{x} += 2;'],
            'bool': ['{n} = !{n};', '{n} ^= true;'],
            'struct list': ['list_push(&{n}, {e});', 'if ({n}.len > 0)\n  --{n}.len;',
                            'for (int i = 0; i < {n}.len; ++i)\n  ++{n}.item[i];',
                            'if ({n}.len > 0)\n  {n}.item[0] += 1;',
                            'struct list *{x} = &{n};\nlist_push({x}, {k});'],
            'struct sub': ['++{n}.a;', '{n}.b += {k} + 1;', 'struct sub *{x} = &{n};\n++{x}->b;',
                           'const struct sub {x} = {n};\n{n}.a = {x}.b + 1;\n{n}.b = {x}.a;'],
            'struct cells': ['++{n}.at[0];', '{n}.at[2] += {e} + 1;',
                             '{n}.at[1] = {n}.at[1] + 1;', 'int *{x} = {n}.at;\n++{x}[1];'],
        }[type]

    def write(self, m):
        return [self.own_names(s) for s in super().write(m)]

    def own_names(self, s):
        """A write that declares something gets a block: it may be made twice in one."""
        return ['s', '{\n  %s\n}' % s[1].replace('\n', '\n  ')] if ' *p = ' in s[1] else s

    # --- yields -----------------------------------------------------------------

    def passed_on(self, form, call, result, r, v):
        if form == 'assign':
            self.locals.append(v)
            return [['y', 'ASSIGN_OR_RETURN_IO(const int %s, %s);' % (v, call)]]
        ints = [m for m in self.free if m.type == 'int']
        if form == 'assign_member' and ints:
            n = '@' + self.rng.choice(ints).name
            return [['y', '%s = %s;\nif (%s < 0)\n  return %s;' % (n, call, n, n)]]
        if form == 'hand':
            answer, test = self.rng.choice([(r, r + ' == AGAIN'), ('AGAIN', r + ' == AGAIN'),
                                            (r, r + ' < 0')])
            if result == 'int':
                self.locals.append(r)
            return [['g', [['s', 'const int %s = %s;' % (r, call)],
                           ['if', test, [['s', 'return %s;' % answer]], []]]]]
        if form == 'inline':
            return [['y', 'int %s;\nif ((%s = %s) < 0)\n  return %s;' % (r, r, call, r)]]
        if form == 'switch':
            return [['y', 'switch (%s) {\ncase AGAIN:\n  return AGAIN;\ndefault:\n  break;\n}' % call]]
        if form == 'out':
            # The value comes through a pointer.
            call = self.rng.choice(['@dev_.fetch(%s, &%s)' % (self.stable(), v), '@cur_.pop(&%s)' % v])
            self.locals.append(v)
            return [['y', 'int %s = 0;\nRETURN_IF_IO(%s);' % (v, call)]]
        return [['y', 'RETURN_IF_IO(%s);' % call]]

    def changed_and_restored(self):
        kinds = [m for m in self.free if m.type in ('int', 'bool', 'struct sub', 'struct list')]
        if not kinds:
            return self.yields()
        m = self.rng.choice(kinds)
        call, _ = self.callee(self.chance(0.5))
        x, r, n = self.name('x'), self.name('r'), '@' + m.name
        if m.type == 'int' and self.chance(0.4):
            do, undo = self.rng.choice([('%s += 2;', '%s -= 2;'), ('++%s;', '--%s;')])
        elif m.type == 'bool' and self.chance(0.4):
            do = undo = '{0} = !{0};'.format(n)
        elif m.type == 'struct list':
            do, undo = 'list_push(&%s, 4);', '--%s.len;'
            call = '@dev_.read(%s.len)' % n if self.chance(0.5) else call
        else:
            do, undo = 'const %s %s = %%s;' % (m.type, x), '%%s = %s;' % x
            if self.chance(0.7):
                do += '\n' + self.change(m)[0][1]
        do, undo = (t % n if '%s' in t else t for t in (do, undo))
        return [['g', [['s', do], ['s', 'const int %s = %s;' % (r, call)],
                       ['if', r + ' < 0', [['s', undo], ['s', 'return %s;' % r]], []]]]]

    def once(self):
        kind = self.rng.choice(['bool', 'pointer', 'int', 'bit', 'late'])
        yields = self.chance(0.5)
        mark = len(self.locals)
        inner = self.several(self.safe_effect, 1) + self.yields() if yields else []
        work = self.several(self.free_effect, 2) or self.free_effect()
        del self.locals[mark:]
        if kind == 'late':
            # Work in front of the first wait, marked where that is known to come.
            g = self.member('bool', 'false', prefix='blocked')
            r = self.name('r')
            call, _ = self.callee(self.chance(0.5))
            first = [['if', '!@' + g.name, work + [['s', '@%s = true;' % g.name]], []]]
            return [['g', first + [['s', 'const int %s = %s;' % (r, call)],
                                   ['if', r + ' == AGAIN', [['s', 'return AGAIN;']], []]]]], \
                [['s', '@%s = false;' % g.name]]
        if kind == 'bool':
            g = self.member('bool', 'false', prefix='did')
            test, set_, arm = '!@%s', '@%s = true;', '@%s = false;'
        elif kind == 'pointer':
            self.declare('struct sub')
            at = self.member('struct sub', '{0, 0}', prefix='sub')
            g = self.member('struct sub *', 'NULL', prefix='ptr')
            test, set_, arm = self.rng.choice(['!@%s', '@%s == NULL']), \
                '@%s = &@' + at.name + ';', '@%s = NULL;'
        elif kind == 'bit':
            g = self.member('unsigned', '0', prefix='flags')
            bit = self.rng.choice(['1u', '4u'])
            test = '(@%s & ' + bit + ') == 0'
            set_, arm = '@%s |= ' + bit + ';', '@%s &= ~' + bit + ';'
        else:
            g = self.member('int', '0', prefix='phase')
            test, set_, arm = '@%s == 0', '@%s = 1;', '@%s = 0;'
        return [['if', test % g.name, inner + work + [['s', set_ % g.name]], []]], \
            [['s', arm % g.name]]

    def feed(self):
        """An object with a re-entrant function of its own, its body in sight."""
        trace = self.chance(0.6)
        call = self.rng.choice(['dev_read(dev, f->fed)', 'dev_get(dev, 2)'] if not trace else
                               ['cur_next(cur)', 'cur_append(cur, f->fed)', 'dev_read(dev, f->fed)'])
        lines = ['static int feed_step(struct feed *f, struct device *dev, struct cursor *cur) {']
        if self.chance(0.5):
            lines += ['  if (!f->on) {', '    TRY(dev_load(dev, 1));', '    f->on = true;', '  }']
        lines += ['  const int v = %s;' % call, '  if (v < 0)', '    return v;']
        if trace:
            lines.append(self.rng.choice(['  ++f->fed;', '  f->fed += v + 1;']))
        self.p.types += ['struct feed {\n  int fed;\n  bool on;\n};',
                         '\n'.join(lines + ['  f->on = false;', '  return v;', '}'])]
        m = self.member('struct feed', '{0, false}', prefix='feed')
        (self.trace_methods if trace else self.pure_methods).append(
            'feed_step(&@%s, @dev_, @cur_)' % m.name)

    # --- shapes -----------------------------------------------------------------

    def case_body(self, st, here, there, leave):
        while True:
            body, extra = super().case_body(st, here, there, leave)
            if 'optional' not in str(self.p.members[-1].type):
                return body, extra
            # A completion that is kept is of C++.
            self.p.members.pop()

    def shape_pointer(self):
        """What the operation makes first is behind a pointer, which says that it is made."""
        self.p.types.append(PART)
        store = self.member('struct part', '{0, 0}', prefix='part')
        made = self.member('struct part *', 'NULL', prefix='made')
        n, at = '@' + made.name, '@' + store.name
        first = (self.yields() if self.chance(0.4) else []) + self.several(self.free_effect, 2)
        first += [['s', '%s.at = 0;\n%s.sum = %s;' % (at, at, self.any_int())],
                  ['s', '%s = &%s;' % (n, at)]]
        self.locals = []
        out = [['if', self.rng.choice(['!' + n, n + ' == NULL']), first, []]]
        use = n + '->'
        if self.chance(0.5):
            use = 'p->'
            out.append(['s', 'struct part *p = %s;' % n])
        inner = self.summed(use)
        if self.chance(0.6):
            out.append(['loop', 'while (%sat < %s)' % (use, self.rng.choice('234')),
                        inner + self.several(self.free_effect, 1) + [['s', '++%sat;' % use]]])
        else:
            out += inner + self.several(self.free_effect, 1)
        r = self.name('sum')
        out.append(['s', 'const int %s = %ssum;' % (r, use)])
        out += self.several(self.free_effect, 1)
        return out + [['s', n + ' = NULL;'], ['s', 'return IOResult<int>::done(%s);' % r]]

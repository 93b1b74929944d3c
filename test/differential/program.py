"""A generated program: its tree, and the texts made of it.

A statement is a list whose first element says what it is:
  ['s', TEXT]                    any statement that has no body
  ['y', TEXT]                    the same, but it may yield (a propagated yield)
  ['g', [...]]                   statements that belong together, no braces
  ['if', COND, [...], [...]]     the last list may be empty: no else
  ['loop', HEADER, [...]]        for or while
  ['switch', EXPR, [[LABEL, [...]], ...]]
  ['leaf', COMPLETION]           IO_YIELD_ONE, unconditional
  ['waitif', COND, COMPLETION, [...]]
                                 a leaf or retry yield behind the test of the
                                 completion; the list is run before the yield
  ['retry', COND, COMPLETION]    a retry yield: asks again until COND is false
In TEXT, `@x_` is the member x_ and `%f()` the method f. Programs in C are trees of the same
words, calls of external callees among them (`@dev_.read(1)`): CRenderer writes them in C.

Three texts are made of it: the one that the checks see; the real form, the same
with a bound on loops; and the blocking form, in which leaf and retry yields wait
and go on where the blocking run goes on (README.md).
"""

import copy
import re


class Function:
    def __init__(self, name, result, body, params='', const=False):
        self.name = name
        self.result = result
        self.body = body
        self.params = params      # without the object
        self.const = const


class Member:
    def __init__(self, name, type, init=None, made=False):
        self.name = name
        self.type = type
        self.init = init          # in-class initialiser
        self.made = made          # value from outside, through the constructor


class Program:
    def __init__(self):
        self.style = 'class'      # or 'struct', or 'c'
        self.members = []
        self.types = []           # text of enums and structs
        self.functions = []       # the operation is the last
        self.tags = []            # faults planted on purpose
        self.shape = ''

    def clone(self):
        return copy.deepcopy(self)


def walk(body):
    """All statement lists of a body, itself first."""
    yield body
    for s in body:
        for sub in bodies(s):
            yield from walk(sub)


def bodies(s):
    kind = s[0]
    if kind == 'g':
        return [s[1]]
    if kind == 'if':
        return [s[2], s[3]]
    if kind == 'loop':
        return [s[2]]
    if kind == 'switch':
        return [case[1] for case in s[2]]
    if kind == 'waitif':
        return [s[3]]
    return []


class Renderer:
    def __init__(self, program, form):
        self.p = program
        self.form = form          # 'check', 'real' or 'blocking'
        self.lines = []
        self.parts = 0            # statement lists so far, for what is never run

    def text(self, t):
        obj = '' if self.p.style == 'class' else 'op.'
        t = re.sub(r'@(\w+)', lambda m: obj + m.group(1), t)
        if self.p.style == 'class':
            return t.replace('%', '') if '%' in t else t
        t = re.sub(r'%(\w+)\(\)', r'\1(op)', t)
        return re.sub(r'%(\w+)\(', r'\1(op, ', t)

    def out(self, depth, t):
        for line in self.text(t).split('\n'):
            self.lines.append('  ' * depth + line)

    def body(self, stmts, depth, in_loop, own=True):
        if own and self.form == 'real':
            self.out(depth, 'FORM_RUNS(%d);' % self.parts)
            self.parts += 1
        for s in stmts:
            self.stmt(s, depth, in_loop)

    def braced(self, head, stmts, depth, in_loop, fuel=False):
        self.out(depth, head + ' {')
        if fuel and self.form != 'check':
            self.out(depth + 1, 'FORM_FUEL();')
        self.body(stmts, depth + 1, in_loop)
        self.out(depth, '}')

    def stmt(self, s, depth, in_loop):
        kind = s[0]
        blocking = self.form == 'blocking'
        if kind in ('s', 'y'):
            self.out(depth, s[1])
        elif kind == 'g':
            self.body(s[1], depth, in_loop, own=False)
        elif kind == 'if':
            self.braced('if (' + s[1] + ')', s[2], depth, in_loop)
            if s[3]:
                self.lines[-1] += ' else {'
                self.body(s[3], depth + 1, in_loop)
                self.out(depth, '}')
        elif kind == 'loop':
            self.braced(s[1], s[2], depth, True, fuel=True)
        elif kind == 'switch':
            self.out(depth, 'switch (' + s[1] + ') {')
            for label, stmts in s[2]:
                self.out(depth, label + ': {')
                self.body(stmts, depth + 1, in_loop)
                if stmts and stmts[-1] == ['s', '[[fallthrough]];']:
                    self.lines.pop()
                    self.out(depth, '}')
                    self.out(depth + 1, '[[fallthrough]];')
                else:
                    self.out(depth, '}')
            self.out(depth, '}')
        elif kind == 'leaf':
            if blocking:
                self.out(depth, self.wait(s[1]))
                if in_loop:
                    self.out(depth, 'continue;')
            else:
                self.out(depth, self.leaf(s[1]))
        elif kind == 'waitif':
            self.out(depth, 'if (' + s[1] + ') {')
            self.body(s[3], depth + 1, in_loop)
            self.out(depth + 1, self.wait(s[2]) if blocking else self.leaf(s[2]))
            self.out(depth, '}')
        elif kind == 'retry':
            if blocking:
                self.out(depth, 'while (' + s[1] + ') ' + self.wait(s[2]))
            else:
                self.out(depth, 'if (' + s[1] + ') IO_YIELD_ONE(' + s[2] + ');')
        else:
            raise ValueError(kind)

    def wait(self, completion):
        return 'FORM_WAIT(%s);' % completion

    def leaf(self, completion):
        return 'IO_YIELD_ONE(%s);' % completion

    def showing(self, t):
        """The definition of a struct with a way to show what it holds."""
        fields = ['fed_', 'on_'] if t.startswith('struct Feed') else re.findall(
            r'(\w+)(?: = [^;]*)?;', t)
        return t.replace('};', '  std::string shown() const { return std::string()%s; }\n};'
                         % ''.join(' + differential::show(%s) + ","' % f for f in fields))

    def render(self):
        p = self.p
        made = [m for m in p.members if m.made]
        for t in p.types:
            if self.form != 'check' and t.startswith('struct'):
                t = self.showing(t)
            self.out(0, t)
        refs = 'Device &dev_; Cursor &cur_; const Config &cfg_;'
        params = 'Device &dev, Cursor &cur, const Config &cfg' + ''.join(
            ', %s %s' % (m.type, m.name.rstrip('_')) for m in made)
        inits = 'dev_(dev), cur_(cur), cfg_(cfg)' + ''.join(
            ', {0}(std::move({1}))'.format(m.name, m.name.rstrip('_')) for m in made)
        as_class = p.style == 'class'
        if as_class and self.form == 'check':
            self.lines += ['class Op {', 'public:']
        else:
            self.lines += ['struct Op {']
        self.lines.append('  Op(%s)' % params)
        self.lines.append('      : %s {}' % inits)

        def signature(f, inside):
            ps = f.params
            if as_class:
                return '%s %s%s(%s)%s' % (f.result, '' if inside else 'Op::', f.name, ps,
                                          ' const' if f.const else '')
            return '%s %s(%sOp &op%s)' % (f.result, f.name, 'const ' if f.const else '',
                                          ', ' + ps if ps else '')

        if as_class:
            self.lines.append('  %s;' % signature(p.functions[-1], True))
            if self.form == 'check':
                self.lines += ['', 'private:']
            for f in p.functions[:-1]:
                self.lines.append('  %s;' % signature(f, True))
        self.lines.append('  ' + refs)
        for m in p.members:
            self.lines.append('  %s %s%s;' % (m.type, m.name,
                                              ' = ' + m.init if m.init is not None else ''))
        self.lines.append('};')
        if not as_class:
            for f in p.functions:
                self.lines.append('%s;' % signature(f, True))
        for f in p.functions:
            self.lines.append('')
            self.out(0, signature(f, False) + ' {')
            self.body(f.body, 1, False)
            self.out(0, '}')
        return self.lines

    def maker(self):
        """Makes an object `o`."""
        made = [m for m in self.p.members if m.made]
        for m in made:
            self.out(1, 'auto %s = differential::make<%s>(s);' % (m.name.rstrip('_'), m.type))
        self.out(1, 'auto *o = new Op(w.dev, w.cur, w.cfg%s);' % ''.join(
            ', std::move(%s)' % m.name.rstrip('_') for m in made))

    def call(self, k):
        return 'o->run(%s)' % k if self.p.style == 'class' else 'run(*o%s)' % (', k' if k else '')

    def glue(self):
        """What the harness needs to run a form."""
        p = self.p
        self.lines += ['void *make(differential::World &w, differential::Source &s) {',
                       '  (void)s;']
        self.maker()
        self.lines += ['  return o;', '}',
                       'IOResult<int> call(void *object, [[maybe_unused]] int k) {',
                       '  Op *o = static_cast<Op *>(object);',
                       '  return %s;' % self.call('k' if p.functions[-1].params else ''), '}',
                       'void drop(void *o) { delete static_cast<Op *>(o); }',
                       'void observe(const void *object, differential::Observed &s) {',
                       '  const Op &o = *static_cast<const Op *>(object);', '  (void)o; (void)s;']
        for m in p.members:
            if m.type != 'Completion':
                self.lines.append('  differential::saw(s, "%s", differential::show(o.%s));'
                                  % (m.name, m.name))
        self.lines += ['}', 'const differential::Form form{make, call, observe, drop, %d};' % self.parts]


class CRenderer(Renderer):
    """C that is C++ as well: what the checks see as the one is run as the other."""
    # What the words of the tree are in C, in this order.
    WORDS = [(re.compile(a), b) for a, b in [
        (r'\benum class St \{(.*?)\}', lambda m: 'enum st {%s}' % re.sub(r'(\w+)', r'St::\1', m.group(1))),
        (r'\bSt::(\w+)', lambda m: 'ST_' + m.group(1).upper()),
        (r'\bSt\b', 'enum st'),
        (r'const Completion c\d+ = ', ''),
        (r'@cfg_\.limit\(\)', '@cfg_->limit'),
        (r'@(dev|cur)_\.(\w+)\(\)', r'\1_\2(@\1_)'),
        (r'@(dev|cur)_\.(\w+)\(', r'\1_\2(@\1_, '),
        (r'\bRETURN_IF_IO\(', 'TRY('),
        (r'ASSIGN_OR_RETURN_IO\(const int (\w+), (.*)\);',
         r'const int \1 = \2;\nif (\1 < 0)\n  return \1;'),
        (r'IO_YIELD_ONE\(Completion::make_yield\(\)\)', 'return AGAIN'),
        # An answer is never negative.
        (r'return IOResult<int>::done\((.*)\);', r'return (\1) & 255;'),
        (r'IOResult<int>', 'int'),
        (r'\[\[fallthrough\]\]', '__attribute__((fallthrough))'),
    ]]

    def text(self, t):
        for word, what in self.WORDS:
            t = word.sub(what, t)
        t = t.replace('@', 'op->')
        return re.sub(r'%(\w+)\(', r'\1(op, ', re.sub(r'%(\w+)\(\)', r'\1(op)', t))

    def wait(self, completion):
        return 'FORM_WAIT(differential::soon());'

    def leaf(self, completion):
        return 'return STARTED;'

    def render(self):
        p = self.p
        for t in p.types:
            self.out(0, self.showing(t) if self.form != 'check' and t.startswith('struct') else t)
        self.lines += ['struct op {', '  struct device *dev_;', '  struct cursor *cur_;',
                       '  const struct config *cfg_;']
        for m in p.members:
            self.out(1, '%s%s%s;' % (m.type, '' if m.type.endswith('*') else ' ', m.name))
        self.lines.append('};')
        heads = ['%s%s %s(%sstruct op *op%s)' % (
            '' if f.name == 'run' else 'static ', f.result, f.name, 'const ' if f.const else '',
            ', ' + f.params if f.params else '') for f in p.functions]
        for head in heads:
            self.out(0, head + ';')
        for head, f in zip(heads, p.functions):
            self.lines.append('')
            self.out(0, head + ' {')
            self.body(f.body, 1, False)
            self.out(0, '}')
        return self.lines

    def maker(self):
        self.out(1, 'auto *o = new Op{&w.c_dev, &w.c_cur, &w.c_cfg};')
        for m in self.p.members:
            self.out(1, 'o->%s = %s;' % (
                m.name, 'differential::make<%s>(s)' % m.type if m.made else m.init))

    def call(self, k):
        return 'differential::as_result(run(o%s))' % (', k' if k else '')

    def glue(self):
        self.lines.append('using Op = op;')
        super().glue()


def renderer(program, form):
    return (CRenderer if program.style == 'c' else Renderer)(program, form)


def render(program, form):
    r = renderer(program, form)
    lines = r.render()
    if form != 'check':
        r.glue()
    return lines


def statements(program):
    n = 0
    for f in program.functions:
        for stmts in walk(f.body):
            n += sum(1 for s in stmts if s[0] != 'g')
    return n

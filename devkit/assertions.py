"""Does a test assert anything? Read from the source, following the helpers that it calls.

A test without an assertion passes whatever the code does. What counts: ``assert``,
``self.assert...`` and ``self.fail``, a tour or script in the browser, and a helper (of the class,
its bases, its module or what that imports from other tests) that does one of these. What does not
count: comparing constants, or a value with itself, and what is never reached or whose failure is
swallowed.
"""

import ast
import collections

# They assert although no argument is looked at.
ASSERTING = ("start_tour", "browser_js", "fail", "assertQueryCount")
ONE_VALUE = ("assertTrue", "assertFalse", "assertIsNone", "assertIsNotNone")
SWALLOWING = ("AssertionError", "Exception", "BaseException")
_ENDS = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Module:
    """One file of tests: its classes and functions, and where its imports lead."""

    def __init__(self, tests, path):
        self.path = path
        self.names = {}  # name -> node, or (file, name in it or None)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                self.names[node.name] = node
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if target := tests.target(path, node, alias.name):
                        self.names[alias.asname or alias.name] = target


class Tests:
    """The tests of a checkout, parsed as they are asked for."""

    def __init__(self, root):
        self.root = root
        self._modules = {}

    def module(self, path):
        """Return the :class:`Module` of a file."""
        if path not in self._modules:
            self._modules[path] = Module(self, path)
        return self._modules[path]

    def target(self, path, node, name):
        """Return ``(file, name in it or None for the file)`` of an imported name, or None."""
        parts = node.module.split(".") if node.module else []
        if node.level:
            folders = [path.parents[node.level - 1]]
        elif parts[:2] == ["odoo", "addons"]:
            folders, parts = [self.root, self.root / "tests" / "addons"], parts[2:]
        else:
            folders = [path.parent]
        for folder in folders:
            found = folder.joinpath(*parts)
            if (file := found / f"{name}.py").is_file():
                return file, None
            for file in (found.with_name(found.name + ".py"), found / "__init__.py"):
                if parts and file.is_file():
                    return file, name
        return None

    def resolve(self, module, expression):
        """Return ``(module, node)`` of a name, or ``module.name``, as a file knows it, or None."""
        if isinstance(expression, ast.Attribute):
            found = self._lookup(module, getattr(expression.value, "id", None))
            is_file = found and found[1] is None
            return self._lookup(found[0], expression.attr) if is_file else None
        found = self._lookup(module, getattr(expression, "id", None))
        return found if found and found[1] is not None else None

    def _lookup(self, module, name):
        found = module.names.get(name)
        if not isinstance(found, tuple):
            return (module, found) if found is not None else None
        file, inner = found
        target = self.module(file)
        return (target, None) if inner is None else self._lookup(target, inner)

    def lineage(self, module, node):
        """Return ``(module, class)`` of a class and of its bases among the tests, nearest first."""
        found = [(module, node)]
        for base in node.bases:
            target = self.resolve(module, base)
            if target and isinstance(target[1], ast.ClassDef):
                found += [pair for pair in self.lineage(*target) if pair not in found]
        return found

    def asserts(self, module, test_class, test):
        """Tell whether a test of a class asserts something.

        :param Module module: the file of the class
        :param ast.ClassDef test_class: the class that runs the test
        :param ast.FunctionDef test: its test, or one of a base
        """
        if any("skip" in ast.unparse(item).lower() for item in test.decorator_list):
            return False
        lineage = self.lineage(module, test_class)
        for place, (where, node) in enumerate(lineage):
            if test in node.body:
                return _Reading(self, lineage).asserts(where, place, test)
        return False

    def without_assertion(self, paths):
        """Return ``(file, Class.test)`` of every test in the files that asserts nothing.

        The test of a base may call what another base of the same class offers, so it is enough that
        it asserts in one of the classes that run it.
        """
        told = {}
        for path in paths:
            module = self.module(path)
            for node in module.names.values():
                if not isinstance(node, ast.ClassDef):
                    continue
                for where, base in self.lineage(module, node):
                    for test in tests_of(base):
                        key = (where.path, f"{base.name}.{test.name}")
                        told[key] = told.get(key) or self.asserts(module, node, test)
        return [key for key, has_assertion in told.items() if not has_assertion]


class _Reading:
    """One test being read: the lineage of its class, and the functions that were read already."""

    def __init__(self, tests, lineage):
        self.tests = tests
        self.lineage = lineage
        self.seen = set()

    def asserts(self, module, place, function, local=None):
        """Tell whether a function of the class at ``place`` in the lineage asserts something."""
        key = (module.path, function.lineno)
        if key in self.seen:
            return False
        self.seen.add(key)
        local = {**(local or {}), **{n.name: n for n in function.body if isinstance(n, _FUNCTIONS)}}
        constants = _constants(function)
        for part in _live(function.body):
            for node in ast.walk(part):
                if isinstance(node, ast.Assert) and not _is_constant(node.test, constants):
                    return True
                if isinstance(node, ast.Call) and self._call(module, place, node, local, constants):
                    return True
        return False

    def _call(self, module, place, call, local, constants):
        function = call.func
        if isinstance(function, ast.Name):
            if function.id in local:
                return self.asserts(module, place, local[function.id], local)
            return self._follow(self.tests.resolve(module, function), place)
        if not isinstance(function, ast.Attribute):
            return False
        if of_ours := self._method(module, place, function):
            return self.asserts(*of_ours)
        if target := self.tests.resolve(module, function):
            return self._follow(target, place)
        name = function.attr
        if name in ASSERTING:
            return True
        return name.startswith("assert") and not _is_empty(name, call, constants)

    def _follow(self, target, place):
        if not target or not isinstance(target[1], _FUNCTIONS):
            return False
        return self.asserts(target[0], place, target[1])

    def _method(self, module, place, function):
        """Return ``(module, place, node)`` of a method called on self, cls, super() or a class."""
        owner, first = function.value, 0
        if isinstance(owner, ast.Call) and getattr(owner.func, "id", None) == "super":
            first = place + 1
        elif getattr(owner, "id", None) not in ("self", "cls"):
            target = self.tests.resolve(module, owner)
            if target not in self.lineage:
                return None
            first = self.lineage.index(target)
        for index in range(first, len(self.lineage)):
            where, node = self.lineage[index]
            for item in node.body:
                if isinstance(item, _FUNCTIONS) and item.name == function.attr:
                    return where, index, item
        return None


def tests_of(node):
    """Return the tests that a class defines itself."""
    return [item for item in node.body if isinstance(item, _FUNCTIONS) and item.name[:4] == "test"]


def files(root):
    """Return the files of tests of a checkout, those with classes for several tests included."""
    folders = [*root.glob("*/tests"), *root.glob("tests/addons/*/tests")]
    folders += [root / "tests" / name for name in ("gates", "reliability")]
    return sorted({path for folder in folders for path in folder.rglob("*.py")})


def check(result, root):
    """Check every file of tests below ``root``, counting each into ``result``."""
    found = files(root)
    empty = collections.defaultdict(list)
    for path, test in Tests(root).without_assertion(found):
        empty[path].append(test)
    for path in found:
        named = f"{path.relative_to(root)}: without an assertion: {', '.join(empty[path])}"
        result.check(not empty[path], named)


def _live(body):
    """Yield the parts of statements that can be reached and whose failure is not swallowed."""
    for node in body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            continue
        if isinstance(node, ast.If | ast.While):
            truth = bool(ast.literal_eval(node.test)) if _is_constant(node.test) else None
            yield node.test
            if truth is not False:
                yield from _live(node.body)
            if truth is not True:
                yield from _live(node.orelse)
        elif isinstance(node, ast.For | ast.AsyncFor):
            yield node.iter
            yield from _live([*node.body, *node.orelse])
        elif isinstance(node, ast.With | ast.AsyncWith):
            yield from (item.context_expr for item in node.items)
            if not any("suppress(" in ast.unparse(item) for item in node.items):
                yield from _live(node.body)
        elif isinstance(node, ast.Try):
            if not any(_swallows(handler) for handler in node.handlers):
                yield from _live([*node.body, *node.orelse])
            for handler in node.handlers:
                yield from _live(handler.body)
            yield from _live(node.finalbody)
        else:
            yield node
        if isinstance(node, _ENDS) or _is_skip(node):
            return


def _is_skip(node):
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and getattr(call.func, "attr", None) == "skipTest"


def _swallows(handler):
    caught = ast.unparse(handler.type) if handler.type else "Exception"
    ends = any(isinstance(node, ast.Raise) for item in handler.body for node in ast.walk(item))
    fails = any(getattr(node, "attr", None) == "fail" for i in handler.body for node in ast.walk(i))
    return any(name in caught for name in SWALLOWING) and not ends and not fails


def _constants(function):
    """Return the names that a function binds to constants only."""
    stored, constant = collections.Counter(), collections.Counter()
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            stored[node.arg] += 1
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            stored[node.id] += 1
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            constant.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return {name for name, count in constant.items() if count == stored[name]}


def _is_constant(node, constants=()):
    """Tell whether an expression says the same whatever the code under test does."""
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.Attribute | ast.Call | ast.Subscript | ast.Lambda | ast.Await):
        return False
    kinds = (ast.expr, ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
    return isinstance(node, kinds) and all(
        _is_constant(child, constants) for child in ast.iter_child_nodes(node)
    )


def _is_empty(name, call, constants):
    """Tell whether a call of ``assert...`` compares constants, or a value with itself."""
    values = call.args[: 1 if name in ONE_VALUE else 2]
    if not values:
        return not call.keywords and not name.startswith("assert_")
    if all(_is_constant(value, constants) for value in values):
        return True
    is_same = len(values) == 2 and ast.dump(values[0]) == ast.dump(values[1])
    return is_same and not any(isinstance(node, ast.Call) for node in ast.walk(values[0]))

"""The tests of an addon read files of that addon only: whoever has the addon can run them.

Known from the source alone: every path that starts from ``__file__`` is followed, also through
names and from one module to the next, and must not leave the addon's folder. A path that depends
on the folder in which the program was started reaches who knows where, so a test names none.
"""

import ast

from .settings import dependencies

# What leaves a path as it is.
SAME = {"Path", "str", "abspath", "realpath", "absolute", "resolve", "expanduser"}
OPENS = {"Path", "open"}
# Odoo's own ways to a file: the argument begins with the name of an addon.
OF_ADDONS = {"file_open", "file_path", "get_module_path"}


def check(result, root, folders):
    """Check the tests of the addons in ``folders`` (name -> folder); all of them are one check."""
    found = []
    for name, folder in folders.items():
        files = {
            path: ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted((folder / "tests").rglob("*.py"))
        }
        # A name keeps its highest place: several passes carry it through the modules.
        places = {}
        readers = [_Reader(path.relative_to(folder), places) for path in files]
        for _pass in range(3):
            for reader, tree in zip(readers, files.values(), strict=True):
                reader.learn(tree)
        known = {name, *dependencies(folder)}
        foreign = {other for other in folders if other not in known}
        for path, tree, reader in zip(files, files.values(), readers, strict=True):
            where = path.relative_to(root)
            found += [f"{where}: {words}" for words in reader.problems(tree, foreign)]
    result.check(not found, "\n".join(found))


class _Reader:
    """Follows the paths of one file.

    A place is a number of folders below the addon's own folder; -1 is above it.

    :param path: of the file, relative to its addon
    :param places: name -> place of what was assigned to it, shared by the files of an addon
    """

    def __init__(self, path, places):
        self.depth = len(path.parts)
        self.places = places

    def learn(self, tree):
        """Note the places of all names that the file assigns."""
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value:
                targets = [node.target]
            place = self.place(node.value) if targets else None
            for name in map(_name, targets):
                if place is not None and name:
                    self.places[name] = min(place, self.places.get(name, place))

    def problems(self, tree, foreign):
        """Return sentences about the places above the addon that the file reaches."""
        found = []
        for node in ast.walk(tree):
            line = getattr(node, "lineno", 0)
            place = self.place(node) if isinstance(node, ast.expr) else None
            if place is not None and place < 0:
                found.append(f"line {line} climbs above the addon")
            if isinstance(node, ast.Call) and node.args:
                found += [f"line {line} {words}" for words in _argument(node, foreign)]
        return list(dict.fromkeys(found))

    def place(self, node):
        """Return the place that an expression leads to; None when it is no path we know."""
        if isinstance(node, (ast.Name, ast.Attribute)) and (known := self._named(node)) is not None:
            return known
        if isinstance(node, ast.Subscript):
            return self._parents(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return self._joined(node.left, [node.right])
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name == "dirname" and node.args:
                return _up(self.place(node.args[0]))
            if name == "join" and node.args and isinstance(node.func, ast.Attribute):
                return self._joined(node.args[0], node.args[1:])
            if name in ("joinpath", "glob", "rglob"):
                return self._joined(node.func.value, node.args)
            if name in SAME:
                return self.place(node.args[0] if node.args else getattr(node.func, "value", None))
        return None

    def _named(self, node):
        if isinstance(node, ast.Name) and node.id == "__file__":
            return self.depth
        if isinstance(node, ast.Attribute) and node.attr == "parent":
            return _up(self.place(node.value))
        return self.places.get(_name(node))

    def _parents(self, node):
        if not (isinstance(node.value, ast.Attribute) and node.value.attr == "parents"):
            return None
        start = self.place(node.value.value)
        if start is None:
            return None
        # A number that only the run knows may be any.
        number = node.slice.value if isinstance(node.slice, ast.Constant) else start
        return start - 1 - number

    def _joined(self, start, more):
        place = self.place(start)
        for node in more if place is not None else []:
            text = node.value if isinstance(node, ast.Constant) else "x"
            if str(text).startswith("/"):
                return -1
            for part in str(text).split("/"):
                place += {"..": -1, ".": 0, "": 0}.get(part, 1)
                if place < 0:
                    return place
        return place


def _up(place):
    return None if place is None else place - 1


def _name(node):
    """Return the last name of ``a``, ``self.a`` or ``module.a``."""
    return getattr(node, "id", None) or getattr(node, "attr", None)


def _argument(node, foreign):
    """Yield what is wrong with the first argument of a call that leads to a file."""
    name = _name(node.func)
    text = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
    if not isinstance(text, str):
        return
    is_plain = isinstance(node.func, ast.Name) or name == "Path"
    if name in OPENS and is_plain:
        yield f"opens {text!r} by the folder of the program"
    if name in OF_ADDONS and (text.split("/")[0] in foreign or ".." in text.split("/")):
        yield f"reads {text!r}, which is no file of this addon or of one that it depends on"

"""How the addons are laid out, read from their sources: which file holds which model, and where.

An addon's domains are the folders of ``models/``; ``models/__init__.py`` imports them from the
ground up, and that order is the ladder. Nothing is imported here, only parsed.
"""

import ast
import dataclasses
import pathlib
import re

from .text_rules import tracked

# Beside the file that defines a long model, and only there.
SUFFIXES = ("_flow", "_clock", "_finding", "_paper", "_search")
# Folders whose files are checked, and those among them that hold models.
CODE = ("models", "wizard", "tools", "controllers")
WITH_MODELS = ("models", "wizard")
TOP = 1000  # above every domain: the controllers, and what lies beside the folders

_DOTTED = re.compile(r"[a-z0-9_]+(?:\.[a-z0-9_]+)+")
_WORD = re.compile(r"[a-z0-9_]+")
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclasses.dataclass(frozen=True)
class Model:
    """One class of a model; ``attributes`` are ``(name, line, is a field)``."""

    name: str
    is_own: bool  # the class defines the model; otherwise it extends it
    is_named: bool  # Odoo takes the name from the class and warns where neither says it
    line: int
    attributes: tuple


@dataclasses.dataclass
class Source:
    """One Python file of an addon; ``path`` begins below the addon's folder."""

    addon: str
    path: pathlib.PurePosixPath
    lines: int
    models: list
    words: list  # (line, text) of strings that are no docstrings
    imports: list  # (line, addon, parts of the path below the addon)

    @property
    def name(self):
        """The path as a person finds it."""
        return f"{self.addon}/{self.path}"

    @property
    def folder(self):
        """The first folder below the addon, or an empty string."""
        return self.path.parts[0] if len(self.path.parts) > 1 else ""

    @property
    def stem(self):
        """The file's name without its ending."""
        return self.path.stem


class House:
    """All addons of a checkout: their ladders, sources and models."""

    def __init__(self, root):
        self.root = root
        self.names = tracked(root)
        manifests = [name for name in self.names if re.fullmatch(r"\w+/__manifest__\.py", name)]
        self.depends = {}
        for name in manifests:
            manifest = ast.literal_eval((root / name).read_text(encoding="utf-8"))
            self.depends[name.split("/")[0]] = manifest.get("depends", [])
        self.ladders = {addon: self._ladder(addon) for addon in self.depends}
        self.sources = {
            name: self._read(addon, name)
            for addon in self.depends
            for name in self._below(addon, ".py")
            if name.split("/")[1] in CODE
        }
        self.owners = {
            model.name: source
            for source in self.sources.values()
            for model in source.models
            if model.is_own
        }
        self._tables = {name.replace(".", "_"): name for name in self.owners}
        self._named = {
            name: [(line, model) for line, text in source.words for model in self._models_in(text)]
            for name, source in self.sources.items()
        }
        self._heights = {name: self._fixed_height(source) for name, source in self.sources.items()}
        self._climb()

    def _below(self, addon, ending):
        return [n for n in self.names if n.startswith(f"{addon}/") and n.endswith(ending)]

    def _ladder(self, addon):
        path = self.root / addon / "models" / "__init__.py"
        if not path.is_file():
            return []
        body = ast.parse(path.read_text(encoding="utf-8")).body
        return [
            alias.name for node in body if isinstance(node, ast.ImportFrom) for alias in node.names
        ]

    def _read(self, addon, name):
        text = (self.root / name).read_text(encoding="utf-8")
        return parse(addon, name.split("/", 1)[1], text)

    def stands_on(self, addon):
        """Return the addons of this checkout below one, itself included."""
        found, waiting = set(), [addon]
        while waiting:
            name = waiting.pop()
            if name not in found and name in self.depends:
                found.add(name)
                waiting += self.depends[name]
        return found

    def models_named(self, source):
        """Return ``(line, model)`` for every model, or its table, that a file names in a string."""
        return self._named[source.name]

    def _models_in(self, text):
        found = {name for name in _DOTTED.findall(text) if name in self.owners}
        found |= {self._tables[word] for word in _WORD.findall(text) if word in self._tables}
        return sorted(found)

    def height(self, source):
        """Return where a file stands on the ladder of its addon.

        A dialog and a tool stand on the highest domain that they name or import, a tool that names
        none on the ground (-1): so whoever opens or uses them must not stand lower.
        """
        return self._heights[source.name]

    def height_of_import(self, addon, parts):
        """Return the height of what an import leads to; None if it is none of our files."""
        if source := self.source_at(addon, parts):
            return self._heights[source.name]
        if parts[0] == "models" and parts[1:2] and parts[1] in self.ladders.get(addon, ()):
            return self.ladders[addon].index(parts[1])
        return None

    def _climb(self):
        """Lift dialogs and tools to what they name, until nothing moves any more."""
        derived = [s for s in self.sources.values() if s.folder in ("wizard", "tools")]
        moved = True
        while moved:
            moved = False
            for source in derived:
                height = max(self._heights_reached(source), default=-1)
                if height > self._heights[source.name]:
                    self._heights[source.name] = height
                    moved = True

    def _fixed_height(self, source):
        if source.folder in ("wizard", "tools"):
            return -1
        domain, ladder = source.path.parts[1], self.ladders[source.addon]
        return ladder.index(domain) if source.folder == "models" and domain in ladder else TOP

    def _heights_reached(self, source):
        for _line, model in self.models_named(source):
            owner = self.owners[model]
            if owner.addon == source.addon:
                yield self._heights[owner.name]
        for _line, addon, parts in source.imports:
            height = self.height_of_import(addon, parts) if addon == source.addon else None
            if height is not None:
                yield height

    def source_at(self, addon, parts):
        """Return the file that an import leads to, also by a name inside it."""
        for length in range(len(parts), 0, -1):
            name = "/".join((addon, *parts[:length])) + ".py"
            if name in self.sources:
                return self.sources[name]
        return None


def parse(addon, path, text):
    """Return the :class:`Source` of one file given as text."""
    tree = ast.parse(text)
    path = pathlib.PurePosixPath(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, _DOCUMENTED) and node.body and isinstance(node.body[0], ast.Expr)
    }
    words, imports = [], []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                words.append((node.lineno, node.value))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            imports += [(node.lineno, *target) for target in _targets(addon, path, node)]
    models = [model for node in tree.body if (model := _model(node))]
    return Source(addon, path, text.count("\n"), models, words, imports)


def _targets(addon, path, node):
    """Return ``(addon, parts)`` of what an import statement takes from the addons."""
    if isinstance(node, ast.Import):
        whole = [tuple(alias.name.split(".")) for alias in node.names]
    else:
        module = tuple(node.module.split(".")) if node.module else ()
        if node.level:
            here = ("odoo", "addons", addon, *path.parent.parts)
            module = (*here[: len(here) - node.level + 1], *module)
        whole = [(*module, alias.name) for alias in node.names]
    return [
        (parts[2], parts[3:]) for parts in whole if parts[:2] == ("odoo", "addons") and parts[3:]
    ]


def _model(node):
    """Return the :class:`Model` of a class, or None; reads the names as Odoo does."""
    if not isinstance(node, ast.ClassDef):
        return None
    values, attributes = {}, []
    for item in node.body:
        if isinstance(item, ast.Assign):
            targets = item.targets
        elif isinstance(item, ast.AnnAssign) and item.value:
            targets = [item.target]
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name):
                values[target.id] = item.value
                attributes.append((target.id, item.lineno, _is_field(item.value)))
    if not {"_name", "_inherit"} & values.keys():
        return None
    name = _literal(values.get("_name"))
    inherits = _literal(values.get("_inherit")) or []
    if isinstance(inherits, str):
        name, inherits = name or inherits, [inherits]
    is_named = bool(name)
    if not name:
        name = re.sub(r"(?<=[^_])([A-Z])", r".\1", node.name).lower()
    return Model(name, name not in inherits, is_named, node.lineno, tuple(attributes))


def _literal(node):
    try:
        return ast.literal_eval(node) if node else None
    except ValueError:
        return None


def _is_field(node):
    function = node.func if isinstance(node, ast.Call) else None
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) == "fields"

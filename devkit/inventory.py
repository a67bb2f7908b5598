"""Which tests the source holds, read without importing it."""

import ast
import collections
import dataclasses
import re

BROWSER = re.compile(r"\b(start_tour|browser_js)\(")
INHERITS = "allow_inherited_tests_method = True"
ACCESS = "community_rights"


@dataclasses.dataclass(frozen=True)
class TestClass:
    """One test class of an addon; ``methods`` are the names of the tests that it runs.

    ``is_access`` means that it is tagged as a test of rights.
    """

    addon: str
    module: str
    name: str
    methods: tuple
    uses_browser: bool
    is_access: bool = False

    @property
    def tag(self):
        """The selector of Odoo's ``--test-tags`` for this class."""
        return f"/{self.addon}:{self.name}"


def classes(folders):
    """Return the :class:`TestClass` list of the addons in ``folders`` (name -> folder)."""
    found = []
    for addon, folder in folders.items():
        files = sorted((folder / "tests").rglob("*.py"))
        found += of_sources(addon, {path.stem: path.read_text(encoding="utf-8") for path in files})
    return found


def of_sources(addon, sources):
    """Return the test classes of one addon; ``sources`` maps a module's name to its text.

    A class needs a browser when it, or a class of the same addon that it is derived from, opens
    pages. It runs the tests of its bases too where it, or one of them, says so as Odoo wants it
    (``allow_inherited_tests_method``).
    """
    nodes = {}
    for module, text in sources.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.ClassDef):
                bases = tuple(ast.unparse(base).split(".")[-1] for base in node.bases)
                opens = BROWSER.search(ast.get_source_segment(text, node) or "")
                nodes[node.name] = (module, node, bases, bool(opens) or "HttpCase" in bases)

    def opens_pages(name):
        return name in nodes and (nodes[name][3] or any(map(opens_pages, nodes[name][2])))

    def own(node):
        items = (item for item in node.body if isinstance(item, ast.FunctionDef))
        return [item.name for item in items if item.name.startswith("test")]

    def family(name):
        known = [base for base in nodes[name][2] if base in nodes]
        return [name, *(other for base in known for other in family(base))]

    found = []
    for name, (module, node, _bases, _opens) in nodes.items():
        if not module.startswith("test_"):
            continue
        line = family(name)
        inherits = any(
            INHERITS in ast.unparse(item) for other in line for item in nodes[other][1].body[:6]
        )
        owners = line if inherits else [name]
        methods = tuple(dict.fromkeys(test for other in owners for test in own(nodes[other][1])))
        if methods:
            is_access = any(ACCESS in ast.unparse(item) for item in node.decorator_list)
            found.append(TestClass(addon, module, name, methods, opens_pages(name), is_access))
    return found


def imported(folder):
    """Return the files of tests that Odoo finds in a folder ``tests``: those it imports.

    ``from . import test_x`` brings in a file, ``from .part import *`` all that a part of the folder
    imports, ``from .part import test_x`` one file of it.
    """
    start = folder / "__init__.py"
    if not start.is_file():
        return set()
    found = set()
    for node in ast.parse(start.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ImportFrom) or node.level != 1:
            continue
        place = folder.joinpath(*(node.module or "").split("."))
        for alias in node.names:
            if alias.name == "*":
                found |= imported(place)
            elif alias.name.startswith("test_"):
                found.add(place / f"{alias.name}.py")
    return found


def why_not_run(root, path, node):
    """Return why ``./dev test`` does not start the tests of a class, or None when it does.

    :param Path root: the checkout
    :param Path path: the file of the class
    :param ast.ClassDef node: the class
    """
    words = [ast.unparse(item) for item in node.decorator_list]
    plain = root / "tests"
    is_plain = path.parent in (plain / "gates", plain / "reliability")
    if not path.name.startswith("test_"):
        return f"{path.name} does not begin with test_"
    if not node.bases:
        return "it is derived from nothing"
    if any("-standard" in word for word in words):
        return "it is tagged -standard"
    # A test of processes is skipped only where ./dev test does not start it.
    started_by_us = ("COMMUNITY_SHELL", "COMMUNITY_DB", "COMMUNITY_ODOO")
    if any("skip" in word and not any(s in word for s in started_by_us) for word in words):
        return "it is skipped"
    if is_plain:
        return None
    folder = next((place for place in path.parents if place.name == "tests"), None)
    if folder is None or path not in imported(folder):
        return f"no __init__.py imports {path.name}"
    return None


def check(result, root):
    """Check that no two test classes of an addon below ``root`` bear one name.

    Odoo selects a class by its name, and only one of the two would be expected to start.
    """
    folders = [*root.glob("*/tests"), *root.glob("tests/addons/*/tests")]
    for folder in folders:
        places = collections.defaultdict(list)
        for path in sorted(folder.rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(path.name)
        for name, files in places.items():
            result.check(
                len(files) == 1,
                f"{folder.parent.name}: {name} stands in {' and in '.join(files)}: only one of "
                "them would be expected to run, so give the other another name.",
            )


def missing(expected, started):
    """Return the tests of ``expected`` that ``started`` (see ``logs.Log``) does not name."""
    seen = {(logger.split(".")[-1], method) for logger, _cls, method in started}
    return [
        f"{item.addon}/tests/{item.module}.py: {item.name}.{method} was never started, or skipped"
        for item in expected
        for method in item.methods
        if (item.module, method) not in seen
    ]

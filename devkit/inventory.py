"""Which tests the source holds, read without importing it."""

import ast
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


def missing(expected, started):
    """Return the tests of ``expected`` that ``started`` (see ``logs.Log``) does not name."""
    seen = {(logger.split(".")[-1], method) for logger, _cls, method in started}
    return [
        f"{item.addon}/tests/{item.module}.py: {item.name}.{method} was never started"
        for item in expected
        for method in item.methods
        if (item.module, method) not in seen
    ]

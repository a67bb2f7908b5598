"""Which tests the source holds, read without importing it."""

import ast
import dataclasses
import re

BROWSER = re.compile(r"\b(start_tour|browser_js)\(")


@dataclasses.dataclass(frozen=True)
class TestClass:
    """One test class of an addon; ``methods`` are the names of its own tests."""

    addon: str
    module: str
    name: str
    methods: tuple
    uses_browser: bool
    bases: tuple = ()

    @property
    def tag(self):
        """The selector of Odoo's ``--test-tags`` for this class."""
        return f"/{self.addon}:{self.name}"


def classes(folders):
    """Return the :class:`TestClass` list of the addons in ``folders`` (name -> folder)."""
    found = []
    for addon, folder in folders.items():
        for path in sorted((folder / "tests").glob("test_*.py")):
            text = path.read_text(encoding="utf-8")
            found += _of_file(addon, path.stem, text)
    return found


def _of_file(addon, module, text):
    for node in ast.parse(text).body:
        if not isinstance(node, ast.ClassDef):
            continue
        methods = tuple(
            item.name
            for item in node.body
            if isinstance(item, ast.FunctionDef) and item.name.startswith("test")
        )
        bases = tuple(ast.unparse(base).split(".")[-1] for base in node.bases)
        if methods:
            source = ast.get_source_segment(text, node) or ""
            browser = bool(BROWSER.search(source)) or "HttpCase" in bases
            yield TestClass(addon, module, node.name, methods, browser, bases)


def missing(expected, started):
    """Return the tests of ``expected`` that ``started`` (see ``logs.Log``) does not name."""
    seen = {(logger.split(".")[-1], method) for logger, _cls, method in started}
    return [
        f"{item.addon}/tests/{item.module}.py: {item.name}.{method} was never started"
        for item in expected
        for method in item.methods
        if (item.module, method) not in seen
    ]

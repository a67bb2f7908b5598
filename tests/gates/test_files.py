"""Linters, rules about files, the requirements table and the translation checks can fail."""

import json
import pathlib
import subprocess
import tempfile
import unittest
from unittest import mock

import check
import polib

from devkit import demo, i18n, lint, parts, reach, readme, text_rules, tools
from devkit.result import Result
from devkit.say import DevError

GOOD_MANIFEST = """{
    "name": "Sample",
    "version": "19.0.1.0.0",
    "summary": "Sample",
    "author": "Community Service maintainers",
    "license": "LGPL-3",
    "depends": ["base"],
    "data": ["views/sample_views.xml"],
}
"""


class Checkout(unittest.TestCase):
    """A small repository in a temporary folder."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        subprocess.run(["git", "init", "-q", self.root], check=True)

    def put(self, name, text):
        """Write a file of the repository."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def texts(self):
        """Return what the rules about files say."""
        result = Result("texts")
        text_rules.check(result, self.root)
        return result


class TestTexts(Checkout):
    def test_clean_file_passes(self):
        self.put("a.py", "x = 1\n")
        self.assertEqual((self.texts().passed, self.texts().failed), (1, 0))

    def test_registry_and_machine_folder_fail(self):
        for place in ("deb." + "debian.org", "pypi." + "org", "/ho" + "me/someone", "/ro" + "ot/x"):
            self.put("a.md", f"see {place}\n")
            self.assertEqual(self.texts().failed, 1, place)

    def test_wrong_licence_fails(self):
        self.put("community_x/__manifest__.py", '{"name": "x", "license": "AGPL-3"}')
        self.assertEqual(self.texts().failed, 1)

    def test_long_file_fails(self):
        self.put("community_x/models/x.py", "x = 1\n" * 401)
        self.assertEqual(self.texts().failed, 1)


class TestLinters(Checkout):
    """The real programs, with the repository's own settings, on a broken addon."""

    SETTINGS = (
        ".pre-commit-config.yaml",
        "ruff.toml",
        ".pylintrc",
        ".oca_hooks.cfg",
        "eslint.config.cjs",
        ".prettierrc.json",
        ".prettierignore",
        "devkit/pylint_domains.py",
    )

    def setUp(self):
        super().setUp()
        for name in self.SETTINGS:
            self.put(name, (lint.ROOT / name).read_text(encoding="utf-8"))
        # The hooks call ./dev, which lies in the checkout; the files they look at lie here.
        self.put("dev", f'#!/bin/sh\nexec "{lint.ROOT}/dev" "$@"\n')
        (self.root / "dev").chmod(0o755)
        folder = self.root / "community_x"
        for name, value in (("ROOT", self.root), ("addons", lambda: {"community_x": folder})):
            patcher = mock.patch.object(lint, name, value)
            patcher.start()
            self.addCleanup(patcher.stop)

    def run_lint(self):
        """Return the results of the linters by name."""
        self.put("community_x/tests/__init__.py", "from . import test_x\n")
        return {result.name: result for result in lint.lint()}

    def test_broken_addon_fails_everywhere(self):
        self.put("community_x/__manifest__.py", GOOD_MANIFEST)
        self.put("community_x/__init__.py", "import os, sys\nprint( 'x')\n")
        self.put("community_x/tests/test_x.py", "def test_x(values={}):\n    eval('1')\n")
        self.put("community_x/static/src/x.js", 'import x from "lodash";\nx( 1 )\n')
        self.put("community_x/static/x.svg", "<svg><g></svg>\n")
        self.put("community_x/data/x.json", '{"a": 1, "a": 2}\n')
        self.put("x.yaml", "a: [1\n")
        record = '<record id="a" model="x"><field name="n">1</field></record>'
        self.put("community_x/views/sample_views.xml", f"<odoo>{record}{record}</odoo>\n")
        results = self.run_lint()
        names = [hook["name"] for hook in lint.hooks() if hook["id"] != lint.OUR_RULES]
        self.assertGreaterEqual(len(names), 10)
        for name in names:
            self.assertEqual(results[name].failed, 1, name)
            self.assertNotIn("no files to check", results[name].details[0])
        self.assertEqual(results["requirements table"].failed, 1)

    def test_clean_addon_passes(self):
        self.put("community_x/__manifest__.py", GOOD_MANIFEST)
        self.put("community_x/__init__.py", "")
        self.put("community_x/README.rst", "Sample\n======\n")
        header = '<?xml version="1.0" encoding="utf-8"?>\n'
        self.put("community_x/views/sample_views.xml", f"{header}<odoo>\n</odoo>\n")
        self.put("community_x/tests/test_x.py", "VALUE = 1\n")
        self.put("community_x/static/src/x.js", "export const x = 1;\n")
        self.put("x.yaml", "a: 1\n")
        results = self.run_lint()
        for hook in lint.hooks():
            if hook["id"] != lint.OUR_RULES:
                result = results[hook["name"]]
                self.assertEqual((result.passed, result.failed), (1, 0), result.details)

    def test_hook_that_finds_no_file_fails(self):
        hook = {"id": "check-xml", "name": "XML is well-formed"}
        result = Result("xml")
        lint.run_hook(result, hook)
        self.assertEqual((result.passed, result.failed), (0, 1))
        self.put("a.xml", "<a/>")
        lint.run_hook(result, hook)
        self.assertEqual((result.passed, result.failed), (1, 1))

    def test_commit_runs_the_rules_of_this_repository(self):
        self.assertIn(lint.OUR_RULES, [hook["id"] for hook in lint.hooks()])

    def test_a_domain_extends_a_model_in_one_class(self):
        self.put("community_x/__manifest__.py", GOOD_MANIFEST)
        extends = 'from odoo import models\n\n\nclass Sample(models.Model):\n    _inherit = "x.y"\n'
        folder = "community_x/models"
        names = ("streets/x_y.py", "walks/x_y.py", "walks/x_y_flow.py", "walks/x_y_clock.py")
        for name in ("__init__.py", "streets/__init__.py", "walks/__init__.py"):
            self.put(f"{folder}/{name}", "")
        for name in names:
            self.put(f"{folder}/{name}", extends)
        message = "consider-merging-classes-inherited"
        self.assertNotIn(message, "".join(self.run_lint()["pylint-odoo"].details))
        self.put(f"{folder}/walks/x_z.py", extends)
        details = "".join(self.run_lint()["pylint-odoo"].details)
        self.assertRegex(details, r'x_z.py.*merging classes inherited to "x.y" from .*walks/x_y.py')
        self.assertIn(message, details)


class TestNode(unittest.TestCase):
    def test_old_node_is_told(self):
        for version, is_good in (("v18.18.0", True), ("v20.1.2", True), ("v18.2.1", False)):
            if is_good:
                tools.check_node(version, ">=18.18")
            else:
                with self.assertRaisesRegex(DevError, r"v18\.2\.1 here and has to be >=18\.18"):
                    tools.check_node(version, ">=18.18")

    def test_versions_are_pinned_and_no_registry_is_named(self):
        lock = json.loads((lint.ROOT / "package-lock.json").read_text(encoding="utf-8"))
        for name, package in lock["packages"].items():
            self.assertNotIn("resolved", package, name)
        for name, version in tools.of_node().items():
            self.assertEqual(lock["packages"][f"node_modules/{name}"]["version"], version)


class TestReach(Checkout):
    HEAD = "import os\nfrom pathlib import Path\n"

    def failed(self, text, name="test_a.py"):
        """Return the number of failures for one test file in tests/register/ of an addon."""
        self.put("community_x/__manifest__.py", GOOD_MANIFEST)
        self.put("community_y/__manifest__.py", GOOD_MANIFEST)
        self.put(f"community_x/tests/register/{name}", self.HEAD + text)
        result = Result("reach")
        folders = {name: self.root / name for name in ("community_x", "community_y")}
        reach.check(result, self.root, folders)
        self.assertEqual(result.passed + result.failed, 1)
        return result.failed

    def test_own_files_pass(self):
        for text in (
            'x = Path(__file__).parents[1] / "data" / "a.xlsx"',
            "x = Path(__file__).resolve().parent.parent.parent",
            'x = os.path.join(os.path.dirname(__file__), "..", "..", "data", "a.csv")',
            'x = file_open("base/data/a.csv")',
            "x = open(made_for_this_test)",
        ):
            self.assertEqual(self.failed(text), 0, text)

    def test_files_above_the_addon_fail(self):
        for text in (
            'x = Path(__file__).parents[3] / "data" / "a.xlsx"',
            "x = Path(__file__).parents[number]",
            "x = Path(__file__).resolve().parent.parent.parent.parent",
            'x = os.path.join(os.path.dirname(__file__), "..", "..", "..", "data")',
            'HERE = Path(__file__).parent\ndef f():\n    return HERE.joinpath("../../../data")',
            "class A:\n    top = Path(__file__).parents[2]\n    def f(self):\n"
            '        return self.top.parent / "data"',
            'x = Path(__file__).parents[2] / ".." / "community_y" / "a.csv"',
            'x = (Path(__file__).parent / "/etc/hosts").read_text()',
            'x = open("data/a.csv")',
            'x = Path("data/a.csv")',
            'x = file_open("community_y/data/a.csv")',
            'x = file_path("base/../data/a.csv")',
        ):
            self.assertEqual(self.failed(text), 1, text)

    def test_names_of_other_modules_are_followed(self):
        self.put("community_x/tests/common.py", f"{self.HEAD}TOP = Path(__file__).parents[1]\n")
        self.assertEqual(self.failed("from ..common import TOP\nx = TOP / 'a.csv'"), 0)
        self.assertEqual(self.failed("from ..common import TOP\nx = TOP.parent / 'a.csv'"), 1)


class TestReadme(Checkout):
    def setUp(self):
        super().setUp()
        self.folder = self.root / "community_x"
        self.put("community_x/__manifest__.py", GOOD_MANIFEST)
        for name in ("DESCRIPTION", "CONFIGURE", "USAGE", "CONTRIBUTORS"):
            self.put(f"community_x/readme/{name}.rst", f"The {name.lower()} of *it*.\n")
        for name in readme.BESIDE:
            self.put(f"community_x/{name}", "x")
        for path, text in readme._made({"community_x": self.folder}).items():
            self.put(path.relative_to(self.root), text)

    def problem(self):
        """Return what the check says, or an empty text."""
        result = Result("readme")
        readme.check(result, self.root, {"community_x": self.folder})
        self.assertEqual(result.passed + result.failed, 1)
        return "".join(result.details)

    def test_fresh_papers_pass(self):
        self.assertEqual(self.problem(), "")
        page = (self.folder / "static" / "description" / "index.html").read_text(encoding="utf-8")
        self.assertIn("The usage of <em>it</em>.", page)

    def test_changed_fragment_fails(self):
        self.put("community_x/readme/USAGE.rst", "Another way.\n")
        self.assertIn("README.rst is not up to date", self.problem())
        self.assertIn("index.html is not up to date", self.problem())

    def test_changed_page_fails(self):
        self.put("community_x/static/description/index.html", "<html/>")
        self.assertIn("index.html is not up to date", self.problem())

    def test_wrong_fragments_are_told(self):
        for name, text, words in (
            ("USAGE.rst", "*never closed\n", "without end-string"),
            ("USAGE.rst", "", "readme/ lacks USAGE.rst"),
            ("USAGES.rst", "a\n", "USAGES.rst, which has no place"),
            ("USAGE.md", "a\n", "USAGE.md, which has no place"),
        ):
            self.put(f"community_x/readme/{name}", text)
            self.assertIn(words, self.problem(), name)
            (self.folder / "readme" / name).unlink()
            self.put("community_x/readme/USAGE.rst", "The usage of *it*.\n")

    def test_missing_icon_fails(self):
        (self.folder / "static" / "description" / "icon.png").unlink()
        self.assertIn("icon.png is missing", self.problem())


class TestPapers(Checkout):
    def test_missing_and_broken_papers_fail(self):
        result = Result("demo")
        demo.judge_papers(result, self.root)
        self.assertEqual((result.passed, result.failed), (0, 2))
        self.put("a.xlsx", "no workbook")
        self.put("a.pdf", "no paper")
        result = Result("demo")
        demo.judge_papers(result, self.root)
        self.assertEqual((result.passed, result.failed), (3, 2))
        self.put("a.pdf", "no paper" + " " * demo.PAPER_BYTES)
        result = Result("demo")
        demo.judge_papers(result, self.root)
        self.assertIn("too large for a mail", "".join(result.details))


class TestDependencies(Checkout):
    def test_addon_of_somebody_else_is_named(self):
        for name in ("contacts", "queue_job"):
            self.put("community_x/__manifest__.py", f'{{"depends": ["mail", "{name}"]}}')
            found = {"community_x": self.root / "community_x"}
            with mock.patch.object(parts, "addons", lambda found=found: found):
                lines = parts.foreign_dependencies()
            self.assertEqual(lines, ["community_x: queue_job"] if name == "queue_job" else [])


class TestTranslations(unittest.TestCase):
    GLOSSARY = [("grid worker", ["网格员"]), ("household", ["户", "家庭"])]

    def problems(self, msgid, msgstr, fuzzy=False):
        """Return what the check says about one translated term."""
        pot, po = polib.POFile(), polib.POFile()
        pot.append(polib.POEntry(msgid=msgid))
        flags = ["fuzzy"] if fuzzy else []
        po.append(polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags))
        return check.po_problems(pot, po, self.GLOSSARY)

    def test_good_term_passes(self):
        self.assertEqual(self.problems("%(count)s households", "%(count)s户"), [])

    def test_missing_fuzzy_placeholder_and_glossary_fail(self):
        self.assertEqual(len(self.problems("Street", "")), 1)
        self.assertEqual(len(self.problems("Street", "街道", fuzzy=True)), 1)
        self.assertEqual(len(self.problems("%(count)s streets", "街道")), 1)
        self.assertEqual(len(self.problems("Grid worker", "走访人")), 1)

    def test_term_absent_from_the_translation_fails(self):
        pot = polib.POFile()
        pot.append(polib.POEntry(msgid="Street"))
        self.assertEqual(len(check.po_problems(pot, polib.POFile())), 1)
        self.assertEqual(len(check.po_problems(polib.POFile(), pot)), 1)

    def test_changed_template_fails(self):
        kept, fresh = polib.POFile(), polib.POFile()
        kept.append(polib.POEntry(msgid="Street"))
        fresh.append(polib.POEntry(msgid="Road"))
        self.assertEqual(len(check.pot_problems(kept, fresh)), 2)
        self.assertEqual(check.pot_problems(kept, kept), [])

    def test_judge(self):
        for output, expected in (
            ("CHECKS 7\n", (7, 0)),
            ("PROBLEM x\nCHECKS 7\n", (6, 1)),
            ("CHECKS 0\n", (0, 1)),
            ("", (0, 1)),
        ):
            result = Result("translations")
            i18n.judge(result, output)
            self.assertEqual((result.passed, result.failed), expected)

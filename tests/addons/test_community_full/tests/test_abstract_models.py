import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

ROOT = Path(__file__).parents[4]

# Called by its name, and inherited by nobody.
BY_NAME = {"community.phone": "what a phone asks for and sends; no record of ours is behind it"}


@tagged("post_install", "-at_install", "community")
class TestAbstractModels(TransactionCase):
    def abstract(self):
        """Return the names of our abstract models."""
        return sorted(
            name
            for name, model in self.env.registry.items()
            if name.startswith("community.") and model._abstract and name not in BY_NAME
        )

    def test_every_abstract_model_has_heirs(self):
        """An abstract model is what others inherit, at least two of them."""
        registry = self.env.registry
        for name in self.abstract():
            heirs = [
                heir
                for heir in registry.descendants([name], "_inherit")
                if heir != name and not registry[heir]._abstract
            ]
            with self.subTest(name=name):
                self.assertGreater(len(heirs), 1)

    def test_no_abstract_model_is_only_a_name_for_functions(self):
        """Nobody calls a method on an abstract model by its name: a plain module does for that."""
        names = "|".join(map(re.escape, self.abstract()))
        called = re.compile(rf"""env\[["']({names})["']\]""")
        sources = [
            path
            for path in ROOT.glob("community_*/**/*.py")
            if "tests" not in path.relative_to(ROOT).parts
        ]
        self.assertGreater(len(sources), 300)
        found = [str(path) for path in sources if called.search(path.read_text(encoding="utf-8"))]
        self.assertFalse(found)

"""Each rule of the house refuses a broken sample, and a house in order passes."""

from test_files import GOOD_MANIFEST, Checkout

from devkit import house_rules, text_rules
from devkit.result import Result

MODEL = """from odoo import fields, models


class Sample(models.Model):
    {head}
"""
OWN = '_name = "{0}"\n    _description = "{0}"'


def own(name, more=""):
    """Return the text of a file that defines a model."""
    return MODEL.format(head=OWN.format(name) + more)


def extending(name, more=""):
    """Return the text of a file that extends a model."""
    return MODEL.format(head=f'_inherit = "{name}"' + more)


class TestHouse(Checkout):
    """A house of two domains: streets on the ground, walks above them, and a dialog of walks."""

    def setUp(self):
        super().setUp()
        self.put("community_x/__manifest__.py", GOOD_MANIFEST)
        self.put("community_x/models/__init__.py", "from . import streets\nfrom . import walks\n")
        self.put("community_x/models/streets/__init__.py", "from . import community_street\n")
        self.put("community_x/models/streets/community_street.py", own("community.street"))
        self.put("community_x/models/walks/__init__.py", "from . import community_walk\n")
        line = '\n    street_id = fields.Many2one("community.street")'
        self.put("community_x/models/walks/community_walk.py", own("community.walk", line))
        self.put("community_x/models/walks/community_street.py", extending("community.street"))
        line = '\n    walk_id = fields.Many2one("community.walk")'
        self.put("community_x/wizard/community_walk_move.py", own("community.walk.move", line))
        self.put("community_x/views/walks/community_walk_views.xml", self.view("community.walk"))
        self.put("community_x/tests/walks/test_walk.py", "")
        self.put("community_x/tests/common.py", "")
        self.put("community_x/data/files/dashboard.json", "{}")

    def view(self, model):
        """Return an XML file with one view of a model."""
        field = f'<field name="model">{model}</field>'
        return f'<odoo><record id="a" model="ir.ui.view">{field}</record></odoo>\n'

    def problems(self):
        """Return what the rules say about the house."""
        result = Result("house")
        house_rules.check(result, self.root)
        self.assertEqual(bool(result.details), bool(result.failed))
        self.assertTrue(result.passed)
        return "\n".join(result.details)

    def refused(self, name, text, sentence):
        """Put one more file, or another text, into the house: the rules name it and say why."""
        self.put(f"community_x/{name}", text)
        problems = self.problems()
        self.assertRegex(problems, f"(?m)^community_x/.*{sentence}")
        self.assertEqual(len(problems.splitlines()), 1, problems)

    def test_a_house_in_order_passes(self):
        self.assertEqual(self.problems(), "")

    # one model, one file, its name

    def test_a_file_that_bears_another_name(self):
        self.refused(
            "models/streets/road.py", own("community.road"), "such a file is called community_road"
        )

    def test_a_slice_under_a_name_of_its_own(self):
        self.refused(
            "models/walks/community_walk_start.py",
            extending("community.walk"),
            "holds community.walk; such a file is called community_walk.py",
        )

    def test_a_suffix_where_the_model_is_short(self):
        self.refused(
            "models/walks/community_walk_flow.py",
            extending("community.walk"),
            "all of community.walk has 12 lines here; up to 400 it is one file",
        )

    def test_a_suffix_beside_a_long_model_passes(self):
        self.put("community_x/models/walks/community_walk_flow.py", extending("community.walk"))
        self.put(
            "community_x/models/walks/community_walk.py", own("community.walk") + "\n# x" * 400
        )
        self.assertEqual(self.problems(), "")

    def test_a_suffix_away_from_the_definition(self):
        self.refused(
            "models/walks/community_street_flow.py",
            extending("community.street") + "\n# x" * 400,
            "stands beside no definition of community.street",
        )

    def test_two_models_in_a_file(self):
        for place in ("models/walks/community_round.py", "wizard/community_round.py"):
            with self.subTest(place):
                self.refused(
                    place, own("community.round") + own("community.stop"), "several classes"
                )
                (self.root / "community_x" / place).unlink()

    def test_a_class_of_several_models_without_a_name(self):
        self.refused(
            "models/walks/sample.py",
            MODEL.format(head='_inherit = ["community.walk", "mail.thread"]'),
            "says its _name",
        )

    def test_a_module_without_model(self):
        self.refused("models/walks/statements.py", "A = 1\n", "belongs in tools/")

    def test_a_model_outside_the_domains(self):
        self.refused("models/community_road.py", own("community.road"), "no folder of a domain")

    def test_a_domain_that_the_ladder_does_not_name(self):
        self.refused(
            "models/roads/community_road.py", own("community.road"), "import the domain roads"
        )

    # the ladder

    def test_a_comodel_above(self):
        line = '\n    walk_ids = fields.One2many("community.walk", "street_id")'
        self.refused(
            "models/streets/community_street.py",
            own("community.street", line),
            "names community.walk of walks, which is higher on the ladder",
        )

    def test_an_env_above(self):
        method = '\n\n    def _walks(self):\n        return self.env["community.walk"].search([])'
        self.refused(
            "models/streets/community_street.py", own("community.street", method), "is higher"
        )

    def test_a_model_above_in_a_domain(self):
        domain = "[('model', '=', 'community.walk')]"
        line = f'\n    a_ids = fields.One2many("x", "y", domain="{domain}")'
        self.refused(
            "models/streets/community_street.py", own("community.street", line), "is higher"
        )

    def test_a_table_above_in_sql(self):
        line = '\n    _table_query = "SELECT id FROM community_walk"'
        self.refused(
            "models/streets/community_street.py", own("community.street", line), "is higher"
        )

    def test_a_model_above_that_is_extended(self):
        self.refused(
            "models/streets/community_walk.py", extending("community.walk"), "higher on the ladder"
        )

    def test_a_dialog_of_a_higher_domain(self):
        line = '\n    _dialog = "community.walk.move"'
        self.refused(
            "models/streets/community_street.py",
            own("community.street", line),
            r"names community.walk.move of wizard/community_walk_move.py \(walks\)",
        )

    def test_a_docstring_may_speak_of_what_is_above(self):
        self.put(
            "community_x/models/streets/community_street.py",
            own("community.street").replace(
                "    _name", '    """See community.walk."""\n    _name'
            ),
        )
        self.assertEqual(self.problems(), "")

    def test_an_import_from_above(self):
        for line in (
            "from ..walks.community_walk import KINDS",
            "from ..walks import community_walk",
            "from .. import walks",
            "from odoo.addons.community_x.models.walks.community_walk import KINDS",
            "from ...wizard.community_walk_move import KINDS",
            "import odoo.addons.community_x.models.walks.community_walk",
        ):
            with self.subTest(line):
                self.refused(
                    "models/streets/community_street.py",
                    f"{line}\n{own('community.street')}",
                    "line 1 imports .*, which is higher on the ladder",
                )

    def test_a_tool_that_imports_models(self):
        self.refused(
            "tools/words.py", "from ..models.streets import community_street\n", "tools stand on no"
        )

    def test_a_tool_about_a_higher_domain(self):
        self.put("community_x/tools/statements.py", 'A = "SELECT id FROM community_walk"\n')
        self.refused(
            "models/streets/community_street.py",
            "from ...tools.statements import A\n" + own("community.street"),
            "imports tools.statements.A, which is higher",
        )

    def test_an_addon_beside(self):
        self.put("community_y/__manifest__.py", GOOD_MANIFEST)
        self.put("community_y/models/__init__.py", "from . import roads\n")
        self.put("community_y/models/roads/community_road.py", own("community.road"))
        line = '\n    road_id = fields.Many2one("community.road")'
        self.refused(
            "models/streets/community_street.py",
            own("community.street", line),
            "names community.road of community_y, which is not below",
        )

    # nothing assigned twice

    def test_an_attribute_assigned_twice(self):
        self.put(
            "community_x/models/streets/community_street.py",
            own("community.street", '\n    _order = "name"'),
        )
        self.refused(
            "models/walks/community_street.py",
            extending("community.street", '\n    _order = "id"'),
            "line 6 assigns _order of community.street",
        )

    def test_a_tuple_assigned_twice_in_one_class(self):
        self.refused(
            "models/streets/community_street.py",
            own("community.street", '\n    A = ("x",)\n    A = ("y",)'),
            "assigns A of community.street",
        )

    def test_a_field_declared_again_by_another_class_passes(self):
        name = "\n    name = fields.Char({})"
        self.put(
            "community_x/models/streets/community_street.py",
            own("community.street", name.format("")),
        )
        self.put(
            "community_x/models/walks/community_street.py",
            extending("community.street", name.format("required=True")),
        )
        self.assertEqual(self.problems(), "")

    # views, data and tests beside their domain

    def test_files_beside_no_domain(self):
        for name, text in (
            ("views/community_street_views.xml", "<odoo/>"),
            ("views/roads/community_road_views.xml", "<odoo/>"),
            ("data/roads/community_road_data.xml", "<odoo/>"),
            ("tests/test_street.py", ""),
            ("tests/roads/test_road.py", ""),
        ):
            with self.subTest(name):
                self.refused(name, text, "lies beside no domain: .* one of streets, walks")
                (self.root / "community_x" / name).unlink()

    def test_a_flat_folder_stays_flat(self):
        self.refused("controllers/walks/door.py", "", "a folder below controllers/, which is flat")

    def test_the_view_of_a_dialog_away_from_it(self):
        self.refused(
            "views/walks/community_walk_move_views.xml",
            self.view("community.walk.move"),
            "shows the dialog community.walk.move; its views lie beside it in wizard/",
        )

    def test_the_view_of_a_model_above(self):
        self.refused(
            "views/streets/community_walk_views.xml",
            self.view("community.walk"),
            "shows community.walk of walks, which is higher",
        )


class TestLengths(Checkout):
    def failed(self, name, lines):
        """Return whether the rules about texts refuse a file of so many lines."""
        self.put(name, "x = 1\n" * lines)
        result = Result("texts")
        text_rules.check(result, self.root)
        return result.failed

    def test_a_model_stops_at_600_lines(self):
        self.assertEqual(self.failed("community_x/models/walks/community_walk.py", 600), 0)
        self.assertEqual(self.failed("community_x/models/walks/community_walk.py", 601), 1)

    def test_other_code_stops_at_400_lines(self):
        for name in ("tools/x.py", "tests/walks/test_x.py", "static/src/x.js", "views/walks/x.xml"):
            self.assertEqual(self.failed(f"community_x/{name}", 400), 0, name)
            self.assertEqual(self.failed(f"community_x/{name}", 401), 1, name)
            (self.root / "community_x" / name).unlink()

    def test_a_long_model_is_worth_a_remark(self):
        self.put("community_x/models/walks/community_walk.py", "x = 1\n" * 401)
        self.put("community_x/models/walks/community_stop.py", "x = 1\n" * 400)
        rows = text_rules.long_files(self.root)
        self.assertEqual(rows, ["community_x/models/walks/community_walk.py: 401 lines"])

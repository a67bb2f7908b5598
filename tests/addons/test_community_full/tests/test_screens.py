import re

from lxml import etree

from odoo.tests import TransactionCase, new_test_user, tagged

# Odoo's own choices, and codes of time zones and languages.
# ``end_kind`` stands in the domains of pickers and on no screen.
NO_LABELS = ("activity_state", "activity_exception_decoration", "end_kind")


@tagged("post_install", "-at_install", "community")
class TestScreens(TransactionCase):
    """What every screen of every addon must have."""

    def actions(self):
        """Return the window actions of our models that open as a list."""
        actions = self.env["ir.actions.act_window"].search([("res_model", "=like", "community.%")])
        for action in actions:
            model = self.env[action.res_model]
            if not model._transient and "list" in action.view_mode.split(","):
                yield action, model

    def test_there_are_screens(self):
        self.assertGreater(len(list(self.actions())), 20)

    def test_whoever_keeps_what_is_shared_opens_each_list(self):
        """A count of records that are closed to this reader is nought, and refuses no list."""
        keeper = new_test_user(self.env, "keeper", groups="base.group_system")
        opened = 0
        for action, model in self.actions():
            model = model.with_user(keeper)
            if not model.has_access("read"):
                continue
            with self.subTest(action=action.xml_id):
                arch = etree.fromstring(model.get_view(view_type="list")["arch"])
                names = [node.get("name") for node in arch.xpath("/list/field")]
                model.search_read([], names, limit=5)
                opened += 1
        self.assertGreater(opened, 20)

    def test_each_list_has_a_kanban_for_the_phone(self):
        for action, model in self.actions():
            with self.subTest(action=action.xml_id):
                self.assertIn("kanban", action.view_mode.split(","))
                self.assertTrue(
                    self.env["ir.ui.view"].search_count(
                        [("model", "=", model._name), ("type", "=", "kanban")]
                    )
                )

    def test_each_screen_has_a_search_view_with_filters(self):
        for action, model in self.actions():
            with self.subTest(action=action.xml_id):
                view = self.env["ir.ui.view"].search(
                    [("model", "=", model._name), ("type", "=", "search")], limit=1
                )
                self.assertIn("<filter", view.arch or "")

    def test_each_screen_has_an_address_and_says_what_to_do_when_empty(self):
        paths = []
        for action, _model in self.actions():
            with self.subTest(action=action.xml_id):
                self.assertTrue(action.path)
                self.assertTrue((action.help or "").strip())
                paths.append(action.path)
        self.assertEqual(len(paths), len(set(paths)))

    def test_each_screen_is_named_in_chinese(self):
        for action, _model in self.actions():
            with self.subTest(action=action.xml_id):
                chinese = action.with_context(lang="zh_CN")
                self.assertNotEqual(chinese.name, action.with_context(lang="en_US").name)
                self.assertRegex(chinese.help, r"[一-鿿]")

    def test_each_choice_is_named_in_chinese(self):
        """A list of choices that another field lends is not translated by itself."""
        chinese = self.env(context={**self.env.context, "lang": "zh_CN"})
        for name in self.env.registry:
            if not name.startswith("community."):
                continue
            for field in self.env[name]._fields.values():
                if field.type != "selection" or field.name in NO_LABELS:
                    continue
                labels = dict(field._description_selection(chinese))
                wrong = [label for label in labels.values() if re.search("[A-Za-z]{4}", str(label))]
                with self.subTest(field=str(field)):
                    self.assertFalse(wrong)

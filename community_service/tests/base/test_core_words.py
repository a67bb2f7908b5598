import re
from collections import Counter

from psycopg2 import IntegrityError

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path, mute_logger
from odoo.tools.translate import code_translations, translation_file_reader

from ...tools.core_words import core_addons, core_words, put_core_words, take_core_words_back

PLACES = re.compile(r"%\(\w+\)s|%s|</?\w+")


@tagged("post_install", "-at_install", "community")
class TestCoreWords(TransactionCase):
    """Odoo's own texts that are empty or wrong in Chinese have words that our users understand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.modules = cls.env["ir.module.module"]
        cls.label = cls.env.ref("mail.field_mail_activity__activity_type_id")

    def web(self, lang):
        found, _parameters = self.env["ir.http"]._get_translations_for_webclient(["web"], lang)
        return {line["id"]: line["string"] for line in found["web"]["messages"]}

    def test_words_of_the_client(self):
        own = code_translations.get_web_translations("web", "zh_CN")["messages"]
        own = {line["id"]: line["string"] for line in own}
        words = self.web("zh_CN")
        self.assertEqual(words["Bye-bye, record!"], "删除记录")
        self.assertEqual(words["Month to date"], "本月至今")
        self.assertNotIn("Month to date", own)
        self.assertNotEqual(own["Bye-bye, record!"], words["Bye-bye, record!"])
        self.assertEqual(own.keys() - words.keys(), set())
        self.assertNotIn("Bye-bye, record!", self.web("en_US"))

    def test_every_text_is_one_of_odoo(self):
        """A text that Odoo words otherwise after an update would never be shown."""
        for module in core_addons():
            with open(file_path(f"{module}/i18n/{module}.pot"), "rb") as file:
                rows = list(translation_file_reader(file, "po"))
            texts = {row["src"] for row in rows}
            places = {(row["name"], row.get("imd_name"), row["src"]) for row in rows}
            for row in core_words(module, "zh_CN"):
                with self.subTest(module=module, text=row["src"]):
                    self.assertIn(row["src"], texts)
                    if row["type"] != "code":
                        self.assertIn((row["name"], row["imd_name"], row["src"]), places)
                    self.assertEqual(
                        Counter(PLACES.findall(row["value"])), Counter(PLACES.findall(row["src"]))
                    )

    def test_words_that_the_database_keeps(self):
        self.modules._load_module_terms(["mail", "calendar"], ["zh_CN"], overwrite=True)
        self.assertEqual(self.label.with_context(lang="zh_CN").field_description, "待办类型")
        view = self.env.ref("calendar.view_calendar_event_form_quick_create")
        self.assertIn("<span>全天", view.with_context(lang="zh_CN").arch_db)
        self.assertEqual(self.label.with_context(lang="en_US").field_description, "Activity Type")
        take_core_words_back(self.env, core_addons(), "zh_CN")
        self.assertEqual(self.label.with_context(lang="zh_CN").field_description, "活动类型")
        self.assertNotIn("<span>全天", view.with_context(lang="zh_CN").arch_db)
        put_core_words(self.env, ["mail"], "zh_CN")
        self.assertEqual(self.label.with_context(lang="zh_CN").field_description, "待办类型")

    def test_words_of_somebody_else_stay(self):
        self.label.update_field_translations("field_description", {"zh_CN": "提醒种类"})
        self.modules._load_module_terms(["community_service"], ["zh_CN"])
        take_core_words_back(self.env, core_addons(), "zh_CN")
        self.assertEqual(self.label.with_context(lang="zh_CN").field_description, "提醒种类")

    def said(self, model, statement, values):
        """Return what the user reads when the database refuses a statement."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as refused:
            with self.env.cr.savepoint():
                self.env.cr.execute(statement, values)
        model = self.env[model].with_context(lang="zh_CN")
        return model._sql_error_to_message(refused.exception)

    def test_what_the_database_refuses(self):
        """Of a required field and of a deletion Odoo has no sentence in Chinese."""
        self.modules._load_module_terms(["community_service"], ["zh_CN"])
        area = self.env["community.area"].create({"name": "望河小区", "kind": "estate"})
        dwelling = self.env["community.dwelling"].create({"area_id": area.id, "room": "101"})
        self.env["community.household"].create({"dwelling_id": dwelling.id})
        self.env.flush_all()
        empty = self.said(
            "community.area", "UPDATE community_area SET name = NULL WHERE id = %s", [area.id]
        )
        label = self.env["community.area"]._fields["name"]
        label = label._description_string(self.env(context={"lang": "zh_CN"}))
        self.assertIn(f"“{label}”", empty)
        self.assertIn("未填写", empty)
        used = self.said(
            "community.household", "DELETE FROM community_dwelling WHERE id = %s", [dwelling.id]
        )
        self.assertIn("归档", used)
        self.assertNotRegex(used, r"[a-z]{4}")

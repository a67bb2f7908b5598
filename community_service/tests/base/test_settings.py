import runpy
from pathlib import Path

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from ...models.base.res_company import BODIES
from ..common import CommunityCase

MIGRATION = Path(__file__).parents[2] / "migrations" / "19.0.1.1.0"
FORM = "community_service.community_company_view_form"
OF_THE_SERVER = {
    "community_import_max_rows",
    "community_ledger_max_rows",
    "community_public_host",
}


@tagged("post_install", "-at_install", "community")
class TestSettings(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.here = cls.env.company
        cls.there = cls.env["res.company"].create({"name": "西河社区"})
        cls.admin = new_test_user(cls.env, login="settings_admin", groups="base.group_system")
        cls.bounds = cls.env["res.company"]._community_bounds()
        cls.last_row = cls.env["community.access.log"].search([], limit=1, order="id desc").id

    def save(self, **values):
        """Save Odoo's screen of settings with these values, as an administrator."""
        values = {f"community_{name}": value for name, value in values.items()}
        return self.env["res.config.settings"].with_user(self.admin).create(values)

    def rows(self):
        """Return what this test has logged so far."""
        return self.env["community.access.log"].search(
            [("kind", "=", "setting"), ("id", ">", self.last_row)], order="id"
        )

    def test_every_number_of_a_company_has_bounds(self):
        """No setting goes without: default within bounds, on Odoo's screen, and in the log."""
        numbers = {
            name
            for name, field in self.env["res.company"]._fields.items()
            if name.startswith("community_") and field.type == "integer"
        }
        self.assertEqual(set(self.bounds), numbers)
        self.assertEqual(len(numbers), 27)
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        for name, bounds in self.bounds.items():
            self.assertEqual(settings[name], self.there[name], name)
            self.assertTrue(bounds.lowest <= self.there[name] <= bounds.highest, name)
        self.assertLess(numbers, self.env["res.company"]._community_settings())

    def test_every_number_reaches_its_community(self):
        """What the administrator saves holds for the community worked in, and for no other."""
        before = {name: self.there[name] for name in self.bounds}
        wanted = {name: bounds.lowest + 1 for name, bounds in self.bounds.items()}
        self.save(**{name.removeprefix("community_"): value for name, value in wanted.items()})
        self.assertEqual({name: self.here[name] for name in self.bounds}, wanted)
        self.assertEqual({name: self.there[name] for name in self.bounds}, before)
        shown = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertEqual({name: shown[name] for name in self.bounds}, wanted)

    def test_out_of_bounds_gets_a_sentence(self):
        """One below the lowest and one above the highest value of each setting is refused."""
        for name, bounds in self.bounds.items():
            label = self.here._fields[name]._description_string(self.env)
            for value in (bounds.lowest - 1, bounds.highest + 1):
                with self.subTest(name=name, value=value), self.assertRaises(ValidationError) as no:
                    self.here[name] = value
                self.here.invalidate_recordset([name])
                self.assertIn(f"{label}: {value} is not possible", str(no.exception))
                self.assertIn(f"from {bounds.lowest} to {bounds.highest}", str(no.exception))
        with self.assertRaises(ValidationError) as no:
            self.save(suppress_below=1)
        self.assertIn("Leave out counts below: 1 is not possible", str(no.exception))

    def test_the_database_keeps_the_bounds(self):
        """Also past the ORM no value out of bounds comes in; the error names setting and bounds."""
        for name, bounds in self.bounds.items():
            for value in (bounds.lowest - 1, bounds.highest + 1, None):
                with (
                    self.subTest(name=name, value=value),
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(IntegrityError) as refused,
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(
                        SQL("UPDATE res_company SET %s = %s", SQL.identifier(name), value)
                    )
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError) as refused,
                self.env.cr.savepoint(),
            ):
                self.env["res.company"].create({"name": name, name: bounds.highest + 1})
            said = self.env["res.company"]._sql_error_to_message(refused.exception)
            label = self.here._fields[name]._description_string(self.env)
            self.assertEqual(
                said,
                f"{label}: give a whole number from {bounds.lowest} to {bounds.highest}.",
            )

    def test_changes_are_logged(self):
        """One row for each rule changed: who, which, from what to what, of which community."""
        self.save(need_days=7)
        self.assertEqual(self.rows().mapped("description"), ["need_days: 5 → 7"])
        self.assertEqual(self.rows().user_id, self.admin)
        self.assertEqual((self.rows().model, self.rows().res_id), ("res.company", self.here.id))
        self.save(need_days=7, request_days=5)
        self.assertEqual(len(self.rows()), 1)
        self.there.write({"community_online_intake": True, "community_visit_modes": "home"})
        self.assertEqual(
            self.rows()[1:].mapped("description"),
            ["online_intake: False → True", "visit_modes: person → home"],
        )
        self.assertEqual(self.rows()[1:].company_id, self.there)
        self.here.write({"name": "东河社区"})
        self.assertEqual(len(self.rows()), 3)

    def test_managers_set_the_rules_of_their_own_community(self):
        """On their own screen; nothing else of the company, nothing of another one."""
        here = self.here.with_user(self.manager)
        with Form(here, view=FORM) as form:
            form.community_need_days = 9
            form.community_online_intake = True
            form.community_secretary_id = self.officer
        self.assertEqual((here.community_need_days, here.community_online_intake), (9, True))
        self.assertEqual(self.rows().user_id, self.manager)
        self.assertEqual(
            sorted(self.rows().mapped("description")),
            ["need_days: 5 → 9", "online_intake: False → True"],
        )
        with self.assertRaises(ValidationError) as refusal:
            here.write({"community_need_days": 0})
        self.assertIn("Answer a need within: 0 is not possible", str(refusal.exception))
        for refused in (
            {"name": "不行"},
            {"community_need_days": 8, "name": "不行"},
            {"community_import_max_rows": 20},
            {"community_ledger_max_rows": 20},
            {},
        ):
            with self.subTest(refused=refused), self.assertRaises(AccessError):
                here.write(refused)
        with self.assertRaises(AccessError):
            self.there.with_user(self.manager).write({"community_need_days": 8})
        with self.assertRaises(AccessError):
            (self.here + self.there).with_user(self.manager).write({"community_need_days": 8})
        with self.assertRaises(AccessError):
            here.create({"name": "新社区", "community_need_days": 8})
        self.assertEqual(self.there.community_need_days, 5)
        self.assertEqual(self.here.community_need_days, 9)

    def test_whoever_is_told_works_in_the_community(self):
        """The manager or secretary named works there; of others a manager learns no name."""
        stranger, guest, near = (
            new_test_user(
                self.env,
                login=login,
                groups=groups,
                company_id=company.id,
                company_ids=company.ids,
            )
            for login, groups, company in (
                ("stranger", "community_service.group_community_manager", self.there),
                ("guest", "base.group_portal", self.there),
                ("near", "base.group_portal", self.here),
            )
        )
        for field in BODIES:
            for user, writer, error in (
                (stranger, self.manager, ValidationError),
                (guest, self.manager, AccessError),
                (near, self.manager, ValidationError),
                (stranger, self.admin, ValidationError),
            ):
                with self.subTest(field=field, user=user.login), self.assertRaises(error) as no:
                    self.here.with_user(writer).write({field: user.id})
                if error is ValidationError:
                    self.assertIn("does not work in", str(no.exception))
                self.assertFalse(self.here[field])
            self.here.with_user(self.manager).write({field: self.officer.id})
            self.here[field] = False

    def test_nobody_else_sets_rules(self):
        """Every other role is refused on both screens and by a call."""
        portal = new_test_user(self.env, login="settings_portal", groups="base.group_portal")
        for user in (self.officer, self.worker, self.auditor, self.plain, portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.here.with_user(user).write({"community_need_days": 9})
        for user in (self.manager, self.officer, self.plain):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["res.config.settings"].with_user(user).create({"community_need_days": 9})
        self.assertEqual(self.here.community_need_days, 5)

    def test_both_screens_show_every_rule(self):
        """A rule stands on both screens with the same words, limits of the server on Odoo's alone.

        The managers' screen is filled from the other one.
        """
        names = self.here._community_settings() | {
            "community_manager_id",
            "community_secretary_id",
            "community_privacy_user_id",
            "community_public_host",
        }
        texts = {}
        for model, user, view in (
            ("res.config.settings", self.admin, False),
            ("res.company", self.manager, self.env.ref(FORM).id),
        ):
            arch = self.env[model].with_user(user).with_context(lang="en_US")
            arch = arch._get_view(view, "form")[0]
            texts[model] = {
                setting.get("id"): setting.get("help")
                for setting in arch.iter("setting")
                if (setting.get("id") or "").startswith("community_")
            }
        own, odoo = texts["res.company"], texts["res.config.settings"]
        self.assertEqual(set(odoo), names)
        self.assertEqual(set(own), names - OF_THE_SERVER)
        self.assertEqual(own, {name: odoo[name] for name in own})
        self.assertTrue(all(own.values()))
        shown = self.here.with_user(self.manager).get_views([(self.env.ref(FORM).id, "form")])
        self.assertEqual(
            set(shown["models"]["res.company"]["fields"]) & names, names - OF_THE_SERVER
        )

    def test_the_menu_opens_the_own_community(self):
        """One entry for managers and administrators, which opens the community worked in."""
        action = self.env.ref("community_service.community_settings_action_own")
        both = new_test_user(
            self.env,
            login="both",
            groups="community_service.group_community_manager",
            company_id=self.there.id,
            company_ids=(self.here + self.there).ids,
        )
        for user, company in ((self.manager, self.here), (both, self.there)):
            opened = action.with_user(user).with_company(company).run()
            self.assertEqual((opened["res_model"], opened["res_id"]), ("res.company", company.id))
        with self.assertRaises(AccessError):
            action.with_user(self.officer).run()
        menu = self.env.ref("community_service.community_settings_menu")
        visible = {
            user.login: menu.id in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for user in (self.manager, self.officer, self.worker, self.auditor)
        }
        self.assertEqual(
            visible, {"manager": True, "officer": False, "worker": False, "auditor": False}
        )


@tagged("post_install", "-at_install", "community")
class TestSettingsMigration(CommunityCase):
    def migrate(self, stage):
        script = runpy.run_path(str(MIGRATION / f"{stage}-settings.py"))
        script["migrate"](self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_parameters_become_rules_of_every_community(self):
        """Each stored value stands in every community, what was nonsense is the default."""
        other = self.env["res.company"].create({"name": "西河社区"})
        bounds = self.env["res.company"]._community_bounds()
        parameters = self.env["ir.config_parameter"].sudo()
        kept = {name: rule.lowest for name, rule in bounds.items()}
        for name, value in kept.items():
            parameters.set_param(name.replace("community_", "community_service.", 1), str(value))
        parameters.set_param("community_service.visit_modes", "home")
        parameters.set_param("community_service.online_intake", "True")
        parameters.set_param("community_service.access_log_head", "1 abc")
        rows = self.env["community.access.log"].search_count([])
        self.env.flush_all()
        self.migrate("post")
        for company in self.env.company + other:
            self.assertEqual({name: company[name] for name in kept}, kept)
            self.assertEqual(company.community_visit_modes, "home")
            self.assertTrue(company.community_online_intake)
        left = parameters.search([("key", "=like", "community_service.%")]).mapped("key")
        self.assertEqual(left, ["community_service.access_log_head"])
        self.assertEqual(self.env["community.access.log"].search_count([]), rows)

    def test_nonsense_is_the_default(self):
        """What the old reader took for the default is not carried over, and goes as well."""
        parameters = self.env["ir.config_parameter"].sudo()
        for nonsense in ("many", "-3", "0", "99999999999", "7.5"):
            with self.subTest(nonsense=nonsense):
                parameters.set_param("community_service.need_days", nonsense)
                parameters.set_param("community_service.visit_modes", nonsense)
                parameters.set_param("community_service.online_intake", nonsense)
                self.env.flush_all()
                self.migrate("post")
                company = self.env.company
                self.assertEqual(company.community_need_days, 5)
                self.assertEqual(company.community_visit_modes, "person")
                self.assertFalse(company.community_online_intake)
                self.assertFalse(parameters.get_param("community_service.need_days"))

    def test_the_address_of_the_screen_is_free(self):
        """The action of the version before is gone before the new one takes its address."""
        old = self.env["ir.actions.act_window"].create(
            {"name": "Settings", "res_model": "res.config.settings", "path": "old-settings"}
        )
        self.env["ir.model.data"].create(
            {
                "module": "community_service",
                "name": "community_settings_action",
                "model": old._name,
                "res_id": old.id,
            }
        )
        self.migrate("pre")
        self.assertFalse(old.exists())
        self.migrate("pre")

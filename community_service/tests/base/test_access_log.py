from datetime import timedelta
from unittest.mock import patch

from psycopg2 import errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestAccessLog(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household([{"name": "王强", "role": "head"}])
        cls.resident = cls.household.head_id
        cls.Log = cls.env["community.access.log"]

    def rows(self, **values):
        return self.Log.search([(name, "=", value) for name, value in values.items()])

    def refused(self, query, *args):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(errors.InsufficientPrivilege),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(query, args)

    def test_view_is_logged_once_in_ten_minutes(self):
        Log = self.Log.with_user(self.worker)
        for _time in range(3):
            Log._log("view", self.resident.with_user(self.worker))
        row = self.rows(model="community.resident", res_id=self.resident.id)
        self.assertEqual(len(row), 1)
        self.assertEqual((row.user_id, row.role, row.kind), (self.worker, "grid_worker", "view"))
        self.Log.with_user(self.officer)._log("view", self.resident)
        self.assertEqual(len(self.rows(model="community.resident", res_id=self.resident.id)), 2)

    def test_a_look_up_while_the_community_is_renamed(self):
        """The line is written here where another transaction would wait for this one for ever."""
        company = self.env.company
        company.name = "改名社区"
        self.env.flush_all()
        before = self.Log.search_count([("kind", "=", "find")])
        # By somebody whom other transactions know.
        self.Log.with_user(self.env.ref("base.user_root"))._log_find(self.resident)
        self.assertEqual(self.Log.search_count([("kind", "=", "find")]), before + 1)

    def test_log_costs_one_query(self):
        Log = self.Log.with_user(self.worker)
        Log._log("print", self.resident)
        with self.assertQueryCount(1):
            Log._log("print", self.resident)

    def test_row_holds_no_name_and_no_number(self):
        self.Log.with_user(self.officer)._log(
            "export",
            self.resident,
            count=1,
            domain=[("display_name", "ilike", "999999199001010016")],
            description="name,phone 13800001234",
        )
        row = self.rows(kind="export")
        self.assertNotIn("999999199001010016", row.domain)
        self.assertNotIn("13800001234", row.description)
        self.assertNotIn("王强", str(row.read()))

    def test_nobody_writes(self):
        self.Log._log("view", self.resident)
        row = self.rows(kind="view")
        for record in (row, row.with_user(self.manager), row.with_user(self.auditor)):
            with self.assertRaises(AccessError):
                record.write({"reason": "nothing"})
            with self.assertRaises(AccessError):
                record.create({"kind": "view"})
            with self.assertRaises(UserError):
                record.unlink()
        self.refused("UPDATE community_access_log SET reason = 'x' WHERE id = %s", row.id)
        self.refused("UPDATE community_access_log SET date = '2020-01-01' WHERE id = %s", row.id)
        self.refused("DELETE FROM community_access_log WHERE id = %s", row.id)
        self.refused("TRUNCATE community_access_log")

    def test_who_reads_the_log(self):
        for user in (self.manager, self.auditor):
            self.assertTrue(self.Log.with_user(user).has_access("read"))
        for user in (self.worker, self.officer, self.plain):
            self.assertFalse(self.Log.with_user(user).has_access("read"))
            with self.assertRaises(AccessError):
                self.Log.with_user(user).action_verify()
            with self.assertRaises(AccessError):
                self.resident.with_user(user).action_access_log()

    def test_details_are_said_in_words(self):
        self.Log._log("print", self.resident, description="community_service.access_receipt")
        self.assertEqual(self.rows(kind="print").details, "Receipt of accesses to a file")
        made = new_test_user(
            self.env, login="made", groups="community_service.group_community_auditor"
        )
        row = self.rows(kind="group", res_id=made.id)
        self.assertEqual(row.with_user(self.auditor).details, f"+ Auditor: {made.name}")
        self.Log._log("reveal", self.resident, field_names=["phone", "gone"])
        self.assertEqual(self.rows(kind="reveal").details, "Phone (whole), gone")

    def test_exports_are_logged(self):
        self.officer.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        self.household.with_user(self.officer).export_data(["address", "head_id/name"])
        row = self.rows(kind="export", user_id=self.officer.id)
        self.assertEqual((row.model, row.count), ("community.household", 1))
        self.assertIn("head_id/name", row.description)
        # Whoever reads the log, or a receipt of it, reads the names that stand on the screen.
        Household = self.env["community.household"]
        address, head = (
            Household._fields[name]._description_string(self.env) for name in ("address", "head_id")
        )
        name = self.env["community.resident"]._fields["name"]._description_string(self.env)
        self.assertEqual(row.details, f"{address}, {head} / {name}")
        self.assertFalse(row.res_id)

    def test_prints_are_logged_and_receipt_names_roles(self):
        self.Log.with_user(self.worker)._log("view", self.resident)
        report = self.env["ir.actions.report"].with_user(self.manager)
        html, _kind = report._render_qweb_html(
            "community_service.access_receipt", self.resident.ids
        )
        row = self.rows(kind="print", user_id=self.manager.id)
        self.assertEqual((row.model, row.res_id), ("community.resident", self.resident.id))
        text = html.decode()
        self.assertIn("Grid worker", text)
        self.assertNotIn(self.worker.name, text.replace("Grid worker", ""))

    def test_receipt_tells_by_role_and_date_and_of_the_home(self):
        """Whoever opened the home while the person was in it saw the person, not afterwards."""
        day = fields.Date.context_today(self.worker)
        self.resident.residency_ids.date_from = day
        left = self.make_household([{"name": "刘丽", "role": "head"}])
        self.env["community.residency"].create(
            {
                "resident_id": self.resident.id,
                "household_id": left.id,
                "role": "other",
                "date_from": "2020-01-01",
                "date_to": day - timedelta(days=1),
            }
        )
        for home in (self.household, left):
            self.Log.with_user(self.worker)._log("view", home)
        self.Log.with_user(self.officer)._log("view", self.resident)
        person = self.resident.with_user(self.manager)
        rows = person._access_receipt_rows()
        self.assertEqual(
            [(role, count) for role, count, _first, _last in person._access_receipt_roles(rows)],
            [("Community officer", 1), ("Grid worker", 1)],
        )
        self.assertEqual({line[2:] for line in person._access_receipt_roles(rows)}, {(day, day)})
        report = self.env["ir.actions.report"].with_user(self.manager)
        html, _kind = report._render_qweb_html("community_service.access_receipt", person.ids)
        for word in ("By role", "By date", "of the home"):
            self.assertIn(word, html.decode())
        homes = rows.filtered(lambda row: row.model == "community.household")
        self.assertEqual(set(homes.mapped("res_id")), {self.household.id})

    def test_group_changes_are_logged_from_both_sides(self):
        group = self.env.ref("community_service.group_community_officer")
        name = "community_service.group_community_officer"
        new = new_test_user(self.env, login="newcomer", groups="base.group_user")
        self.assertFalse(self.rows(kind="group", res_id=new.id))
        new.group_ids = [Command.link(group.id)]
        descriptions = self.rows(kind="group", res_id=new.id).mapped("description")
        self.assertIn(f"+ {name}", descriptions)
        self.assertIn("+ community_service.group_community_grid_worker", descriptions)
        group.user_ids = [Command.unlink(new.id)]
        self.assertIn(f"- {name}", self.rows(kind="group", res_id=new.id).mapped("description"))

    def test_group_changes_by_creation_and_implication_are_logged(self):
        made = new_test_user(
            self.env, login="made", groups="community_service.group_community_auditor"
        )
        self.assertEqual(
            self.rows(kind="group", res_id=made.id).description,
            "+ community_service.group_community_auditor",
        )
        officer = self.env.ref("community_service.group_community_officer")
        back_door = self.env["res.groups"].create(
            {
                "name": "Back door",
                "user_ids": [Command.link(self.plain.id)],
                "implied_ids": [Command.link(officer.id)],
            }
        )
        rows = self.rows(kind="group", res_id=self.plain.id)
        self.assertIn("+ community_service.group_community_officer", rows.mapped("description"))
        back_door.unlink()
        rows = self.rows(kind="group", res_id=self.plain.id)
        self.assertIn("- community_service.group_community_officer", rows.mapped("description"))

    def test_other_groups_are_not_logged(self):
        with patch.object(type(self.Log), "_log") as log:
            self.plain.group_ids = [Command.link(self.env.ref("base.group_partner_manager").id)]
        log.assert_not_called()

import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..common import CommunityCase

# Written anew by a way there and back: who wrote, when, and the trace that both leave.
TRACES = {
    "community_access_log",
    "community_household_operation",
    "community_household_operation_resident_rel",
    "community_household_operation_household_rel",
    "community_resident_duplicate",
    "ir_sequence",
}


@tagged("post_install", "-at_install", "community")
class TestResidentMerge(CommunityCase):
    maxDiff = None

    """Two files of one person become one, and two again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household(
            [
                {"name": "王强", "role": "head", "birth_date": "1950-01-02"},
                {"name": "赵敏", "role": "spouse", "birth_date": "1952-01-02"},
            ]
        )
        cls.kept, cls.wife = cls.home.residency_ids.sorted("id").resident_id
        cls.gone = cls.make_resident(
            cls.home,
            "child",
            name="王小强",
            id_number=cls.make_id_number("1950-01-02"),
            phone="13800000001",
            health_note="高血压",
            ethnicity="汉族",
        )
        cls.Operation = cls.env["community.household.operation"]

    def merge(self, gone=None, kept=None, taken=(), user=None):
        gone, kept = gone or self.gone, kept or self.kept
        return (
            gone.with_user(user or self.worker)
            ._merge_into(kept.with_user(user or self.worker), taken)
            .with_user(user or self.worker)
        )

    def dump(self):
        """Return every row of every table of ours, and of Odoo's that point to a record."""
        self.env.flush_all()
        tables = {
            link.table
            for comodel in ("community.resident", "res.partner")
            for link in self.Operation._links_to(comodel)
        } | {model._table for name, model in self.env.items() if name.startswith("community.")}
        rows = {}
        kinds = self.env.execute_query(
            SQL(
                "SELECT table_name FROM information_schema.tables "
                "WHERE table_schema = current_schema AND table_type = 'BASE TABLE'"
            )
        )
        for (table,) in kinds:
            if table in tables - TRACES:
                lines = self.env.execute_query(
                    SQL(
                        "SELECT to_jsonb(t) - %s::text[] FROM %s t",
                        ["write_date", "write_uid", "create_date", "create_uid"],
                        SQL.identifier(table),
                    )
                )
                # A tick that nobody made is empty or false.
                rows[table] = sorted(
                    str({name: value for name, value in line.items() if value}) for (line,) in lines
                )
        return rows

    def test_one_life_in_one_home(self):
        """The file that goes leaves no second life behind; empty facts are filled."""
        number = self.gone.id_number
        self.merge()
        self.assertFalse(self.gone.active)
        self.assertEqual(self.gone.merged_into_id, self.kept)
        self.assertEqual(self.home.member_count, 2)
        self.assertEqual(self.home.head_id, self.kept)
        self.assertEqual(self.kept.id_number, number)
        self.assertEqual(self.kept.phone, "13800000001")
        self.assertEqual(self.kept.health_note, "高血压")
        self.assertEqual(self.kept.name, "王强")
        self.assertFalse(self.gone.residency_ids)
        log = self.env["community.access.log"].search(
            [("kind", "=", "merge"), ("user_id", "=", self.worker.id)]
        )
        self.assertEqual(set(log.mapped("res_id")), {self.gone.id, self.kept.id})

    def test_head_goes_into_a_member(self):
        self.merge(self.kept, self.gone)
        self.assertEqual(self.home.head_id, self.gone)
        self.assertEqual(self.gone.role, "head")

    def test_taken_facts_are_exchanged_and_given_back(self):
        self.kept.phone = "13900000009"
        operation = self.merge(taken=["name", "phone"])
        self.assertEqual((self.kept.name, self.kept.phone), ("王小强", "13800000001"))
        closed = operation.sudo()
        told = f"{closed.before}{closed.after}{closed.moved}"
        for secret in ("13800000001", "13900000009", self.kept.id_number, "高血压"):
            self.assertNotIn(secret, told)
        operation.action_undo()
        self.assertEqual((self.kept.name, self.kept.phone), ("王强", "13900000009"))
        self.assertEqual((self.gone.name, self.gone.phone), ("王小强", "13800000001"))

    def everything(self):
        """Hang something on the file that goes, by each link that a record can be made for."""
        self.gone.action_create_contact()
        self.env["community.kinship"].create(
            {"resident_id": self.gone.id, "relative_id": self.wife.id, "kind": "spouse"}
        )
        category = self.env["community.category"].search(
            [("is_derived", "=", False), ("subject", "=", "resident")], limit=2
        )
        self.env["community.category.line"].create(
            [
                {"category_id": category[0].id, "resident_id": self.gone.id},
                {"category_id": category[0].id, "resident_id": self.kept.id},
                {"category_id": category[1].id, "resident_id": self.gone.id},
            ]
        )
        self.env["community.visit"].create(
            {
                "household_id": self.home.id,
                "date": self.today,
                "state": "done",
                "met_resident_ids": [Command.set(self.gone.ids)],
            }
        )
        self.gone.message_post(body="Note")
        self.gone.activity_schedule("mail.mail_activity_data_todo", summary="Call")
        self.env["ir.attachment"].create(
            {"name": "a.txt", "res_model": "community.resident", "res_id": self.gone.id}
        )
        self.gone.with_user(self.worker).marital = "married"

    def test_there_and_back_changes_nothing(self):
        """A merge that is reversed leaves every row of every table as it was."""
        self.everything()
        before = self.dump()
        operation = self.merge(taken=["name"])
        links = operation.sudo().moved["links"]
        self.assertGreater(len(links), 6, links)
        self.assertNotEqual(self.dump(), before)
        with freeze_time(fields.Datetime.now() + datetime.timedelta(days=20)):
            operation.invalidate_recordset(["can_undo", "can_reverse"])
            operation.action_reverse("Two brothers after all")
        after = self.dump()
        for table, rows in before.items():
            self.assertEqual(
                (set(after[table]) - set(rows), set(rows) - set(after[table])),
                (set(), set()),
                table,
            )
            self.assertEqual(len(after[table]), len(rows), table)

    def test_no_row_is_left_behind(self):
        """By whatever field a record points to the file: afterwards it points to the kept one."""
        self.everything()
        self.merge()
        left = {
            (link.model, link.field)
            for link in self.Operation._links_to("community.resident")
            if self.Operation._pointing(link, self.gone)
        }
        # The operation names both; who says "is twice" for good is in the pairs.
        self.assertEqual(left, {("community.household.operation", "resident_ids")})
        self.assertIn("Note", str(self.kept.message_ids.mapped("body")))
        self.assertEqual(len(self.kept.activity_ids), 1)
        self.assertEqual(
            len(self.kept.category_line_ids.filtered(lambda line: not line.date_to)), 2
        )

    def test_walk_finds_the_fields_of_every_addon(self):
        """Each stored link of the registry to a resident is walked, whoever declares it."""
        walked = {
            (link.table, link.column) for link in self.Operation._links_to("community.resident")
        }
        for name, model in self.env.items():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.store and field.comodel_name == "community.resident":
                    if field.type == "many2one" and name != "community.resident.duplicate":
                        self.assertIn((model._table, field.name), walked)
                    elif field.type == "many2many":
                        self.assertIn((field.relation, field.column2), walked)

    def test_another_home(self):
        """The life that the kept file does not lead ends; a home that empties is archived."""
        other = self.make_household([{"name": "王强", "role": "head"}])
        gone = other.head_id
        operation = self.merge(gone)
        self.assertFalse(other.active)
        self.assertEqual(gone.residency_ids.date_to, self.today)
        self.assertEqual(self.kept.household_id, self.home)
        operation.action_undo()
        self.assertTrue(other.active)
        self.assertEqual(other.head_id, gone)

    def test_work_of_another_home_goes_along(self):
        """Help that was asked for where only the other file lived goes to the kept one."""
        other = self.make_household([{"name": "王强", "role": "head"}])
        gone = other.head_id
        needs = self.env["community.request"].create(
            [
                {"description": "Repair", "household_id": home.id, "resident_id": person.id}
                for home, person in ((other, gone), (self.home, self.gone))
            ]
        )
        first = self.merge(gone)
        self.merge()
        self.assertEqual(needs.resident_id, self.kept)
        self.assertEqual(needs.household_id, other | self.home)
        needs.flush_recordset()
        needs[0].description = "Repair of the tap"
        with self.assertRaisesRegex(UserError, "take that back first"):
            first.action_undo()

    def test_head_of_others_elsewhere(self):
        other = self.make_household(
            [{"name": "王强", "role": "head"}, {"name": "王小明", "role": "child"}]
        )
        with self.assertRaisesRegex(UserError, "change the head there first"):
            self.merge(other.head_id)

    def test_what_came_later(self):
        """A later operation or a changed fact stands in the way; work stays with the kept file."""
        operation = self.merge()
        self.env["community.visit"].create(
            {
                "household_id": self.home.id,
                "date": self.today,
                "state": "done",
                "met_resident_ids": [Command.set(self.kept.ids)],
            }
        )
        self.kept.phone = "13900000009"
        with self.assertRaisesRegex(UserError, "Phone was changed after"):
            operation.action_undo()
        self.kept.phone = "13800000001"
        later = self.home.with_user(self.worker)._move_in(self.today, values={"name": "孙新"})
        with self.assertRaisesRegex(UserError, "take that back first"):
            operation.action_undo()
        later.with_user(self.worker).action_undo()
        operation.action_undo()
        self.assertEqual(self.home.member_count, 3)

    def test_older_operation_waits_for_the_merge(self):
        older = self.home.with_user(self.worker)._move_out(self.today, self.wife)
        operation = self.merge()
        with self.assertRaisesRegex(UserError, "take that back first"):
            older.with_user(self.worker).action_undo()
        operation.action_undo()
        older.with_user(self.worker).action_undo()
        self.assertEqual(self.home.member_count, 3)

    def test_only_who_may_write_both(self):
        far = self.make_household([{"name": "王强", "role": "head"}], building=self.building2)
        for user in (self.worker, self.worker2, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.merge(far.head_id, user=user)
        operation = self.merge(far.head_id, user=self.officer)
        with self.assertRaises(AccessError):
            operation.with_user(self.worker2).action_undo()
        operation.action_undo()

    def test_dialog(self):
        """Side by side, previewed, merged; closed values stand in it masked or not at all."""
        self.everything()
        action = (self.kept | self.gone).with_user(self.worker).action_compare()
        dialog = self.env[action["res_model"]].with_user(self.worker).browse(action["res_id"])
        rows = {line.field_name: line for line in dialog.line_ids}
        self.assertEqual(rows["phone"].second_text, "138****0001")
        self.assertEqual(rows["health_note"].second_text, "****")
        self.assertEqual(rows["id_number"].second_text[-4:], self.gone.sudo().id_number[-4:])
        self.assertEqual(rows["id_number"].second_text[:14], "*" * 14)
        self.assertTrue(rows["name"].is_different)
        with self.assertRaisesRegex(UserError, "first"):
            dialog.action_merge()
        before = self.dump()
        rows["name"].right = "second"
        dialog.action_preview()
        after = self.dump()
        for table in before.keys() - {
            "community_resident_compare",
            "community_resident_compare_line",
        }:
            self.assertEqual(after[table], before[table], table)
        self.assertIn("Visit: 1 go along", dialog.preview)
        self.assertIn("Full name", dialog.preview)
        dialog.action_merge()
        self.assertEqual(self.kept.name, "王小强")
        self.assertEqual(dialog.pair_id.state, "merged")
        self.assertFalse(dialog.preview or dialog.line_ids, "nothing of the two files is kept")
        self.assertFalse(
            self.env["community.resident.compare.line"].search([("compare_id", "=", dialog.id)])
        )

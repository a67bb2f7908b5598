import io
from datetime import timedelta

import openpyxl
from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lists.test_match import MatchCase
from ..register_import.test_import import ImportCase
from .test_privacy_request import PrivacyCase

KEPT = "kept only, and not used, since .* Ask officer"


class RestrictedCase(PrivacyCase):
    """Two people of one home, of whom one has asked that the file is kept and not used."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        request = cls.Request.create(
            {"resident_id": cls.person.id, "kind": "restrict", "subject": "请限制使用"}
        ).with_user(cls.officer)
        request.write({"outcome": "granted", "identity": "card", "answer": "已办"})
        request.action_answer()
        cls.restriction = request
        # Somebody who does the same work, and is not in charge of personal data.
        cls.clerk = cls.officer.copy({"login": "clerk", "name": "clerk"})
        cls.env.invalidate_all()


@tagged("post_install", "-at_install", "community")
class TestRestricted(RestrictedCase):
    """A restricted file is kept: whatever program works in whose name changes nothing in it."""

    def save(self, *checks, user=None, **values):
        values = {"client_key": "k1", "state": "done", "checks": list(checks), **values}
        Visit = self.env["community.visit"].with_user(user or self.worker)
        return Visit.save_at_the_door(self.home.id, values)

    def told(self, phone, **values):
        return {
            "fact": "phone",
            "result": "changed",
            "value": phone,
            "resident_id": self.person.id,
            **values,
        }

    def test_the_right_of_the_program_is_nobodys(self):
        """A call that reads and writes everything changes no fact in the name of a user."""
        for user in (self.worker, self.clerk):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, KEPT):
                self.person.with_user(user).sudo().write({"employment": "retired"})
        self.person.with_user(self.officer).sudo().write({"employment": "retired"})
        self.person.with_user(SUPERUSER_ID).write({"employment": "employed"})

    def test_dialog_of_a_changed_fact(self):
        """It names the person, since when, and whom to ask; who is in charge enters it."""
        for user, may in ((self.clerk, False), (self.officer, True)):
            Wizard = self.env["community.fact.change.wizard"].with_user(user)
            wizard = Wizard.browse(Wizard._action(self.person.with_user(user))["res_id"])
            wizard.write({"resident_fact": "education", "new_education": "college"})
            wizard.date = self.today
            if may:
                wizard.action_apply()
                continue
            with self.assertRaisesRegex(UserError, KEPT):
                wizard.action_apply()
            self.assertFalse(self.person.education)
        self.assertEqual(self.person.education, "college")

    def test_a_visit_is_kept_and_what_was_told_waits_for_who_is_in_charge(self):
        """The whole visit is saved, the register stays, and one task goes to who keeps the file."""
        result = self.save(
            self.told("13900139000"),
            {**self.told("13900139001"), "resident_id": self.other.id},
            needs=[{"name": "楼道灯"}],
            situation="都好",
        )
        self.assertRegex(result["newer"], KEPT)
        visit = self.env["community.visit"].browse(result["visit_id"])
        self.assertEqual((visit.state, visit.situation), ("done", "都好"))
        self.assertEqual(len(visit.need_ids), 1)
        self.assertEqual((self.person.phone, self.other.phone), ("13800138000", "13900139001"))
        check = visit.check_ids.filtered(lambda check: check.resident_id == self.person)
        self.assertIn("139****9000", check.note)
        self.assertFalse(check.date_entered)
        tasks = check._tasks()
        self.assertEqual((tasks.user_id, tasks.res_id), (self.officer, self.person.id))
        self.assertTrue(self.save(self.told("13900139000"))["is_repeated"])
        # Whoever is in charge enters it: nobody is asked any more.
        self.person.with_user(self.officer).phone_input = "13900139000"
        self.assertTrue(check.date_entered)
        self.assertFalse(check._tasks())

    def test_a_visit_without_signal_of_somebody_who_had_the_grid(self):
        """It arrives with the right of the program, is kept and told, and changes no fact."""
        self.grid.officer_line_ids.date_to = self.today - timedelta(days=1)
        day = self.today - timedelta(days=2)
        result = self.save(self.told("13900139000"), date=str(day), made_at=f"{day} 03:00:00")
        self.assertTrue(result["handed_over"])
        self.assertRegex(result["newer"], KEPT)
        self.assertEqual(self.person.phone, "13800138000")
        self.assertEqual(self.home.visit_ids.mapped("state"), ["done"])

    def test_nothing_is_asked_at_the_door(self):
        """Old facts of everybody else are asked; of the restricted file none."""
        self.other.sudo().phone = "13900139001"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE community_resident SET create_date = create_date - interval '5 years'"
        )
        self.env.cr.execute("DELETE FROM community_fact_change")
        self.env.invalidate_all()
        door = self.env["community.visit"].with_user(self.worker).at_the_door(self.home.id)
        asked = {fact["resident_id"] for fact in door["facts"]}
        self.assertIn(self.other.id, asked)
        self.assertNotIn(self.person.id, asked)

    def test_categories_by_hand_and_by_facts(self):
        """Nobody gives one by hand; what follows from a fact by law goes on."""
        category = self.env["community.category"].search(
            [("subject", "=", "resident"), ("is_derived", "=", False)], limit=1
        )
        values = {"category_id": category.id, "resident_id": self.person.id}
        Line = self.env["community.category.line"]
        with self.assertRaisesRegex(UserError, KEPT), self.cr.savepoint():
            Line.with_user(self.clerk).create(values)
        self.assertTrue(Line.with_user(self.officer).create(values))
        born = self.today - relativedelta(years=85)
        self.person.with_user(self.officer).write(
            {"birth_date": born, "id_override_reason": "证件有误"}
        )
        self.env["community.category"].sudo()._sync_derived(self.home)
        derived = self.person.category_line_ids.filtered(lambda line: line.source == "derived")
        self.assertTrue(derived)

    def test_operations_of_the_home(self):
        """Moves and deaths are registered by law; two files are not made one meanwhile."""
        self.home.with_user(self.clerk)._move_out(self.today, self.person, self.other)
        self.assertEqual(self.home.head_id, self.other)
        elsewhere = self.make_household()
        elsewhere.with_user(self.clerk)._move_in(self.today, self.person)
        twin = self.make_resident(elsewhere, name="王芳")
        for gone, kept in ((twin, self.person), (self.person, twin)):
            with self.assertRaisesRegex(UserError, KEPT):
                gone.with_user(self.clerk)._merge_into(kept.with_user(self.clerk))
        self.assertTrue(self.person.active and twin.active)
        elsewhere.with_user(self.clerk)._death(self.today, self.person)
        self.assertEqual(self.person.date_death, self.today)

    def test_birthdays_of_the_night(self):
        """No congratulation is proposed; that somebody has died is told."""
        Event = self.env["community.life.event"]
        born = self.today - relativedelta(years=80)
        # The number says another day, which has its reason.
        (self.person | self.other).write({"birth_date": born, "id_override_reason": "证件有误"})
        Event._propose_birthdays(self.today, self.today)
        events = Event.search([("reason", "=", "birthday_80")])
        self.assertIn(self.other, events.resident_id)
        self.assertNotIn(self.person, events.resident_id)
        self.home._death(self.today, self.other)
        self.home._death(self.today, self.person)
        dead = Event.search([("reason", "=", "death")])
        self.assertEqual(dead.resident_id, self.person | self.other)


@tagged("post_install", "-at_install", "community")
class TestRestrictedImport(RestrictedCase, ImportCase):
    """A register refuses the row by name, with what to do, and applies all the others."""

    def rows(self, work, name="王芳"):
        return [
            self.person_row("王芳", self.number, "户主", work),
            self.person_row("李大明", None, "配偶", work),
        ]

    def person_row(self, name, number, role, work):
        return ("1号楼", None, self.home.room, None, name, role, number, None, None, work)

    def check(self, user):
        record = self.make_import(self.make_workbook(self.rows("退休")), user=user)
        record.action_check()
        return record

    def test_row_refused_and_others_applied(self):
        for user in (self.clerk, self.officer, self.manager):
            with self.subTest(user=user.login):
                record = self.check(user)
                refused = record.row_ids.filtered(lambda row: row.state == "refused")
                self.assertEqual(refused.mapped("name"), ["王芳"])
                self.assertIn("王芳: by the person's own request", refused.reason)
                self.assertIn("in charge of personal data", refused.remedy)
        record.action_apply()
        self.assertEqual(self.other.employment, "retired")
        self.assertFalse(self.person.employment)

    def test_restricted_between_check_and_apply(self):
        """Whoever asks after the check has the file left alone as well."""
        self.restriction.lift_reason = "试"
        self.restriction.action_lift()
        self.env.invalidate_all()
        record = self.check(self.clerk)
        self.assertFalse(record.error_count)
        self.answer(self.ask("restrict"))
        # In one transaction everything is written at its beginning.
        record.sudo()._set_closed(date_checked=record.date_checked - timedelta(hours=1))
        self.env.invalidate_all()
        record.action_apply()
        self.assertFalse(self.person.employment)
        self.assertEqual(self.other.employment, "retired")

    def test_a_row_that_changes_nothing_passes(self):
        self.person.with_user(self.officer).employment = "retired"
        record = self.check(self.clerk)
        self.assertFalse(record.row_ids.filtered(lambda row: row.state == "refused"))


@tagged("post_install", "-at_install", "community")
class TestRestrictedMatch(RestrictedCase, MatchCase):
    """A list from above: nothing is given to the person, and nothing told to the sender."""

    def confirmed(self):
        text = f"姓名,身份证号,住址,核查结果\r\n王芳,'{self.number},,\r\n查无,,,\r\n"
        record = self.make_list(text.encode("utf-8-sig"), "名单.csv")
        record.action_match()
        record.action_confirm()
        return record

    def test_nothing_is_told(self):
        record = self.confirmed()
        self.assertEqual(record.restricted_names, "王芳")
        content, _name, count = record._returned()
        lines = content.decode("utf-8-sig").split("\r\n")
        self.assertIn("Not told: by the person's own request", lines[1])
        self.assertNotIn(self.home.address, lines[1])
        self.assertEqual(count, 2)
        log = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("model", "=", "community.resident")]
        )
        self.assertNotIn(self.person.id, log.mapped("res_id"))
        whole = record.with_user(self.manager)._returned("民政局", "核查通知", is_whole=True)
        self.assertIn(self.home.address, whole[0].decode("utf-8-sig"))

    def test_nothing_is_given(self):
        record = self.confirmed()
        with self.assertRaisesRegex(UserError, "whose file may be used"):
            self.env["community.match.batch"].with_user(record.user_id)._do(
                record.with_user(record.user_id), "mark", mark="体检"
            )
        other = self.make_resident(self.home, name="卜二", id_number_input=self.make_id_number())
        record.row_ids.filtered(lambda row: row.name == "查无").sudo().write(
            {"result": "certain", "resident_id": other.id}
        )
        batch = (
            self.env["community.match.batch"]
            .with_user(record.user_id)
            ._do(record.with_user(record.user_id), "mark", mark="体检")
        )
        self.assertEqual((batch.made_count, batch.kept_count, batch.gone_count), (1, 1, 0))
        self.assertEqual(batch.mark_ids.resident_id, other)


@tagged("post_install", "-at_install", "community")
class TestRestrictedLists(RestrictedCase):
    """Lists that are handed on leave the person out, say how many rows, and whom to ask."""

    def texts(self, content):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [
            str(value)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for value in row
            if value
        ]

    def ledger(self, model, *paths):
        Ledger = self.env["community.ledger"]
        return Ledger.create(
            {
                "name": "T",
                "code": "_".join((model, *paths)),
                "model_id": self.env["ir.model"]._get_id(model),
                "column_ids": [Command.create({"name": path, "path": path}) for path in paths],
            }
        )

    def written(self, ledger, user=None):
        stream = io.BytesIO()
        ledger.with_user(user or self.officer)._write_xlsx(stream)
        return self.texts(stream.getvalue())

    def test_ledgers(self):
        """By the person's own row, by a link, and by a list of a home; counts are whole."""
        for model, path in (
            ("community.resident", "name"),
            ("community.residency", "date_from"),
            ("community.residency", "resident_id.name"),
            ("community.household", "head_id.name"),
            ("community.household", "residency_ids.resident_id.name"),
        ):
            with self.subTest(model=model, path=path):
                texts = " ".join(self.written(self.ledger(model, path)))
                self.assertNotIn("王芳", texts)
                self.assertIn("1 rows are left out", texts)
        # A home whose columns tell of nobody stays, and so does one that the person has left.
        ledger = self.ledger("community.household", "address", "room")
        self.assertIn(self.home.address, self.written(ledger))
        self.home._move_out(self.today, self.person, self.other)
        ledger = self.ledger("community.household", "residency_ids.resident_id.name", "address")
        ledger.column_ids[0].list_domain = "[('date_to', '=', False)]"
        self.assertIn(self.home.address, self.written(ledger))

    def test_dialog_says_it_before(self):
        ledger = self.ledger("community.resident", "name")
        ledger.column_ids.create(
            {"ledger_id": ledger.id, "name": "证", "path": "id_number", "mask": "id_number"}
        )
        Dialog = self.env["community.ledger.export"].with_user(self.manager)
        dialog = Dialog.create({"ledger_id": ledger.id})
        count = self.env["community.resident"].search_count([])
        self.assertEqual(dialog.row_count, count - 1)
        self.assertIn("1 rows are left out", dialog.left_out)
        # A body that is entitled to whole numbers by a rule gets all rows.
        dialog.write({"is_whole_numbers": True, "body": "民政局", "reason": "核查通知"})
        self.assertEqual((dialog.row_count, dialog.left_out), (count, ""))
        whole = ledger.with_user(self.manager)._with_whole_numbers("民政局", "核查通知")
        self.assertIn(self.number, self.written(whole, self.manager))
        only = self.env["community.ledger.export"].create(
            {"ledger_id": ledger.id, "list_domain": f'[["id", "=", {self.person.id}]]'}
        )
        with self.assertRaisesRegex(UserError, "1 rows are left out"):
            only.action_download()

    def test_export_of_a_list(self):
        export = self.env.ref("base.group_allow_export")
        self.officer.group_ids = [Command.link(export.id)]
        people = (self.person | self.other).with_user(self.officer)
        rows = people.export_data(["age", "name", "education"])["datas"]
        self.assertEqual(rows[0][1], "李大明")
        self.assertEqual(len(rows), 2)
        self.assertIn("1 rows are left out", rows[1][1], "in the first column of words")
        homes = self.home.with_user(self.officer)
        self.assertEqual(homes.export_data(["room"])["datas"], [[self.home.room]])
        rows = homes.export_data(["room", "head_id/name"])["datas"]
        self.assertNotIn("王芳", str(rows))
        log = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("model", "=", "community.resident")]
        )
        self.assertEqual(set(log.mapped("res_id")) - {0}, {self.other.id})

    def test_figures_count_everybody(self):
        before = self.env["community.resident"].search_count([])
        self.restriction.lift_reason = "试"
        self.restriction.action_lift()
        self.assertEqual(self.env["community.resident"].search_count([]), before)

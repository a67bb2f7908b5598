import io
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import CommunityCase


class PrivacyCase(CommunityCase):
    """Two people of one home, and whoever answers for personal data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.env.company.community_privacy_user_id = cls.officer
        cls.number = cls.make_id_number("1985-03-04", "female")
        cls.home = cls.make_household(
            members=(
                {
                    "name": "王芳",
                    "role": "head",
                    "id_number_input": cls.number,
                    "phone": "13800138000",
                },
                {"name": "李大明", "role": "spouse"},
            )
        )
        people = cls.home.residency_ids.resident_id
        cls.person = people.filtered(lambda one: one.name == "王芳")
        cls.other = people - cls.person
        cls.Request = cls.env["community.privacy.request"].with_user(cls.worker)

    def ask(self, kind="explain", **values):
        return self.Request.create(
            {"resident_id": self.person.id, "kind": kind, "subject": "请说明", **values}
        )

    def answer(self, request, outcome="granted", user=None, **values):
        request = request.with_user(user or self.officer)
        words = {"reason": "法律要求保存"} if outcome == "refused" else {"answer": "已办"}
        request.write({"outcome": outcome, "identity": "card", **words, **values})
        request.action_answer()
        return request


@tagged("post_install", "-at_install", "community")
class TestPrivacyRequest(PrivacyCase):
    """What somebody asks of the own data: taken in by anybody, answered by one, in its days."""

    def test_due_answered_and_kept(self):
        """30 days are a number of the place; another holds from its own day."""
        day = self.today - timedelta(days=40)
        request = self.ask(date=day)
        self.assertTrue(request.number)
        self.assertEqual(request.user_id, self.officer)
        self.assertEqual(request.date_due, day + timedelta(days=30))
        row = self.env.ref("community_service.community_parameter_privacy_answer_days")
        row.create(
            {
                "name": row.name,
                "code": row.code,
                "owner": "service",
                "highest": 90,
                "value": 15,
                "valid_from": self.today - timedelta(days=10),
            }
        )
        self.assertEqual(self.ask().date_due, self.today + timedelta(days=15))
        due = self.env["community.due"].with_user(self.officer)
        line = due.search([("res_model", "=", request._name), ("res_id", "=", request.id)])
        self.assertEqual(
            (line.kind, line.overdue_count, line.user_id), ("privacy", 1, self.officer)
        )
        mine = self.answer(request)
        self.assertRecordValues(
            mine,
            [{"state": "answered", "date_answered": self.today, "answered_by_id": self.officer.id}],
        )
        self.assertFalse(line.search([("res_id", "=", request.id), ("kind", "=", "privacy")]))
        with self.assertRaisesRegex(UserError, "this is done while it is"):
            mine.action_answer()
        with self.assertRaisesRegex(UserError, "stays as it was asked"):
            mine.answer = "别的"
        with self.assertRaisesRegex(UserError, "is kept: answer it"):
            mine.sudo().unlink()

    def test_what_an_answer_needs(self):
        """Identity, outcome, words; a refusal its reasons (PIPL art. 50); a day that can be."""
        request = self.ask(date=self.today - timedelta(days=3)).with_user(self.officer)
        for name, values in (
            ("Identity checked by", {}),
            ("Outcome", {"identity": "known"}),
            ("Done about it", {"outcome": "granted"}),
            ("Why not, or not all", {"outcome": "refused", "answer": "x"}),
            ("Why not, or not all", {"outcome": "partly", "reason": " "}),
        ):
            request.write(values)
            with self.assertRaisesRegex(UserError, f"“{name}” is missing"):
                request.action_answer()
        request.reason = "涉及他人"
        for days in (4, -1):
            request.date_answered = self.today - timedelta(days=days)
            with self.assertRaisesRegex(UserError, "before the request of .* or in the future"):
                request.action_answer()
        request.date_answered = self.today - timedelta(days=1)
        request.action_answer()
        with self.assertRaisesRegex(ValidationError, "lies in the future"):
            self.ask(date=self.today + timedelta(days=1))

    def test_who_answers(self):
        """The worker takes it in; only the manager and who is in charge answer it."""
        request = self.ask()
        request.write({"identity": "card", "outcome": "granted", "answer": "已办"})
        self.assertFalse(request.is_keeper)
        with self.assertRaisesRegex(AccessError, "in charge of personal data: officer"):
            request.action_answer()
        with self.assertRaises(AccessError):
            request.with_user(self.worker2).read(["subject"])
        with self.assertRaises(AccessError):
            request.with_user(self.auditor).action_answer()
        self.env.company.community_privacy_user_id = False
        with self.assertRaises(AccessError):
            request.with_user(self.officer).action_answer()
        request.with_user(self.manager).action_answer()

    def test_of_a_child_and_of_the_dead(self):
        """A guardian asks for a child (art. 31), a relative after a death (art. 49)."""
        self.other.birth_date = self.today - relativedelta(years=8)
        with self.assertRaisesRegex(UserError, "under fourteen"):
            self.ask(resident_id=self.other.id)
        self.assertTrue(
            self.ask(
                resident_id=self.other.id,
                actor="guardian",
                actor_id=self.person.id,
                relation="母亲",
            )
        )
        died = self.today - timedelta(days=2)
        open_one = self.ask()
        self.home.residency_ids.write({"date_to": died})
        self.person.sudo().date_death = died
        proposals = self.env["mail.activity"].search(
            [("community_ended_id", "=", self.person.id), ("res_model", "=", open_one._name)]
        )
        self.assertEqual(proposals.mapped("res_id"), open_one.ids)
        with self.assertRaisesRegex(UserError, "a close relative speaks"):
            self.ask()
        self.assertTrue(self.ask(actor="relative", actor_name="王小妹", relation="妹妹"))

    def test_a_correction_leads_to_the_file(self):
        """It is made in the file itself, which keeps what it was; the request counts it."""
        request = self.ask("correct").with_user(self.officer)
        action = request.action_correct()
        self.assertEqual(action["res_model"], "community.fact.change.wizard")
        before = request.change_count
        self.person.with_user(self.officer).name = "王方"
        request.invalidate_recordset()
        self.assertEqual(request.change_count, before + 1)
        domain = request.action_open_changes()["domain"]
        change = self.env["community.fact.change"].search(domain, order="id desc", limit=1)
        self.assertEqual((change.kind, change.old_value), ("correct", "王芳"))
        self.answer(request)

    def test_a_withdrawal_ends_the_consents_on_its_day(self):
        day = self.today - timedelta(days=4)
        old, new = (
            self.env["community.consent"].create(
                {"resident_id": self.person.id, "scope": "x", "date": date}
            )
            for date in (day - timedelta(days=9), self.today)
        )
        request = self.ask("withdraw", date=day)
        with self.assertRaisesRegex(UserError, "name the consents that end"):
            self.answer(request)
        self.answer(request, consent_ids=[Command.set((old + new).ids)])
        self.assertEqual(set((old + new).mapped("state")), {"withdrawn"})
        self.assertEqual((old.date_withdrawn, new.date_withdrawn), (day, self.today))

    def test_a_restricted_file_is_kept_and_not_used(self):
        """Everybody is told; facts are changed by who is in charge alone, until it is ended."""
        mine = self.person.with_user(self.worker)
        refused = self.answer(self.ask("restrict"), "refused")
        self.assertFalse(mine.restricted_since)
        with self.assertRaisesRegex(UserError, "no restriction holds"):
            refused.action_lift()
        request = self.answer(self.ask("restrict"))
        self.env.invalidate_all()
        self.assertEqual(mine.restricted_since, self.today)
        Resident = self.env["community.resident"].with_user(self.worker)
        for domain in ([("restricted_since", "!=", False)], [("restricted_since", "<=", "today")]):
            self.assertEqual(Resident.search(domain), mine)
        self.assertIn(self.other, Resident.search([("restricted_since", "=", False)]))
        visit = self.env["community.visit"].with_user(self.worker).create(
            {"household_id": self.home.id, "date": self.today}
        )  # fmt: skip
        self.assertEqual(visit.restricted_names, "王芳")
        self.assertIn("restricted_names", visit.get_view(view_type="form")["arch"])
        match = self.env["community.match"].create({})
        self.assertFalse(match.restricted_names)
        self.env["community.match.row"].create(
            {"match_id": match.id, "resident_id": self.person.id, "result": "certain"}
        )
        match.invalidate_recordset()
        self.assertEqual(match.restricted_names, "王芳")
        for values in ({"employment": "retired"}, {"phone_input": "13900139000"}):
            with self.assertRaisesRegex(UserError, "kept only, and not used, since .* Ask officer"):
                mine.write(values)
        self.other.with_user(self.worker).employment = "retired"
        self.person.with_user(self.officer).employment = "retired"
        with self.assertRaisesRegex(UserError, "Why the restriction ends"):
            request.action_lift()
        request.lift_reason = "本人要求恢复"
        request.action_lift()
        self.env.invalidate_all()
        self.assertFalse(mine.restricted_since)
        mine.employment = "employed"
        with self.assertRaisesRegex(UserError, "no restriction holds"):
            request.action_lift()

    def test_a_restriction_follows_the_file_into_another_one(self):
        """Two files of one person become one: what was restricted is so in the kept one."""
        self.answer(self.ask("restrict"))
        twin = self.make_resident(self.make_household(), name="王芳")
        self.person.residency_ids.unlink()
        self.person._merge_into(twin)
        self.env.invalidate_all()
        self.assertEqual(twin.restricted_since, self.today)

    def test_papers_in_their_states(self):
        """A receipt until the answer is given; answer and refusal are two titles."""
        Report = self.env["ir.actions.report"].with_user(self.worker)

        def page(paper, request):
            return Report._render_qweb_html(f"community_service.{paper}", request.ids)[0].decode()

        request = self.ask()
        self.assertIn("Answer by", page("report_privacy_receipt", request))
        with self.assertRaisesRegex(UserError, "when it has been given"):
            page("report_privacy_answer", request)
        self.answer(request)
        self.assertIn("Answer to a request", page("report_privacy_answer", request))
        with self.assertRaisesRegex(UserError, "until the answer"):
            page("report_privacy_receipt", request)
        text = page("report_privacy_answer", self.answer(self.ask(), "refused"))
        for word in ("Refusal of a request", "法律要求保存", "art. 50"):
            self.assertIn(word, text)


@tagged("post_install", "-at_install", "community")
class TestPrivacyExport(PrivacyCase):
    """The copy of everything kept of a person: what is theirs, nothing of others."""

    def sheets(self, request, user=None):
        Export = self.env["community.privacy.export"].with_user(user or self.officer)
        content = Export.create({"request_id": request.id, "reason": "本人到窗口领取"})._content()
        book = load_workbook(io.BytesIO(content), read_only=True)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}

    def test_everything_that_points_to_the_person(self):
        """Records of any model on any link that the maker reads are there; whole numbers, too."""
        self.env["community.consent"].create({"resident_id": self.person.id, "scope": "健康备注甲"})
        self.env["community.request"].create(
            {
                "description": "请修楼道灯",
                "household_id": self.home.id,
                "resident_id": self.person.id,
            }
        )
        self.env["community.kinship"].create(
            {"resident_id": self.person.id, "relative_id": self.other.id, "kind": "sibling"}
        )
        visit = self.env["community.visit"].create(
            {"household_id": self.home.id, "date": self.today, "situation": "身体很好"}
        )
        visit.met_resident_ids = self.person
        # As superuser: closed facts, kept beside open ones.
        self.person.sudo().write(
            {
                "disability_number": f"{self.number}42",
                "bank_account": "6222000011112222333",
                "occupation": "裁缝铺店主",
            }
        )
        self.env["community.access.log"].with_user(self.worker)._log("view", self.home)
        mine = self.ask("access", identity="card").with_user(self.officer)
        action = mine.action_copy_out()
        self.assertEqual(action["context"], {"default_request_id": mine.id})
        sheets = self.sheets(mine)
        text = str(sheets)
        for word in (self.number, "13800138000", "健康备注甲", "请修楼道灯", "身体很好", "请说明"):
            self.assertIn(word, text)
        for word in (f"{self.number}42", "Physical", "6222000011112222333", "裁缝铺店主"):
            self.assertIn(word, text)
        self.assertIn("李*明", text)
        self.assertNotIn("李大明", text)
        self.assertEqual(mine.date_exported, self.today)
        uses = sheets["Who used the file"]
        self.assertIn("Grid worker", [row[1] for row in uses])
        self.assertNotIn(self.worker.name, str(uses).replace("Grid worker", ""))
        rows = self.env["community.access.log"].search(
            [("kind", "=", "export"), ("user_id", "=", self.officer.id)]
        )
        self.assertEqual((rows.res_id, rows.reason), (self.person.id, "本人到窗口领取"))
        self.assertIn("id_number", rows.field_names)
        self.answer(mine)

    def test_what_the_maker_may_not_read_is_named_and_not_told(self):
        """Closed kinds of records stand there by name, with one of the person or without."""
        mine = self.ask("access", identity="card").with_user(self.officer)
        closed = [row[0] for row in self.sheets(mine)["Not in this copy"][1:]]
        readable = {
            self.env["ir.model"]._get(name).name
            for name, model in self.env.registry.items()
            if name.startswith("community.")
            and not model._abstract
            and self.env[name].with_user(self.officer).has_access("read")
        }
        self.assertFalse(readable & set(closed))

    def test_who_makes_it(self):
        """Identity first, a reason, and nobody but who answers; a copy before the answer."""
        request = self.ask("access")
        with self.assertRaisesRegex(UserError, "no copy has been made"):
            self.answer(request)
        request.with_user(self.officer).identity = False
        with self.assertRaisesRegex(UserError, "Identity checked by"):
            self.sheets(request)
        request.identity = "card"
        with self.assertRaises(AccessError):
            self.sheets(request, self.worker)
        self.env.company.community_privacy_user_id = False
        with self.assertRaises(AccessError):
            self.sheets(request)
        self.sheets(request, self.manager)
        Export = self.env["community.privacy.export"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "at least 4 characters"):
            Export.create({"request_id": request.id, "reason": "x"}).action_export()

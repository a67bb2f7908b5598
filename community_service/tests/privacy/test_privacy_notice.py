from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestPrivacyNotice(CommunityCase):
    """What people are told before a form is filled in, and that a record keeps what they read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.manager)
        cls.Notice = cls.env["community.privacy.notice"].with_user(cls.manager)
        cls.shared = cls.env.ref("community_service.community_privacy_notice_visit")
        cls.home = cls.make_household(members=({"name": "张小明", "role": "head"},))

    def print_page(self, paper, record):
        report = self.env["ir.actions.report"].with_user(self.worker)
        name = f"community_service.report_{paper}"
        return report._render_qweb_html(name, record.ids)[0].decode()

    def told_before(self, notice):
        """Let an edition be one that was made and given to people before today."""
        # Raw SQL: nobody sets the moment at which a row was made.
        self.env.cr.execute(
            "UPDATE community_privacy_notice SET create_date = create_date - interval '9 days' "
            "WHERE id = %s",
            [notice.id],
        )
        notice.invalidate_recordset()

    def test_every_form_of_the_shipped_ones_says_all(self):
        """PIPL art. 17 and 30: purpose, kinds of data, time of keeping, rights, a ground."""
        rows = self.Notice._notices_on(self.env.company)
        forms = {
            key for key, _label in self.Notice._fields["code"]._description_selection(self.env)
        }
        self.assertEqual(set(rows.mapped("code")), forms)
        for row in rows:
            for name in ("purpose", "data_kinds", "keeping", "rights", "legal_basis"):
                self.assertTrue(row[name], (row.code, name))

    def test_notice_of_a_home_names_who_what_for_and_rights(self):
        """PIPL art. 17: who uses the data, what for, how long, and what one may ask for."""
        page = self.print_page("privacy_notice", self.home)
        for word in (
            self.env.company.name,
            "withdraw a consent",
            "under fourteen",
            "corrected",
            self.shared.purpose,
            self.shared.keeping,
        ):
            self.assertIn(word, page)
        self.assertIn(
            "How personal data are used", self.print_page("household_registration", self.home)
        )

    def test_a_text_that_was_given_is_not_rewritten(self):
        """From the day after its first one an edition stays; the next holds from its own day."""
        own = self.shared.with_user(self.manager)._own_of(self.env.company)
        self.assertEqual(own.valid_from, self.today)
        own.purpose = "看望住户"
        self.assertEqual(self.shared.with_user(self.manager)._own_of(self.env.company), own)
        own.valid_from = self.today - timedelta(days=9)
        self.told_before(own)
        for name, value in (("purpose", "别的"), ("valid_from", self.today), ("keeping", "一年")):
            with self.assertRaisesRegex(UserError, "New Edition"):
                own[name] = value
        with self.assertRaisesRegex(UserError, "New Edition"):
            own.unlink()
        edition = self.Notice.browse(own.action_new_edition()["res_id"])
        self.assertEqual((edition.purpose, edition.valid_from), ("看望住户", self.today))
        edition.purpose = "看望并登记"
        self.assertEqual(own.action_new_edition()["res_id"], edition.id)
        yesterday = self.today - timedelta(days=1)
        company = self.env.company
        told = {day: self.Notice._notice_on("visit", company, day).purpose for day in (
            self.today - timedelta(days=10), yesterday, self.today)}  # fmt: skip
        self.assertEqual(list(told.values()), [self.shared.purpose, "看望住户", "看望并登记"])

    def test_a_paper_carries_the_notice_of_its_day(self):
        """What was said when the application came in, not what is said today."""
        aid = self.env.ref("community_service.community_privacy_notice_aid")
        own = aid.with_user(self.manager)._own_of(self.env.company)
        own.purpose = "今天起的说法"
        case = self.env["community.aid.case"].create(
            {
                "household_id": self.home.id,
                "resident_id": self.home.head_id.id,
                "programme_id": self.env["community.aid.programme"]
                ._of_kind("dibao", self.env.company)
                .id,
                "date_received": self.today - timedelta(days=3),
            }
        )
        page = self.print_page("aid_application", case)
        self.assertIn(aid.purpose, page)
        self.assertNotIn("今天起的说法", page)
        case.date_received = self.today
        self.assertIn("今天起的说法", self.print_page("aid_application", case))

    def test_who_writes_it(self):
        """Managers write the notices of their community, the others read them."""
        for user in (self.worker, self.officer, self.auditor):
            with self.assertRaises(AccessError):
                self.shared.with_user(user).action_new_edition()
            self.assertTrue(self.shared.with_user(user).purpose)

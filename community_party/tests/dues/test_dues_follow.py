from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .test_dues import DuesCase


def month(number, year=2026):
    return date(year, number, 1)


class FollowCase(DuesCase):
    """What happens to dues: rows of a member, letters that are received, waivers approved."""

    def rows(self, member):
        return self.Dues.search([("member_id", "=", member.id)], order="month, id")

    def amounts(self, member, state):
        rows = self.rows(member).filtered(lambda row: row.state == state)
        return [(row.month.month, row.amount) for row in rows]

    def assess(self, *members, first=1, last=5):
        everybody = self.env["community.party.member"].union(*members)
        for number in range(first, last + 1):
            self.Dues._assess(month(number), everybody)

    def letter(self, member, user=None, day="2026-05-20", **values):
        """Write a letter, issue it and receive it on a day."""
        with freeze_time(day):
            transfer = (
                self.env["community.party.transfer"]
                .with_user(user or self.party_officer)
                .create({"member_id": member.id, "other_name": "河西街道党工委", **values})
            )
            transfer.action_issue()
            transfer.action_receive()
        return transfer

    def waive(self, member, first, last, amount=0):
        waiver = (
            self.env["community.party.dues.waiver"]
            .with_user(self.party_manager)
            .create(
                {
                    "member_id": member.id,
                    "date_from": first,
                    "date_to": last,
                    "reason": "重病",
                    "amount": amount,
                }
            )
        )
        waiver.action_study()
        waiver.with_user(self.party_officer).action_approve()
        return waiver


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-05-20")
class TestDuesFollow(FollowCase):
    """What is due follows its sources, whenever they are entered.

    What is paid, or stands in a closed year, stays; the difference is a row of its own.
    """

    # bases

    def test_a_base_confirmed_late_reaches_the_months_before(self):
        member = self.make_member(dues_category="salary")
        self.assess(member)
        self.assertEqual(set(self.rows(member).mapped("state")), {"no_base"})
        self.base(member, 3000, "2026-02-01")
        self.assertEqual(self.amounts(member, "no_base"), [(1, 0.0)])
        self.assertEqual(self.amounts(member, "unpaid"), [(n, 15.0) for n in (2, 3, 4, 5)])
        self.assertEqual(self.rows(member)[1].base_id, member.dues_base_ids)

    def test_a_raise_entered_late_is_asked_for_of_what_is_paid_or_prepaid(self):
        """The difference of paid and prepaid months is a row of its own, with its reason."""
        member = self.make_member()
        self.base(member, 3000)
        self.assess(member)
        self.pay(member, "2026-03-01", "2026-07-01")
        self.base(member, 5000, "2026-04-01")
        self.assertEqual(
            self.amounts(member, "unpaid"),
            [(1, 15.0), (2, 15.0), (4, 35.0), (5, 35.0), (6, 35.0), (7, 35.0)],
        )
        asked = self.rows(member).filtered("is_difference")
        self.assertEqual(asked.mapped("month"), [month(n) for n in (4, 5, 6, 7)])
        for words in ("15.00", "50.00", "2026-04"):
            self.assertIn(words, asked[0].note)
        payment = self.pay(member, "2026-04-01", "2026-07-01")
        self.assertEqual((payment.amount, payment.dues_ids), (140.0, asked))
        with self.assertRaisesRegex(UserError, "has paid"):
            self.pay(member, "2026-04-01")
        again = self.base(member, 6000, "2026-06-01")
        self.assertEqual(self.amounts(member, "unpaid")[2:], [(6, 40.0), (7, 40.0)])
        self.assertEqual(self.rows(member)[-1].base_id, again)

    def test_a_lower_base_entered_late_is_a_proposal(self):
        """Too much paid is settled by a person: with the next payment, or it stays."""
        member = self.make_member()
        self.base(member, 5000)
        self.assess(member)
        self.pay(member, "2026-03-01", "2026-05-01")
        self.base(member, 3000, "2026-04-01")
        proposed = self.rows(member).filtered(lambda row: row.state == "too_much")
        self.assertEqual(
            [(r.month, r.amount) for r in proposed], [(month(n), -35.0) for n in (4, 5)]
        )
        self.assertEqual(sum(self.rows(member).mapped("amount")), 50 * 3 + 15 * 2)
        first, second = proposed.with_user(self.branch_user)
        first.action_offset()
        second.action_leave()
        self.assertEqual((first.state, second.state), ("too_much", "left"))
        payment = self.pay(member, "2026-01-01", "2026-02-01")
        self.assertEqual((payment.amount, first.payment_id), (65.0, payment))
        self.assertFalse(second.payment_id)
        payment.with_user(self.branch_user).cancel_reason = "金额有误"
        payment.with_user(self.branch_user).action_cancel()
        self.assertEqual(self.amounts(member, "unpaid"), [(1, 50.0), (2, 50.0)])
        self.assertEqual(self.amounts(member, "too_much"), [(4, -35.0)])

    def test_a_cancelled_receipt_gives_the_months_back_as_they_are_now(self):
        member = self.make_member()
        self.base(member, 3000)
        payment = self.pay(member, "2026-04-01", "2026-05-01").with_user(self.branch_user)
        self.base(member, 5000, "2026-05-01")
        payment.cancel_reason = "重复缴费"
        payment.action_cancel()
        self.assertEqual(self.amounts(member, "unpaid"), [(4, 15.0), (5, 50.0)])
        self.assertFalse(self.rows(member).filtered("is_difference"))

    def test_a_new_table_of_rates_reaches_the_months_from_its_day(self):
        member = self.make_member()
        self.base(member, 3000)
        self.assess(member)
        self.pay(member, "2026-05-01")
        self.env["community.party.dues.rate"].create(
            {
                "name": "新表",
                "kind": "salary",
                "date_from": "2026-04-01",
                "legal_basis": "假设",
                "line_ids": [Command.create({"up_to": 0, "percent": 1})],
            }
        )
        self.assertEqual(
            self.amounts(member, "unpaid"), [(1, 15.0), (2, 15.0), (3, 15.0), (4, 30.0), (5, 15.0)]
        )

    # waivers

    def test_a_waiver_approved_late_reaches_paid_months_too(self):
        member = self.make_member()
        self.base(member, 3000)
        self.assess(member)
        self.pay(member, "2026-03-01")
        self.waive(member, "2026-02-01", "2026-03-31", amount=5)
        self.assertEqual(
            self.amounts(member, "unpaid"), [(1, 15.0), (2, 5.0), (4, 15.0), (5, 15.0)]
        )
        self.assertEqual(self.amounts(member, "too_much"), [(3, -10.0)])

    # membership

    def test_probation_counts_from_the_meeting_though_approved_later(self):
        self.assess(self.make_member("老党员", dues_category="dibao"))
        self.Dues._assess(month(3))
        new = self.make_member(
            "新党员",
            stage="candidate",
            date_probation=False,
            date_full=False,
            dues_category="student",
        )
        self.Dues._assess(month(5))
        self.assertFalse(self.rows(new))
        new.sudo().write({"stage": "probationary", "date_probation": "2026-03-10"})
        self.assertEqual(self.amounts(new, "unpaid"), [(3, 0.2), (4, 0.2), (5, 0.2)])
        new.sudo().date_probation = "2026-04-02"
        self.assertEqual(self.amounts(new, "unpaid"), [(4, 0.2), (5, 0.2)])
        self.pay(new, "2026-04-01")
        new.sudo().write({"stage": "candidate", "date_probation": False})
        self.assertFalse(self.amounts(new, "unpaid"))
        self.assertEqual(self.amounts(new, "too_much"), [(4, -0.2)])

    def test_who_comes_in_owes_from_the_month_after_the_letter(self):
        partner = self.env["res.partner"].create({"name": "转入党员"})
        transfer = self.letter(
            self.env["community.party.member"],
            partner_id=partner.id,
            direction="incoming",
            to_organization_id=self.branch.id,
            date_probation="2015-06-10",
            dues_paid_until="2026-02-01",
        )
        member = transfer.member_id
        member.dues_category = "dibao"
        self.assertEqual(self.amounts(member, "unpaid"), [(3, 0.2), (4, 0.2), (5, 0.2)])
        self.assertEqual(member.dues_paid_until, month(2))
        with self.assertRaisesRegex(UserError, "2026-02"):
            self.pay(member, "2026-01-01", "2026-03-01")
        self.assertEqual(self.pay(member, "2026-03-01", "2026-05-01").amount, 0.6)
        self.assertEqual(member.dues_paid_until, month(5))

    def test_who_left_owes_up_to_the_letter(self):
        """Open months after the letter go; what was paid of them is told; nothing more is taken."""
        member = self.make_member(dues_category="dibao")
        self.assess(member, last=2)
        self.pay(member, "2026-01-01", "2026-02-01")
        self.assess(member)
        self.letter(member)
        self.assertFalse(self.amounts(member, "unpaid"))
        self.assertEqual(self.amounts(member, "paid"), [(1, 0.2), (2, 0.2)])
        with self.assertRaisesRegex(UserError, "2026-02"):
            self.pay(member, "2026-03-01")
        late = self.make_member("再转", dues_category="dibao")
        self.letter(late, day="2026-03-10")
        self.Dues._assess(month(2))
        self.Dues._assess(month(4))
        self.assertEqual(self.amounts(late, "unpaid"), [(1, 0.2), (2, 0.2)])

    def test_the_letter_names_the_month_before_the_first_gap(self):
        member = self.make_member(dues_category="dibao")
        self.pay(member, "2026-01-01", "2026-02-01")
        self.pay(member, "2026-04-01", "2026-05-01")
        self.assertEqual(member.dues_paid_until, month(2))
        letter = self.env["community.party.transfer"].create(
            {"member_id": member.id, "other_name": "河西街道党工委"}
        )
        self.assertEqual(letter.dues_paid_until, month(2))
        self.pay(member, "2026-03-01")
        self.assertEqual((member.dues_paid_until, letter.dues_paid_until), (month(5), month(5)))
        letter.action_issue()
        self.pay(member, "2026-06-01")
        self.assertEqual(letter.dues_paid_until, month(5), "what is issued stays")

    def test_open_months_go_with_a_move_inside(self):
        member = self.make_member(dues_category="dibao")
        self.assess(member, last=2)
        self.pay(member, "2026-01-01")
        self.letter(member, direction="internal", to_organization_id=self.branch2.id)
        self.assertEqual(self.rows(member).organization_id, self.branch | self.branch2)
        self.assertEqual(self.rows(member)[0].organization_id, self.branch)

    def test_decisions_on_the_membership_stop_and_start_dues(self):
        member = self.make_member(dues_category="dibao")
        self.assess(member)
        self.pay(member, "2026-04-01")
        Decision = self.env["community.party.membership.decision"]
        values = {"member_id": member.id, "ground": "other", "decided_by": "党委", "basis": "纪要"}
        Decision.create({**values, "kind": "suspend", "date": "2026-02-10"})
        self.assertEqual(self.amounts(member, "unpaid"), [(1, 0.2), (2, 0.2)])
        self.assertEqual(self.amounts(member, "too_much"), [(4, -0.2)])
        Decision.create({**values, "kind": "restore", "date": "2026-04-20"})
        self.assertEqual(self.amounts(member, "unpaid"), [(1, 0.2), (2, 0.2), (5, 0.2)])
        self.assertFalse(self.amounts(member, "too_much"))

    def test_nothing_is_owed_after_the_month_of_death(self):
        resident = self.make_household([{"name": "赵国强", "role": "head"}]).head_id
        member = self.make_member(resident_id=resident.id, dues_category="dibao")
        self.assess(member)
        self.pay(member, "2026-01-01", "2026-04-01")
        resident.household_id._death(date(2026, 3, 15), resident)
        self.assertFalse(self.amounts(member, "unpaid"))
        self.assertEqual(self.amounts(member, "too_much"), [(4, -0.2)])
        self.Dues._assess(month(5))
        self.assertEqual(len(self.rows(member)), 5)

    def test_an_archived_file_keeps_following(self):
        member = self.make_member(dues_category="salary")
        self.assess(member, last=2)
        line = self.env["community.party.dues.base"].create(
            {"member_id": member.id, "date_from": "2026-01-01", "base": 3000, "category": "salary"}
        )
        member.active = False
        line.with_user(self.branch_user).action_confirm()
        self.assertEqual(self.amounts(member, "unpaid"), [(1, 15.0), (2, 15.0)])

    # alerts, months and years

    def test_a_base_never_declared_is_an_alert(self):
        member = self.make_member(dues_category="salary", number="D-9")
        fixed = self.make_member("低保", dues_category="dibao")
        self.assess(member, fixed, first=4)
        self.assertEqual((member.dues_alert, fixed.dues_alert), ("no_base", "none"))
        Member = self.env["community.party.member"].with_user(self.branch_user)
        self.assertIn(member, Member.search([("dues_alert", "=", "no_base")]))
        self.assertNotIn(member, Member.search([("dues_alert", "=", "none")]))
        due = self.env["community.due"].with_user(self.branch_user)
        lines = due.search([("kind", "=", "party_base")])
        self.assertEqual(lines.mapped("date_due"), [month(5)])
        Member.sudo()._remind_of_arrears()
        self.assertIn("2026-04", member.activity_ids.summary)
        self.assertIn("D-9", member.activity_ids.summary)
        self.base(member, 3000)
        self.assertEqual(member.dues_alert, "none")

    def test_any_open_month_is_assessed(self):
        member = self.make_member(dues_category="dibao")
        Assess = self.env["community.party.dues.assess"].with_user(self.treasurer)
        action = Assess.create({"month": "2025-12-15"}).action_assess()
        self.assertEqual(self.rows(member).mapped("month"), [month(12, 2025)])
        self.assertEqual(action["domain"], [("month", "=", month(12, 2025))])
        with self.assertRaisesRegex(UserError, "2026-06"):
            Assess.create({"month": "2026-06-01"}).action_assess()

    def test_months_of_a_closed_year_stay_and_the_difference_is_asked_for(self):
        member = self.make_member()
        self.base(member, 3000, "2025-01-01")
        with freeze_time("2025-12-20"):
            self.Dues._assess(month(12, 2025), member)
        self.env["community.party.dues.year"].create({"year": "2025"}).action_close()
        self.base(member, 5000, "2025-12-01")
        self.assertEqual([row.amount for row in self.rows(member)], [15.0, 35.0])
        self.assertEqual(self.pay(member, "2025-12-01").amount, 50.0)

    def test_what_a_closed_year_asked_too_much_is_not_paid(self):
        """A month of a closed year that is owed no more is not taken; a lower one is taken so."""
        member = self.make_member()
        self.base(member, 5000, "2025-01-01")
        with freeze_time("2025-12-20"):
            self.assess_old(member)
        self.env["community.party.dues.year"].create({"year": "2025"}).action_close()
        self.base(member, 3000, "2025-12-01")
        self.assertEqual([row.amount for row in self.rows(member)], [50.0, 50.0, -35.0])
        self.waive(member, "2025-11-01", "2025-11-30")
        with self.assertRaisesRegex(UserError, "nothing is due"):
            self.pay(member, "2025-11-01")
        self.assertEqual(self.pay(member, "2025-12-01").amount, 15.0)

    def assess_old(self, member):
        for number in (11, 12):
            self.Dues._assess(month(number, 2025), member)

    def test_a_letter_entered_in_a_later_year_makes_no_month_before_it(self):
        """Months of before the letter are not asked for, not even in a closed year."""
        self.assess_old(self.make_member("老党员", dues_category="dibao"))
        self.Dues._assess(month(11, 2025))
        self.env["community.party.dues.year"].create({"year": "2025"}).action_close()
        partner = self.env["res.partner"].create({"name": "转入党员"})
        transfer = self.letter(
            self.env["community.party.member"],
            partner_id=partner.id,
            direction="incoming",
            to_organization_id=self.branch.id,
            date_probation="2015-06-10",
            dues_paid_until="2026-03-01",
        )
        self.assertEqual(self.rows(transfer.member_id).mapped("month"), [month(4), month(5)])

    def test_the_balance_of_a_year_is_brought_forward(self):
        member = self.make_member(dues_category="dibao")
        self.pay(member, "2025-12-01", date="2025-12-30")
        Year = self.env["community.party.dues.year"].with_user(self.treasurer)
        first = Year.create({"year": "2025", "opening_amount": 10})
        first.action_refresh()
        second = Year.create({"year": "2026"})
        self.assertEqual(second.opening_amount, 10.2)
        with self.assertRaisesRegex(UserError, "10.20"):
            second.opening_amount = 7
        self.pay(member, "2025-11-01", date="2025-12-31")
        second.action_refresh()
        self.assertAlmostEqual(second.opening_amount, 10.4)
        self.assertAlmostEqual(first.closing_amount, 10.4)
        with freeze_time("2027-02-01"):
            with self.assertRaisesRegex(UserError, "2025"):
                second.action_close()
            first.action_close()
            second.action_close()
        before = Year.create({"year": "2024"})
        self.assertFalse(before.opening_amount)

    def test_the_night_brings_in_what_nobody_announced(self):
        """A number of the rules that changes reaches the months at night."""
        member = self.make_member()
        self.base(member, 3033)
        self.assess(member)
        self.pay(member, "2026-05-01")
        self.assertEqual(self.rows(member)[0].amount, 30.33)
        self.env.ref("community_party.community_parameter_party_dues_rounding").value = 0.1
        self.Dues._cron_assess()
        self.assertEqual(self.amounts(member, "unpaid")[0], (1, 30.3))
        self.assertEqual(self.amounts(member, "too_much"), [(5, -0.03)])

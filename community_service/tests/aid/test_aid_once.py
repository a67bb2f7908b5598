from dateutil.relativedelta import relativedelta

from odoo.fields import Command
from odoo.tests import tagged

from .test_aid_exclusion import ExclusionCase


@tagged("post_install", "-at_install", "community")
class TestAidOnce(ExclusionCase):
    """The same need once, when facts come late, homes change, and decisions are set aside."""

    def appeal(self, case, change=None, **values):
        appeal = (
            self.env["community.aid.appeal"]
            .with_user(self.officer)
            .create({"case_id": case.id, "body": "复议办", "change_id": change and change.id})
        )
        values = {
            "outcome": "reopened",
            "date_outcome": self.today,
            "decided_by": "区政府 周主任",
            **values,
        }
        appeal.write(values)
        return appeal

    def test_aid_given_again_beside_another_kind_asks_for_a_reason(self):
        case = self.granted(self.dibao)
        stop = self.change(case, "stop", date_from=False)
        other = self.granted(self.poor)
        appeal = self.appeal(case, stop)
        with self.refused(f"{other.number}.* exclude each other"):
            appeal.action_decide()
        self.assertEqual(case.state, "stopped")
        appeal.outcome_reason = "复议决定撤销停发"
        appeal.action_decide()
        self.assertEqual(case.state, "active")
        self.pay(other)
        with self.refused("exclude each other"):
            self.pay(case)

    def test_files_of_one_person_that_were_both_paid(self):
        """From the merge on the person has one aid in each month, whichever file it came by."""
        home = self.make_household([{"name": "张小明", "role": "head"}])
        one, two = self.granted(self.poor), self.granted(self.dibao, household_id=home.id)
        self.pay(one)
        self.pay(two)
        gone, kept = two.resident_id, one.resident_id
        gone.with_user(self.officer)._merge_into(kept.with_user(self.officer))
        self.env.invalidate_all()
        self.assertEqual(two._people_in(self.month), kept)
        before = self.month - relativedelta(months=1)
        self.pay(one, period=before)
        with self.refused("exclude each other"):
            self.pay(two, period=before)

    def test_nothing_is_paid_back_for_months_after_the_end(self):
        case = self.granted(self.dibao)
        end = self.month - relativedelta(months=2)
        self.change(case, "stop", date=end, date_from=False, date_heard=end)
        self.assertEqual(case.date_end, end)
        with self.refused("aid ended on"):
            self.pay(case, kind="back_pay", period=self.month)
        self.pay(case, kind="back_pay", period=end, amount=10)

    def test_who_joins_from_a_paid_month_takes_it(self):
        """Entered late, a new member has the months that the family was paid already."""
        one = self.granted(self.dibao)
        two = self.granted(self.dibao, household_id=self.make_household().id)
        poor = self.granted(self.poor, resident_id=self.child.id)
        before = self.month - relativedelta(months=1)
        earlier = self.month - relativedelta(months=3)
        left = [Command.link(self.child.id)]
        self.change(one, "cut", amount=400, left_ids=left, date_from=earlier)
        self.pay(poor, period=earlier)
        self.pay(two, period=before)
        poor.sudo()._set_closed(state="stopped", date_end=before - relativedelta(days=1))
        joined = {"amount": 900, "joined_ids": left}
        self.change(two, "raise", date_from=earlier, **joined)
        poor.sudo()._set_closed(state="active", date_end=False)
        with self.refused("张乐.* exclude each other"):
            self.pay(poor, period=before)
        self.pay(poor, period=before - relativedelta(months=1))

    def test_an_end_entered_late_frees_no_month_that_was_paid(self):
        case, other = self.granted(self.dibao), self.granted(self.poor)
        self.pay(case)
        end = self.month - relativedelta(months=2)
        self.change(case, "stop", date=end, date_from=False, date_heard=end)
        self.assertEqual(case.owed_amount, -600)
        with self.refused("exclude each other"):
            self.pay(other)
        self.pay(case, kind="recovery")
        self.pay(other)

    def test_an_end_holds_from_its_day(self):
        """What is paid and what the family reads go by the day of the decision, whatever a call
        says beside it.
        """
        case = self.granted(self.dibao)
        change = self.change(case, "stop", date_from=self.today + relativedelta(months=2))
        self.assertEqual((change.date_from, case.date_end), (self.today, self.today))

    def test_who_moved_and_who_split_off_has_the_aid_of_the_former_home(self):
        case = self.granted(self.dibao)
        officer = self.env(user=self.officer)
        family, child = self.household.with_env(officer), self.child.with_env(officer)
        wife = family.resident_ids.filtered(lambda one: one.name == "李丽")
        home = self.make_household([{"name": "王平", "role": "head"}])
        home.with_env(officer)._move_in(self.today, wife, role="spouse")
        self.pay(case)
        with self.refused("李丽.* exclude each other"):
            self.pay(self.granted(self.dibao, household_id=home.id))
        room = self.env["community.dwelling"].create({"area_id": self.building1.id, "room": "1701"})
        family._split(self.today, child, room.with_env(officer), child)
        self.assertNotEqual(child.household_id, family)
        with self.refused("张乐.* exclude each other"):
            self.pay(self.granted(self.dibao, household_id=child.household_id.id))

    def test_a_new_head_and_merged_homes_change_nobodys_month(self):
        home = self.make_household([{"name": "王平", "role": "head"}])
        case, other = self.granted(self.dibao), self.granted(self.dibao, household_id=home.id)
        poor = self.granted(self.poor, household_id=home.id)
        wife = self.household.resident_ids.filtered(lambda one: one.name == "李丽")
        self.household.with_user(self.officer)._change_head(self.today, wife)
        home.with_user(self.officer)._merge(self.today, self.household.with_user(self.officer))
        self.assertIn("王平 left the household", other.difference)
        for paid in (case, other):
            self.pay(paid)
        with self.refused("王平.* exclude each other"):
            self.pay(poor)

    def test_an_appeal_that_turns_out_late_asks_why_it_is_kept(self):
        """The letter to the family may be entered after the appeal."""
        case = self.granted(self.dibao)
        day = self.today - relativedelta(days=100)
        start = self.month - relativedelta(months=2)
        cut = self.change(case, "cut", amount=400, date=day, date_heard=day, date_from=start)
        appeal = self.appeal(case, cut)
        self.assertFalse(appeal.is_late)
        told = {"household_id": case.household_id.id, "case_id": case.id}
        self.env["community.aid.told"].create(
            {**told, "subject": "change", "date": day, "way": "letter"}
        )
        self.assertTrue(appeal.is_late)
        with self.refused("Write why it is kept though late"):
            appeal.action_decide()
        appeal.late_reason = "住院"
        appeal.action_decide()
        self.assertEqual(appeal.state, "decided")

    def test_paid_in_a_batch(self):
        case, other = self.granted(self.dibao), self.granted(self.poor)
        with self.refused("exclude each other"):
            (case | other).action_pay_month()
        before = self.month - relativedelta(months=1)
        with self.refused("exclude each other"):
            self.Payment.create(
                [
                    {"case_id": case.id, "amount": 600, "period": before},
                    {"case_id": other.id, "amount": 600, "period": before},
                ]
            )

import itertools
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ...models.register.community_resident_finding import PROPOSAL
from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestPersonEnded(AidCase):
    """The end of a person reaches every part, whenever and in whatever order it is entered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spouse = cls.household.resident_ids.filtered(lambda r: r.name == "李丽")
        cls.day = cls.today - relativedelta(months=3)
        cls.env.flush_all()

    # facts

    def volunteer(self, person):
        return self.env["community.volunteer"].create(
            {"resident_id": person.id, "date_registered": self.day - timedelta(days=90)}
        )

    def placement(self, person):
        return self.env["community.placement"].create(
            {
                "resident_id": person.id,
                "kind": "employer",
                "job": "超市",
                "date_from": self.day - timedelta(days=90),
                "user_id": self.officer.id,
            }
        )

    def activity(self):
        start = fields.Datetime.now() + timedelta(days=3)
        kind = self.env["community.activity.kind"].search([], limit=1)
        return self.env["community.activity"].create(
            {
                "name": "讲座",
                "kind_id": kind.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=2),
                "user_id": self.officer.id,
            }
        )

    def sign_up(self, person):
        return (
            self.env["community.attendance"]
            .with_user(self.officer)
            .create({"activity_id": self.activity().id, "resident_id": person.id})
        )

    def request(self, person):
        return (
            self.env["community.request"]
            .with_user(self.officer)
            .create(
                {
                    "resident_id": person.id,
                    "household_id": self.household.id,
                    "description": "路灯不亮",
                }
            )
        )

    def granted(self, person, **values):
        case = self.make_case(programme=self.education, resident_id=person.id)
        case.sudo().write(
            {
                "state": "active",
                "decision": "granted",
                "decision_person": "x",
                "decision_basis": "x",
                "date_decision": self.day - timedelta(days=200),
                "date_start": self.day - timedelta(days=200),
                "amount": 500,
                "user_id": self.officer.id,
                **values,
            }
        )
        return case.with_user(self.officer)

    def dies(self, person=None, day=None):
        home = self.household.with_user(self.officer)
        return home._death(day or self.day, person or self.spouse)

    def proposals(self, person=None):
        person = person or self.spouse
        kind = self.env.ref(PROPOSAL)
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("community_ended_id", "=", person.id)]
        )

    def proposed(self, person=None):
        lines = self.proposals(person)
        found = [(line.res_model, line.res_id) for line in lines]
        self.assertEqual(len(found), len(set(found)), "each once")
        return set(found)

    # one end, all parts

    def test_a_death_is_proposed_to_every_part(self):
        """What runs in the name of somebody dead is listed once, for the person in charge."""
        volunteer, placement, signed = (
            make(self.spouse) for make in (self.volunteer, self.placement, self.sign_up)
        )
        request, case = self.request(self.spouse), self.granted(self.spouse)
        self.assertFalse(self.proposed())
        self.dies()
        wanted = {
            (record._name, record.id)
            for record in (volunteer, placement, signed.activity_id, request, case)
        }
        self.assertEqual(self.proposed(), wanted)
        own = self.proposals().filtered(lambda line: line.res_model == placement._name)
        self.assertEqual(own.user_id, self.officer)
        self.assertIn(str(self.day), own.summary)
        self.assertNotIn(self.spouse.name, own.summary, "a summary carries no name")
        self.spouse._person_ended()
        self.assertEqual(self.proposed(), wanted, "asking twice proposes once")

    def test_a_reversed_death_takes_its_proposals_back(self):
        """A death entered by mistake leaves nothing proposed."""
        self.volunteer(self.spouse)
        operation = self.dies()
        self.assertTrue(self.proposed())
        operation.with_user(self.officer).action_undo()
        self.assertFalse(self.spouse.date_death)
        self.assertFalse(self.proposed())
        self.dies()
        self.assertTrue(self.proposed(), "and a second one, the right one, proposes again")

    def test_what_was_kept_stays_kept(self):
        """Who has looked at a proposal and kept the matter is not asked again."""
        self.volunteer(self.spouse)
        self.dies()
        self.proposals().action_feedback(feedback="gift of the family")
        self.spouse._person_ended()
        self.assertFalse(self.proposed())

    def test_what_ended_otherwise_is_not_proposed_any_more(self):
        volunteer = self.volunteer(self.spouse)
        self.dies()
        volunteer.active = False
        self.env["community.resident"]._cron_person_ended()
        self.assertFalse(self.proposed())

    def test_moved_away_and_dead_afterwards(self):
        """Whoever moved away and dies elsewhere has one end, the last one known."""
        self.volunteer(self.spouse)
        home = self.household.with_user(self.officer)
        home._move_out(self.day, self.spouse)
        self.assertEqual(self.spouse.end_kind, "moved")
        self.assertIn("left on", self.proposals().summary)
        with self.refused("does not belong to"):
            self.dies(day=self.today)
        self.spouse.with_user(self.officer).date_death = self.today
        self.assertEqual(self.spouse.end_kind, "died")
        self.assertIn("died on", self.proposals().summary)
        other = self.make_household(room="909")
        with self.refused("died on"):
            other.with_user(self.officer)._move_in(self.today, self.spouse)

    def test_a_move_inside_is_no_end(self):
        self.volunteer(self.spouse)
        other = self.make_household(room="908")
        other.with_user(self.officer)._move_in(self.today, self.spouse)
        self.assertFalse(self.spouse.end_kind)
        self.assertFalse(self.proposed())

    def test_all_orders_end_alike(self):
        """In each order of the facts, what runs is proposed to end, or is refused in a sentence."""
        facts = {
            "death": lambda: self.dies(),
            "volunteer": lambda: self.volunteer(self.spouse),
            "placement": lambda: self.placement(self.spouse),
            "attendance": lambda: self.sign_up(self.spouse).activity_id,
            "request": lambda: self.request(self.spouse),
        }
        late = {"attendance", "request"}
        for order in itertools.permutations(facts):
            with self.subTest(order=order), self.env.cr.savepoint() as point:
                wanted = set()
                for name in order:
                    if name in late and order.index(name) > order.index("death"):
                        with self.refused("李丽 died on"):
                            facts[name]()
                        continue
                    record = facts[name]()
                    if name != "death":
                        wanted.add((record._name, record.id))
                self.assertEqual(self.proposed(), wanted)
                point.rollback()
                self.env.invalidate_all()

    # entering somebody who is no longer there

    def test_nobody_dead_is_entered_for_a_later_day(self):
        """Who, since when and what to do is said; of a day before the death the entry is right."""
        visit = {
            "household_id": self.household.id,
            "state": "done",
            "visitor_ids": [(6, 0, self.officer.ids)],
            "met_resident_ids": [(6, 0, self.spouse.ids)],
        }
        self.dies()
        Visit = self.env["community.visit"].with_user(self.officer)
        with self.refused("李丽 died on .*Choose somebody else"):
            Visit.create({**visit, "date": self.day + timedelta(days=1)})
        self.assertTrue(Visit.create({**visit, "date": self.day}))
        with self.refused("李丽 died on"):
            self.make_case(programme=self.temporary, resident_id=self.spouse.id)

    def test_whom_a_record_names_already_stays_there(self):
        visit = self.env["community.visit"].create(
            {
                "household_id": self.household.id,
                "date": self.today,
                "state": "done",
                "visitor_ids": [(6, 0, self.officer.ids)],
                "met_resident_ids": [(6, 0, self.spouse.ids)],
            }
        )
        self.dies()
        visit.met_resident_ids = [(4, self.head.id)]
        self.assertEqual(len(visit.met_resident_ids), 2)

    def test_a_form_warns_and_its_picker_does_not_offer(self):
        self.dies()
        Attendance = self.env["community.attendance"].with_user(self.officer)
        spec = {"activity_id": {}, "resident_id": {}}
        values = {"activity_id": self.activity().id, "resident_id": self.spouse.id}
        answer = Attendance.onchange(values, ["resident_id"], spec)
        self.assertIn("李丽 died on", answer["warning"]["message"])
        values["resident_id"] = self.head.id
        self.assertNotIn("warning", Attendance.onchange(values, ["resident_id"], spec))
        domain = Attendance.fields_get(["resident_id"])["resident_id"]["domain"]
        self.assertIn("end_kind", str(domain))
        Resident = self.env["community.resident"].with_user(self.officer)
        there = Resident.search([("end_kind", "not in", ["archived", "died", "moved"])])
        self.assertIn(self.head, there)
        self.assertNotIn(self.spouse, there)

    def test_ends_are_searched_as_they_are_told(self):
        """Search and single record agree on who is no longer there."""
        self.dies()
        other = self.make_household([{"name": "赵走", "role": "head"}], room="907")
        gone = other.resident_ids
        other.with_user(self.officer)._move_out(self.day, gone)
        archived = self.env["community.resident"].create({"name": "无家"})
        archived.active = False
        never = self.env["community.resident"].create({"name": "未住"})
        people = (self.spouse | gone | archived | never | self.head).with_context(active_test=False)
        self.assertEqual(people.mapped("end_kind"), ["died", "moved", "archived", False, False])
        for kind in ("died", "moved", "archived", False):
            found = people.search([("end_kind", "=", kind), ("id", "in", people.ids)])
            self.assertEqual(found, people.filtered(lambda p, kind=kind: p.end_kind == kind), kind)
        volunteer = self.volunteer(self.head)
        sleeping = self.env["community.volunteer"].create({"resident_id": never.id})
        sleeping.active = False
        dead = self.env["community.volunteer"].create(
            {"resident_id": self.spouse.id, "date_registered": self.day}
        )
        helpers = (volunteer | sleeping | dead).with_context(active_test=False)
        self.assertEqual(helpers.mapped("end_kind"), [False, "archived", "died"])
        for kind in ("died", "archived", False):
            found = helpers.search([("end_kind", "=", kind), ("id", "in", helpers.ids)])
            self.assertEqual(found, helpers.filtered(lambda p, kind=kind: p.end_kind == kind), kind)

    # archive and direct writes

    def test_nobody_who_lives_here_goes_to_the_archive(self):
        """The refusal says the way out, and after it the archive is open."""
        person = self.spouse.with_user(self.officer)
        with self.refused("move the person out there, or record the death"):
            person.active = False
        self.household.with_user(self.officer)._move_out(self.day, self.spouse)
        person.active = False
        self.assertEqual(self.spouse.end_kind, "archived")
        with self.refused("is in the archive since"):
            self.request(self.spouse)

    def test_a_death_by_hand_is_the_operation(self):
        with self.refused("record the death there"):
            self.spouse.with_user(self.officer).date_death = self.day

    # money

    def test_no_month_after_a_death_is_paid_on_nobodys_word(self):
        """A later month takes a reason and a name; back-pay of a month before does not."""
        case = self.granted(self.spouse)
        self.dies()
        Payment = self.env["community.aid.payment"].with_user(self.officer)
        later = {"case_id": case.id, "period": self.today, "amount": 500}
        with self.refused("had died before that month"):
            Payment.create(later)
        with self.refused("had died before that month"):
            Payment.create({**later, "ended_reason": "丧葬补助"})
        words = {"ended_reason": "丧葬补助", "ended_approver": "街道 李科长"}
        self.assertTrue(Payment.create({**later, **words}))
        self.assertTrue(Payment.create({**later, "period": self.day, "kind": "back_pay"}))
        self.assertEqual(case._paid_after(self.spouse._ended_people()[self.spouse]), 0)

    def test_a_late_death_proposes_recovery(self):
        """Three months after, with payments in between: the proposal names the sum."""
        case = self.granted(self.spouse)
        Payment = self.env["community.aid.payment"].with_user(self.officer)
        for month in (1, 2, 3):
            Payment.create(
                {
                    "case_id": case.id,
                    "period": self.day + relativedelta(months=month),
                    "amount": 500,
                }
            )
        Payment.create({"case_id": case.id, "period": self.day, "amount": 500})
        self.dies()
        line = self.proposals().filtered(lambda line: line.res_model == case._name)
        self.assertIn("1500", line.note)
        case.sudo().write({"state": "stopped"})
        self.spouse._person_ended()
        self.assertIn((case._name, case.id), self.proposed(), "the end of aid brings nothing back")
        Payment.create(
            {"case_id": case.id, "period": self.today, "amount": 1500, "kind": "recovery"}
        )
        self.env["community.resident"]._cron_person_ended()
        self.assertNotIn((case._name, case.id), self.proposed())

    def test_a_family_that_lives_on_is_reviewed(self):
        """The household's aid is proposed for review, and its months are paid."""
        case = self.granted(self.head)
        case.sudo().write({"programme_id": self.dibao.id})
        self.dies()
        self.assertIn((case._name, case.id), self.proposed())
        payment = self.env["community.aid.payment"].with_user(self.officer)
        self.assertTrue(payment.create({"case_id": case.id, "period": self.today, "amount": 500}))

    # who died

    def test_the_timeline_names_who_died(self):
        """An operation on a family of three names the one who died."""
        self.dies()
        entries = self.household.with_user(self.officer).timeline()
        texts = [entry["text"] for entry in entries if entry["title"].startswith("Death")]
        self.assertEqual(texts, ["李丽"])

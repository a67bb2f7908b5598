import itertools

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..aid_common import AidCase

BEFORE, LAW, LATER = "2026-06-30", "2026-07-01", "2026-09-01"


@tagged("post_install", "-at_install", "community")
class TestAidEdition(AidCase):
    """A programme has a history: a case goes by the edition of the day of its application."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Programme = cls.env["community.aid.programme"]
        cls.rule = {"name": "本地救助", "code": "local", "kind": "waiver", "decision_body": "街道"}
        cls.rule |= {"legal_basis": "区规定"}
        cls.rule |= {"needs_income": False, "needs_survey": False, "needs_notice": False}

    def edition(self, day=False, company=True, **values):
        company_id = self.env.company.id if company else False
        return self.Programme.create(
            {**self.rule, "valid_from": day, "company_id": company_id, **values}
        )

    def test_a_case_keeps_the_edition_of_its_day_in_every_order(self):
        """Editions, a case and a corrected day are entered in every order: the end is the same."""
        for day, corrected, county_days in (
            (BEFORE, None, 10),
            (LAW, None, 11),
            (LATER, None, 13),
            (BEFORE, LATER, 13),
            (LATER, BEFORE, 10),
        ):
            facts = ["shared", "own", "case"] + (["corrected"] if corrected else [])
            for order in itertools.permutations(facts):
                if corrected and order.index("corrected") < order.index("case"):
                    continue
                with self.subTest(day=day, corrected=corrected, order=order):
                    first = self.edition(company=False, county_days=10)
                    made, case = first, self.Case
                    for fact in order:
                        if fact == "shared":
                            made |= self.edition(LAW, company=False, county_days=11)
                            # What a community said from the same day goes before the shared rule.
                            made |= self.edition(LATER, company=False, county_days=12)
                        elif fact == "own":
                            made |= self.edition(LATER, county_days=13)
                        elif fact == "case":
                            case = self.make_case(first, date_received=day)
                        else:
                            case.date_received = corrected
                    self.assertEqual(case.programme_id.county_days, county_days)
                    self.assertEqual(case.programme_id.code, "local")
                    case.sudo().unlink()
                    made.unlink()

    def test_an_edition_whose_day_is_corrected_takes_its_cases_along(self):
        old = self.edition(county_days=10)
        new = self.edition(LATER, county_days=11)
        case = self.make_case(old, date_received=LAW)
        self.assertEqual(case.programme_id, old)
        new.valid_from = LAW
        self.assertEqual(case.programme_id, new)
        new.unlink()
        self.assertEqual(case.programme_id, old, "a deleted edition leaves its cases to the other")

    def test_a_decided_case_keeps_its_edition(self):
        old = self.edition()
        case = self.make_case(old, date_received=LATER)
        self.submit(case)
        self.decide(case, amount=100)
        self.edition(LAW)
        self.assertEqual(case.programme_id, old)

    def test_the_newest_edition_counts_and_the_own_one_on_a_tie(self):
        shared = self.edition(company=False)
        own = self.edition()
        law = self.edition(LAW, company=False)
        community, other = self.env.company, self.env["res.company"].create({"name": "Another"})
        domain = [("code", "=", "local")]
        self.assertEqual(self.Programme._in_use(community, domain, BEFORE), own)
        self.assertEqual(self.Programme._in_use(other, domain, BEFORE), shared)
        self.assertEqual(self.Programme._in_use(community, domain, LAW), law)
        self.assertEqual(self.Programme._in_use(community, domain), law)
        copy = self.own_copy(law, self.manager)
        self.assertEqual(copy.valid_from, fields.Date.to_date(LAW))
        self.assertEqual(self.Programme._in_use(community, domain), copy)
        self.assertEqual(self.Programme._in_use(other, domain), law)
        copy.active = False
        self.assertFalse(self.Programme._in_use(community, domain), "the community does without")
        self.assertEqual(self.Programme._in_use(community, domain, BEFORE), own)

    def test_what_is_in_force_is_shown_and_offered(self):
        old, law = self.edition(), self.edition(LAW, company=False)
        both = old | law
        self.assertEqual((old.is_in_force, law.is_in_force), (False, True))
        self.assertEqual(both.search([("id", "in", both.ids), ("is_in_force", "=", True)]), law)
        offered = self.Programme.with_user(self.worker).name_search("本地救助")
        self.assertEqual([row_id for row_id, _name in offered], [law.id])
        self.assertEqual(law.display_name, "本地救助, from 2026-07-01")

    def test_a_new_edition_is_entered_beside_the_old_one(self):
        old = self.edition(date_as_of="2026-01-01", source="The gazette", county_days=7)
        old = old.with_user(self.manager)
        new = old.browse(old.action_new_edition()["res_id"])
        self.assertEqual(
            (new.code, new.company_id, new.valid_from, new.county_days, new.date_as_of, new.source),
            ("local", self.env.company, fields.Date.context_today(old), 7, False, False),
        )
        self.assertEqual(old.action_new_edition()["res_id"], new.id, "once a day")
        for user in (self.worker, self.officer):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                old.with_user(user).action_new_edition()
        with self.refused("administrator of the service", AccessError):
            self.edition(company=False).with_user(self.manager).action_new_edition()

    def test_one_edition_from_one_day(self):
        self.edition(LAW)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.edition(LAW)

    def test_two_editions_never_pay_one_month_twice(self):
        """The same need is met once, whichever edition of the programme the cases go by."""
        monthly = {"is_monthly": True, "kind": "temporary"}
        old, law = self.edition(**monthly), self.edition(LAW, **monthly)
        cases = self.Case
        for programme, day in ((old, BEFORE), (law, LATER)):
            case = self.make_case(programme, date_received=day)
            self.submit(case)
            self.decide(case, amount=100)
            start = fields.Date.start_of(self.today, "month") - relativedelta(months=1)
            case.sudo().write({"date_start": start})
            cases |= case
        self.assertEqual(cases.programme_id, old | law)
        Payment = self.env["community.aid.payment"].with_user(self.officer)
        Payment.create({"case_id": cases[0].id})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                Payment.create({"case_id": cases[1].id})
        Payment.create(
            {"case_id": cases[1].id, "period": self.today - relativedelta(months=1), "amount": 100}
        )
        totals = self.env["community.aid.payment.total"].search(
            [("programme_id", "in", (old | law).ids)]
        )
        self.assertEqual(totals.programme_id, law, "a programme is one in the totals")
        self.assertEqual(sum(totals.mapped("amount")), 200)

    def test_a_standard_is_one_of_all_editions(self):
        old = self.edition(standard_months=1)
        standard = self.Standard.create(
            {"programme_id": old.id, "amount": 800, "date_from": "2020-01-01"}
        )
        law = self.edition(LAW, standard_months=1)
        for day in (BEFORE, LATER):
            case = self.make_case(old, date_received=day)
            self.assertEqual(case.standard_id, standard)
        self.assertEqual((old.standard_count, law.standard_count), (1, 1))
        action = law.action_open_standards()
        self.assertEqual(self.Standard.search(action["domain"]), standard)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.Standard.create(
                    {"programme_id": law.id, "amount": 900, "date_from": "2020-01-01"}
                )
        case.sudo().unlink()
        self.Case.search([("programme_id.code", "=", "local")]).sudo().unlink()
        old.unlink()
        self.assertEqual(standard.programme_id, law, "no standard is lost with an edition")

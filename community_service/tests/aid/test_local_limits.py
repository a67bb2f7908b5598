from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestLocalLimits(AidCase):
    """Numbers without a national source say so, and warn until somebody has confirmed them."""

    def test_each_limit_names_its_source(self):
        programmes = self.env["community.aid.programme"].search([])
        for limit, basis in (
            ("asset_months", "asset_basis"),
            ("spending_share", "spending_basis"),
            ("small_amount", "amount_basis"),
            ("standard_months", "amount_basis"),
            ("exit_months", "exit_basis"),
            ("is_edge_local", "edge_basis"),
            ("paper_days", "paper_basis"),
        ):
            used = programmes.filtered(limit)
            self.assertTrue(used)
            for programme in used:
                with self.subTest(programme=programme.code, limit=limit):
                    self.assertIn("No national source", programme[basis])
                    self.assertIn("civil affairs bureau", programme[basis])
        rests = programmes.filtered("is_unconfirmed").mapped("code")
        self.assertEqual(
            set(rests), {"dibao", "edge", "extreme_poor", "rigid", "temporary", "temporary_larger"}
        )

    def test_it_warns_until_a_manager_has_confirmed(self):
        """A case warns of limits that nobody has confirmed until a manager confirms them, by name
        and day; a grid worker may not.
        """
        case = self.make_case()
        self.assertTrue(case.limits_unconfirmed)
        dibao = self.own_copy(self.dibao, self.manager)
        with self.assertRaises(AccessError):
            dibao.with_user(self.worker).action_confirm()
        self.assertTrue(case.limits_unconfirmed)
        dibao.action_confirm()
        self.assertRecordValues(
            dibao,
            [
                {
                    "confirmed_user_id": self.manager.id,
                    "confirmed_date": self.today,
                    "is_unconfirmed": False,
                }
            ],
        )
        self.assertFalse(case.limits_unconfirmed)

    def test_a_changed_limit_is_confirmed_anew(self):
        dibao = self.own_copy(self.dibao, self.manager)
        dibao.action_confirm()
        dibao.write({"asset_months": dibao.asset_months, "asset_basis": "区民政局〔2026〕3号"})
        self.assertFalse(dibao.is_unconfirmed, "naming the source does not change the number")
        dibao.asset_months = 18
        self.assertRecordValues(
            dibao,
            [{"is_unconfirmed": True, "confirmed_user_id": False, "confirmed_date": False}],
        )

    def test_nobody_confirms_for_another(self):
        dibao = self.own_copy(self.dibao, self.manager)
        for values in ({"confirmed_user_id": self.officer.id}, {"confirmed_date": self.today}):
            with self.subTest(values=values), self.refused("follows from its steps", AccessError):
                dibao.write(values)
            with self.refused("follows from its steps", AccessError):
                self.env["community.aid.programme"].with_user(self.manager).create(
                    {
                        "name": "本地救助",
                        "code": "local",
                        "kind": "temporary",
                        "decision_body": "街道",
                        **values,
                    }
                )

    def test_numbers_of_rules_do_the_same(self):
        parameter = self.env["community.parameter"].create(
            {"name": "本地", "code": "service_local", "owner": "service", "value": 5}
            | {"company_id": self.env.company.id}
        )
        self.assertFalse(parameter.is_unconfirmed, "a number with a source needs no confirmation")
        parameter.is_local = True
        self.assertTrue(parameter.is_unconfirmed)
        parameter.with_user(self.manager).action_confirm()
        self.assertEqual(parameter.confirmed_user_id, self.manager)
        parameter.with_user(self.manager).value = 6
        self.assertTrue(parameter.is_unconfirmed)
        with self.assertRaises(AccessError):
            parameter.with_user(self.officer).action_confirm()

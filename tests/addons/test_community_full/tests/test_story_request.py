from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from odoo.addons.community_service.tests.common import CommunityCase

YEAR = date(2025, 1, 1), date(2025, 12, 31)


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryRequest(CommunityCase):
    """A12, and A13 as far as the service goes: from the first word to the figure of the report."""

    def figure(self, code):
        indicator = self.env.ref(f"community_service.community_indicator_{code}")
        return indicator.with_user(self.manager)._values(*YEAR, Domain.TRUE)[indicator]

    def move(self, request, kind, **values):
        move = self.env["community.request.move"].with_user(self.officer)
        return move.create({"kind": kind, "request_ids": request.ids, **values}).action_apply()

    def test_a12_agent_service_in_seven_steps(self):
        """Old Li cannot walk. At the window his neighbour hears that the community hands in the
        application for him; he signs the authority. The officer logs the entrusting and accepts:
        two papers are missing, the list is printed and the clock stands still. Two days later the
        papers come, the civil affairs bureau is asked and answers, the allowance is granted. The
        file is closed, the secretary told, and the officer visits Old Li: he is very satisfied.
        The receipt tells the progress to whoever has its number and code, and names nobody. The
        report counts one agent service, on time, and opens it.
        """
        household = self.make_household([{"name": "李福来", "role": "head"}])
        bureau = self.env["res.partner"].create({"name": "区民政局"})
        item = self.env.ref("community_service.service_item_old_age_allowance")
        item.department_id = bureau
        with freeze_time("2025-03-03 02:00:00"):
            request = (
                self.env["community.request"]
                .with_user(self.officer)
                .create(
                    {
                        "description": "腿脚不便，请社区代办高龄津贴",
                        "resident_id": household.head_id.id,
                        "item_id": item.id,
                        "is_proxy": True,
                        "proxy_note": "本人签有委托书",
                    }
                )
            )
            self.assertEqual(request.household_id, household)
            request.action_next_step()
            self.assertEqual(request.step_ids.kind, "entrust")
            request.material_ids[:1].action_received()
            paper = request.action_next_step()
            self.assertEqual(paper["report_name"], "community_service.report_request_missing")
            self.assertEqual((request.state, request.missing_count), ("waiting", 2))
        with freeze_time("2025-03-05 02:00:00"):
            missing = request.material_ids.filtered(lambda paper: paper.state == "missing")
            facts = [paper.action_received for paper in missing]

            def ask_bureau():
                referrals = self.env["community.request.referral"].with_user(self.officer)
                referrals.create({"request_id": request.id, "question": "材料是否齐全"})

            for fact in self.told([*facts, ask_bureau]):
                fact()
            request.action_resume()
            # Three working days from Monday, and the two in which the clock stood still.
            self.assertEqual(request.date_due, date(2025, 3, 10))
            referral = request.referral_ids
            self.assertEqual(referral.department_id, bureau)
        with freeze_time("2025-03-07 02:00:00"):
            referral.answer = "已批准，下月起发放"
            referral.action_answered()
            self.move(request, "done", result="已批准，下月起发放")
        with freeze_time("2025-03-10 02:00:00"):

            def go_on():
                request.action_next_step()

            def ask_him():
                self.move(request, "satisfaction", satisfaction="very", satisfaction_note="很满意")

            for fact in self.told([go_on, go_on, ask_him]):
                fact()
        seven = ["entrust", "accept", "handle", "deliver", "file", "report", "return_visit"]
        kinds = list(dict.fromkeys(request.step_ids.mapped("kind")))
        # The file tells the steps as they were taken; he may be asked before it is closed.
        self.assertEqual(kinds[:4], seven[:4])
        self.assertCountEqual(kinds, seven)
        self.assertFalse(request.next_step)
        progress = self.env["community.request"]._progress(
            request.number, request.sudo().access_code
        )
        self.assertNotIn("李福来", str(progress))
        self.assertEqual(len(progress["steps"]), len(request.step_ids))
        for code in ("requests_agent", "requests_on_time", "requests_satisfied"):
            self.assertEqual(self.figure(code), 1, code)
        indicator = self.env.ref("community_service.community_indicator_requests_agent")
        model, domain = indicator._target(*YEAR, Domain.TRUE)
        self.assertEqual(self.env[model].search(domain), request)

    def test_a13_a_need_is_claimed_and_counted_once(self):
        """At a visit the grid worker hears that the lamp of the staircase is broken, and so does
        the window from a neighbour. The need becomes a request; the neighbour's is merged into
        it. A unit takes it on. When the lamp shines, need and both requests close with one
        result; the unit's part waits for a confirmation, which the worker cannot give and the
        officer can. The report counts one request handled, and one contribution is confirmed.
        """
        household, neighbour = self.make_household(), self.make_household()
        unit = self.env["res.partner"].create({"name": "望河物业", "is_company": True})
        repair = self.env.ref("community_service.service_item_repair")
        Request = self.env["community.request"]
        with freeze_time("2025-03-03 02:00:00"):
            saved = (
                self.env["community.visit"]
                .with_user(self.worker)
                .save_at_the_door(
                    household.id,
                    {
                        "client_key": "a13-1",
                        "state": "done",
                        "needs": [{"kind": "request", "name": "楼道灯坏"}],
                    },
                )
            )
            self.assertEqual(saved["state"], "done")
            need = self.env["community.visit.need"].search([("household_id", "=", household.id)])
            context = need.with_user(self.worker).action_follow_up()["context"]
            first = (
                Request.with_user(self.worker)
                .with_context(**context)
                .create({"item_id": repair.id})
            )
            self.assertEqual(first.visit_id, need.visit_id)
            second = Request.with_user(self.officer).create(
                {
                    "description": "楼梯口没有灯",
                    "household_id": neighbour.id,
                    "item_id": repair.id,
                }
            )
            (first | second).with_user(self.officer).action_merge()
            first.action_accept()
            claim = (
                self.env["community.contribution"]
                .with_user(self.worker)
                .create(
                    {
                        "res_model": first._name,
                        "res_id": first.id,
                        "partner_id": unit.id,
                        "capacity": "unit",
                        "role": "换灯",
                    }
                )
            )
        with freeze_time("2025-03-04 02:00:00"):
            self.move(first, "done", result="灯已换好")
            self.assertEqual((first | second).mapped("state"), ["done", "done"])
            self.assertRecordValues(need, [{"state": "done", "result": "灯已换好"}])
            self.assertEqual(claim.state, "fulfilled")
            with self.assertRaises(AccessError):
                claim.action_confirm()
            claim.with_user(self.officer).action_confirm()
        self.assertEqual(claim.confirmed_by_id, self.officer)
        self.assertEqual(self.figure("requests_received"), 2)
        self.assertEqual(self.figure("requests_closed"), 1)
        contributions = (
            self.env["community.contribution"]
            .with_user(self.officer)
            .search([("state", "=", "confirmed"), ("date_confirmed", ">=", YEAR[0])])
        )
        self.assertEqual(contributions, claim)

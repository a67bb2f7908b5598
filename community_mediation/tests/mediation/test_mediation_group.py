from odoo.fields import Command
from odoo.tests import tagged

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
class TestMediationGroup(DisputeCase):
    def test_the_police_post_leads_and_the_rota_names_who_is_on_duty(self):
        """A group keeps its police post, leader, members with their capacity and who is on duty on
        a day.
        """
        Partner = self.env["res.partner"]
        post, police, secretary = Partner.create(
            [{"name": name} for name in ("派出所", "赵警官", "马书记")]
        )
        group = (
            self.env["community.mediation.group"]
            .with_user(self.coordinator)
            .create(
                {
                    "name": "调解小组",
                    "police_post_id": post.id,
                    "leader_id": police.id,
                    "member_ids": [
                        Command.create({"partner_id": police.id, "capacity": "police"}),
                        Command.create({"partner_id": secretary.id, "capacity": "secretary"}),
                    ],
                }
            )
        )
        group.duty_ids = [
            Command.create({"date": "2025-03-15", "member_id": group.member_ids[1].id})
        ]
        self.assertEqual(
            group.duty_ids.member_id.partner_id.name, group.member_ids[1].partner_id.name
        )
        self.assertEqual(set(group.member_ids.mapped("capacity")), {"police", "secretary"})
        self.assertEqual(group.leader_id, police)

    def test_a_member_takes_part_and_it_is_seen(self):
        """A member's claim on a case counts there and names none of the parties."""
        case = self.make_accepted()
        action = case.action_claim()
        partner = self.env["res.partner"].create({"name": "方志民"})
        self.env["community.contribution"].create(
            {
                "partner_id": partner.id,
                "res_model": action["context"]["default_res_model"],
                "res_id": action["context"]["default_res_id"],
            }
        )
        case.invalidate_recordset()
        self.assertEqual(case.contribution_count, 1)
        self.assertNotIn("陈秀兰", case.sudo().contribution_ids.display_name)

    def test_a_list_of_cases_costs_a_fixed_number_of_queries(self):
        for _number in range(5):
            self.make_accepted()
        Case = self.env["community.mediation.case"].with_user(self.mediator_user)
        fields = {"number": {}, "clock": {}, "state": {}, "next_session": {}, "is_overdue": {}}
        Case.web_search_read([], fields)
        self.env.invalidate_all()
        with self.assertQueryCount(10):
            Case.web_search_read([], fields)

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .test_mediation_agreement import AgreementCase


@tagged("post_install", "-at_install", "community")
class TestMediationGroup(AgreementCase):
    """The mediation group of the caring station, beside the committee."""

    def setUp(self):
        super().setUp()
        self.post, self.police, self.secretary, self.lawyer = self.env["res.partner"].create(
            [{"name": name} for name in ("派出所", "赵警官", "马书记", "钱律师")]
        )
        self.Group = self.env["community.mediation.group"].with_user(self.coordinator)

    def make_group(self, **values):
        return self.Group.create(
            {
                "name": "调解小组",
                "police_post_id": self.post.id,
                "leader_id": self.police.id,
                "member_ids": [
                    Command.create({"partner_id": self.secretary.id, "capacity": "secretary"})
                ],
                **values,
            }
        )

    def capacity(self, group, partner):
        return group.member_ids.filtered(lambda member: member.partner_id == partner).capacity

    def test_the_police_post_leads(self):
        """Whoever leads is a member for the police post, by itself; a member in another capacity
        does not lead, and the leader's line stays while they lead.
        """
        group = self.make_group()
        self.assertEqual(self.capacity(group, self.police), "police")
        line = group.member_ids.filtered(lambda member: member.partner_id == self.police)
        for turn in (
            lambda: group.write({"leader_id": self.secretary.id}),
            lambda: line.write({"capacity": "volunteer"}),
            lambda: self.make_group(leader_id=self.secretary.id),
        ):
            with self.assertRaisesRegex(UserError, "the police post leads it"):
                with self.env.cr.savepoint():
                    turn()
        with self.assertRaisesRegex(UserError, "赵警官 leads “调解小组”"), self.env.cr.savepoint():
            group.member_ids = [Command.delete(line.id)]
        form = Form(group)
        form.leader_id = self.env["res.partner"].create({"name": "孙警官"})
        form.save()
        self.assertEqual(self.capacity(group, group.leader_id), "police")
        line.unlink()
        self.assertNotIn(self.police, group.member_ids.partner_id)

    def test_the_main_force(self):
        """Committee staff, branch secretaries and group leaders are most of the members beside the
        police post; where they are not, the form says how many they are.
        """
        group = self.make_group()
        self.assertFalse(group.force_note)
        group.member_ids = [
            Command.create({"partner_id": self.lawyer.id, "capacity": "lawyer"}),
        ]
        self.assertIn("1 of 2 members", group.force_note)
        leader = self.env["res.partner"].create({"name": "刘楼长"})
        group.member_ids = [Command.create({"partner_id": leader.id, "capacity": "leader"})]
        self.assertFalse(group.force_note)

    def test_the_rota_names_who_is_on_duty(self):
        """On a day a member of this group is on duty, and nobody of another group."""
        group = self.make_group()
        other = self.make_group(name="另一小组", police_post_id=False)
        mine = group.member_ids.filtered(lambda member: member.partner_id == self.secretary)
        Duty = self.env["community.mediation.duty"].with_user(self.coordinator)
        Duty.create({"group_id": group.id, "date": "2025-03-15", "member_id": mine.id})
        on_duty = Duty.search([("group_id", "=", group.id), ("date", "=", "2025-03-15")])
        self.assertEqual(on_duty.member_id.partner_id, self.secretary)
        with self.assertRaisesRegex(UserError, "马书记 is no member of “另一小组”"):
            Duty.create({"group_id": other.id, "date": "2025-03-16", "member_id": mine.id})

    @freeze_time("2024-05-01 02:00:00")
    def test_the_group_is_not_the_committee_and_never_seals(self):
        """The leader of the group mediates a case and has all signatures, but only a member of the
        committee in office seals; being in the group as well takes nothing away.
        """
        leads = self.mediator_user2
        group = self.make_group(
            leader_id=leads.partner_id.id,
            member_ids=[
                Command.create(
                    {"partner_id": self.mediator_user.partner_id.id, "capacity": "committee"}
                )
            ],
        )
        self.assertNotEqual(group._name, self.committee._name)
        self.committee.member_ids.filtered(
            lambda member: member.mediator_id == self.mediator2
        ).unlink()
        case = self.make_accepted(
            "2024-04-10",
            date_received="2024-04-09",
            mediator_ids=[Command.set((self.mediator + self.mediator2).ids)],
        )
        agreement = self.agree(case)
        case.participant_ids.write({"signed_on": "2024-04-30"})
        agreement.mediator_signed_on = "2024-04-30"
        with self.assertRaisesRegex(
            UserError, "only a member of “东河社区人民调解委员会” seals, a mediation group does not"
        ):
            agreement.with_user(leads).action_seal()
        self.assertFalse(agreement.date_sealed)
        with self.assertRaises(AccessError):
            agreement.with_user(self.worker).action_seal()
        agreement.with_user(self.mediator_user).action_seal()
        self.assertTrue(agreement.date_sealed and agreement.date_effective)
        self.assertEqual(agreement.sealed_by_id, self.mediator_user)

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

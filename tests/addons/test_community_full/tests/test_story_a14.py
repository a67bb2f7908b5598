from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.community_mediation.tests.dispute_case import DisputeCase
from odoo.addons.community_party.tests.common import PartyCase
from odoo.addons.community_service.tests.common import make_users


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA14(PartyCase, DisputeCase):
    """A14: a worker leaves, and nothing of what was in hand is lost or left without anybody."""

    def test_a_worker_leaves_and_the_successor_has_it_all(self):
        """Zhou keeps grid 1, mediates and keeps the file of a branch. He has visited a home, plans
        another visit, takes a request, promised to see about a lamp, surveys an aid case, accepted
        a caring event and mediates a dispute. His account cannot be archived: the sentence names
        each kind with its number. The manager of service and Party proposes Sun; nothing moves
        before she accepts, and if one part cannot move, none does. Then all of it is hers at once:
        she finds the home and its people, he finds nothing. Who visited that day stays written,
        and the account is archived.
        """
        leaver, successor = self.worker, self.worker2
        mediator = self.env.ref("community_mediation.group_mediation_mediator")
        branch = self.env.ref("community_party.group_party_branch")
        (leaver | successor).group_ids = [Command.link(mediator.id), Command.link(branch.id)]
        self.manager.group_ids = [
            Command.link(self.env.ref("community_party.group_party_manager").id)
        ]
        today = fields.Date.context_today(leaver)
        home = self.make_household([{"name": "张小明", "role": "head"}])
        Mediator = self.env["community.mediation.mediator"]
        him = Mediator.create({"partner_id": leaver.partner_id.id, "user_id": leaver.id})
        self.env["community.party.officer"].create(
            {
                "organization_id": self.branch.id,
                "user_id": leaver.id,
                "date_from": fields.Date.subtract(today, days=30),
            }
        )
        mine = self.env(user=leaver.id)

        def visit_promise_and_plan():
            mine["community.visit"].save_at_the_door(
                home.id,
                {
                    "client_key": "a14-door",
                    "state": "done",
                    "needs": [{"kind": "request", "name": "楼道灯坏"}],
                },
            )

            mine["community.visit"].create(
                {
                    "household_id": home.id,
                    "date": fields.Date.add(today, days=3),
                    "user_id": leaver.id,
                }
            )

        def take_request():
            mine["community.request"].create(
                {
                    "description": "楼道堆物",
                    "household_id": home.id,
                    "item_id": self.env.ref("community_service.service_item_repair").id,
                    "officer_id": leaver.id,
                }
            ).action_accept()

        def begin_aid():
            programme = self.env["community.aid.programme"]._in_use(
                self.env.company, [("code", "=", "dibao")], today
            )
            mine["community.aid.case"].create(
                {"programme_id": programme.id, "household_id": home.id, "date_authority": today}
            )

        def accept_event():
            mine["community.life.event"].create({"reason": "illness", "household_id": home.id})

        def mediate():
            self.make_case(mediator_ids=[Command.set(him.ids)])

        for fact in self.told(
            [visit_promise_and_plan, take_request, begin_aid, accept_event, mediate]
        ):
            fact()
        self.env.flush_all()
        done = self.env["community.visit"].search(
            [("household_id", "=", home.id), ("state", "=", "done")]
        )
        parts = {part.model: part for part in leaver._work_parts()}
        in_hand = (
            "community.visit",
            "community.visit.need",
            "community.request",
            "community.aid.case",
            "community.life.event",
            "community.mediation.case",
            "community.party.officer",
        )
        records = {model: leaver._open_records(parts[model]) for model in in_hand}
        for model, found in records.items():
            self.assertEqual(len(found), 1, model)
        (admin,) = make_users(self.env, {"a14_admin": "base.group_system"})
        with self.assertRaises(UserError) as no, self.env.cr.savepoint():
            leaver.with_user(admin).write({"active": False})
        for model in in_hand:
            self.assertIn(f"{parts[model].label(self.env)}: 1", str(no.exception))
        handover = (
            self.env["community.handover"]
            .with_user(self.manager)
            .create({"user_id": leaver.id, "successor_id": successor.id})
        )

        def accept():
            self.env.flush_all()
            self.env.invalidate_all()
            handover.with_user(successor).action_accept()

        # She is no mediator yet: the dispute cannot move, so nothing does.
        with self.assertRaisesRegex(UserError, "mediator"), self.env.cr.savepoint():
            accept()
        self.env.invalidate_all()
        for model, found in records.items():
            self.assertEqual(leaver._open_records(parts[model]), found, model)
        Mediator.create({"partner_id": successor.partner_id.id, "user_id": successor.id})
        self.env["community.party.officer"].create(
            {"organization_id": self.branch.id, "user_id": successor.id, "date_from": today}
        )
        accept()
        self.env.flush_all()
        self.env.invalidate_all()
        for model, found in records.items():
            self.assertFalse(leaver._open_records(parts[model]), model)
            self.assertIn(f"{parts[model].label(self.env)}: 1", handover.moved)
            if model != "community.party.officer":
                self.assertEqual(successor._open_records(parts[model]), found, model)
        for model in ("community.household", "community.resident", "community.visit"):
            self.assertFalse(self.env[model].with_user(leaver).search([]), model)
        self.assertIn(home, self.env["community.household"].with_user(successor).search([]))
        with self.assertRaises(AccessError):
            done.with_user(leaver).read(["situation"])
        self.assertEqual(done.with_user(successor).user_id, leaver, "who was there that day")
        leaver.with_user(admin).write({"active": False})
        self.assertFalse(leaver.active)

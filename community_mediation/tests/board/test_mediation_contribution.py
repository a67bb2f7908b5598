from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
class TestMediationContribution(DisputeCase):
    """Who took part in a mediation file is seen with the file, and its household by nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls.env["res.partner"].create({"name": "老党员"})

    def claim(self, record, **values):
        return self.env["community.contribution"].create(
            {
                "res_model": record._name,
                "res_id": record.id,
                "partner_id": self.helper.id,
                **values,
            }
        )

    def seen_by(self, user):
        return self.env["community.contribution"].with_user(user).search([])

    def records(self):
        """Return a case, a relocation file, an issue and an incident of ``mediator_user``."""
        mine = self.env(user=self.mediator_user)
        project = self.env["community.relocation.project"].create(
            {
                "name": "望河片区改造",
                "code": "WH",
                "body_id": self.env["res.partner"].create({"name": "区政府"}).id,
                "area_ids": [Command.set(self.building1.ids)],
                "member_ids": [Command.create({"user_id": self.mediator_user.id})],
            }
        )
        project.action_make_files()
        kind = self.env.ref("community_mediation.incident_kind_quarrel")
        return (
            self.make_case(household_id=self.below.id),
            project.file_ids[:1],
            mine["community.legacy.issue"].create({"name": "老房证", "since": "2010-01-01"}),
            mine["community.incident"].create(
                {"name": "争执", "description": "争执", "kind_id": kind.id}
            ),
        )

    def test_a_mediator_sees_claims_of_the_own_files(self):
        """A claim on a file is seen by its mediator and the coordinator, and by nobody else."""
        for record in self.records():
            claim = self.claim(record)
            for user, seen in (
                (self.mediator_user, True),
                (self.coordinator, True),
                (self.mediator_user2, False),
                (self.worker, False),
                (self.petition_officer, False),
            ):
                self.assertEqual(claim in self.seen_by(user), seen, f"{record._name} {user.login}")
            action = record.with_user(self.mediator_user).action_open_contributions()
            found = self.env["community.contribution"].with_user(self.mediator_user)
            self.assertEqual(found.search(action["domain"]), claim)

    def test_what_one_took_on_is_seen(self):
        request = self.env["community.request"].create({"description": "路灯不亮"})
        claim = self.claim(request, partner_id=self.mediator_user2.partner_id.id)
        self.assertIn(claim, self.seen_by(self.mediator_user2))
        self.assertNotIn(claim, self.seen_by(self.mediator_user))

    def test_an_officer_learns_no_household_from_a_claim(self):
        for record in self.records()[:2]:
            claim = self.claim(record).with_user(self.officer)
            self.assertTrue(record.household_id)
            self.assertFalse(claim.household_id)
            self.assertFalse(claim.grid_id)
            self.assertEqual(claim.company_id, record.company_id)
            self.assertNotIn("陈秀兰", claim.name)
            with self.assertRaises(AccessError):
                claim.action_open_record()
            with self.assertRaises(AccessError):
                claim.read(["mediation_case_id"])

    def test_the_coordinator_confirms_what_was_done_in_a_file(self):
        case = self.make_case()
        claim = self.claim(case)
        with self.assertRaises(AccessError):
            claim.with_user(self.mediator_user).action_confirm()
        claim.with_user(self.coordinator).action_confirm()
        self.assertEqual((claim.state, claim.confirmed_by_id), ("confirmed", self.coordinator))
        request = self.env["community.request"].create({"description": "路灯不亮"})
        other = self.claim(request, partner_id=self.coordinator.partner_id.id)
        with self.assertRaises(AccessError):
            other.with_user(self.coordinator).action_confirm()

    def test_claims_follow_files_that_end_and_are_taken_up_again(self):
        """A move entered for any day proposes, taking it out takes the proposal back; a project
        that is closed and an issue that is dropped lapse what was not kept.
        """
        _case, file, issue, incident = self.records()
        claims = self.claim(file) | self.claim(issue) | self.claim(incident)
        file.write({"agreement_state": "signed", "date_signed": "2026-01-04"})
        file.write({"date_compensated": "2026-01-05"})
        file.date_moved = "2026-01-06"
        self.assertEqual(claims[0].state, "fulfilled")
        file.date_moved = False
        self.assertEqual(claims[0].state, "claimed")
        file.project_id._set_closed(state="moving")
        file.project_id.action_close()
        self.assertEqual(claims[0].state, "lapsed")
        file.project_id.action_reopen()
        self.assertEqual(claims[0].state, "claimed")
        issue.result = "无法解决，已告知住户"
        issue.action_drop()
        self.assertEqual(claims[1].state, "lapsed")
        issue.action_reopen()
        issue.action_solve()
        self.assertEqual(claims[1].state, "fulfilled")
        incident._set_closed(state="closed")
        incident._propose_fulfilment()
        incident.action_reopen()
        self.assertEqual(claims[2].state, "claimed")

    def test_files_are_offered_without_a_side_or_a_number(self):
        """Each running file stands among what may be taken on, an accusation does not, and the
        lines hold no name, number, place below the estate or grid.
        """
        petitions = self.env["community.petition"].create(
            [
                {"kind": kind, "topic": "other", "description": "陈秀兰家的事", "channel": "letter"}
                for kind in ("request", "accusation")
            ]
        )
        records = [*self.records(), *petitions]
        self.env.flush_all()
        offers = self.env["community.claim.offer"]
        for record in records:
            domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
            offered = offers.search(domain)
            self.assertEqual(bool(offered), record._is_claimable(), record)
            offers |= offered
        self.assertEqual(len(offers), 5)
        offers = offers.with_user(self.officer)
        self.assertFalse(offers.grid_id)
        shown = str(offers.read())
        for record in records:
            self.assertNotIn(record.sudo().display_name, shown)
        self.assertNotIn("陈秀兰", shown)
        self.assertFalse(offers.with_user(self.worker)._filtered_access("read"))

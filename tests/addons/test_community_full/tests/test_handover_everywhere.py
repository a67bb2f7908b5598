import datetime

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .access_case import AccessCase

ALL = (
    "community_service.group_community_manager",
    "community_party.group_party_branch",
    "community_mediation.group_mediation_coordinator",
    "community_mediation.group_petition_officer",
)


@tagged("post_install", "-at_install", "community")
class TestHandoverEverywhere(AccessCase):
    """A worker of all three addons leaves: whatever is in their charge is handed over or said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.leaving, cls.next = (
            new_test_user(cls.env, login=login, groups=",".join(ALL), tz="Asia/Shanghai")
            for login in ("leaving_user", "next_user")
        )
        cls.admin = new_test_user(cls.env, login="archivist", groups="base.group_system")
        cls.place = cls.places["own"]

    def in_charge(self, part):
        """Return an open record of the part, in the hands of whoever leaves."""
        record = self.place.record_of(part.model).sudo()
        if part.model == "community.mediation.case":
            mediator = self.env["community.mediation.mediator"].create(
                {"partner_id": self.leaving.partner_id.id, "user_id": self.leaving.id}
            )
            record.mediator_ids = [Command.set(mediator.ids)]
        else:
            values = {part.link: self.leaving.id}
            for name in ("date_to", "date_done", "date_closed"):
                if name in record._fields and record[name]:
                    values[name] = False
            record.write(values)
        # What opens or ends a record is a step of its own, tried elsewhere.
        state = {
            "community.visit": "planned",
            "community.party.contact": "waiting",
            "community.relocation.member": None,
        }.get(part.model)
        if state and record.state != state:
            record._set_closed(state=state)
        record.invalidate_recordset()
        return record

    def propose(self, user=None):
        return (
            self.env["community.handover"]
            .with_user(user or self.manager)
            .create({"user_id": self.leaving.id, "successor_id": self.next.id})
        )

    def accept(self, handover):
        self.env.flush_all()
        self.env.invalidate_all()
        handover.with_user(self.next).action_accept()
        self.env.invalidate_all()

    def test_each_kind_of_work_is_listed_and_moves(self):
        """Each part of each addon: archiving is refused with its line; accepted, the successor has
        it and nothing is left; then the account is archived."""
        parts = self.leaving._work_parts()
        models = {part.model for part in parts}
        self.assertTrue(
            {
                "community.party.officer",
                "community.party.appraisal.task",
                "community.party.fund.finding",
                "community.party.fund.source",
                "community.party.contact",
                "community.mediation.case",
                "community.petition",
                "community.incident",
                "community.legacy.issue",
                "community.relocation.member",
            }
            <= models
        )
        records = {}
        for part in parts:
            record = self.in_charge(part)
            found = self.leaving._open_records(part, self.place.company)
            self.assertIn(record, found, part.model)
            records[part.model] = record
        self.env["community.mediation.mediator"].create(
            {"partner_id": self.next.partner_id.id, "user_id": self.next.id}
        )
        kept = records["community.party.officer"].organization_id
        self.env["community.party.officer"].create(
            {"organization_id": kept.id, "user_id": self.next.id, "date_from": "2020-01-01"}
        )
        with self.assertRaises(UserError) as no:
            self.leaving.with_user(self.admin).write({"active": False})
        for part in parts:
            self.assertIn(f"{part.label(self.env)}: 1", str(no.exception))
        handover = self.propose()
        self.accept(handover)
        for part in parts:
            self.assertFalse(self.leaving._open_records(part), part.model)
            self.assertTrue(self.next._open_records(part, self.place.company), part.model)
            self.assertIn(f"{part.label(self.env)}: 1", handover.moved)
        self.leaving.with_user(self.admin).write({"active": False})
        self.assertFalse(self.leaving.active)

    def test_who_keeps_a_party_file_is_said_by_the_party(self):
        """A manager of the service gives nobody the file of a branch: refused, nothing moves; the
        Party's manager names the keeper, or proposes it."""
        part = next(
            part for part in self.leaving._work_parts() if part.model == "community.party.officer"
        )
        line = self.in_charge(part)
        organization = line.organization_id
        visit = self.place.record_of("community.visit").sudo()
        visit.user_id = self.leaving
        handover = self.propose()
        refused = self.assertRaisesRegex(UserError, "The Party manager names their next keeper")
        with refused, self.env.cr.savepoint():
            self.accept(handover)
        self.env.invalidate_all()
        self.assertEqual(line.user_id, self.leaving)
        self.assertFalse(line.date_to)
        self.assertEqual(visit.user_id, self.leaving)
        self.assertEqual(handover.state, "proposed")
        self.assertFalse(organization.with_user(self.next).has_access("read"))
        handover.with_user(self.manager).action_withdraw()
        self.manager.group_ids = [
            Command.link(self.env.ref("community_party.group_party_manager").id)
        ]
        line.date_from = self.today - datetime.timedelta(days=9)
        self.accept(self.propose())
        self.assertEqual(line.date_to, self.today - datetime.timedelta(days=1))
        self.assertFalse(organization.with_user(self.leaving).has_access("read"))
        self.assertTrue(organization.with_user(self.next).has_access("read"))
        self.assertEqual(
            organization.officer_line_ids.filtered(lambda x: x.user_id == self.next).date_from,
            self.today,
        )

    def test_a_line_says_how_much_and_no_names(self):
        """A manager who proposes a hand-over reads counts of the confidential files alone."""
        for part in self.leaving._work_parts():
            self.in_charge(part)
        text = self.propose().open_work
        self.assertIn("Petition: 1", text)
        for record in (
            self.place.record_of("community.petition"),
            self.place.record_of("community.party.officer").organization_id,
            self.place.record_of("community.mediation.case"),
        ):
            self.assertNotIn(record.sudo().display_name, text)

import json
from base64 import b64decode

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..dispute_case import DisputeCase
from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-04-10 02:00:00")
class TestMediationWork(DisputeCase):
    """The workload by area: counts without names."""

    def counts(self, user, *groups):
        self.env.flush_all()
        Work = self.env["community.mediation.work"].with_user(user)
        return {
            tuple(row[:-1]): row[-1]
            for row in Work._read_group(
                [("area_id", "in", (self.estate.id, False))], groups, ["__count"]
            )
        }

    def fill(self):
        """Make one record of each work in the estate, a late dispute and a settled one."""
        self.make_accepted(household_id=self.below.id)
        self.make_case(household_id=self.below.id)
        project = self.env["community.relocation.project"].create(
            {
                "name": "望河片区征收",
                "code": "WH",
                "kind": "requisition",
                "body_id": self.env["res.partner"].create({"name": "区政府"}).id,
                "area_ids": [Command.set(self.building1.ids)],
                "date_start": "2025-01-05",
            }
        )
        project.action_make_files()
        project.file_ids[0].write({"agreement_state": "signed", "date_signed": "2025-03-01"})
        place = {"area_id": self.building1.id}
        self.env["community.legacy.issue"].create(
            {"name": "老房证", "since": "2010-01-01", **place}
        )
        self.env["community.incident"].create(
            {
                "name": "堵门",
                "description": "堵门",
                "date_start": "2025-04-01 02:00:00",
                "kind_id": self.env.ref("community_mediation.incident_kind_blockade").id,
                **place,
            }
        )
        PetitionCase.make_petition.__func__(self, area_id=self.building1.id)
        return project

    def test_each_work_is_counted_in_its_estate(self):
        """Disputes, households of a project, matters left over, incidents and petitions each count
        in their work and stage, with their estate.
        """
        self.body = self.env["res.partner"].create({"name": "区住建局"})
        before = self.counts(self.coordinator, "work", "stage")
        project = self.fill()
        found = self.counts(self.coordinator, "work", "stage")
        grown = {key: found[key] - before.get(key, 0) for key in found}
        files = len(project.file_ids)
        expected = {
            ("dispute", "open"): 2,
            ("requisition", "settled"): 1,
            ("requisition", "open"): files - 1,
            ("legacy", "open"): 1,
            ("incident", "open"): 1,
            ("petition", "open"): 1,
        }
        self.assertEqual({key: grown[key] for key in expected}, expected)
        estates = self.counts(self.coordinator, "area_id")
        self.assertIn((self.estate,), estates)
        late = self.env["community.mediation.work"].search([("is_late", "=", True)])
        self.assertIn("dispute", late.mapped("work"))

    def test_a_manager_reads_counts_and_nothing_that_names_somebody(self):
        self.fill()
        self.assertEqual(self.counts(self.manager, "work"), self.counts(self.coordinator, "work"))
        Work = self.env["community.mediation.work"].with_user(self.manager)
        self.assertEqual(
            set(Work._fields) - {"id", "display_name"},
            {"work", "kind_id", "area_id", "company_id", "date", "stage", "is_late"},
        )
        for user in (self.mediator_user, self.officer, self.worker, self.auditor, self.plain):
            with self.assertRaises(AccessError):
                Work.with_user(user).search([])

    def test_nobody_learns_of_an_accusation_by_a_count(self):
        self.fill()
        before = self.counts(self.manager, "work")
        PetitionCase.make_petition.__func__(
            self,
            kind="accusation",
            topic="conduct",
            area_id=self.building1.id,
            accused_user_ids=[Command.set(self.manager.ids)],
        )
        self.assertEqual(self.counts(self.manager, "work"), before)

    def test_the_dashboard_asks_for_counts_only(self):
        dashboard = self.env.ref("community_mediation.spreadsheet_dashboard_mediation")
        content = json.loads(b64decode(dashboard.spreadsheet_binary_data))
        models = {pivot["model"] for pivot in content["pivots"].values()}
        charts = [
            figure["data"]["metaData"]["resModel"]
            for sheet in content["sheets"]
            for figure in sheet["figures"]
            if "metaData" in figure["data"]
        ]
        self.assertEqual(models | set(charts), {"community.mediation.work"})
        self.assertEqual(len(charts), 4)
        for user, shown in (
            (self.manager, True),
            (self.coordinator, True),
            (self.mediator_user, False),
            (self.officer, False),
        ):
            found = self.env["spreadsheet.dashboard"].with_user(user).search([])
            self.assertEqual(dashboard in found, shown, user.login)

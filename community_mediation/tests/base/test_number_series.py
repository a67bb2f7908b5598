from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from ..common import MediationCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-03-15 02:00:00")
class TestNumberSeries(MediationCase):
    """Two communities of one database number their files apart, each year from 1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.east, cls.west = cls.env["res.company"].create([{"name": "东河"}, {"name": "西河"}])
        cls.env.user.company_ids += cls.east + cls.west

    def make_case(self, company):
        """Create a registered case of strangers in a community of its own."""
        env = self.env(context={"allowed_company_ids": company.ids})
        partner = env["res.partner"].create({"name": f"调解员{company.name}"})
        mediator = env["community.mediation.mediator"].create({"partner_id": partner.id})
        committee = env["community.mediation.committee"].create(
            {
                "name": f"{company.name}社区人民调解委员会",
                "date_from": "2024-01-01",
                "member_ids": [Command.create({"mediator_id": mediator.id, "role": "chair"})],
            }
        )
        case = env["community.mediation.case"].create(
            {
                "description": "噪声",
                "kind_id": env.ref("community_mediation.dispute_kind_neighbours").id,
                "committee_id": committee.id,
                "mediator_ids": [Command.set(mediator.ids)],
                "date_received": "2024-12-30",
                "participant_ids": [
                    Command.create({"side": "one", "name": "甲"}),
                    Command.create({"side": "two", "name": "乙"}),
                ],
            }
        )
        case.action_register()
        return case

    def test_cases_count_per_community_and_year_from_acceptance_on(self):
        first, refused, second, other, late = (
            self.make_case(company) for company in (*(3 * [self.east]), self.west, self.east)
        )
        self.assertFalse((first + refused + other).mapped("number")[0])
        refused._decline("法院已经受理")
        for case, day, number in (
            (first, "2025-01-02", "（2025）人调字第1号"),
            (second, "2025-03-01", "（2025）人调字第2号"),
            (other, "2025-03-02", "（2025）人调字第1号"),
            (late, "2024-12-31", "（2024）人调字第1号"),
        ):
            case._accept(Date.to_date(day), rights_told=True)
            self.assertEqual(case.number, number)
        self.assertFalse(refused.number)

    def test_issues_and_incidents_count_per_community_and_year(self):
        for model, values, word in (
            ("community.legacy.issue", {"name": "老房证", "since": "2010-01-01"}, "遗留"),
            (
                "community.incident",
                {
                    "name": "堵门",
                    "description": "居民堵门",
                    "date_start": "2025-03-01 01:00:00",
                    "kind_id": self.env.ref("community_mediation.incident_kind_blockade").id,
                },
                "事件",
            ),
        ):
            Model = self.env[model]
            records = Model.create(
                [{**values, "company_id": company.id} for company in (self.east, self.west)]
            )
            self.assertEqual(records.mapped("number"), 2 * [f"{word}-2025-001"])
            more = Model.create({**values, "company_id": self.east.id})
            self.assertEqual(more.number, f"{word}-2025-002")
            with freeze_time("2026-01-02 02:00:00"):
                later = Model.create({**values, "company_id": self.east.id})
            self.assertEqual(later.number, f"{word}-2026-001")

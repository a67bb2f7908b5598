from lxml import etree

from odoo.tests import freeze_time, tagged, warmup

from ..dues.test_dues import DuesCase
from ..life.test_party_meeting import MeetingCase

FEW, MANY = 5, 30


@tagged("post_install", "-at_install", "community", "community_perf")
@freeze_time("2026-11-23 04:00:00")
class TestPartyQueries(DuesCase, MeetingCase):
    """Lists of dues, organisation life and transfers cost the same for five lines and for thirty.

    Each list is read with the columns of its own screen, as the keeper of the branch reads it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.make_members(MANY, dues_category="dibao")
        cls.everybody = [{"member_id": member.id} for member in cls.members]

    def cost(self, model, limit, view=None, domain=()):
        """Return how many queries the first ``limit`` lines of the list of a model take."""
        records = self.env[model].with_user(self.branch_user)
        arch = records.get_view(self.env.ref(view).id if view else None, "list")["arch"]
        names = {
            node.get("name")
            for node in etree.fromstring(arch).iter("field")
            if node.get("column_invisible") not in ("1", "True")
        }
        specification = {
            name: {"fields": {"display_name": {}}} if records._fields[name].relational else {}
            for name in names
        }
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        found = records.web_search_read(list(domain), specification, limit=limit)
        self.assertEqual(len(found["records"]), limit, model)
        return self.cr.sql_log_count - start

    def check_lists(self, *lists):
        for model, most, *how in lists:
            self.cost(model, FEW, *how)
            few, many = self.cost(model, FEW, *how), self.cost(model, MANY, *how)
            with self.subTest(model=model, few=few, many=many):
                self.assertLessEqual(many, few + 1)
                self.assertLessEqual(many, most)

    @warmup
    def test_dues(self):
        for member in self.members:
            self.base(member, 3000, category="salary")
            self.pay(member, "2026-10-01")
        self.check_lists(
            ("community.party.dues", 12),
            ("community.party.dues.payment", 14),
            ("community.party.dues.base", 12),
        )

    @warmup
    def test_transfers(self):
        transfers = self.env["community.party.transfer"].create(
            [{**values, "other_name": "河西街道党工委"} for values in self.everybody]
        )
        transfers.action_issue()
        self.check_lists(("community.party.transfer", 14))

    @warmup
    def test_organisation_life(self):
        meeting = self.make_meeting()
        for _number in range(MANY):
            self.make_meeting("theme_day")
            self.vote(meeting, 0)
        self.env["community.party.talk"].create(
            [
                {**values, "talker_id": self.members[number - 1].id}
                for number, values in enumerate(self.everybody)
            ]
        )
        self.check_lists(
            (
                "community.activity",
                16,
                "community_party.community_activity_view_list_meeting",
                [("organization_id", "=", self.branch.id)],
            ),
            (
                "community.attendance",
                16,
                "community_party.community_attendance_view_list_party",
                [("activity_id", "=", meeting.id)],
            ),
            ("community.party.resolution", 14),
            ("community.party.talk", 12),
            ("community.party.study", 10),
        )

    @warmup
    def test_people(self):
        self.env["community.party.post"].create(
            [{**values, "organization_id": self.branch.id} for values in self.everybody]
        )
        self.env["community.party.contact.attempt"].create(
            [{**values, "result": "无人接听"} for values in self.everybody]
        )
        self.check_lists(
            ("community.party.member", 16),
            ("community.party.post", 12),
            ("community.party.contact.attempt", 12),
        )

    @warmup
    def test_excellence_and_publicity(self):
        """Lists of excellence and publicity cost the same for few lines and for many."""
        own = {"organization_id": self.branch.id}
        leads = self.env.ref("community_party.community_party_standard_five_leads")
        self.env["community.party.assessment"].create(
            [{**own, **values, "standard_id": leads.id} for values in self.everybody]
        )
        kind = self.env.ref("community_party.community_party_award_kind_worker")
        self.env["community.party.award"].create(
            [{**own, **values, "kind_id": kind.id, "honour": "x"} for values in self.everybody]
        )
        named = [{**own, "name": f"{number}"} for number in range(MANY)]
        self.env["community.party.scheme"].create(named)
        self.env["community.party.rule"].create(named)
        self.env["community.party.publicity"].create(named)
        self.check_lists(
            ("community.party.assessment", 12),
            ("community.party.award", 12),
            ("community.party.scheme", 12),
            ("community.party.rule", 12),
            ("community.party.publicity", 12),
        )

    @warmup
    def test_representatives(self):
        """Lists of representatives, motions and their meetings cost the same for few and many."""
        partners = self.env["res.partner"].create([{"name": f"{n}"} for n in range(MANY)])
        term = {"organization_id": self.branch.id, "date_from": "2026-01-01"}
        people = self.env["community.party.representative"].create(
            [
                {**term, "partner_id": partner.id, "group_name": "x", "date_to": "2026-12-31"}
                for partner in partners
            ]
        )
        self.env["community.party.motion"].create(
            [
                {"name": f"{n}", "representative_id": person.id, "date_brought": "2026-05-05"}
                for n, person in enumerate(people)
            ]
        )
        self.check_lists(
            ("community.party.representative", 12),
            ("community.party.motion", 12),
        )

    @warmup
    def test_a_term_costs_the_same_for_many_meetings(self):
        """A term that is entered brings the lists of all coming meetings up to it, with no query
        more for each of them."""
        Representative = self.env["community.party.representative"]
        term = {
            "organization_id": self.branch.id,
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
            "group_name": "x",
        }
        kind = self.env.ref("community_party.activity_kind_representatives")

        def enter(meetings):
            self.env["community.activity"].create(
                [
                    {
                        "kind_id": kind.id,
                        "organization_id": self.branch.id,
                        "date_start": "2026-11-25 01:00:00",
                        "date_stop": "2026-11-25 03:00:00",
                    }
                    for _number in range(meetings)
                ]
            )
            partner = self.env["res.partner"].create({"name": "x"})
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            Representative.create({**term, "partner_id": partner.id})
            self.env.flush_all()
            return self.cr.sql_log_count - start

        enter(1)
        few, many = enter(1), enter(10)
        self.assertLessEqual(many, few + 4)

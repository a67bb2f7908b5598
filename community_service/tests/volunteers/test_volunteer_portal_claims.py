from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged

from .test_volunteer_portal import PortalVolunteerCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestVolunteerPortalClaims(PortalVolunteerCase, HttpCase):
    """A volunteer takes on what is offered in the own area, in words that tell of nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.told = "陈秀兰，糖尿病，月收入800元，13800138000"
        cls.need = cls.make_need(claim_words="每周陪老人买菜")

    @classmethod
    def make_need(cls, **values):
        household = values.pop("household", cls.household)
        return cls.env["community.visit.need"].create(
            {"name": cls.told, "kind": "caring", "household_id": household.id, **values}
        )

    def setUp(self):
        super().setUp()
        self.authenticate("helper", "helper")

    def post(self, path, **data):
        data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(f"/my/volunteer/{path}", data=data).text

    def offers(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.mine.with_user(self.portal)._portal_offers()

    def offer_of(self, record):
        self.env.flush_all()
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["community.claim.offer"].search(domain).id

    def test_taken_on_seen_and_given_back(self):
        """A volunteer reads the words for helpers, takes the matter on, finds it again and gives it
        back; whoever is in charge is told, and nothing of the file is on the page.
        """
        self.need.user_id = self.officer
        page = self.url_open("/my/volunteer").text
        self.assertIn("每周陪老人买菜", page)
        page += self.post("claim", offer_id=self.offer_of(self.need), role="周三陪同")
        claim = self.need.contribution_ids
        self.assertRecordValues(
            claim,
            [
                {
                    "partner_id": self.portal.partner_id.id,
                    "capacity": "volunteer",
                    "role": "周三陪同",
                    "state": "claimed",
                }
            ],
        )
        self.assertIn("o_volunteer_claim", page)
        words = "A volunteer takes this on: get in touch"
        told = self.household.activity_ids.filtered(lambda a: a.summary == words)
        self.assertEqual((len(told), told.user_id), (1, self.officer))
        self.assertIn("每周陪老人买菜", told.note)
        self.assertNotIn("何帮", f"{told.note} {told.summary}")
        for word in ("陈秀兰", "糖尿", "800", "13800138000", "张小明", self.household.code):
            self.assertNotIn(word, page)
        self.assertFalse([line for line in self.offers() if line["text"] == "每周陪老人买菜"])
        self.assertIn("given it back", self.post("give-back", claim_id=claim.id))
        self.assertEqual(claim.state, "withdrawn")
        self.assertIn("no longer open to you", self.post("give-back", claim_id=claim.id))

    def test_offers_are_those_of_the_own_area(self):
        """Whoever helps in one estate is offered what is open there, and no other is taken."""
        self.assertEqual([line["text"] for line in self.offers()], ["每周陪老人买菜"])
        away = self.env["community.area"].create({"name": "远处", "kind": "estate"})
        self.mine.area_ids = away
        self.assertFalse(self.offers())
        answer = self.post("claim", offer_id=self.offer_of(self.need))
        self.assertIn("no longer open to you", answer)
        self.mine.area_ids = self.estate
        self.assertEqual(len(self.offers()), 1)
        self.mine.write({"area_ids": [Command.clear()], "grid_ids": [Command.set(self.grid2.ids)]})
        self.assertFalse(self.offers())
        self.mine.grid_ids = self.grid
        self.assertEqual(len(self.offers()), 1)
        self.assertFalse(self.need.contribution_ids)

    def test_only_what_is_offered_and_not_twice(self):
        closed = self.make_need()
        number = self.offer_of(closed)
        closed.result = "已办好"
        closed.action_done()
        for wrong in (number, "nonsense", "", number + 5000, -1):
            with self.subTest(offer=wrong):
                self.assertIn("no longer open to you", self.post("claim", offer_id=wrong))
        request = self.env["community.request"].create(
            {"need_id": self.need.id, "household_id": self.household.id, "description": self.told}
        )
        self.need.contribution_ids.unlink()
        self.post("claim", offer_id=self.offer_of(request))
        self.assertEqual(len(request.contribution_ids), 1)
        # By another record of the same matter, from a page that was open before.
        answer = self.post("claim", offer_id=self.offer_of(request))
        self.assertIn("already", answer)
        self.assertNotIn("陈秀兰", answer)
        self.assertEqual(len(request._kin_claims()), 1)

    def test_as_many_as_the_community_allows(self):
        self.env.company.community_volunteer_claims = 2
        needs = [self.need, *(self.make_need(claim_words=f"第{n}件") for n in range(2))]
        numbers = [self.offer_of(need) for need in needs]
        for number in numbers[:2]:
            self.post("claim", offer_id=number)
        self.assertIn("2 matters in hand", self.post("claim", offer_id=numbers[2]))
        self.post("give-back", claim_id=needs[0].contribution_ids.id)
        self.post("claim", offer_id=numbers[2])
        self.assertEqual(needs[2].contribution_ids.state, "claimed")
        self.env.company.community_volunteer_claims = 0
        self.assertFalse(self.offers())

    def test_a_claim_of_another_is_not_given_back(self):
        claim = self.env["community.contribution"].create(
            {
                "res_model": self.need._name,
                "res_id": self.need.id,
                "partner_id": self.anna.partner_id.id,
            }
        )
        self.assertIn("no longer open to you", self.post("give-back", claim_id=claim.id))
        self.assertEqual(claim.state, "claimed")
        self.assertEqual(self.mine.with_user(self.portal)._portal_claims(), [])

    def test_nothing_but_the_words_is_read(self):
        """Portal users read neither offers nor claims; strangers to volunteering find no page."""
        for name in ("community.claim.offer", "community.contribution", "community.visit.need"):
            self.assertFalse(self.env[name].with_user(self.portal).has_access("read"))
        new_test_user(self.env, login="stranger", groups="base.group_portal")
        self.authenticate("stranger", "stranger")
        answer = self.url_open(
            "/my/volunteer/claim",
            data={"offer_id": self.offer_of(self.need), "csrf_token": Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.need.contribution_ids)

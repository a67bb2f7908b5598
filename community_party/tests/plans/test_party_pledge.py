import ast
import contextlib
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import PartyCase


class PledgeCase(PartyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(members=[{"name": "陈秀兰", "role": "head"}])
        cls.member = cls.make_member()
        cls.today = fields.Date.context_today(cls.member)

    def make_need(self, **values):
        return self.env["community.visit.need"].create(
            {
                "name": "陈秀兰，糖尿病，月收入800元",
                "kind": "caring",
                "household_id": self.household.id,
                **values,
            }
        )

    def offer(self, record, user=None):
        self.env.flush_all()
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["community.claim.offer"].search(domain).with_user(user or self.branch_user)

    def pledge(self, record, user=None, **values):
        user = user or self.branch_user
        return (
            self.env["community.party.pledge"]
            .with_user(user)
            .create(
                {
                    "offer_id": self.offer(record, user).id,
                    "kind": "member",
                    "member_id": self.member.id,
                    **values,
                }
            )
        )

    @contextlib.contextmanager
    def refused(self, sentence):
        """Expect a sentence, and that nothing of the attempt is left."""
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            yield

    def figure(self, code):
        indicator = self.env.ref(f"community_party.community_indicator_{code}", False) or (
            self.env.ref(f"community_service.community_indicator_{code}")
        )
        self.env.flush_all()
        place = fields.Domain.TRUE
        return indicator._values(self.today, self.today, place)[indicator]


@tagged("post_install", "-at_install", "community")
class TestPartyPledge(PledgeCase):
    """Members, centre households, organisations and units take open needs on."""

    def test_a_need_is_pledged_kept_and_counted_once(self):
        """A13: a need found at a door is pledged by a member through the branch, which never sees
        whose need it is; closing it proposes, a named person confirms, and one contribution counts
        in the service, in the branch's record and in the report.
        """
        need = self.make_need()
        offer = self.offer(need)
        with self.assertRaises(AccessError):
            need.with_user(self.branch_user).read(["name"])
        action = offer.action_pledge()
        pledges = self.env["community.party.pledge"].with_user(self.branch_user)
        form = Form(pledges.with_context(**action["context"]), action["views"][0][0])
        form.member_id = self.member
        form.role, form.target = "每周上门陪聊", "老人有人陪"
        form.quantity, form.unit = 4, "times"
        form.date_due = self.today + timedelta(days=30)
        pledge = form.save()
        shown = str(pledge.read())
        for told in ("陈秀兰", "糖尿", "800元", self.household.code):
            self.assertNotIn(told, shown)
        claim = pledge.sudo().contribution_id
        self.assertRecordValues(
            claim,
            [
                {
                    "res_id": need.id,
                    "partner_id": self.member.partner_id.id,
                    "role": "每周上门陪聊",
                    "target": "老人有人陪",
                    "quantity": 4,
                    "unit": "times",
                    "capacity": "other",
                    "state": "claimed",
                }
            ],
        )
        self.assertEqual(pledge.organization_id, self.branch)
        with self.assertRaisesRegex(UserError, "this is done while it is"):
            pledge.with_user(self.party_officer).action_confirm()
        need.with_user(self.worker).action_done()
        self.assertEqual(pledge.state, "fulfilled")
        with self.assertRaisesRegex(AccessError, "A Party officer confirms"):
            pledge.action_confirm()
        pledge.with_user(self.party_officer).action_confirm()
        self.assertRecordValues(
            pledge,
            [
                {
                    "state": "confirmed",
                    "confirmed_by_id": self.party_officer.id,
                    "date_confirmed": self.today,
                }
            ],
        )
        self.assertEqual(self.figure("claims_confirmed"), 1)
        self.assertEqual(self.figure("party_pledges_kept"), 1)
        branch = self.branch.with_user(self.branch_user)
        self.assertEqual((branch.pledge_count, branch.kept_count), (1, 1))
        self.assertEqual(self.member.with_user(self.branch_user).pledge_count, 1)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            pledge.role = "x"
        with self.assertRaisesRegex(UserError, "confirmed and counted"):
            pledge.with_user(self.party_manager).unlink()

    def test_an_officer_of_the_community_confirms_in_the_service(self):
        """Who confirms the contribution confirms the pledge, and learns of no Party member."""
        need = self.make_need()
        pledge = self.pledge(need)
        need.action_done()
        claim = pledge.sudo().contribution_id.with_user(self.officer)
        claim.action_confirm()
        self.assertEqual((pledge.state, pledge.confirmed_by_id), ("confirmed", self.officer))
        with self.assertRaises(AccessError):
            self.env["community.party.pledge"].with_user(self.officer).search([])
        own = claim.fields_get(attributes=[]).keys() - {"create_uid", "write_uid"}
        shown = str(claim.read(list(own)))
        self.assertNotIn("member", shown)
        self.assertNotIn("branch", shown)

    def test_nobody_confirms_the_own_pledge(self):
        self.member.partner_id = self.party_officer.partner_id
        need = self.make_need()
        pledge = self.pledge(need)
        need.action_done()
        with self.assertRaisesRegex(UserError, "your own contribution"):
            pledge.with_user(self.party_officer).action_confirm()

    def test_organisations_centres_and_units_pledge_alike(self):
        """A centre household, a branch and a unit pledge the same need; each stands in the record
        of the branch and is proposed as kept.
        """
        center = self.env["community.party.responsibility"].create(
            {
                "name": "张家中心户",
                "kind": "member_center",
                "organization_id": self.branch.id,
                "member_id": self.make_member("张书记").id,
                "date_from": "2020-01-01",
            }
        )
        unit = self.env["res.partner"].create({"name": "望河物业", "is_company": True})
        need = self.make_need()
        center_pledge = self.pledge(
            need, kind="center", member_id=False, responsibility_id=center.id
        )
        branch_pledge = self.pledge(need, kind="organization", member_id=False)
        unit_pledge = self.pledge(need, kind="unit", member_id=False, partner_id=unit.id)
        self.assertEqual(center_pledge.partner_id, center.member_id.partner_id)
        self.assertEqual(branch_pledge.partner_id, self.branch.contact_id)
        self.assertEqual(branch_pledge.partner_id.name, "第一党支部")
        self.assertEqual(unit_pledge.sudo().contribution_id.capacity, "unit")
        self.assertEqual((center_pledge | branch_pledge | unit_pledge).organization_id, self.branch)
        self.branch.name = "先锋党支部"
        self.assertEqual(self.branch.contact_id.name, "先锋党支部")
        need.action_done()
        self.assertEqual(
            (center_pledge | branch_pledge | unit_pledge).mapped("state"), ["fulfilled"] * 3
        )

    def test_bad_input_is_refused_in_a_sentence(self):
        """A pledge without an offer, of nobody, of somebody who is not here, on a closed need or
        twice: a sentence, and neither pledge nor claim is left.
        """
        need = self.make_need()
        offer = self.offer(need)
        gone = self.make_member("离开者")
        gone.status = "transferred"
        applicant = self.make_member("申请人", stage="applicant", date_full=False)
        person = self.env["res.partner"].create({"name": "某人"})
        for values, sentence in (
            ({"offer_id": False}, "Start a pledge from the list"),
            ({"member_id": False}, "“Party member” is empty"),
            ({"member_id": gone.id}, "离开者 is no member .*Transferred"),
            ({"member_id": applicant.id}, "申请人 is no member .*Applicant"),
            ({"kind": "unit", "partner_id": person.id}, "某人 is a person and no unit"),
            ({"kind": "unit"}, "“Stationed unit” is empty"),
            ({"date": "2099-01-01"}, "lies in the future"),
            ({"organization_id": self.general_branch.id}, "belonged to 第一党支部"),
        ):
            with self.subTest(values), self.refused(sentence):
                self.pledge(need, user=self.party_manager, **values)
        self.pledge(need)
        with self.refused("赵党员 has taken “Caring” on already"):
            self.pledge(need)
        need.action_done()
        with self.assertRaisesRegex(UserError, "taken on no more"):
            self.env["community.party.pledge"].with_user(self.branch_user).create(
                {"offer_id": offer.id, "member_id": self.member.id}
            )
        self.assertEqual(len(self.env["community.party.pledge"].search([])), 1)
        self.assertEqual(len(need.contribution_ids), 1)
        pledge = self.env["community.party.pledge"].search([]).with_user(self.branch_user)
        with self.assertRaisesRegex(UserError, "withdraw it, and pledge anew"):
            pledge.member_id = self.make_member("另一人")

    def test_another_branch_sees_nothing_of_it(self):
        pledge = self.pledge(self.make_need())
        for user in (self.branch_user2, self.treasurer, self.worker, self.manager):
            with self.assertRaises(AccessError):
                pledge.with_user(user).read(["name"])

    def test_offers_are_those_of_the_place(self):
        """An organisation with a place is offered what is open there; a keeper whose line ended
        is offered nothing.
        """
        other = self.env["community.area"].create(
            {"name": "临江小区", "kind": "estate", "parent_id": self.community.id}
        )
        building = self.env["community.area"].create(
            {"name": "9号楼", "kind": "building", "parent_id": other.id}
        )
        here, there = self.make_need(), self.make_need()
        there.household_id = self.make_household(building=building)
        offers = self.offer(here) | self.offer(there)

        def seen(user):
            self.env.invalidate_all()
            return offers.with_user(user)._filtered_access("read").ids

        self.assertEqual(seen(self.branch_user), offers.ids, "no place: the whole community")
        self.branch.area_id = self.estate
        self.assertEqual(seen(self.branch_user), self.offer(here).ids)
        self.branch.area_id = self.building1
        self.assertEqual(seen(self.branch_user), self.offer(here).ids)
        self.branch.area_id = other
        self.assertEqual(seen(self.branch_user), self.offer(there).ids)
        self.branch.officer_line_ids.date_to = self.today - timedelta(days=1)
        self.assertEqual(seen(self.branch_user), [])
        self.assertEqual(seen(self.party_officer), offers.ids)

    def test_a_member_who_moved_leaves_the_pledge_with_the_old_branch(self):
        """By the day of the pledge, whether it is entered before or after the letter."""
        need, later_need, last_need = self.make_need(), self.make_need(), self.make_need()
        day = self.today - timedelta(days=10)
        before = self.pledge(need, date=day - timedelta(days=5))
        late = self.pledge(later_need, date=day + timedelta(days=1))
        transfer = self.env["community.party.transfer"].create(
            {
                "member_id": self.member.id,
                "direction": "internal",
                "to_organization_id": self.branch2.id,
                "date_issued": day - timedelta(days=1),
                "date_received": day,
            }
        )
        transfer.action_issue()
        transfer.action_receive()
        self.assertEqual(self.member.organization_id, self.branch2)
        self.assertEqual(before.organization_id, self.branch)
        self.assertEqual(late.sudo().organization_id, self.branch2)
        entered_late = self.pledge(last_need, user=self.party_officer, date=day - timedelta(days=1))
        self.assertEqual(entered_late.organization_id, self.branch)
        self.assertEqual(self.branch.pledge_count, 2)
        self.assertEqual(self.branch2.pledge_count, 1)

    def test_a_pledge_whose_member_is_gone_is_shown(self):
        one, two = self.pledge(self.make_need()), self.pledge(self.make_need())
        pledges = self.env["community.party.pledge"]
        self.assertFalse(pledges.search([("is_orphaned", "=", True)]))
        two.action_withdraw()
        self.member.active = False
        self.assertEqual(pledges.search([("is_orphaned", "=", True)]), one.sudo())
        self.assertTrue(one.is_orphaned)
        self.assertFalse(two.is_orphaned)
        self.member.active = True
        self.member.status = "deceased"
        self.assertEqual(pledges.search([("is_orphaned", "=", True)]), one.sudo())

    def test_the_card_tells_of_the_pledge_and_of_nobody_else(self):
        """The paper holds who promised what by when; one that was withdrawn is not offered it."""
        pledge = self.pledge(self.make_need(), role="每周上门", target="老人有人陪")
        report = self.env.ref("community_party.community_party_pledge_report_card")
        page, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.branch_user)
            ._render_qweb_html(report.report_name, pledge.ids)
        )
        page = page.decode()
        for text in ("赵党员", "第一党支部", "每周上门", "老人有人陪", self.estate.name):
            self.assertIn(text, page)
        for told in ("陈秀兰", "糖尿", self.household.code):
            self.assertNotIn(told, page)
        offered = fields.Domain(ast.literal_eval(report.domain))
        self.assertTrue(pledge.filtered_domain(offered))
        pledge.action_withdraw()
        self.assertFalse(pledge.filtered_domain(offered))

    def test_a_pledge_stands_on_the_board_until_it_is_kept(self):
        need = self.make_need()
        pledge = self.pledge(need, date_due=self.today + timedelta(days=3))

        def due():
            self.env.flush_all()
            lines = self.env["community.due"].with_user(self.branch_user)
            return lines.search([("kind", "=", "party_pledge")])

        self.assertEqual((due().res_id, due().user_id), (pledge.id, self.branch_user))
        need.action_done()
        self.assertFalse(due())

    def test_lists_need_as_many_queries_for_few_as_for_many(self):
        def read(pledges):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            pledges.with_user(self.branch_user).read(
                ["name", "partner_id", "organization_id", "state", "is_orphaned", "date_due"]
            )
            return self.env.cr.sql_log_count - before

        few = self.pledge(self.make_need())
        many = few
        for number in range(5):
            many |= self.pledge(self.make_need(), member_id=self.make_member(f"党员{number}").id)
        read(few)
        self.assertEqual(read(few), read(many))

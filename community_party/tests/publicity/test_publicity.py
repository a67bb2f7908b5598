from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..excellence_case import ExcellenceCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPublicity(ExcellenceCase):
    """What is told to the public, with whose consent, and the record that it comes from."""

    def item(self, **values):
        return (
            self.env["community.party.publicity"]
            .with_user(self.branch_user)
            .create(
                {
                    "name": "老旧小区装上扶手",
                    "organization_id": self.branch.id,
                    "text": "支部认领需求，一周装好。",
                    "channel": "account",
                    "date": "2026-11-20",
                    **values,
                }
            )
        )

    def opened(self, action):
        return self.env[action["res_model"]].with_user(self.branch_user).browse(action["res_id"])

    def test_published_with_channel_day_and_reach(self):
        """An item has subject, channel, day, link and reach, and stays as it was published."""
        item = self.item(channel=False)
        self.refused(("Published by way of", "is missing"), item.action_publish)
        item.channel = "site"
        item.action_publish()
        item.write({"reach": 350, "link": "https://example.org/1"})
        self.refused(("is not rewritten", "Withdraw it"), item.write, {"text": "x"})
        self.refused(("write why",), item.action_withdraw)
        item.withdraw_reason = "有误"
        item.action_withdraw()
        self.assertEqual(item.state, "withdrawn")
        self.refused(("in the future",), self.item, date="2026-12-01")

    def test_nobody_is_named_without_consent(self):
        """Who is named in a publication has consented before it."""
        item = self.item(names_person=True)
        self.refused(("Who consented", "is missing"), item.action_publish)
        item.write({"consent_by": "本人书面", "date_consent": "2026-11-21"})
        self.refused(("before they consent",), item.action_publish)
        item.date_consent = "2026-11-19"
        item.action_publish()
        self.assertEqual(item.state, "published")

    def test_a_granted_award_becomes_a_case_in_one_step(self):
        """An award becomes a case text in one step; if it is revoked later, the text shows it."""
        award = self.publish(self.propose())
        self.refused(("Award granted",), award.action_case)
        self.grant(award)
        item = self.opened(award.action_case())
        self.assertEqual((item.kind, item.text, item.award_id), ("case", award.reason, award))
        self.assertTrue(item.names_person)
        self.assertEqual(self.opened(award.action_case()), item)
        item.write(
            {
                "channel": "board",
                "date": "2026-11-22",
                "consent_by": "本人",
                "date_consent": "2026-11-21",
            }
        )
        item.action_publish()
        self.assertFalse(item.doubt)
        award.end_reason = "事迹不实"
        award.with_user(self.party_manager).action_revoke()
        self.assertIn("was revoked", item.doubt)
        self.assertEqual(item.state, "published", "a person withdraws it")

    def test_a_case_of_an_award_waits_for_the_decision(self):
        item = self.item(award_id=self.propose().id)
        self.refused(("is not granted",), item.action_publish)

    def test_a_good_example_of_the_service_becomes_a_case_in_one_step(self):
        """An exemplary request becomes a case text without names in one step."""
        item = self.env["community.service.item"].create({"name": "代办", "code": "x-case"})
        request = self.env["community.request"].create(
            {"item_id": item.id, "description": "代办证件"}
        )
        officer = self.party_officer
        officer.group_ids += self.env.ref("community_service.group_community_officer")
        mine = request.with_user(officer)
        self.refused(("mark it as exemplary",), mine.action_party_case)
        request.write({"is_exemplary": True, "example_text": "上门代办，老人没有出门。"})
        action = mine.action_party_case()
        item = self.env["community.party.publicity"].browse(action["res_id"])
        self.assertEqual((item.text, item.request_id), (request.example_text, request))
        self.assertFalse(item.names_person)
        self.assertEqual(mine.action_party_case()["res_id"], item.id)
        item.write({"channel": "board", "date": "2026-11-22"})
        self.refused(("Who consented", "is missing"), item.action_publish)
        item.write({"consent_by": "本人", "date_consent": "2026-11-21"})
        item.action_publish()
        # Without an organisation there is nobody whose case it would be.
        with self.assertRaises(AccessError):
            request.with_user(self.manager).action_party_case()

    def test_a_withdrawn_consent_ends_the_case_told_of_a_request(self):
        """PIPL art. 15: what is published is withdrawn, a draft loses its consent."""
        area = self.env["community.area"].create({"name": "一号楼", "kind": "building"})
        home = self.env["community.household"].create({"area_id": area.id})
        person = self.env["community.resident"].create(
            {
                "name": "王芳",
                "residency_ids": [Command.create({"household_id": home.id, "role": "head"})],
            }
        )
        consent = self.env["community.consent"].create(
            {"resident_id": person.id, "purpose": "example", "scope": "代办的故事"}
        )
        request = self.env["community.request"].create(
            {
                "description": "代办证件",
                "household_id": home.id,
                "resident_id": person.id,
                "consent_id": consent.id,
            }
        )
        words = {"consent_by": "本人", "date_consent": consent.date, "date": consent.date}
        told, draft = items = self.item() + self.item()
        items.sudo().write({"request_id": request.id, **words})
        told.action_publish()
        consent.with_user(self.manager).action_withdraw()
        self.assertEqual((told.state, draft.state), ("withdrawn", "draft"))
        self.assertIn("consent was withdrawn", told.withdraw_reason)
        self.refused(("Who consented", "is missing"), draft.action_publish)

    def test_one_origin(self):
        award = self.propose()
        meeting = self.make_meeting()
        self.refused(
            ("comes from one record",), self.item, award_id=award.id, activity_id=meeting.id
        )

    def test_figures(self):
        """Items, reach and case texts are figures of the period."""
        self.item(reach=200).action_publish()
        self.item(reach=100, kind="case").action_publish()
        self.item(reach=999)
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual(values["party_publicity"], 2)
        self.assertEqual(values["party_publicity_reach"], 300)
        self.assertEqual(values["party_cases"], 1)

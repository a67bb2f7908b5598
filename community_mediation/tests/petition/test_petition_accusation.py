from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..petition_case import PetitionCase

OFFICER = "community_mediation.group_petition_officer"


@tagged("post_install", "-at_install", "community")
class TestPetitionAccusation(PetitionCase):
    """The accused and their body's people learn nothing; the file goes on for the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accused, cls.colleague, cls.other = (
            new_test_user(
                cls.env,
                login=login,
                groups=f"{OFFICER},community_service.group_community_manager,"
                "community_service.group_community_auditor,base.group_system",
            )
            for login in ("accused", "colleague", "other_officer")
        )
        cls.office = cls.env["res.partner"].create({"name": "物业办公室", "is_company": True})
        desk = cls.env["res.partner"].create({"name": "一科", "parent_id": cls.office.id})
        cls.accused.partner_id.parent_id = cls.office
        cls.colleague.partner_id.parent_id = desk

    def make_named(self):
        return self.make_accusation(accused_user_ids=[Command.set(self.accused.ids)])

    def barred(self):
        return (self.accused, self.colleague)

    def test_row_count_groups_and_parts_are_hidden(self):
        """Lists, counts, groups, persons and transfers of an accusation are empty for those it
        names, and others see them.
        """
        petition = self.make_named()
        self.step(petition, "hand", "2024-03-02", body_id=self.body.id)
        person, transfer = petition.person_ids, petition.transfer_ids
        for user in self.barred():
            for record in (petition, person, transfer):
                with self.subTest(user=user.login, model=record._name):
                    mine = record.with_user(user)
                    domain = [("id", "=", record.id)]
                    self.assertFalse(mine.search(domain))
                    self.assertEqual(mine.search_count(domain), 0)
                    self.assertEqual(mine._read_group(domain, ["company_id"], ["__count"]), [])
                    self.assertFalse(mine.has_access("read"))
                    with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
                        mine.read(["id"])
        self.assertTrue(petition.with_user(self.other).search([("id", "=", petition.id)]))
        self.assertTrue(person.with_user(self.other).read(["name"]))

    def test_an_ordinary_petition_is_open_to_them(self):
        petition = self.make_petition()
        for user in self.barred():
            self.assertTrue(petition.with_user(user).has_access("read"))

    def test_attachments_messages_and_activities_are_hidden(self):
        petition = self.make_named()
        attachment = self.env["ir.attachment"].create(
            {"name": "信.txt", "raw": b"x", "res_model": petition._name, "res_id": petition.id}
        )
        message = petition.message_post(body="已交纪检")
        activity = petition.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.petition_officer.id
        )
        for user in self.barred():
            for record in (attachment, message, activity):
                with self.subTest(user=user.login, model=record._name):
                    mine = record.sudo(False).with_user(user)
                    self.assertFalse(mine.search([("id", "=", record.id)]))
                    self.assertFalse(mine.has_access("read"))
        self.assertTrue(message.sudo(False).with_user(self.other).has_access("read"))

    def test_they_are_told_nothing_and_what_they_were_told_is_taken_back(self):
        petition = self.make_accusation()
        petition.message_subscribe(partner_ids=self.colleague.partner_id.ids)
        petition.message_post(
            body="请看", partner_ids=self.accused.partner_id.ids, message_type="comment"
        )
        petition.activity_schedule("mail.mail_activity_data_todo", user_id=self.accused.id)
        petition.accused_user_ids = self.accused
        self.assertNotIn(self.colleague.partner_id, petition.message_partner_ids)
        self.assertFalse(petition.activity_ids.filtered(lambda line: line.user_id == self.accused))
        Notification = self.env["mail.notification"]
        told = [("mail_message_id", "in", petition.message_ids.ids)]
        self.assertFalse(
            Notification.search([*told, ("res_partner_id", "=", self.accused.partner_id.id)])
        )
        petition.message_subscribe(partner_ids=(self.accused | self.colleague).partner_id.ids)
        petition.message_post(
            body="再看", partner_ids=self.accused.partner_id.ids, message_type="comment"
        )
        self.assertFalse(
            Notification.search(
                [
                    ("mail_message_id", "in", petition.message_ids.ids),
                    ("res_partner_id", "in", (self.accused | self.colleague).partner_id.ids),
                ]
            )
        )
        for message in petition.message_ids:
            self.assertFalse(message.sudo(False).with_user(self.accused).has_access("read"))

    def test_the_access_log_does_not_tell_them(self):
        petition = self.make_named()
        log = self.env["community.access.log"]
        log._log("view", petition)
        domain = [("model", "=", petition._name), ("res_id", "=", petition.id)]
        self.assertTrue(log.with_user(self.other).search(domain))
        for user in self.barred():
            with self.subTest(user=user.login):
                mine = log.with_user(user)
                self.assertFalse(mine.search(domain))
                self.assertEqual(mine.search_count(domain), 0)
                self.assertFalse(log.search(domain).with_user(user).has_access("read"))

    def test_who_joins_the_accused_body_is_barred_from_that_moment(self):
        petition = self.make_accusation(accused_partner_ids=[Command.set(self.office.ids)])
        mine = petition.with_user(self.other)
        self.assertTrue(mine.has_access("read"))
        self.other.partner_id.parent_id = self.office
        self.env.invalidate_all()
        self.assertFalse(mine.has_access("read"))
        self.other.partner_id.parent_id = False
        self.env.invalidate_all()
        self.assertTrue(mine.has_access("read"))

    def test_accused_partners_without_an_account(self):
        clerk = self.env["res.partner"].create({"name": "某办事员", "parent_id": self.office.id})
        petition = self.make_accusation(accused_partner_ids=[Command.set(clerk.ids)])
        for user in self.barred():
            self.assertFalse(petition.with_user(user).has_access("read"))

    def test_it_is_never_handed_to_the_accused_or_their_body(self):
        petition = self.make_named()
        for body in (self.office, self.accused.partner_id):
            with self.assertRaises(UserError) as refused:
                self.step(petition, "hand", "2024-03-02", body_id=body.id)
            self.assertIn("art. 30", refused.exception.args[0])
        self.step(petition, "hand", "2024-03-02", body_id=self.body.id)

    def test_the_accused_are_not_in_charge_and_do_not_enter_it(self):
        petition = self.make_named()
        with self.assertRaises(UserError):
            petition.user_id = self.colleague
        with self.assertRaises(UserError):
            self.env["community.petition"].with_user(self.colleague).create(
                {
                    "kind": "accusation",
                    "description": "x",
                    "accused_partner_ids": [Command.set(self.office.ids)],
                }
            )

    def test_numbers_come_from_a_row_of_their_own(self):
        first = self.make_petition()
        accusation = self.make_named()
        second = self.make_petition()
        self.assertRegex(accusation.number, r"^JJ2024-")
        self.assertEqual(int(second.number[-4:]) - int(first.number[-4:]), 1)
        with self.assertRaises(UserError):
            first.kind = "accusation"

    def test_no_other_file_leads_to_it(self):
        petition = self.make_named()
        ordinary = self.make_petition()
        issue = self.env["community.legacy.issue"].create(
            {"name": "历史问题", "since": "2010-01-01"}
        )
        with self.assertRaises(UserError):
            petition.sudo().issue_id = issue
        for action in (petition.action_mediation, petition.action_aid):
            with self.assertRaises(UserError):
                action()
        for one, other in ((petition, ordinary), (ordinary, petition)):
            with self.assertRaises(UserError):
                self.step(one, "join", original_id=other.id)
        self.assertFalse(petition._is_claimable())
        with self.assertRaises(UserError):
            ordinary.accused_user_ids = self.accused

    def test_it_is_not_in_the_counts_that_others_get(self):
        petition = self.make_named()
        indicators = self.env["community.indicator"].search([("code", "like", "petition_")])
        self.assertTrue(indicators)
        for indicator in indicators.filtered("model_id"):
            domain = indicator._records_domain(
                petition.date_received, petition.date_received, Domain.TRUE
            )
            self.assertNotIn(petition, self.env["community.petition"].search(domain))

    def test_it_ends_with_what_the_examining_body_says(self):
        petition = self.make_named()
        self.step(petition, "hand", "2024-03-02", body_id=self.body.id)
        with self.assertRaises(UserError):
            self.step(petition, "close")
        self.step(petition, "close", reason="已由纪检机关立案")
        self.assertEqual(petition.state, "closed")

    def test_the_communitys_own_people_are_barred_where_it_is_accused_itself(self):
        plain = new_test_user(
            self.env, login="own_auditor", groups="community_service.group_community_auditor"
        )
        petition = self.make_accusation(
            accused_partner_ids=[Command.set(self.env.company.partner_id.ids)]
        )
        log = self.env["community.access.log"]
        log._log("view", petition)
        domain = [("model", "=", petition._name), ("res_id", "=", petition.id)]
        self.assertFalse(log.with_user(plain).search(domain))
        self.assertTrue(petition.has_access("read"))

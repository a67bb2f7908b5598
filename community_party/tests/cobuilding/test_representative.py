from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..representative_case import RepresentativeCase


@tagged("post_install", "-at_install", "community")
class TestRepresentative(RepresentativeCase):
    """Representatives: chosen by whom, for which term, as of which day."""

    def test_in_office_as_of_a_day(self):
        """A representative is in office from the first to the last day of the term, or to the day
        on which it ended early, and each day can be asked for."""
        whole = self.make_representative()
        short = self.make_representative("李代表", "第四居民小组")
        short.write({"date_ended": self.day(-10), "end_reason": "moved"})
        self.assertEqual(short.date_last, self.day(-10))
        for day, expected in (
            (self.day(-201), self.Representative),
            (self.day(-200), whole | short),
            (self.day(-10), whole | short),
            (self.day(-9), whole),
            (self.day(165), whole),
            (self.day(166), self.Representative),
        ):
            found = self.Representative.search([("office_day", "=", day)])
            self.assertEqual(found & (whole | short), expected, day)
        now = self.Representative.search([("is_in_office", "=", True)])
        self.assertEqual(now & (whole | short), whole)
        self.assertEqual((whole | short).mapped("is_in_office"), [True, False])

    def test_nobody_twice_for_the_same_group(self):
        """Overlapping terms of one person for one group are refused, whoever it is entered as and
        however the group is written; the next term and another group are fine."""
        self.branch_user.group_ids += self.env.ref("community_service.group_community_officer")
        resident = self.env["community.resident"].create(
            {"name": "王代表", "partner_id": self.env["res.partner"].create({"name": "王"}).id}
        )
        first = self.make_representative(partner_id=resident.partner_id.id)
        with self.refused("already"):
            self.make_representative(resident_id=resident.id, group=" 第三 居民小组")
        first.write({"date_ended": self.day(-50), "end_reason": "resigned"})
        with self.refused("already"):
            self.make_representative(resident_id=resident.id, date_from=self.day(-50))
        again = self.make_representative(resident_id=resident.id, date_from=self.day(-49))
        other = self.make_representative(resident_id=resident.id, group="业主代表")
        self.assertTrue(again.is_in_office and other.is_in_office)
        with self.refused("already"):
            first.write({"date_ended": False, "end_reason": False})

    def test_an_early_end_has_day_and_reason(self):
        """The early end lies within the term, has come, and says why."""
        line = self.make_representative()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            line.date_ended = self.day(-3)
        for days in (-201, 1, 165, 170):
            with self.assertRaises(ValidationError if days > 0 else UserError):
                line.write({"date_ended": self.day(days), "end_reason": "recalled"})
        line.write({"date_ended": self.day(-3), "end_reason": "died"})
        self.assertFalse(line.is_in_office)

    def test_numbers_of_the_choice_fit(self):
        """More votes than people who took part are refused, and so is a choice after the term
        began; what nobody knows stays 0."""
        line = self.make_representative(entitled_count=60, vote_count=31)
        with self.refused("do not fit"):
            line.voter_count = 30
        with self.refused("do not fit"):
            line.voter_count = 61
        line.voter_count = 45
        with self.refused("was chosen on"):
            line.date_chosen = self.day(-100)
        line.date_chosen = self.day(-205)
        self.assertEqual(line.vote_count, 31)

    def test_only_keepers_of_the_organisation(self):
        """The keeper of another branch neither sees nor ends the terms; the officer does."""
        line = self.make_representative()
        foreign = line.with_user(self.branch_user2)
        self.assertFalse(foreign.search([("id", "=", line.id)]))
        with self.assertRaises(AccessError):
            foreign.write({"date_ended": self.day(-3), "end_reason": "recalled"})
        line.with_user(self.party_officer).write(
            {"date_ended": self.day(-3), "end_reason": "recalled"}
        )
        self.assertFalse(line.is_in_office)

    def test_what_the_register_says(self):
        """Somebody in office who died or moved away by the register is pointed out, to whoever
        may read the register, until the term is ended."""
        home = self.make_household()
        resident = self.make_resident(home, name="王代表")
        own = self.env["community.party.representative"].create(
            {
                "resident_id": resident.id,
                "group_name": "第三居民小组",
                "organization_id": self.branch.id,
                "date_from": self.day(-200),
                "date_to": self.day(165),
            }
        )
        line = own.with_user(self.branch_user)
        self.assertFalse(own.doubt)
        home._death(self.day(-2), resident)
        own.invalidate_recordset()
        self.assertIn("died", own.doubt)
        line.invalidate_recordset()
        self.assertFalse(line.doubt, "the keeper of the branch does not look after that grid")
        line.write({"date_ended": self.day(-2), "end_reason": "died"})
        own.invalidate_recordset()
        self.assertFalse(own.doubt)

    def test_who_sat_stays_who_it_was(self):
        """After a meeting a representative is not turned into somebody else, nor deleted; before
        it both are fine and the list follows."""
        line, other = self.make_representatives(2)
        coming = self.make_meeting(days=3)
        self.assertEqual(coming.due_ids.representative_id, line | other)
        person = self.env["res.partner"].create({"name": "换人"})
        other.partner_id = person
        self.assertIn(person, coming.due_ids.partner_id)
        other.with_user(self.party_manager).unlink()
        self.assertEqual(coming.due_ids.representative_id, line)
        held = self.make_meeting()
        self.sign_in(held, 1)
        with self.refused("does not change any more"):
            line.partner_id = person
        with self.refused("does not change any more"):
            line.with_user(self.party_manager).unlink()

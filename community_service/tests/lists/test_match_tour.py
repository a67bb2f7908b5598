from odoo.tests import HttpCase, tagged

from .test_match import MatchCase


class MatchTourCase(MatchCase, HttpCase):
    """A list from the workbook to the mark, as an officer does it in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.officer.write({"password": "officer", "lang": "zh_CN"})
        cls.one = cls.add("冉一", room="301", phone="13912340001")
        cls.twins = cls.add("冉二", room="302", birth_date="1955-05-05")
        cls.twins |= cls.add("冉二", room="303", birth_date="1955-05-05")

    def walk(self):
        self.start_tour("/odoo/lists-from-above/new", "community_match", login="officer")
        marks = self.env["community.match.mark"].search([("name", "=", "医保核查")])
        self.assertEqual(marks.resident_id, self.one + self.twins[0])


@tagged("post_install", "-at_install", "community", "community_tour")
class TestMatchTour(MatchTourCase):
    def test_a_list_at_the_desk(self):
        """Two people of a list are marked at the desk, one of them chosen by one tap."""
        self.walk()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestMatchPhoneTour(MatchTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_list_on_a_phone(self):
        """The same list on a phone."""
        self.walk()

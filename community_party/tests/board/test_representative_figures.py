from odoo.tests import tagged

from ..representative_case import RepresentativeCase


@tagged("post_install", "-at_install", "community")
class TestRepresentativeFigures(RepresentativeCase):
    """Representatives, their meetings and motions in ledgers, figures and on the board."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = cls.make_representatives(3)
        cls.lines[2].write({"date_ended": cls.day(-8), "end_reason": "moved"})
        cls.held = cls.make_meeting(days=-10, date_notice=cls.day(-20))
        cls.sign_in(cls.held, 2)
        cls.held.action_done()
        cls.empty = cls.make_meeting(days=-5)
        cls.empty.action_done()
        cls.done = cls.make_motion(cls.lines[0], cls.held)
        cls.running = cls.make_motion(cls.lines[1], cls.held, name="清理楼道")
        cls.make_motion(cls.lines[1], name="增设车棚")
        cls.decide(cls.done, 2)
        cls.decide(cls.running, 2)
        cls.done.write({"result": "已装", "date_done": cls.day(-3)})
        cls.done.action_done()

    def value(self, code, start=-30, end=0):
        days = {"date_from": self.day(start), "date_to": self.day(end)}
        Report = self.env["community.report"]
        # There is one report of a period.
        report = Report.search([(name, "=", day) for name, day in days.items()])
        report = report or Report.create({"name": "x", **days})
        report.action_refresh()
        return report.line_ids.filtered(lambda line: line.indicator_id.code == code).value

    def test_figures(self):
        """Representatives are counted as of the last day of the period, meetings by quorum and
        notice, motions by the days on which they were brought, decided and carried out."""
        for code, expected in (
            ("party_representatives", 2),
            ("party_representative_meetings", 2),
            ("party_representative_meetings_quorate", 1),
            ("party_representative_meetings_noticed", 1),
            ("party_motions", 3),
            ("party_motions_decided", 2),
            ("party_motions_passed", 2),
            ("party_motions_done", 1),
            ("party_motions_in_time", 1),
            ("party_motion_share", 100),
        ):
            with self.subTest(code=code):
                self.assertEqual(self.value(code), expected)
        self.assertEqual(self.value("party_representatives", -30, -9), 3)
        self.assertEqual(self.value("party_motions_done", -30, -4), 0)

    def test_on_the_board(self):
        """A motion to be carried out, a notice to be given and a term that ends stand on the board
        of whoever keeps them, until they are met."""
        coming = self.make_meeting(days=9)
        self.env.flush_all()
        Due = self.env["community.due"].with_user(self.branch_user)

        def lines(kind):
            self.env.flush_all()
            return Due.search([("kind", "=", kind)])

        self.assertEqual(lines("party_motion").mapped("res_id"), self.running.ids)
        self.assertEqual(lines("party_motion").user_id, self.branch_user)
        self.assertEqual(lines("party_notice").mapped("res_id"), coming.ids)
        self.assertEqual(lines("party_notice").date_due, self.day(4))
        self.assertEqual(set(lines("party_term").mapped("res_id")), set(self.lines[:2].ids))
        self.running.write({"result": "已清理"})
        self.running.action_done()
        coming.agenda = "1. 停车"
        coming.action_notice()
        self.lines[1].write({"date_ended": self.day(-1), "end_reason": "resigned"})
        self.assertFalse(lines("party_motion") | lines("party_notice"))
        self.assertEqual(lines("party_term").mapped("res_id"), self.lines[0].ids)
        foreign = self.env["community.due"].with_user(self.branch_user2)
        self.assertFalse(foreign.search([("kind", "=", "party_term")]))

    def test_ledgers(self):
        """Both ledgers list what there is, by name."""
        for code, words in (
            ("party_representatives", ("代表0", "第0小组")),
            ("party_motions", ("三号楼后加装路灯", self.done.number)),
        ):
            ledger = self.env["community.ledger"].search([("code", "=", code)])
            batches = ledger.with_user(self.branch_user)._rows()
            text = str([row for batch in batches for row in batch])
            for word in words:
                self.assertIn(word, text, code)

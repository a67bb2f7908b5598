from odoo.exceptions import UserError
from odoo.fields import Command

from .common import PartyCase


class AppraisalCase(PartyCase):
    """Eight voters with accounts of their own, a probationary member, and their appraisal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.env["community.party.member"]
        for name in "甲乙丙丁戊己庚辛":
            cls.members |= cls.make_member(f"党员{name}")
        cls.newcomer = cls.make_member("预备员", stage="probationary", date_full=False)
        cls.users = cls.env["res.users"].create(
            [
                {
                    "login": f"voter{number}",
                    "partner_id": member.partner_id.id,
                    "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
                }
                for number, member in enumerate(cls.members)
            ]
        )
        cls.appraisal = cls.env["community.party.appraisal"].create(
            {"organization_id": cls.branch.id, "year": 2025}
        )
        cls.lines = cls.appraisal.line_ids.filtered("is_graded")

    def refused(self, words, function, *args, **values):
        with self.assertRaises(UserError) as caught:
            function(*args, **values)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def open_box(self):
        action = self.appraisal.with_user(self.branch_user).action_open_box()
        return action["params"]["message"].split(" ")[0]

    def cast(self, user, votes):
        return self.appraisal.with_user(user).action_cast(votes)

    def count(self, code):
        self.env["community.party.appraisal.count"].with_user(self.branch_user).create(
            {"appraisal_id": self.appraisal.id, "code": code}
        ).action_count()

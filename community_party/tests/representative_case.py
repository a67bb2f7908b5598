import contextlib
import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError

from .common import PartyCase


class RepresentativeCase(PartyCase):
    """Representatives of the first branch, their meetings and motions, as its keeper makes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user.with_context(tz="Asia/Shanghai"))
        cls.Representative = cls.env["community.party.representative"].with_user(cls.branch_user)
        cls.Motion = cls.env["community.party.motion"].with_user(cls.branch_user)
        cls.Activity = cls.env["community.activity"].with_user(cls.branch_user)
        cls.Resolution = cls.env["community.party.resolution"].with_user(cls.branch_user)
        cls.kind = cls.env.ref("community_party.activity_kind_representatives")

    @contextlib.contextmanager
    def refused(self, words, error=UserError):
        """Expect a sentence, and that nothing is left of what was tried."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), words)

    @classmethod
    def day(cls, days):
        """Return the day ``days`` after today."""
        return cls.today + relativedelta(days=days)

    @classmethod
    def make_representative(cls, name="王代表", group="第三居民小组", **values):
        """Choose somebody for a year from 200 days ago."""
        if not {"partner_id", "resident_id"} & values.keys():
            values["partner_id"] = cls.env["res.partner"].create({"name": name}).id
        return cls.Representative.create(
            {
                "group_name": group,
                "organization_id": cls.branch.id,
                "date_from": cls.day(-200),
                "date_to": cls.day(165),
                **values,
            }
        )

    @classmethod
    def make_representatives(cls, count, **values):
        return cls.Representative.concat(
            *(
                cls.make_representative(f"代表{number}", f"第{number}小组", **values)
                for number in range(count)
            )
        )

    @classmethod
    def make_meeting(cls, days=-1, **values):
        """Call a meeting of two hours at nine in the morning, ``days`` after today."""
        start = datetime.datetime.combine(cls.day(days), datetime.time(1))
        return cls.Activity.create(
            {
                "name": "居民代表会议",
                "kind_id": cls.kind.id,
                "organization_id": cls.branch.id,
                "date_start": start,
                "date_stop": start + datetime.timedelta(hours=2),
                **values,
            }
        )

    @classmethod
    def make_motion(cls, representative, meeting=None, name="三号楼后加装路灯", **values):
        return cls.Motion.create(
            {
                "name": name,
                "representative_id": representative.id,
                "date_brought": cls.day(-20),
                "activity_id": meeting.id if meeting else False,
                **values,
            }
        )

    @classmethod
    def sign_in(cls, meeting, count):
        """Sign in the first ``count`` of those due."""
        meeting.due_ids.filtered("is_due").sorted("id")[:count]._mark_present()

    @classmethod
    def decide(cls, motion, yes, no=0):
        """Put a motion to the vote of its meeting and decide it."""
        vote = cls.Resolution.browse(motion.action_put_to_vote()["res_id"])
        vote.write({"yes_count": yes, "no_count": no})
        vote.action_decide()
        return vote

    @classmethod
    def close(cls, meeting):
        meeting.action_done()
        meeting.minutes = "会议纪要"
        meeting.action_sign_minutes()

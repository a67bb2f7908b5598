from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

BRANCH = "community_party.group_party_branch"
# Those who live and work with the branch; somebody out of contact is looked for, not invited.
HERE = ("normal", "mobile")
MONTHS = 12  # as the number is shipped


class CommunityPartyMember(models.Model):
    """When the next heart-to-heart talk of a member is due.

    Regulations on branch work, art. 19: within the committee, between committee and members, and
    between members, at least once a year; the months are a number of the rules.
    """

    _inherit = "community.party.member"

    held_talk_ids = fields.One2many(
        "community.party.talk", "talker_id", "Talks held", readonly=True, groups=BRANCH
    )
    date_last_talk = fields.Date(
        "Last talk", compute="_compute_date_talk_due", store=True, groups=BRANCH
    )
    date_talk_due = fields.Date(
        "Talk due",
        compute="_compute_date_talk_due",
        store=True,
        index="btree_not_null",
        groups=BRANCH,
        help="Months after the last talk; of somebody without one, after the file was begun.",
    )

    @api.depends("talk_ids.date", "held_talk_ids.date", "stage", "status", "active")
    def _compute_date_talk_due(self):
        # While an older database is updated, columns are filled before the numbers are loaded.
        months = int(self.env["community.parameter"]._values().get("party_talk_months", MONTHS))
        for member in self:
            days = (member.talk_ids + member.held_talk_ids).mapped("date")
            last = max(filter(None, days), default=False)
            begun = last or fields.Date.to_date(member.create_date or fields.Date.today())
            is_asked = (
                member.active and member.stage in ("probationary", "full") and member.status in HERE
            )
            member.date_last_talk = last
            member.date_talk_due = begun + relativedelta(months=months) if is_asked else False

    def action_record_talk(self):
        """Open an empty talk with this member.

        :return: the action of the form
        """
        self.ensure_one()
        self.check_access("read")
        own = self.search([("partner_id", "=", self.env.user.partner_id.id)], limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Talk"),
            "res_model": "community.party.talk",
            "views": [(False, "form")],
            "context": {
                "default_member_id": self.id,
                "default_talker_id": (own - self).id,
            },
        }

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.admission import checks_due

CULTIVATED = ("activist", "candidate")


class CommunityPartyCheck(models.Model):
    """The half-yearly check of an activist; proposed on its day, done by a named person."""

    _name = "community.party.check"
    _description = "Cultivation Check"
    _inherit = ["community.party.filed.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_due desc, id desc"
    _rec_name = "date_due"

    member_id = fields.Many2one(string="Person", ondelete="cascade")
    date_due = fields.Date("Due on", required=True, index=True)
    date = fields.Date("Examined on", copy=False)
    state = fields.Selection(
        [("open", "Due"), ("done", "Finished")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    conduct = fields.Text("Conduct and work")
    opinion = fields.Text("Opinion of the branch")
    opinion_result = fields.Selection(
        [
            ("good", "Further training"),
            ("watch", "Go on, with advice"),
            ("stop", "No longer an activist"),
        ],
        "Result",
        help="What the branch finds; nothing follows by itself.",
    )
    user_id = fields.Many2one("res.users", "Recorded by", readonly=True, copy=False, index=True)

    _due_uniq = models.UniqueIndex(
        "(member_id, date_due)", "A check of this person is due on this day already."
    )
    _check_done = models.Constraint(
        "CHECK (state <> 'done' OR (date IS NOT NULL AND opinion IS NOT NULL))",
        "A check that is done has its day and the opinion of the branch.",
    )

    @api.depends("date_due", "member_id.number")
    def _compute_display_name(self):
        # Activities and mails show this name: it carries no person.
        for check in self:
            check.display_name = self.env._(
                "Check of %(date)s, file %(number)s",
                date=check.date_due,
                number=check.member_id.number or check.member_id.id,
            )

    def action_done(self):
        """Close checks with the day and the opinion that were filled in.

        :raises UserError: when a day or the opinion is missing, or the day is still to come
        """
        self.check_access("write")
        today = fields.Date.context_today(self)
        for check in self:
            day = check.date or today
            if not (check.opinion or "").strip():
                raise UserError(
                    self.env._(
                        "%(check)s has no opinion of the branch: write it, then close the check.",
                        check=check.display_name,
                    )
                )
            if day > today:
                raise UserError(
                    self.env._(
                        "%(check)s: %(date)s is still to come. Record it on that day.",
                        check=check.display_name,
                        date=day,
                    )
                )
            check._set_closed(state="done", date=day, user_id=self.env.uid)
            check.activity_unlink(["mail.mail_activity_data_todo"])
        return True

    @api.model
    def _cron_propose(self):
        """Propose the checks that have come due for everybody who is cultivated."""
        members = self.env["community.party.member"].search(
            [("stage", "in", CULTIVATED), ("status", "in", ("normal", "mobile"))]
        )
        # The register knows of a death before the file says so.
        dead = members._ended_of(fields.Date.context_today(self))
        (members - dead)._propose_checks()

    @api.model
    def _days_due(self, start, today, company):
        Parameter = self.env["community.parameter"]
        every = Parameter._whole("party_cultivation_check_months", company, start)
        return checks_due(start, today, every)

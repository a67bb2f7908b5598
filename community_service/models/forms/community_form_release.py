from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .community_form import MANAGER

# A release is for handing in a form, and no standing right.
MOST_DAYS = 31


class CommunityFormRelease(models.Model):
    """Whole ID numbers and phones for one form: why, who agreed, until when.

    Without one, a form has masked numbers. Somebody else than who asked approves it; each file
    whose number leaves by it has a line in the access log with the reason.
    """

    _name = "community.form.release"
    _description = "Release of Whole Numbers"
    _inherit = ["community.guarded.mixin"]
    _order = "id desc"
    _rec_name = "reason"
    _check_company_auto = True

    form_id = fields.Many2one(
        "community.form",
        "Demanded form",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    body = fields.Char(related="form_id.body")
    reason = fields.Char(
        "Why whole numbers are needed", required=True, help="It stands in the access log."
    )
    date_end = fields.Date(
        "Holds until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=7),
        help="31 days from today at most.",
    )
    state = fields.Selection(
        [("asked", "Asked for"), ("approved", "Approved"), ("ended", "Taken back")],
        default="asked",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Asked for by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    date_approved = fields.Datetime("Approved on", readonly=True, copy=False)
    is_valid = fields.Boolean("Holds today", compute="_compute_is_valid")
    used_count = fields.Integer("Times downloaded", readonly=True, copy=False)

    @api.depends("state", "date_end")
    def _compute_is_valid(self):
        today = fields.Date.context_today(self)
        for release in self:
            is_running = bool(release.date_end and release.date_end >= today)
            release.is_valid = release.state == "approved" and is_running

    @api.constrains("reason", "date_end")
    def _check_words(self):
        for release in self:
            self.env["community.access.log"]._stated_reason(release.reason)
            today = fields.Date.context_today(release)
            if release.date_end > today + timedelta(days=MOST_DAYS):
                raise ValidationError(
                    self.env._(
                        "A release holds for %(days)s days at most: until %(date)s.",
                        days=MOST_DAYS,
                        date=today + timedelta(days=MOST_DAYS),
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields()
        return settled | {"form_id", "reason", "date_end"} if self.state != "asked" else settled

    def action_approve(self):
        """Approve the release; whole numbers leave with this form until its day.

        :raises AccessError: to whoever is no manager, or asked for it
        :raises UserError: if its day has passed
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "A release of whole numbers is approved by a community manager: ask one of "
                    "them."
                )
            )
        self._check_state("asked")
        today = fields.Date.context_today(self)
        for release in self:
            if release.user_id == self.env.user:
                raise AccessError(
                    self.env._("You asked for this release: another manager has to approve it.")
                )
            if release.date_end < today:
                raise UserError(
                    self.env._(
                        "The release was to hold until %(date)s, which has passed: choose a later "
                        "day.",
                        date=release.date_end,
                    )
                )
        self._set_closed(
            state="approved", approved_by_id=self.env.uid, date_approved=fields.Datetime.now()
        )

    def action_end(self):
        """Take the release back: from now on the form has masked numbers again."""
        self.check_access("write")
        self._check_state("asked", "approved")
        self._set_closed(state="ended")

    @api.model
    def _valid_for(self, form):
        """Return the release by which the user may hand out whole numbers with a form, or none."""
        releases = self.search(
            [
                ("form_id", "=", form.id),
                ("state", "=", "approved"),
                ("date_end", ">=", fields.Date.context_today(self)),
            ]
        )
        is_manager = self.env.user.has_group(MANAGER)
        return releases.filtered(lambda release: is_manager or release.user_id == self.env.user)[:1]

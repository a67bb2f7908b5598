from odoo import api, fields, models


class CommunityPartyContactAttempt(models.Model):
    """One attempt to reach a member who is away or out of contact, and what came of it.

    Reaching the member is the last contact from which the timers of the file count.
    """

    _name = "community.party.contact.attempt"
    _description = "Attempt to Reach a Party Member"
    _inherit = ["community.party.filed.mixin"]
    _order = "date desc, id desc"
    _rec_name = "member_id"

    date = fields.Date(required=True, default=fields.Date.context_today)
    way = fields.Selection(
        [
            ("phone", "Phone"),
            ("visit", "Visit"),
            ("letter", "Letter sent"),
            ("online", "Message online"),
            ("relatives", "Relatives or neighbours"),
            ("police", "Police post"),
            ("other", "Other way"),
        ],
        string="Sought by way of",
        required=True,
        default="phone",
    )
    is_reached = fields.Boolean("Reached")
    result = fields.Char(required=True, help="What was heard, and from whom.")
    user_id = fields.Many2one(
        "res.users", "Sought by", required=True, default=lambda self: self.env.user, index=True
    )

    @api.constrains("date")
    def _check_date(self):
        self._check_not_future("date")

    @api.model_create_multi
    def create(self, vals_list):
        attempts = super().create(vals_list)
        attempts._follow_contact()
        return attempts

    def write(self, vals):
        result = super().write(vals)
        if {"is_reached", "date"} & vals.keys():
            self._follow_contact()
        return result

    def _follow_contact(self):
        """Carry the day on which a member was reached to the file; never to an earlier day."""
        for attempt in self.filtered("is_reached"):
            member = attempt.member_id
            if not member.date_last_contact or member.date_last_contact < attempt.date:
                # Whoever enters the attempt tells when the member was reached.
                member.sudo().date_last_contact = attempt.date

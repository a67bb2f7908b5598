from odoo import api, fields, models
from odoo.fields import Domain

REASONS = [
    ("elderly", "Elderly"),
    ("frail", "Frail"),
    ("ill", "Seriously ill"),
    ("disabled", "Disabled"),
    ("away", "Away or out of contact"),
    ("other", "Other"),
]


class CommunityPartyExemption(models.Model):
    """A member of whom organisation life is not strictly required, from a day to a day, and why.

    Elderly, frail, seriously ill and disabled members are visited and study is brought to them;
    they are left out of rates of attendance, not out of votes.
    """

    _name = "community.party.exemption"
    _description = "Exemption from Organisation Life"
    _inherit = ["community.party.filed.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "member_id"

    member_id = fields.Many2one(ondelete="cascade")
    reason = fields.Selection(REASONS, required=True)
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", help="The last day. Empty: until further notice.")
    note = fields.Char(help="What was agreed: visits, study at home, by whom.")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )
    _member_uniq = models.UniqueIndex(
        "(member_id, date_from)", "This member has an exemption from this day already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._attendances()._follow_files()
        return lines

    def write(self, vals):
        before = self._attendances()
        result = super().write(vals)
        before._follow_files(anew=True)
        (self._attendances() - before)._follow_files()
        return result

    def unlink(self):
        before = self._attendances()
        result = super().unlink()
        before._follow_files(anew=True)
        return result

    def _attendances(self):
        """Return what was asked of these members at meetings on the days of these lines."""
        # sudo: lists follow from exemptions, whoever keeps them.
        Line = self.env["community.attendance"].sudo()
        return Line.search(
            Domain.OR(
                Domain("member_id", "=", line.member_id.id)
                & Domain("date", ">=", line.date_from)
                & (Domain("date", "<=", line.date_to) if line.date_to else Domain.TRUE)
                for line in self
            )
        )

    @api.model
    def _reasons(self, members):
        """Return member id -> its lines of exemption, with one query for all members."""
        if not members:
            return {}
        # sudo: why somebody is exempt decides a line of a list its writer may write.
        lines = self.sudo().search([("member_id", "in", members.ids)])
        result = {}
        for line in lines:
            result.setdefault(line.member_id.id, []).append(line)
        return result

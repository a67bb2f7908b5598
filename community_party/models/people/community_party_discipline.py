from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What a penalty takes away while it runs: the right to vote, the right to introduce.
NO_VOTE = ("probation", "suspended")
NO_INTRODUCTION = ("probation", "suspended")
# Decisions that say themselves when they end.
WITH_LAST_DAY = ("warning", "serious_warning", "probation", "improve")


class CommunityPartyDiscipline(models.Model):
    """A penalty or a suspension of rights, from a day to a day, with who decided it and on what.

    Rights follow these lines and never a status field alone: 《中国共产党章程》 art. 41 (warning,
    serious warning, removal from posts, probation within the Party), elections rules of 2020 on
    suspended rights; measures on unqualified members of 2024 on improving within a term, which
    takes no right away. The decision is another body's; it is entered here by a named person.
    """

    _name = "community.party.discipline"
    _description = "Discipline of a Party Member"
    _inherit = ["community.named.mixin", "community.party.filed.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("warning", "Warning"),
            ("serious_warning", "Serious warning"),
            ("removed_from_post", "Removed from posts in the Party"),
            ("probation", "Probation within the Party"),
            ("suspended", "Rights suspended"),
            ("improve", "To improve within a term"),
        ],
        required=True,
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", help="The last day; empty while nobody has ended it.")
    decided_by = fields.Char("Body that decided", required=True, help="The body that decided.")
    basis = fields.Char(required=True, help="Document and number of the decision.")
    note = fields.Text()

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )

    @api.constrains("kind", "date_from", "date_to")
    def _check_term(self):
        Parameter = self.env["community.parameter"]
        for line in self.filtered(lambda line: line.kind == "improve" and line.date_to):
            months = Parameter._whole("party_improve_months", line.company_id, line.date_from)
            last = line.date_from + relativedelta(months=months)
            if line.date_to > last:
                raise UserError(
                    self.env._(
                        "%(member)s: the term to improve until %(date)s is longer than %(months)s "
                        "months (measures on unqualified Party members, 2024). Enter a day "
                        "up to %(last)s.",
                        member=line.member_id.name,
                        date=line.date_to,
                        months=months,
                        last=last,
                    )
                )

    @api.constrains("kind", "date_to")
    def _check_suspension_ends(self):
        for line in self:
            if line.kind in WITH_LAST_DAY and not line.date_to:
                labels = dict(line._fields["kind"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(member)s: “%(kind)s” has a last day by the decision; enter it.",
                        member=line.member_id.name,
                        kind=labels[line.kind],
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        today = fields.Date.context_today(self)
        for line in self:
            if line.date_from <= today:
                raise UserError(
                    self.env._(
                        "The decision of %(date)s on %(member)s stays in the file: set its last "
                        "day instead.",
                        date=line.date_from,
                        member=line.member_id.name,
                    )
                )

    @api.model
    def _domain_on(self, date):
        """Return the domain of lines that run on ``date``."""
        return Domain("date_from", "<=", date) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        )

    def _label_of(self, name):
        """Return the reader's word for the choice that a field of one line holds."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

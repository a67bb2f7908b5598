from odoo import api, fields, models

from ...tools import deadlines


class CommunityMediationCommittee(models.Model):
    """The people's mediation committee (人民调解委员会) for one term: it alone seals agreements.

    People's Mediation Law (2010), art. 8-9: 3 to 9 members, women among them, 3 years. What does
    not fit is a warning, since an election can be late and a member can leave.
    """

    _name = "community.mediation.committee"
    _description = "Mediation Committee"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    date_from = fields.Date("Elected on", required=True, default=fields.Date.context_today)
    date_to = fields.Date(
        "Term ends", compute="_compute_date_to", store=True, readonly=False, precompute=True
    )
    member_ids = fields.One2many("community.mediation.committee.member", "committee_id", "Members")
    chair_id = fields.Many2one("community.mediation.mediator", compute="_compute_members")
    member_count = fields.Integer("Number of members", compute="_compute_members")
    warning = fields.Text("To put right", compute="_compute_warning")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _check_term = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A term ends after it begins."
    )

    @api.depends("date_from")
    def _compute_date_to(self):
        Parameter = self.env["community.parameter"]
        for committee in self:
            years = Parameter._whole(
                "mediation_term_years", committee.company_id, committee.date_from
            )
            committee.date_to = (
                deadlines.term_end(committee.date_from, years) if committee.date_from else False
            )

    @api.depends("member_ids.role")
    def _compute_members(self):
        for committee in self:
            members = committee.member_ids
            chair = members.filtered(lambda member: member.role == "chair")
            committee.chair_id = chair[:1].mediator_id
            committee.member_count = len(members)

    @api.depends("member_ids.role", "member_ids.mediator_id.sex", "date_to")
    def _compute_warning(self):
        whole = self.env["community.parameter"]._whole
        today = fields.Date.context_today(self)
        for committee in self:
            least = whole("mediation_members_least", committee.company_id)
            most = whole("mediation_members_most", committee.company_id)
            lines, members = [], committee.member_ids
            if not least <= len(members) <= most:
                lines.append(
                    self.env._(
                        "It has %(count)s members; the law asks for %(least)s to %(most)s.",
                        count=len(members),
                        least=least,
                        most=most,
                    )
                )
            if "female" not in members.mediator_id.mapped("sex"):
                lines.append(self.env._("No woman is a member; the law asks for one."))
            if not committee.chair_id:
                lines.append(self.env._("Nobody is its chair."))
            if committee.date_to and committee.date_to < today:
                lines.append(
                    self.env._("Its term ended on %(date)s: elect anew.", date=committee.date_to)
                )
            committee.warning = "\n".join(lines)

    def _in_office(self, day):
        """Tell whether the committee may seal on ``day``."""
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or day <= self.date_to)

    def _is_same_body(self, other):
        """Tell whether ``other`` is this committee, or this one elected anew under its name."""
        return self == other or (
            self.company_id == other.company_id
            and (self.name or "").strip() == (other.name or "").strip()
        )

    @api.model
    def _current(self):
        """Return the committee of the community that is in office today, or none."""
        today = fields.Date.context_today(self)
        return self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("date_from", "<=", today),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", today),
            ],
            limit=1,
        )

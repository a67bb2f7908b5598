from odoo import api, fields, models

from .community_aid_programme import KINDS


class CommunityAidExclusion(models.Model):
    """Two kinds of aid that exclude each other, by which text, from when, and for whom.

    A kind beside itself says that nobody has it from two cases at once. Which month somebody has
    from which case is kept in :class:`community.aid.month`, by the rule of that month.
    """

    _name = "community.aid.exclusion"
    _description = "Kinds of Aid that Exclude Each Other"
    _inherit = ["community.dated.mixin", "community.record.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["code", "legal_basis"]

    # The pair itself, in whichever order it was entered: its rows are one rule with a history.
    code = fields.Char(
        compute="_compute_code",
        store=True,
        precompute=True,
        required=True,
        export_string_translation=False,
    )
    kind = fields.Selection(KINDS, "One kind", required=True)
    other_kind = fields.Selection(KINDS, "Excludes", required=True)
    scope = fields.Selection(
        [("person", "Each person"), ("family", "Families as a whole")],
        "For",
        required=True,
        default="person",
        help="Families as a whole: somebody who applies alone may have the other kind.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    legal_basis = fields.Char(
        translate=True, required=True, help="Law, measure or local rule, with its article."
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(valid_from, '-infinity'::date))",
        "These two kinds have a rule from this day already: edit that one.",
    )

    @api.depends("kind", "other_kind")
    def _compute_code(self):
        for rule in self:
            rule.code = "-".join(sorted((rule.kind or "", rule.other_kind or "")))

    @api.depends("kind", "other_kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            names = (labels.get(kind, "") for kind in (rule.kind, rule.other_kind))
            rule.display_name = " × ".join(names)

    def action_new_edition(self):
        """Make the rule on these two kinds that holds from today, with the day to be corrected.

        Where there is one from today, it is opened. Months before that day go by the earlier rule.

        :raises AccessError: to whoever may not edit the rule
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self._new_edition({}).id,
            "views": [(False, "form")],
        }

    @api.model
    def _of_month(self, company, period):
        """Return the rules by which a community works in a month.

        :param date period: the first day of the month
        """
        # sudo: aid goes by its rules, whoever may read them.
        return self.sudo()._in_use(company, day=period)

    def _concerns(self, case):
        """Tell whether a case has one of the two kinds, for whom the rule speaks of."""
        self.ensure_one()
        if case.kind not in (self.kind, self.other_kind):
            return False
        return self.scope == "person" or not case._is_of_person()

    def _side(self, case):
        """Return on which side of the rule a case stands: two sides exclude each other."""
        self.ensure_one()
        return f"case {case.id}" if self.kind == self.other_kind else case.kind

import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.community_service.tools.listed import clauses
from odoo.addons.community_service.tools.said_day import local_day

from ...tools.admission import Term

# What a change of replans for everybody on the way.
REPLANS = {
    "step_id",
    "valid_from",
    "after_ids",
    "wait_step_id",
    "wait_months",
    "wait_workdays",
    "limit_step_id",
    "limit_months",
    "limit_workdays",
    "limit_most_months",
    "notice_workdays",
}


class CommunityPartyStepRule(models.Model):
    """What the rules ask of a step from a day on: order, clocks, numbers, and where that stands.

    A revision of the rules is a new edition with its own first day; what was done before keeps the
    edition of its day. A step is judged by the edition in force on the day on which it is taken; a
    time limit is that of the edition in force on the day on which its clock starts. A step whose
    first edition has a first day does not exist before it.
    """

    _name = "community.party.step.rule"
    _description = "Edition of a Step of Admission"
    _inherit = ["mail.thread"]
    _order = "step_id, valid_from desc, id desc"
    _rec_name = "legal_basis"

    step_id = fields.Many2one("community.party.step", required=True, index=True, ondelete="cascade")
    valid_from = fields.Date(
        "Holds from", tracking=True, help="Empty: this is the oldest edition kept here."
    )
    after_ids = fields.Many2many(
        "community.party.step",
        "community_party_step_rule_after_rel",
        "rule_id",
        "before_id",
        string="Comes after",
    )
    wait_step_id = fields.Many2one(
        "community.party.step", "Waiting time from", index="btree_not_null", ondelete="restrict"
    )
    wait_months = fields.Integer("Months to wait", tracking=True)
    wait_workdays = fields.Integer("Working days to wait", tracking=True)
    limit_step_id = fields.Many2one(
        "community.party.step", "Time limit from", index="btree_not_null", ondelete="restrict"
    )
    limit_months = fields.Integer("Months at most", tracking=True)
    limit_workdays = fields.Integer("Working days at most", tracking=True)
    limit_kind = fields.Selection(
        [("strict", "Binding"), ("reason", "Normally; later with a reason")],
        "The limit is",
        default="strict",
        required=True,
        tracking=True,
        help="Later than a binding limit a manager records the step, with a reason. Later than "
        "what is normal, whoever records it says why it took longer.",
    )
    limit_most_months = fields.Integer(
        "Never over (months)",
        tracking=True,
        help="The longest time that a reason can give; 0 where the rules name none.",
    )
    notice_workdays = fields.Integer(
        "Public notice (working days)",
        tracking=True,
        help="The step is a public notice of at least so many working days. The day on which it "
        "is put up does not count.",
    )
    least_age = fields.Integer("Least age", tracking=True)
    least_training_days = fields.Integer("Least days of training", tracking=True)
    least_training_hours = fields.Float("Least hours of training", tracking=True)
    people_least = fields.Integer("Members at least", tracking=True)
    people_most = fields.Integer("Members at most", tracking=True)
    stay_months = fields.Integer(
        "Months the person stays",
        tracking=True,
        help="The step is not taken when the person will leave the unit within these months.",
    )
    needs_checks = fields.Boolean("Half-year checks done", tracking=True)
    legal_basis = fields.Char(required=True, translate=True, tracking=True)
    date_as_of = fields.Date(
        "Checked on",
        tracking=True,
        help="The day on which somebody compared the edition with the text; empty: nobody has.",
    )
    source = fields.Char(
        "Read in", translate=True, tracking=True, help="The text that was really read."
    )
    note = fields.Text(translate=True)
    text = fields.Char("What it asks for", compute="_compute_text")

    _day_uniq = models.UniqueIndex(
        "(step_id, COALESCE(valid_from, '-infinity'::date))",
        "There is an edition of this step from that day already.",
    )
    _check_numbers = models.Constraint(
        "CHECK (LEAST(COALESCE(wait_months, 0), COALESCE(wait_workdays, 0),"
        " COALESCE(limit_months, 0), COALESCE(limit_workdays, 0),"
        " COALESCE(limit_most_months, 0), COALESCE(notice_workdays, 0), COALESCE(least_age, 0),"
        " COALESCE(least_training_days, 0), COALESCE(least_training_hours, 0),"
        " COALESCE(stay_months, 0), COALESCE(people_least, 0)) >= 0 AND"
        " COALESCE(people_most, 0) >= COALESCE(people_least, 0))",
        "The numbers of a step are zero or more, and the most is not below the least.",
    )
    _check_most = models.Constraint(
        "CHECK (COALESCE(limit_most_months, 0) = 0 OR limit_kind = 'reason' AND"
        " limit_most_months >= COALESCE(limit_months, 0))",
        "“Never over” belongs to a limit that a reason prolongs, and is not below it.",
    )

    @api.constrains("date_as_of", "source")
    def _check_read(self):
        today = fields.Date.context_today(self)
        for rule in self:
            if rule.date_as_of and rule.date_as_of > today:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the day of the check, %(date)s, is still to come.",
                        rule=rule.display_name,
                        date=rule.date_as_of,
                    )
                )

    @api.depends("step_id", "valid_from")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = self.env._(
                "%(step)s, %(edition)s",
                step=rule.step_id.display_name or "",
                edition=rule._edition(),
            )

    @api.depends(
        "wait_step_id",
        "wait_months",
        "wait_workdays",
        "limit_step_id",
        "limit_months",
        "limit_workdays",
        "limit_kind",
        "limit_most_months",
        "notice_workdays",
        "least_training_days",
        "least_training_hours",
        "people_least",
        "people_most",
        "least_age",
    )
    def _compute_text(self):
        for rule in self:
            rule.text = clauses(
                self.env.lang, filter(None, [*rule._condition_parts(), rule._limit_text()])
            )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._changed()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if REPLANS & vals.keys():
            self._changed()
        return result

    def unlink(self):
        result = super().unlink()
        self.browse()._changed()
        return result

    def _changed(self):
        if self.env.context.get("install_mode"):
            # While editions are loaded one by one, steps without one would seem to be gone.
            return
        # Everybody on the way follows the new rule, whoever may see them.
        self.env["community.party.member"].sudo()._on_the_way()._plan_steps()

    # terms

    def _wait(self):
        """Return the waiting time of this edition."""
        return Term(self.wait_months, self.wait_workdays)

    def _limit(self):
        """Return the time limit of this edition."""
        return Term(self.limit_months, self.limit_workdays)

    def _first_day(self):
        """Return the first day of this edition; the first day of all for the oldest."""
        return self.valid_from or datetime.date.min

    # words

    def _edition(self):
        """Return which edition of the step this is, in words."""
        self.ensure_one()
        if not self.valid_from:
            return self.env._("oldest edition")
        return self.env._(
            "edition that holds from %(date)s", date=local_day(self.env, self.valid_from)
        )

    def _term_words(self, term):
        """Return a time in words: months, working days or both."""
        parts = []
        if term.months or not term.workdays:
            parts.append(self.env._("%(months)s months", months=term.months))
        if term.workdays:
            parts.append(self.env._("%(days)s working days", days=term.workdays))
        return self.env._(" and ").join(parts)

    def _condition_parts(self):
        self.ensure_one()
        parts = []
        if self.least_age:
            parts.append(self.env._("%(age)s years old", age=self.least_age))
        if self.wait_step_id:
            parts.append(
                self.env._(
                    "at least %(term)s after step %(step)s",
                    term=self._term_words(self._wait()),
                    step=self.wait_step_id.mark,
                )
            )
        if self.notice_workdays:
            parts.append(
                self.env._(
                    "public notice of at least %(days)s working days", days=self.notice_workdays
                )
            )
        if self.least_training_days:
            parts.append(
                self.env._(
                    "%(days)s days or %(hours)g hours of training",
                    days=self.least_training_days,
                    hours=self.least_training_hours,
                )
            )
        if self.people_most:
            parts.append(
                self.env._(
                    "%(least)s-%(most)s full members named",
                    least=self.people_least,
                    most=self.people_most,
                )
            )
        if self.step_id.has_vote:
            parts.append(self.env._("vote of those due, written opinions counted"))
        return parts

    def _limit_text(self):
        """Return the time limit in words, or an empty text."""
        self.ensure_one()
        if not self.limit_step_id:
            return ""
        values = {
            "term": self._term_words(self._limit()),
            "step": self.limit_step_id.mark,
            "most": self.limit_most_months,
        }
        if self.limit_kind == "strict":
            return self.env._("within %(term)s of step %(step)s", **values)
        if self.limit_most_months:
            return self.env._(
                "normally within %(term)s of step %(step)s, with a reason later, never over "
                "%(most)s months",
                **values,
            )
        return self.env._(
            "normally within %(term)s of step %(step)s, later with a reason", **values
        )

    def _rule_text(self, limit=None):
        """Return the edition in words, to be kept with what was decided by it.

        :param limit: the edition whose time limit holds, where it is not this one
        """
        self.ensure_one()
        limit = self.browse() if limit is None else limit
        parts = [*self._condition_parts()]
        if limit_text := limit and limit._limit_text():
            other = self.env._("%(limit)s (%(basis)s)", limit=limit_text, basis=limit.legal_basis)
            parts.append(limit_text if limit == self else other)
        parts.append(
            self.env._("%(basis)s, %(edition)s", basis=self.legal_basis, edition=self._edition())
        )
        return clauses(self.env.lang, parts)

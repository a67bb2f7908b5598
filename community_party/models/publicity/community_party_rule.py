from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyRule(models.Model):
    """A rule that an organisation gave itself: its text, who adopted it, who read it, its reviews.

    A rule in force is not rewritten. What is changed becomes a new version, and whoever read the
    former one has not read that.
    """

    _name = "community.party.rule"
    _description = "Rule of an Organisation"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "organization_id, name, id desc"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram", tracking=True)
    number = fields.Char("Document number")
    mechanism = fields.Selection(
        [
            ("leadership", "Leadership"),
            ("operation", "Operation of the work"),
            ("management", "Management"),
            ("guarantee", "Guarantee"),
            ("supervision", "Supervision"),
        ],
        default="operation",
        required=True,
        index=True,
    )
    text = fields.Text("Wording of the rule")
    state = fields.Selection(
        [("draft", "Being written"), ("in_force", "In force"), ("ended", "No longer in force")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_adopted = fields.Date("Adopted on", copy=False)
    adopted_by = fields.Char("Adopted by", copy=False, help="The meeting or body that adopted it.")
    date_review = fields.Date("To be reviewed by", copy=False, index="btree_not_null")
    date_first_review = fields.Date("First review by", readonly=True, copy=False)
    date_end = fields.Date("Ended on", readonly=True, copy=False)
    former_id = fields.Many2one(
        "community.party.rule",
        "Former version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    review_ids = fields.One2many("community.party.rule.review", "rule_id", "Reviews")
    reading_ids = fields.One2many("community.party.rule.reading", "rule_id", "Read by")
    reading_count = fields.Integer("Readers", compute="_compute_reading_count")
    is_read_by_me = fields.Boolean("I have read this", compute="_compute_is_read_by_me")

    _former_uniq = models.UniqueIndex(
        "(former_id) WHERE former_id IS NOT NULL AND state <> 'ended'",
        "This rule has a new version already.",
    )

    @api.depends_context("uid")
    def _compute_reading_count(self):
        self._count_links("reading_count", "community.party.rule.reading", "rule_id")

    @api.depends("reading_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_read_by_me(self):
        for rule in self:
            rule.is_read_by_me = self.env.user in rule.reading_ids.user_id

    @api.constrains("date_adopted")
    def _check_adopted(self):
        self._check_not_future("date_adopted")

    @api.constrains("date_adopted", "date_review")
    def _check_review(self):
        for rule in self:
            if rule.date_review and rule.date_adopted and rule.date_review <= rule.date_adopted:
                raise UserError(
                    self.env._(
                        "“%(rule)s” is to be reviewed by %(review)s and was adopted on "
                        "%(adopted)s. Choose a later day for the review.",
                        rule=rule.name,
                        review=rule.date_review,
                        adopted=rule.date_adopted,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.state == "draft":
            return settled
        # The next review is moved by a review alone.
        return settled | self._all_fields_but("review_ids", "reading_ids")

    def _settled_sentence(self, name):
        return self.env._(
            "“%(rule)s” was adopted on %(date)s and is not rewritten. Write a new version, or "
            "enter a review to move its day.",
            rule=self.name,
            date=self.date_adopted,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_adopted(self):
        for rule in self:
            if rule.state != "draft":
                raise UserError(rule._settled_sentence("name"))

    def action_adopt(self):
        """Put rules into force; a former version ends on the day before.

        :raises UserError: without wording, the body that adopted it, its day and that of the review
        """
        self.check_access("write")
        self._check_state("draft")
        self._check_filled("text", "adopted_by", "date_adopted", "date_review")
        for rule in self:
            former = rule.former_id
            if former.date_adopted and former.date_adopted > rule.date_adopted:
                raise UserError(
                    self.env._(
                        "“%(rule)s” of %(date)s would come before its former version of "
                        "%(former)s. Correct the day.",
                        rule=rule.name,
                        date=rule.date_adopted,
                        former=former.date_adopted,
                    )
                )
            rule._set_closed(state="in_force", date_first_review=rule.date_review)
            former.filtered(lambda r: r.state == "in_force")._set_closed(
                state="ended", date_end=rule.date_adopted
            )
        return True

    def action_new_version(self):
        """Open a new version of one rule, with its wording, to be changed and adopted."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("in_force")
        version = self.search([("former_id", "=", self.id), ("state", "=", "draft")], limit=1)
        if not version:
            version = self.copy()
            version._set_closed(former_id=self.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    def action_end(self):
        """End rules that nothing replaces."""
        self.check_access("write")
        self._check_state("in_force")
        self._set_closed(state="ended", date_end=fields.Date.context_today(self))
        return True

    def action_read(self):
        """Note that the user has read these rules as they are; a second time changes nothing."""
        self.check_access("read")
        self._check_state("in_force")
        readers = self.reading_ids
        missing = self.filtered(
            lambda rule: self.env.user not in readers.filtered(lambda r: r.rule_id == rule).user_id
        )
        self.env["community.party.rule.reading"].create([{"rule_id": r.id} for r in missing])
        return True

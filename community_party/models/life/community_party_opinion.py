from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyOpinion(models.Model):
    """An opinion that was heard: whose, what, adopted or explained, what was done, told back."""

    _name = "community.party.opinion"
    _description = "Opinion Heard"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Opinion", required=True, index="trigram")
    detail = fields.Text()
    date = fields.Date("Heard on", required=True, default=fields.Date.context_today, index=True)
    activity_id = fields.Many2one(
        "community.activity",
        "At the meeting",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('organization_id', '=', organization_id)]",
    )
    source = fields.Selection(
        [
            ("member", "Party member"),
            ("resident", "Resident"),
            ("unit", "Stationed unit"),
            ("above", "Organisation above"),
            ("anonymous", "Without a name"),
        ],
        default="member",
        required=True,
    )
    member_id = fields.Many2one(
        "community.party.member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    person = fields.Char("Who said it")
    answer = fields.Selection(
        [("open", "To be answered"), ("adopted", "Adopted"), ("explained", "Explained")],
        default="open",
        required=True,
        tracking=True,
        index=True,
    )
    answer_text = fields.Text("What was answered", help="What is done about it, or why not.")
    plan_line_ids = fields.One2many("community.party.plan.line", "opinion_id", "What is done")
    date_told = fields.Date("Told back on", tracking=True)
    date_due = fields.Date("Answer by")

    _check_told = models.Constraint(
        "CHECK (date_told IS NULL OR date_told >= date)",
        "The answer is told after the opinion was heard.",
    )

    @api.constrains("answer", "answer_text", "date_told", "source", "person", "member_id")
    def _check_answer(self):
        for opinion in self:
            if opinion.answer != "open" and not (opinion.answer_text or "").strip():
                raise UserError(
                    self.env._(
                        "“%(opinion)s”: an opinion is adopted with what is done about it, or "
                        "explained with the reason. Enter the answer.",
                        opinion=opinion.name,
                    )
                )
            if opinion.date_told and opinion.answer == "open":
                raise UserError(
                    self.env._(
                        "“%(opinion)s” has no answer yet that could have been told back: adopt or "
                        "explain it first.",
                        opinion=opinion.name,
                    )
                )
            named = opinion.member_id if opinion.source == "member" else opinion.person
            if opinion.source in ("member", "resident", "unit") and not named:
                raise UserError(
                    self.env._(
                        "“%(opinion)s”: say who said it, or choose “Without a name”.",
                        opinion=opinion.name,
                    )
                )

    def action_told(self):
        """Note that whoever said it was told today.

        :raises UserError: for an opinion without an answer
        """
        self.check_access("write")
        self.write({"date_told": fields.Date.context_today(self)})

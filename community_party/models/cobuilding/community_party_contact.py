from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityPartyContact(models.Model):
    """A contact of a unit and the community, in either direction: by what way, about what.

    One that needs an answer is due until it has one; figures keep the two directions apart, so that
    what goes one way only is seen.
    """

    _name = "community.party.contact"
    _description = "Contact with a Unit"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("About what", required=True, index="trigram")
    unit_id = fields.Many2one(
        "community.party.unit", required=True, index=True, ondelete="restrict", check_company=True
    )
    organization_id = fields.Many2one(
        compute="_compute_organization_id", store=True, readonly=False, precompute=True
    )
    company_id = fields.Many2one(precompute=False)
    direction = fields.Selection(
        [("out", "We contacted the unit"), ("in", "The unit contacted us")],
        "Who contacted whom",
        required=True,
        default="out",
        index=True,
    )
    way = fields.Selection(
        [
            ("visit", "Visit"),
            ("meeting", "Meeting"),
            ("phone", "Phone"),
            ("message", "Message"),
            ("letter", "By letter"),
        ],
        "By what way",
        required=True,
        default="phone",
    )
    date = fields.Date("Contacted on", required=True, default=fields.Date.context_today, index=True)
    person = fields.Char("Person at the unit")
    user_id = fields.Many2one(
        "res.users",
        "Person here",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
    )
    needs_answer = fields.Boolean("Needs an answer", default=True)
    date_due = fields.Date(
        "Answer due by",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        help="After the days that the rules give, or on any other day.",
    )
    date_answered = fields.Date("Answered on", copy=False)
    answer = fields.Text("What the answer was", copy=False)
    state = fields.Selection(
        [
            ("waiting", "Not answered"),
            ("answered", "Answered"),
            ("none", "Needs no answer"),
        ],
        "Answer",
        compute="_compute_state",
        store=True,
        index=True,
    )
    project_id = fields.Many2one(
        "community.party.project", index="btree_not_null", ondelete="set null", check_company=True
    )

    # Not on the unit's organisation: what was said stays with the one that said it.
    @api.depends("unit_id")
    def _compute_organization_id(self):
        for contact in self:
            kept = contact._origin.organization_id
            contact.organization_id = kept or contact.unit_id.organization_id

    @api.depends("date", "needs_answer")
    def _compute_date_due(self):
        whole = self.env["community.parameter"]._whole
        for contact in self:
            if contact.needs_answer and contact.date:
                days = whole(
                    "party_contact_days", contact.company_id or self.env.company, contact.date
                )
                contact.date_due = contact.date + timedelta(days=days)
            else:
                contact.date_due = False

    @api.depends("needs_answer", "date_answered")
    def _compute_state(self):
        for contact in self:
            if contact.date_answered:
                contact.state = "answered"
            else:
                contact.state = "waiting" if contact.needs_answer else "none"

    @api.constrains("date", "date_answered")
    def _check_days(self):
        self._check_not_future("date", "date_answered")
        for contact in self:
            if contact.date_answered and contact.date_answered < contact.date:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” of %(date)s would be answered on %(answered)s, before it "
                        "was made: correct one of the days.",
                        contact=contact.name,
                        date=contact.date,
                        answered=contact.date_answered,
                    )
                )

    @api.constrains("date_answered", "answer")
    def _check_answer(self):
        for contact in self:
            if bool(contact.date_answered) != bool((contact.answer or "").strip()):
                raise ValidationError(
                    self.env._(
                        "“%(contact)s”: an answer has a day and words. Enter both, or neither.",
                        contact=contact.name,
                    )
                )

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityVolunteerPair(models.Model):
    """A neighbour pair (结对): a volunteer who looks after a household or one person in it."""

    _name = "community.volunteer.pair"
    _description = "Neighbour Pair"
    _rec_name = "volunteer_id"
    _inherit = [
        "community.housed.mixin",
        "community.contact.source.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "next_contact, id"
    _check_company_auto = True
    _household_links = ("resident_id",)
    _household_entered = True

    volunteer_id = fields.Many2one(
        "community.volunteer", required=True, index=True, ondelete="restrict", check_company=True
    )
    household_id = fields.Many2one(readonly=False, required=True, index=True, check_company=True)
    resident_id = fields.Many2one(
        "community.resident",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: the whole household.",
    )
    every_days = fields.Integer("Contact every (days)", default=7, required=True)
    date_from = fields.Date("Since", default=fields.Date.context_today, required=True)
    date_to = fields.Date("Until")
    last_contact = fields.Date(copy=False)
    next_contact = fields.Date(compute="_compute_next_contact", store=True, index=True)
    end_reason = fields.Char("Why it ended", copy=False)
    note = fields.Char("What is agreed", help="Brings breakfast, looks in after rain…")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A pair cannot end before it began."
    )
    _check_days = models.Constraint(
        "CHECK (every_days BETWEEN 1 AND 366)", "Contact is every 1 to 366 days."
    )
    _open_uniq = models.UniqueIndex(
        "(volunteer_id, household_id, COALESCE(resident_id, 0)) WHERE date_to IS NULL",
        "This volunteer and this household are a pair already.",
    )
    _order_idx = models.Index("(next_contact, id)")

    @api.depends("last_contact", "date_from", "date_to", "every_days")
    def _compute_next_contact(self):
        for pair in self:
            last = pair.last_contact or pair.date_from
            pair.next_contact = (
                last + timedelta(days=pair.every_days) if last and not pair.date_to else False
            )

    @api.depends("volunteer_id", "household_id")
    def _compute_display_name(self):
        for pair in self:
            pair.display_name = (
                f"{pair.volunteer_id.name or ''} · {pair.household_id.address or ''}"
            )

    @api.constrains("resident_id", "household_id", "last_contact")
    def _check_pair(self):
        self._check_not_future("last_contact")
        self._check_resident_of_household()

    def action_contacted(self):
        """Note that the volunteers were in contact today."""
        self.check_access("write")
        self._check_open()
        self.write({"last_contact": fields.Date.context_today(self)})

    def action_end(self):
        """End these pairs today; the history stays."""
        self.check_access("write")
        self._check_open()
        self.write({"date_to": fields.Date.context_today(self)})
        # The next pair is inserted at once: the unique index must see this one ended.
        self.flush_recordset(["date_to"])

    def _check_open(self):
        for pair in self.filtered("date_to"):
            raise UserError(
                self.env._(
                    "%(pair)s ended on %(date)s: make a new pair.",
                    pair=pair.display_name,
                    date=pair.date_to,
                )
            )

    # what the no-contact watch learns from it

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"last_contact"}

    def _contact_word(self):
        return "contact" if self.last_contact else ""

    def _contact_text(self):
        return f"{self.last_contact} {self.volunteer_id.name or ''}"

    # the end of a person

    def _end_after_death(self, farewell):
        self.end_reason = self.env._("The person has died.")
        self.action_end()

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.ending import ARCHIVED, DIED, MOVED


class CommunityPrivacyIncident(models.Model):
    """Personal data leaked, were changed or lost: what was done, and who was told (PIPL art. 57).

    The departments that protect personal information are told at once, and so are the people; they
    need not be told where the measures keep all harm away, which is said with its reason.
    """

    _name = "community.privacy.incident"
    _description = "Incident with Personal Data"
    _inherit = [
        "community.guarded.mixin",
        "community.assigned.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False)
    name = fields.Char("In short", required=True)
    kind = fields.Selection(
        [
            ("leak", "Leaked, or seen by others"),
            ("change", "Changed without right"),
            ("loss", "Lost"),
        ],
        "What happened to the data",
        required=True,
        default="leak",
    )
    date = fields.Date("Found on", required=True, default=fields.Date.context_today)
    date_happened = fields.Date("Happened on", help="Empty: nobody knows.")
    description = fields.Text("What happened, and why", required=True)
    data_kinds = fields.Text("Which data were concerned")
    is_sensitive = fields.Boolean("Sensitive data among them")
    people_count = fields.Integer("People concerned, about")
    resident_ids = fields.Many2many(
        "community.resident",
        "community_privacy_incident_resident_rel",
        "incident_id",
        "resident_id",
        "People known to be concerned",
        check_company=True,
    )
    harm = fields.Text("What harm may follow")
    measures = fields.Text("What was done against it", copy=False)
    authority = fields.Char("Department told", copy=False)
    date_authority = fields.Date("Department told on", copy=False)
    date_people = fields.Date("People told on", copy=False)
    people_way = fields.Char("People told by way of", copy=False)
    quiet_reason = fields.Char(
        "Why people were not told",
        copy=False,
        help="The measures keep all harm away (PIPL art. 57); the department may ask for it still.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Works on it",
        required=True,
        default=lambda self: self.env.company.community_privacy_user_id or self.env.user,
        index=True,
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Ended")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_closed = fields.Date("Incident ended on", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "Another incident with personal data has this number already."
    )
    _check_count = models.Constraint(
        "CHECK (COALESCE(people_count, 0) >= 0)", "People concerned are counted from 0."
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for incident in self:
            incident.display_name = " ".join(filter(None, (incident.number, incident.name)))

    @api.model
    def _takes_ended(self):
        # Data of somebody who is gone leak as well.
        return super()._takes_ended() | {"resident_ids": frozenset({ARCHIVED, DIED, MOVED})}

    @api.model
    def _born_values(self, vals):
        values = super()._born_values(vals)
        if not vals.get("number"):
            # Numbering is shared by all workers, who do not read sequences.
            sequence = self.env["ir.sequence"].sudo()
            day = fields.Date.to_date(vals.get("date")) or None
            values["number"] = sequence.next_by_code(self._name, sequence_date=day)
        return values

    @api.constrains("date", "date_happened", "date_authority", "date_people")
    def _check_days(self):
        names = ("date", "date_happened", "date_authority", "date_people")
        self._check_not_future(*names)
        for incident in self:
            happened, found = incident.date_happened, incident.date
            if happened and happened > found:
                raise UserError(
                    self.env._(
                        "%(incident)s happened on %(happened)s, after it was found on %(found)s. "
                        "Correct the days.",
                        incident=incident.display_name,
                        happened=happened,
                        found=found,
                    )
                )
            for name in names[2:]:
                if incident[name] and incident[name] < found:
                    raise UserError(
                        self.env._(
                            "%(incident)s was found on %(found)s: “%(field)s” cannot lie before.",
                            incident=incident.display_name,
                            found=found,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    def _settled_fields(self):
        settled = super()._settled_fields()
        return settled | self._all_fields_but("user_id") if self.state == "closed" else settled

    def _settled_sentence(self, name):
        return self.env._(
            "%(incident)s was ended on %(date)s: reopen it, then change it.",
            incident=self.display_name,
            date=self.date_closed,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for incident in self:
            raise UserError(
                self.env._(
                    "%(incident)s is kept: end it, with what was found.",
                    incident=incident.display_name,
                )
            )

    def action_close(self):
        """End incidents of which the department knows, and the people, or why not.

        :raises UserError: while one of these is missing
        """
        self.check_access("write")
        self._check_state("open")
        for incident in self:
            incident._check_filled("measures", "authority", "date_authority")
            if not (incident.quiet_reason or "").strip():
                incident._check_filled("date_people", "people_way")
        self._set_closed(state="closed", date_closed=fields.Date.context_today(self))

    def action_reopen(self):
        """Take up an ended incident again: something else was found."""
        self.check_access("write")
        self._check_state("closed")
        self._set_closed(state="open", date_closed=False)

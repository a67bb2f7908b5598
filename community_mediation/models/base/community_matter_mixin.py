from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityMatterMixin(models.AbstractModel):
    """A dispute or a petition: dialogs take it on step by step, until its file has ended.

    A model that inherits it says which states end the file (``_ended_states``) and which dialog
    takes the steps (``_move_model``, linked to the matter by ``_move_link``).
    """

    _name = "community.matter.mixin"
    _description = "Dispute or Petition"
    _inherit = [
        "community.placed.mixin",
        "community.logged.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _order = "date_received desc, id desc"
    _check_company_auto = True

    _ended_states = ()
    _move_model = ""
    _move_link = ""
    # A claim tells that somebody takes part, not whose matter it is.
    _claim_hides_household = True

    number = fields.Char(readonly=True, copy=False)
    company_id = fields.Many2one(required=True, default=lambda self: self.env.company)
    date_received = fields.Date(
        "Received on", default=fields.Date.context_today, required=True, index=True
    )
    date_accepted = fields.Date("Accepted on", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False, index="btree_not_null")
    extension_days = fields.Integer("Days added", readonly=True, copy=False)
    date_extended = fields.Date("More time given on", readonly=True, copy=False)
    is_extended_late = fields.Boolean(
        "More time given late",
        readonly=True,
        copy=False,
        help="The last day had passed already when more time was given: it stays late.",
    )
    # How many take part is part of the file, whoever of them the reader may look up.
    contribution_count = fields.Integer(compute_sudo=True)

    _check_extension = models.Constraint(
        "CHECK (extension_days >= 0)", "Days that are added are 0 or more."
    )
    _list_idx = models.Index("(date_received DESC, id DESC)")

    def action_move(self):
        """Open the dialog of a step; the context says which."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Next step"),
            "res_model": self._move_model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                f"default_{self._move_link}": self.id,
                "default_kind": self.env.context.get("move_kind", "accept"),
            },
        }

    def _check_open(self, _part):
        """Refuse changes of a file that has ended; called by its parts as well."""
        if self.env.su:
            return
        for record in self:
            if record.state in self._ended_states:
                raise UserError(record._settled_sentence("state"))

    def _settled_sentence(self, name):
        if self.state not in self._ended_states:
            return super()._settled_sentence(name)
        return self.env._(
            "%(record)s has ended: its file stays as it is.", record=self.display_name
        )

    def _check_day(self, day, earliest):
        """Refuse the day of a step that is missing, before ``earliest`` or still to come."""
        if not day or not earliest <= day <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(record)s: %(day)s does not fit. Enter a day between %(earliest)s and today.",
                    record=self.display_name,
                    day=day or "-",
                    earliest=earliest,
                )
            )

    def _add_days(self, days, day, last, **values):
        """Give more time; given after the last day it stays late, whenever it is entered.

        :param int days: calendar days that are added
        :param date day: on which more time was given
        :param date last: the last day until now
        :param values: other closed fields of the step
        :raises UserError: for a day before the acceptance or still to come
        """
        self.ensure_one()
        self._check_day(day, self.date_accepted)
        self._set_closed(
            extension_days=self.extension_days + days,
            date_extended=day,
            is_extended_late=self.is_extended_late or day > last,
            **values,
        )

    def _end_extension(self):
        """Take back the days that were added: they were given to one body, for its own work.

        :return: dict of the closed fields to write; the record keeps in its history what was given
        """
        self.ensure_one()
        if self.extension_days:
            self.message_post(
                body=self.env._(
                    "%(days)s days, given on %(day)s, ended with handing over.",
                    days=self.extension_days,
                    day=self.date_extended or "?",
                )
                if not self.is_extended_late
                else self.env._(
                    "%(days)s days, given late on %(day)s, ended with handing over.",
                    days=self.extension_days,
                    day=self.date_extended or "?",
                )
            )
        return {"extension_days": 0, "date_extended": False, "is_extended_late": False}

    def _need(self, what):
        """Raise one sentence that says what is missing before the matter goes on."""
        raise UserError(
            self.env._(
                "%(record)s cannot go on yet: %(what)s.", record=self.display_name, what=what
            )
        )

    def _text(self, text, what):
        """Return a text of the dialog without blanks around it, or say that it is missing."""
        text = (text or "").strip()
        if not text:
            self._need(what)
        return text

    # who is told

    @api.model
    def _staff_groups(self):
        return (
            "community_mediation.group_mediation_coordinator",
            "community_mediation.group_mediation_mediator",
        )

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.identity import mask_name

CARD_LIMIT = 8


class CommunityContactAlert(models.Model):
    """Nobody has heard of a home, or of somebody in it: the signals that add up to that.

    It is opened by the records (visits and calls in vain, aid that nobody collects, absences,
    letters that came back) and closed by them: somebody was met, called, came. Nobody enters or
    writes one. Of a home there is one open alert at most.
    """

    _name = "community.contact.alert"
    _description = "No-Contact Alert"
    _inherit = ["community.scoped.mixin"]
    _order = "state desc, date desc, id desc"
    _rec_name = "household_id"
    _rec_names_search = ["household_id.address", "resident_id.name"]
    _check_company_auto = True

    household_id = fields.Many2one(
        "community.household", required=True, readonly=True, index=True, ondelete="cascade"
    )
    resident_id = fields.Many2one(
        "community.resident",
        "Whom it concerns",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Empty: the whole home, or several people in it.",
    )
    state = fields.Selection(
        [("open", "No contact"), ("closed", "Lifted")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    date = fields.Date(
        "No contact since",
        required=True,
        readonly=True,
        help="The day on which the signals added up.",
    )
    date_closed = fields.Date("Contact on", readonly=True, copy=False)
    closed_by = fields.Selection(
        [
            ("contact", "Somebody was met or heard of"),
            ("corrected", "The signals were corrected"),
            ("ended", "The people are no longer there"),
        ],
        "Why it was closed",
        readonly=True,
        copy=False,
    )
    # The record tells what it was: closed, and told to whoever may read it.
    contact_model = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    contact_id = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    contact = fields.Char("How we heard", compute="_compute_contact")
    signal_ids = fields.One2many("community.contact.signal", "alert_id", "Signals", readonly=True)
    signal_count = fields.Integer("Number of signals", compute="_compute_signal_count")
    head_id = fields.Many2one(
        related="household_id.head_id", string="Head of the home", related_sudo=False
    )

    _one_open = models.UniqueIndex(
        "(household_id) WHERE state = 'open'", "This home has an open alert already."
    )
    _order_idx = models.Index("(state DESC, date DESC, id DESC)")

    @api.depends_context("uid")
    @api.depends("signal_ids")
    def _compute_signal_count(self):
        self._count_links("signal_count", "community.contact.signal", "alert_id")

    @api.depends_context("uid", "lang", "allowed_company_ids")
    @api.depends("state", "date_closed")
    def _compute_contact(self):
        # The closed fields: which record it is decides what this reader is told.
        closed = self.sudo()
        readable = self.env["community.contact.signal"]._readable_sources(
            [(one.contact_model, one.contact_id) for one in closed if one.contact_model]
        )
        for alert, own in zip(self, closed, strict=True):
            source = readable.get((own.contact_model, own.contact_id))
            if source:
                alert.contact = source._contact_text()
            elif own.contact_model:
                alert.contact = self.env._("A contact that you may not open")
            else:
                alert.contact = False

    @api.depends("household_id", "resident_id")
    def _compute_display_name(self):
        for alert in self:
            alert.display_name = alert.household_id.display_name or ""

    def action_at_the_door(self):
        """Open the phone screen on which a visit or a call to this home is recorded."""
        self.ensure_one()
        self.check_access("read")
        return self.household_id.action_at_the_door()

    @api.model
    def _open_domain(self):
        return Domain("state", "=", "open")

    @api.model
    def _day_cards(self, grids):
        """Return what My Day shows of the open alerts, the latest first; three queries.

        :param grids: those in the care of whoever asks
        """
        alerts = self.search(
            self._open_domain() & Domain("grid_id", "in", grids.ids), limit=CARD_LIMIT
        )
        alerts.household_id.fetch(["address", "head_id"])
        return [
            {
                "id": alert.id,
                "household_id": alert.household_id.id,
                "address": alert.household_id.address or "",
                "head": mask_name((alert.resident_id or alert.head_id).name or ""),
                "date": fields.Date.to_string(alert.date),
                "signal_count": alert.signal_count,
            }
            for alert in alerts
        ]

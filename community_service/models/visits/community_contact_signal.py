from odoo import api, fields, models

from ...tools.said_day import said_day


class CommunityContactSignal(models.Model):
    """One sign in an alert that nobody hears of somebody: its day, and the record it comes from.

    Where the reader may not open that record, the line says that there is a signal and not what.
    """

    _name = "community.contact.signal"
    _description = "No-Contact Signal"
    _inherit = ["community.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _rec_names_search = ["household_id.address"]

    alert_id = fields.Many2one(
        "community.contact.alert", required=True, readonly=True, index=True, ondelete="cascade"
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Date(required=True, readonly=True)
    # What it is tells of aid or absence: closed, and told by the record it comes from.
    kind = fields.Selection(
        [
            ("visit", "Nobody home"),
            ("refused", "Refused the visit"),
            ("call", "Call without an answer"),
        ],
        required=True,
        readonly=True,
        groups=fields.NO_ACCESS,
    )
    res_model = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    res_id = fields.Integer(required=True, readonly=True, groups=fields.NO_ACCESS)
    what = fields.Char("What happened", compute="_compute_what")
    can_open = fields.Boolean(compute="_compute_what", export_string_translation=False)

    _order_idx = models.Index("(date DESC, id DESC)")
    _source_uniq = models.UniqueIndex(
        "(alert_id, res_model, res_id, kind)", "This signal stands in the alert already."
    )

    @api.depends("alert_id.household_id")
    def _compute_household_id(self):
        for signal in self:
            signal.household_id = signal.alert_id.household_id

    @api.depends_context("lang")
    @api.depends("alert_id", "date")
    def _compute_display_name(self):
        for signal in self:
            signal.display_name = " ".join(
                filter(None, (signal.alert_id.display_name, said_day(self.env.lang, signal.date)))
            )

    @api.depends_context("uid", "lang", "allowed_company_ids")
    @api.depends("date")
    def _compute_what(self):
        # The closed fields: which record it is decides what this reader is told.
        closed = self.sudo()
        kinds = dict(closed._fields["kind"]._description_selection(self.env))
        readable = self._readable_sources(
            [(one.res_model, one.res_id) for one in closed if one.res_model]
        )
        for signal, own in zip(self, closed, strict=True):
            source = readable.get((own.res_model, own.res_id))
            signal.can_open = bool(source)
            signal.what = (
                self.env._(
                    "%(kind)s: %(record)s", kind=kinds[own.kind], record=source._contact_text()
                )
                if source
                else self.env._("A signal from a record that you may not open")
            )

    @api.model
    def _readable_sources(self, sources):
        """Return ``{(model, id): record}`` of those records that the reader may read.

        :param sources: pairs (model, id)
        """
        found, ids = {}, {}
        for model, record_id in sources:
            if model in self.env:
                ids.setdefault(model, set()).add(record_id)
        for model, wanted in ids.items():
            records = self.env[model].browse(sorted(wanted)).exists()
            for record in records._filtered_access("read"):
                found[model, record.id] = record
        return found

    def action_open(self):
        """Open the record from which this signal comes.

        :raises AccessError: to whoever may not read it
        """
        self.ensure_one()
        self.check_access("read")
        # The closed fields; the right to the record itself is asked for below.
        own = self.sudo()
        source = self.env[own.res_model].browse(own.res_id)
        source.check_access("read")
        source = source._contact_document()
        source.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": source._name,
            "res_id": source.id,
            "views": [(False, "form")],
        }

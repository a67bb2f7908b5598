from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .community_party_scheme_template import KINDS


class CommunityPartyScheme(models.Model):
    """A local scheme of Party building with its own items: 七联七助, 三个一, 三联共建, a pilot.

    What the items are is the community's own: the names are local, and so is their content. A
    scheme may follow one that is laid down for all, and begins with a copy of its items.
    """

    _name = "community.party.scheme"
    _description = "Scheme of Party Building"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    template_id = fields.Many2one(
        "community.party.scheme.template",
        "Follows",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="A scheme laid down for all; this one begins with its items and may change them.",
    )
    name = fields.Char(
        required=True,
        tracking=True,
        compute="_compute_of_template",
        store=True,
        readonly=False,
        precompute=True,
    )
    kind = fields.Selection(
        KINDS,
        required=True,
        index=True,
        compute="_compute_of_template",
        store=True,
        readonly=False,
        precompute=True,
    )
    basis = fields.Char(
        "Basis document",
        compute="_compute_of_template",
        store=True,
        readonly=False,
        precompute=True,
        help="What it stands on: document and number, or own rule.",
    )
    purpose = fields.Text(
        "What it is to bring",
        compute="_compute_of_template",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", help="The last day; empty while nobody has set one.")
    item_ids = fields.One2many("community.party.scheme.item", "scheme_id", "Items")
    record_ids = fields.One2many("community.party.scheme.record", "scheme_id", "Records")
    record_count = fields.Integer("Number of records", compute="_compute_record_count")
    state = fields.Selection(
        [("running", "Being carried out"), ("closed", "Concluded")],
        default="running",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    evaluation = fields.Text(copy=False, help="What it brought, and what did not work.")
    verdict = fields.Selection(
        [("spread", "To be spread"), ("adjust", "To be adjusted"), ("stop", "Not to be repeated")],
        copy=False,
        tracking=True,
    )

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )

    @api.depends("template_id")
    def _compute_of_template(self):
        for scheme in self:
            template = scheme.template_id
            # What was written by hand stays.
            scheme.name = scheme.name or template.name
            scheme.kind = template.kind or scheme.kind or "other"
            scheme.basis = scheme.basis or template.basis
            scheme.purpose = scheme.purpose or template.purpose

    @api.depends_context("uid")
    def _compute_record_count(self):
        self._count_links("record_count", "community.party.scheme.record", "scheme_id")

    @api.model_create_multi
    def create(self, vals_list):
        schemes = super().create(vals_list)
        schemes._fill_items()
        return schemes

    def write(self, vals):
        result = super().write(vals)
        if vals.get("template_id"):
            self._fill_items()
        return result

    def _fill_items(self):
        """Give schemes without items those of the laid-down scheme that they follow."""
        for scheme in self.filtered(lambda s: s.template_id and not s.item_ids):
            scheme.item_ids = [
                Command.create(
                    {
                        "sequence": line.sequence,
                        "name": line.name,
                        "meaning": line.meaning,
                        "target": line.target,
                        "unit": line.unit,
                    }
                )
                for line in scheme.template_id.line_ids
            ]

    @api.constrains("date_from", "date_to")
    def _check_records_inside(self):
        self.record_ids._check_inside()

    def _settled_fields(self):
        if self.state == "running":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but("record_ids", "item_ids")

    def _settled_sentence(self, name):
        return self.env._(
            "“%(scheme)s” is closed with its evaluation. Open it again to change it.",
            scheme=self.name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        for scheme in self:
            if scheme.record_ids or scheme.state == "closed":
                raise UserError(
                    self.env._(
                        "“%(scheme)s” has records or an evaluation and is kept. Close it instead.",
                        scheme=scheme.name,
                    )
                )

    def action_records(self):
        """Open what was done on the items of this scheme."""
        items = self.item_ids
        return self._list_action(
            "community_party.community_party_scheme_record_action",
            [("scheme_id", "=", self.id)],
            # A record belongs to an item: the only one is proposed.
            context={"default_item_id": items.id} if len(items) == 1 else {},
        )

    def action_close(self):
        """Close schemes with what they brought and whether they are spread.

        :raises UserError: without a last day that has come, an evaluation or a verdict
        """
        self.check_access("write")
        self._check_state("running")
        self._check_filled("date_to", "evaluation", "verdict")
        self._check_not_future("date_to")
        self._set_closed(state="closed")
        return True

    def action_open_again(self):
        """Open closed schemes again, to go on or to correct them; the chatter keeps both."""
        self.check_access("write")
        self._check_state("closed")
        self._set_closed(state="running")
        return True

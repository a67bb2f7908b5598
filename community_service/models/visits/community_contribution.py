from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .community_claim_mixin import OPEN


class CommunityContribution(models.Model):
    """Who took on what, and whether it was kept.

    Members, units, volunteers and neighbours claim a record of any model that inherits
    ``community.claim.mixin``. Closing the record proposes that the claim was kept; somebody else
    than the contributor confirms it, and only confirmed contributions count.
    """

    _name = "community.contribution"
    _description = "Contribution"
    _inherit = ["community.scoped.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Matter", compute="_compute_name", store=True, precompute=True)
    res_model = fields.Char(required=True, index=True, export_string_translation=False)
    res_id = fields.Many2oneReference(
        model_field="res_model", required=True, index=True, export_string_translation=False
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner", "Contributor", required=True, index=True, ondelete="restrict"
    )
    capacity = fields.Selection(
        [
            ("volunteer", "Volunteer"),
            ("unit", "Stationed unit"),
            ("neighbour", "Neighbour"),
            ("staff", "Community staff"),
            ("other", "Other"),
        ],
        default="volunteer",
        required=True,
        help="As what the contributor takes part.",
    )
    role = fields.Char("Does what", help="Lends a wheelchair, comes every week, pays the fee…")
    date = fields.Date("Claimed on", default=fields.Date.context_today, required=True)
    date_due = fields.Date("Promised by")
    quantity = fields.Float(digits=(12, 2))
    unit = fields.Selection([("hours", "hours"), ("times", "times"), ("items", "items")])
    target = fields.Char("To be reached", help="By what one sees that the promise was kept.")
    state = fields.Selection(
        [
            ("claimed", "Claimed"),
            ("fulfilled", "To confirm"),
            ("confirmed", "Confirmed"),
            ("withdrawn", "Withdrawn"),
            ("lapsed", "Lapsed"),
        ],
        default="claimed",
        required=True,
        copy=False,
        index=True,
        readonly=True,
        help="Lapsed: the matter ended without it, or was taken on with another record of it.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_confirmed = fields.Date("Day of confirmation", readonly=True, copy=False)
    note = fields.Char()

    _check_quantity = models.Constraint(
        "CHECK (quantity >= 0)", "A contribution cannot be less than nothing."
    )
    _check_dates = models.Constraint(
        "CHECK (date_due IS NULL OR date_due >= date)",
        "The promise cannot end before it was given.",
    )
    _check_confirmed = models.Constraint(
        "CHECK (state != 'confirmed' "
        "OR (confirmed_by_id IS NOT NULL AND date_confirmed IS NOT NULL))",
        "A named person confirms a contribution, on a day.",
    )
    _open_uniq = models.UniqueIndex(
        "(res_model, res_id, partner_id, capacity) WHERE state IN ('claimed', 'fulfilled')",
        "This contributor has taken this matter on already.",
    )
    _record_idx = models.Index("(res_model, res_id)")

    @api.depends("res_model", "res_id")
    def _compute_name(self):
        for claim in self:
            record = claim._record()
            claim.name = record._claim_title() if record else claim.name

    @api.depends("res_model", "res_id")
    def _compute_household_id(self):
        for claim in self:
            record = claim._record()
            # A claim that is begun has no matter yet.
            is_open = (
                record and "household_id" in record._fields and not record._claim_hides_household
            )
            claim.household_id = is_open and record.household_id

    @api.depends("res_model", "res_id")
    def _compute_company_id(self):
        # Of the matter itself: not each matter shows its household.
        result = super()._compute_company_id()
        for claim in self:
            record = claim._record()
            if "company_id" in record._fields and record.company_id:
                claim.company_id = record.company_id
        return result

    @api.model_create_multi
    def create(self, vals_list):
        # First of all: without the right, nobody learns whether the record exists.
        self.check_access("create")
        self._refuse_closed(vals_list)
        claims = self.browse()
        for vals in vals_list:
            record = self._claimable(vals.get("res_model"), vals.get("res_id"))
            if not record._is_claimable():
                raise UserError(
                    self.env._(
                        "“%(record)s” is closed and takes no more claims: open it again first.",
                        record=record.display_name,
                    )
                )
            record._hold_matter()
            self._check_twin(record, self.env["res.partner"].browse(vals.get("partner_id")))
            # One by one: the next one of this call may be the same contributor's.
            claims |= super().create([vals])
        return claims

    def _check_twin(self, record, partner):
        """Refuse a contributor who has the matter in hand already, by whatever record of it."""
        twin = record._kin_claims().filtered(lambda c: c.state in OPEN and c.partner_id == partner)
        # Whoever takes a matter on from the list of offers need not see the record.
        is_seen = record.with_user(self.env.user).has_access("read")
        if partner and twin:
            raise UserError(
                self.env._(
                    "%(partner)s has taken “%(matter)s” on already, on %(date)s: change that "
                    "claim, or withdraw it first.",
                    partner=partner.display_name,
                    matter=record._claim_title() if is_seen else record._offer_text(),
                    date=twin[0].date,
                )
            )

    @api.constrains("date")
    def _check_date(self):
        self._check_not_future("date")

    def write(self, vals):
        if vals.keys() & {"res_model", "res_id"}:
            raise UserError(
                self.env._(
                    "A claim belongs to the matter it was made for: withdraw it and claim the "
                    "other one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        for claim in self:
            if claim.state == "confirmed":
                raise UserError(
                    self.env._(
                        "The contribution of %(partner)s to “%(matter)s” is confirmed and counted: "
                        "it is kept.",
                        partner=claim.partner_id.display_name,
                        matter=claim.name,
                    )
                )

    # actions

    def action_confirm(self):
        """Confirm that these contributions were made; nobody confirms their own.

        :raises UserError: when one is the user's own, or is not open
        """
        self.check_access("write")
        self._check_officer()
        self._confirm()

    def _confirm(self):
        """Confirm in the user's name; whoever calls has asked for the right."""
        self._check_state(*OPEN)
        own = self.filtered(lambda claim: claim.partner_id == self.env.user.partner_id)
        if own:
            raise UserError(
                self.env._(
                    "“%(matter)s” is your own contribution: a colleague confirms it.",
                    matter=own[0].name,
                )
            )
        self._set_closed(
            state="confirmed",
            confirmed_by_id=self.env.uid,
            date_confirmed=fields.Date.context_today(self),
        )

    def action_withdraw(self):
        """Take claims back that were not kept; the matter is free for others again."""
        self.check_access("write")
        self._check_state(*OPEN)
        self._set_closed(state="withdrawn")
        # The next claim is inserted at once: the unique index must see this one withdrawn.
        self.flush_recordset(["state"])

    def action_open_record(self):
        """Open the matter that was taken on."""
        self.ensure_one()
        record = self._claimable(self.res_model, self.res_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _check_officer(self):
        if not self.env.user.has_group("community_service.group_community_officer"):
            raise AccessError(self.env._("An officer of the community confirms contributions."))

    def _state_sentence(self, state, needed):
        return self.env._(
            "The contribution of %(partner)s to “%(matter)s” is “%(state)s” already.",
            partner=self.partner_id.display_name,
            matter=self.name,
            state=state,
        )

    def _kept_anyway(self):
        """Return the claims that were kept whatever becomes of their matter; domains add theirs."""
        return self.browse()

    # the record behind

    @api.model
    def _claimable(self, model, res_id):
        """Return the record behind a claim after checking that the user may read it.

        :raises UserError: when the model takes no claims or the record is gone
        """
        known = (
            isinstance(model, str)
            and model in self.env
            and isinstance(self.env[model], self.env.registry["community.claim.mixin"])
            and not self.env[model]._abstract
        )
        record = self.env[model].browse(res_id).exists() if known and res_id else None
        if not record:
            raise UserError(
                self.env._("Start a claim from the request, case or need that is taken on.")
            )
        record.check_access("read")
        return record

    def _record(self):
        """Return the record behind as superuser, for the computed values; empty when it is gone."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env or not self.res_id:
            return self.browse()
        # Name and place of the matter are stored with the claim, whoever computes them.
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    # the end of a person

    def _ending_document(self):
        record = self._record()
        return record if record and "activity_ids" in record._fields else None

    def _end_after_death(self, farewell):
        self.action_withdraw()

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.workdays import add_workdays


class CommunityVisitNeed(models.Model):
    """A need found at a visit, in one line, with an owner and a day, so that nothing is lost."""

    _name = "community.visit.need"
    _description = "Need Found at a Visit"
    _inherit = [
        "community.assigned.mixin",
        "community.housed.mixin",
        "community.claim.mixin",
        "community.workday.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True
    _household_links = ("visit_id",)

    name = fields.Char("What the need is", required=True)
    kind = fields.Selection(
        [
            ("request", "Request"),
            ("aid", "Aid"),
            ("mediation", "Mediation"),
            ("caring", "Caring"),
        ],
        default="request",
        required=True,
    )
    visit_id = fields.Many2one(
        "community.visit", index="btree_not_null", ondelete="restrict", check_company=True
    )
    household_id = fields.Many2one(readonly=False, required=True, index=True, check_company=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Closed with a result"), ("cancelled", "Dropped")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        default=lambda self: self.env.user,
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    date_found = fields.Date("Found on", default=fields.Date.context_today, required=True)
    date_due = fields.Date("Due by", compute="_compute_date_due", store=True, readonly=False)
    date_closed = fields.Date("Closed on", copy=False, readonly=True)
    is_on_time = fields.Boolean(
        compute="_compute_is_on_time", store=True, help="Met by the due day."
    )
    result = fields.Char(copy=False)
    follow_up_model = fields.Char(copy=False, readonly=True, export_string_translation=False)
    follow_up_id = fields.Many2oneReference(
        "Became",
        model_field="follow_up_model",
        copy=False,
        readonly=True,
        help="The request, case or event that the need has turned into.",
    )

    _check_name = models.Constraint(
        "CHECK (length(trim(name)) > 0)", "Say in one line what is needed."
    )
    _check_dates = models.Constraint(
        "CHECK (date_due IS NULL OR date_due >= date_found)",
        "A need cannot be due before the day on which it was found.",
    )
    _open_idx = models.Index("(user_id, date_due) WHERE state = 'open'")
    _order_idx = models.Index("(date_due, id)")

    @api.depends("date_found")
    def _compute_date_due(self):
        """Propose the working days that the community gives itself (five, if nothing is set)."""
        for need in self:
            if need.date_found and not need.date_due:
                exceptions = self.env["community.holiday"]._exceptions(need.company_id)
                need.update(need._workday_proposals(exceptions))

    @api.model
    def _workday_fields(self):
        return ("date_due",)

    @api.model
    def _workday_open(self):
        return Domain("state", "=", "open")

    def _workday_proposals(self, exceptions):
        days = self.company_id.community_need_days
        return {"date_due": add_workdays(self.date_found, days, exceptions)}

    @api.depends("state", "date_closed", "date_due")
    def _compute_is_on_time(self):
        for need in self:
            due = need.date_due
            need.is_on_time = bool(
                need.state == "done" and need.date_closed and (not due or need.date_closed <= due)
            )

    def action_done(self):
        """Close needs that have been met; each says how in ``result``."""
        self._check_no_follow_up()
        self._close("done")

    def action_drop(self):
        """Close needs that turned out not to be needed."""
        self._check_no_follow_up()
        self._close("cancelled")

    def action_reopen(self):
        """Open closed needs again."""
        self._set_closed(state="open", date_closed=False)
        self._renew_claims()

    def _close(self, state):
        for need in self:
            if need.state != "open":
                raise UserError(
                    self.env._(
                        "“%(need)s” of %(household)s is closed already: open it again first.",
                        need=need.name,
                        household=need.household_id.display_name,
                    )
                )
        self._set_closed(state=state, date_closed=fields.Date.context_today(self))
        if state == "done":
            self._propose_fulfilment()
        else:
            self._lapse_claims()

    # what a need turns into

    def action_follow_up(self):
        """Open what the need has become, or a new form for it with what is known filled in.

        A need of a kind that is handed over goes to those who keep such files instead.

        :raises UserError: when nothing is installed for this kind of need
        """
        self.ensure_one()
        self.check_access("read")
        model = self.follow_up_model or self._follow_up_models().get(self.kind)
        if not model:
            labels = dict(self._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(need)s”: there is no form for the kind “%(kind)s” here. "
                    "Choose another kind, or close the need with what was done about it.",
                    need=self.name,
                    kind=labels[self.kind],
                )
            )
        handed_over = self._handed_over_words().get(model)
        if handed_over and not self.env[model].has_access("create"):
            self.check_access("write")
            if not self.follow_up_id:
                return self._hand_over(model)
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {"type": "info", "message": handed_over},
            }
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": self.follow_up_id or False,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_need_id": self.id, **self._follow_up_defaults(model)},
        }

    @api.model
    def _follow_up_models(self):
        """Return the model that each kind of need turns into; addons add theirs."""
        return {}

    def _follow_up_defaults(self, model):
        """Return ``default_`` values for a new record of ``model`` made from this need."""
        return {}

    @api.model
    def _handed_over_words(self):
        """Return what is said of a need that was handed over, for each model that takes needs from
        those who may not create its records; addons add theirs.
        """
        return {}

    def _hand_over(self, model):
        """Hand the need to those who keep the records of ``model`` and return an action."""
        raise NotImplementedError

    def _became(self, record):
        """Remember what the need has turned into."""
        self.ensure_one()
        if self.follow_up_id and (self.follow_up_model, self.follow_up_id) != (
            record._name,
            record.id,
        ):
            raise UserError(
                self.env._(
                    "“%(need)s” has become %(record)s already: open that one.",
                    need=self.name,
                    record=self.env[self.follow_up_model].browse(self.follow_up_id).display_name,
                )
            )
        # The link is set by the program alone, for whoever may open the follow-up.
        self.sudo().write({"follow_up_model": record._name, "follow_up_id": record.id})

    def _check_no_follow_up(self):
        for need in self.filtered("follow_up_id"):
            # Only existence matters here, not whether this user may read it.
            if self.env[need.follow_up_model].sudo().browse(need.follow_up_id).exists():
                raise UserError(
                    self.env._(
                        "“%(need)s” of %(household)s is being handled: it closes with what it has "
                        "become.",
                        need=need.name,
                        household=need.household_id.display_name,
                    )
                )

    def _is_claimable(self):
        return super()._is_claimable() and self.state == "open"

    def _claim_title(self):
        return self.name

    def _offer_label(self):
        if self.kind == "aid":
            return self.env._("Help for a household")
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _claim_kin(self):
        if self.follow_up_id:
            became = self.env[self.follow_up_model].browse(self.follow_up_id).exists()
            if became:
                return became._claim_kin()
        return super()._claim_kin()

    # at the door

    def _door_values(self, today):
        """Return these needs as the phone shows them."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": need.id,
                "kind": kinds[need.kind],
                "name": need.name,
                "household_id": need.household_id.id,
                "address": need.household_id.address or "",
                "user": need.user_id.name,
                "date_due": fields.Date.to_string(need.date_due) or "",
                "is_overdue": bool(need.date_due and need.date_due < today),
            }
            for need in self
        ]

    def _answer_on_spot(self):
        """Close needs whose answer was given at the door."""
        self.write({"result": self.env._("Answered on the spot")})
        self._close("done")

    def _hear(self):
        """Hook: what was claimed at a hearing of opinions goes to those who answer it."""

    @api.model
    def _unheard_models(self):
        """Return the names of the models whose records :meth:`_unhear` takes back, as a set."""
        return set()

    def _unhear(self):
        """Hook: take back what :meth:`_hear` has made, as long as nobody has taken it up.

        :raises UserError: when somebody has
        """

    # handing over

    def _handed_document(self):
        return self.household_id

    def _handed_summary(self):
        return self.env._("A need was handed to you")

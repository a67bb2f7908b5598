from odoo import api, fields, models
from odoo.exceptions import UserError

# Only what does not change how much there is may be written afterwards.


class CommunityCaringStockMove(models.Model):
    """What came into a caring station and from whom, and what left it and for which event.

    A move is a trace: nobody changes or deletes it. What was not taken comes back as a move of
    its own.
    """

    _name = "community.caring.stock.move"
    _description = "Stock Move of a Caring Station"
    _inherit = ["community.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "item_id"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("in", "Received"),
            ("out", "Given out"),
            ("back", "Given back"),
            ("loss", "Spoiled or lost"),
        ],
        required=True,
        default="in",
    )
    item_id = fields.Many2one(
        "community.caring.item", required=True, index=True, ondelete="restrict", check_company=True
    )
    unit = fields.Char(related="item_id.unit")
    quantity = fields.Float(digits=(12, 2), required=True, default=1.0)
    change = fields.Float(
        "Change of stock", digits=(12, 2), compute="_compute_change", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(
        "Value in yuan",
        compute="_compute_value",
        store=True,
        precompute=True,
        help="At the value of that day.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    donor_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="restrict", help="Empty: bought."
    )
    event_id = fields.Many2one(
        "community.life.event",
        "Caring event",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", "Recorded by", required=True, default=lambda self: self.env.user
    )
    is_signed = fields.Boolean("Signed for", help="The sheet carries the recipient's signature.")
    note = fields.Char()

    _check_quantity = models.Constraint("CHECK (quantity > 0)", "Move more than nothing.")
    _check_event = models.Constraint(
        "CHECK ((kind IN ('out', 'back')) = (event_id IS NOT NULL))",
        "What is handed out goes to an event; what is received or lost belongs to none.",
    )

    @api.depends("kind", "quantity")
    def _compute_change(self):
        for move in self:
            move.change = move.quantity if move.kind in ("in", "back") else -move.quantity

    @api.depends("item_id", "quantity")
    def _compute_value(self):
        for move in self:
            move.value = move.quantity * move.item_id.unit_value

    @api.depends("event_id.household_id")
    def _compute_household_id(self):
        for move in self:
            move.household_id = move.event_id.household_id

    @api.depends("household_id", "item_id")
    def _compute_company_id(self):
        for move in self:
            move.company_id = (
                move.household_id.company_id or move.item_id.company_id or self.env.company
            )

    @api.constrains("item_id", "kind", "quantity")
    def _check_enough(self):
        for item in self.item_id:
            if item.on_hand < 0:
                moves = self.filtered(lambda line, item=item: line.item_id == item)
                raise UserError(
                    self.env._(
                        "%(item)s: %(wanted)g %(unit)s cannot leave, %(left)g are on hand. "
                        "Hand out fewer, or record first what was received.",
                        item=item.name,
                        wanted=-sum(moves.mapped("change")),
                        unit=item.unit,
                        left=item.on_hand - sum(moves.mapped("change")),
                    )
                )

    @api.constrains("kind", "event_id", "item_id", "quantity")
    def _check_back(self):
        for move in self.filtered(lambda line: line.kind == "back"):
            lines = move.event_id.gift_ids.filtered(lambda line, i=move.item_id: line.item_id == i)
            if sum(lines.mapped("change")) > 0:
                raise UserError(
                    self.env._(
                        "%(quantity)g %(item)s cannot come back from %(event)s: fewer were handed "
                        "out. Correct the quantity.",
                        quantity=move.quantity,
                        item=move.item_id.name,
                        event=move.event_id.display_name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        self._check_not_future("date")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        moves = super().create(vals_list)
        closed = moves.event_id.filtered(lambda event: event.state in ("proposed", "cancelled"))
        if closed:
            raise UserError(
                self.env._(
                    "%(event)s is not under way: accept it before anything is handed out.",
                    event=closed[0].display_name,
                )
            )
        return moves

    # many at once

    @api.model
    def _give_to(self, homes, item, quantity, reason, date, note=False):
        """Hand out the same to many homes, each at an event of its own.

        An event whose reason asks for no steps is done with it.

        :param list homes: households
        :param str reason: key of the event's reason
        :return: dicts ``event``, ``move`` (ids) and ``state`` (of the event), one for each home
        """
        events = self.env["community.life.event"].create(
            [
                {
                    "household_id": home.id,
                    "reason": reason,
                    "date": date,
                    "user_id": self.env.uid,
                }
                for home in homes
            ]
        )
        moves = self.create(
            [
                {
                    "kind": "out",
                    "item_id": item.id,
                    "quantity": quantity,
                    "event_id": event.id,
                    "date": date,
                    "note": note,
                }
                for event in events
            ]
        )
        events.filtered(lambda event: not event.task_ids).action_done()
        return [
            {"event": event.id, "move": move.id, "state": event.state}
            for event, move in zip(events, moves, strict=True)
        ]

    @api.model
    def _take_back(self, pairs, reason):
        """Give back what was handed out at these events, and cancel them.

        :param list pairs: of each an event and its move
        :return: ``pairs``
        """
        self.create(
            [
                {
                    "kind": "back",
                    "item_id": move.item_id.id,
                    "quantity": move.quantity,
                    "event_id": event.id,
                    "date": fields.Date.context_today(self),
                }
                for event, move in pairs
            ]
        )
        events = self.env["community.life.event"].union(*(event for event, _move in pairs))
        if closed := events.filtered(lambda event: event.state == "done"):
            closed.action_reopen()
        events._cancel(reason)
        return pairs

    def _settled_fields(self):
        return super()._settled_fields() | self._all_fields_but("note", "is_signed")

    def _settled_sentence(self, name):
        return self.env._(
            "A stock move is kept as it was made: record what came back, or what was "
            "received, as a move of its own."
        )

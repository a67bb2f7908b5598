from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.placement import most_at_once

HELD = ("active", "ended")


class CommunityPost(models.Model):
    """A welfare post (公益性岗位): what is done where, for whom it is open, who holds it.

    How many seats are filled and vacant follows from the placements of the day; nobody types it.
    """

    _name = "community.post"
    _description = "Welfare Post"
    _inherit = ["community.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_open desc, id desc"
    _check_company_auto = True

    name = fields.Char("Post", required=True, index="trigram", tracking=True)
    employer_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the community itself.",
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    seats = fields.Integer(default=1, required=True, tracking=True, aggregator="sum")
    date_open = fields.Date("Opened on", required=True, default=fields.Date.context_today)
    date_close = fields.Date("Post ends on", tracking=True)
    duties = fields.Text()
    currency_id = fields.Many2one(related="company_id.currency_id")
    wage = fields.Monetary("Monthly wage")
    subsidy = fields.Monetary("Monthly subsidy")
    subsidy_months = fields.Integer(
        default=lambda self: self.env.company.community_post_subsidy_months,
        required=True,
        help="How long one person's subsidy runs at most; to retirement for whoever is near it.",
    )
    legal_basis = fields.Char(help="The notice or article that the post rests on.")
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    placement_ids = fields.One2many("community.placement", "post_id", "Placements")
    filled_count = fields.Integer("Filled", compute="_compute_filled", compute_sudo=True)
    vacant_count = fields.Integer(
        "Number vacant", compute="_compute_filled", search="_search_vacant_count", compute_sudo=True
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _check_seats = models.Constraint("CHECK (seats > 0)", "A post has at least one seat.")
    _check_dates = models.Constraint(
        "CHECK (date_close IS NULL OR date_close >= date_open)",
        "A post closes on or after the day on which it was opened.",
    )
    _check_months = models.Constraint(
        "CHECK (subsidy_months BETWEEN 0 AND 36)",
        "The subsidy of a welfare post runs 36 months at most.",
    )
    _check_money = models.Constraint(
        "CHECK (COALESCE(wage, 0) >= 0 AND COALESCE(subsidy, 0) >= 0)",
        "Wage and subsidy are 0 yuan or more.",
    )
    _order_idx = models.Index("(date_open DESC, id DESC)")

    def _today(self):
        """Return the day that filled and vacant seats are counted on (context ``date``)."""
        return fields.Date.to_date(self.env.context.get("date")) or fields.Date.context_today(self)

    @api.depends("seats", "date_open", "date_close", "placement_ids.state")
    @api.depends_context("date")
    def _compute_filled(self):
        day = self._today()
        held = self.env["community.placement"]._on_day(day)
        self._count_links("filled_count", "community.placement", "post_id", held)
        for post in self:
            is_open = (
                post.date_open
                and post.date_open <= day
                and (not post.date_close or post.date_close >= day)
            )
            post.vacant_count = max(post.seats - post.filled_count, 0) if is_open else 0

    def _search_vacant_count(self, operator, value):
        if operator not in (">", ">=", "<", "<=", "in") or isinstance(value, str):
            return NotImplemented
        day = self._today()
        vacant = SQL(
            """CASE WHEN p.date_open <= %(day)s
                     AND (p.date_close IS NULL OR p.date_close >= %(day)s)
                    THEN greatest(p.seats - count(l.id), 0) ELSE 0 END""",
            day=day,
        )
        compare = (
            SQL("%s IN %s", vacant, tuple(value))
            if operator == "in"
            else SQL("%s %s %s", vacant, SQL(operator), value)
        )
        self.flush_model(["seats", "date_open", "date_close"])
        self.env["community.placement"].flush_model(["post_id", "state", "date_from", "date_to"])
        # Raw SQL: seats less a count over another table is no domain; record rules of the post
        # still hold around it, and whoever sees a post sees how many seats it has left.
        return Domain(
            "id",
            "in",
            SQL(
                """(SELECT p.id FROM community_post p
                      LEFT JOIN community_placement l ON l.post_id = p.id AND l.state IN %s
                       AND l.date_from <= %s AND (l.date_to IS NULL OR l.date_to >= %s)
                     GROUP BY p.id HAVING %s)""",
                HELD,
                day,
                day,
                compare,
            ),
        )

    @api.constrains("seats", "date_close")
    def _check_placements(self):
        """No more people than seats on any day, and nobody in a post that is closed."""
        # Raw SQL: of two who fill the last seat at the same moment, the second finds this row
        # changed and is tried again, so that the count below sees the first.
        if self.ids:
            self.flush_recordset(["seats"])
            self.env.cr.execute(
                SQL("UPDATE community_post SET seats = seats WHERE id IN %s", tuple(self.ids))
            )
        # sudo: people of all grids hold seats; only their number is used.
        for post in self.sudo():
            held = post.placement_ids.filtered(lambda line: line.state in HELD)
            people = most_at_once([(line.date_from, line.date_to or None) for line in held])
            if people > post.seats:
                raise UserError(
                    self.env._(
                        "“%(post)s” has %(seats)s seats and would be held by %(people)s people on "
                        "one day: end a placement first, or give the post more seats.",
                        post=post.name,
                        seats=post.seats,
                        people=people,
                    )
                )
            close = post.date_close
            if close and any(not line.date_to or line.date_to > close for line in held):
                raise UserError(
                    self.env._(
                        "“%(post)s” cannot close on %(date)s: somebody is placed in it for longer. "
                        "End the placements first.",
                        post=post.name,
                        date=close,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filled(self):
        for post in self:
            if post.placement_ids:
                raise UserError(
                    self.env._(
                        "“%(post)s” has had people in it and is kept: close it instead.",
                        post=post.name,
                    )
                )

    def action_fill(self):
        """Open a new placement for this post."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fill the post"),
            "res_model": "community.placement",
            "views": [(False, "form")],
            "context": {"default_post_id": self.id, "default_kind": "post"},
        }

    def action_open_placements(self):
        """Open everybody who holds or has held the post."""
        return self._links_action(
            "community_service.community_placement_action", "post_id", default_kind="post"
        )

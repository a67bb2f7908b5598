from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

OPPOSITE = {"need": "offer", "offer": "need"}
# In which list of a project each stands.
LISTS = {"need": "need_ids", "offer": "resource_ids"}


class CommunityPartyCooperation(models.Model):
    """What is needed, or what is offered: the need list and the resource list of co-building.

    Of a unit, or of the community when no unit is named. Projects bring both together; whether a
    need is met, or an offer in use, follows from them.
    """

    _name = "community.party.cooperation"
    _description = "Need or Resource"
    _inherit = ["community.party.scoped.mixin"]
    _order = "direction, date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    direction = fields.Selection(
        [("need", "Need"), ("offer", "Resource")], "List", required=True, default="need", index=True
    )
    kind = fields.Selection(
        [
            ("room", "Room or place"),
            ("people", "People"),
            ("skill", "Skill or advice"),
            ("goods", "Things"),
            ("money", "Money"),
            ("information", "Information"),
            ("other", "Something else"),
        ],
        "What it is",
        required=True,
        default="other",
        index=True,
    )
    organization_id = fields.Many2one(default=lambda self: self._default_organization())
    unit_id = fields.Many2one(
        "community.party.unit",
        "Whose it is",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: of the community and its residents.",
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    amount = fields.Char("How much")
    times = fields.Char("When it can be had")
    source = fields.Char("Known from", help="A visit, a meeting, the unit itself.")
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", help="The last day on which it is needed or offered.")
    need_project_ids = fields.Many2many(
        "community.party.project",
        "community_party_project_need_rel",
        "cooperation_id",
        "project_id",
        "Projects that meet it",
    )
    resource_project_ids = fields.Many2many(
        "community.party.project",
        "community_party_project_resource_rel",
        "cooperation_id",
        "project_id",
        "Projects that use it",
    )
    state = fields.Selection(
        [("open", "Still open"), ("taken", "In a project"), ("met", "Met")],
        compute="_compute_state",
        store=True,
        index=True,
    )
    is_past = fields.Boolean(
        "No longer",
        compute="_compute_is_past",
        search="_search_is_past",
        help="Its last day is over, or the unit is stationed here no more.",
    )

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )

    @api.model
    def _default_organization(self):
        return self.env["community.party.organization"]._kept_by_me()[:1].id

    @api.depends("direction", "need_project_ids.state", "resource_project_ids.state")
    def _compute_state(self):
        states = self._project_states()
        for line in self:
            of_line = states.get((line.direction, line._origin.id), ())
            if line.direction == "need" and "done" in of_line:
                line.state = "met"
            elif {"draft", "running"}.intersection(of_line):
                line.state = "taken"
            else:
                line.state = "open"

    def _project_states(self):
        """Return (list, id) -> the states of the projects in which the line stands there."""
        states = {}
        for direction, name in LISTS.items():
            # sudo: of all organisations' projects only the state counts. Asked as groups,
            # so that no link of theirs stays in the cache that the reader shares.
            groups = (
                self.env["community.party.project"]
                .sudo()
                ._read_group([(name, "in", self.ids)], [name, "state"])
            )
            for line, state in groups:
                states.setdefault((direction, line.id), set()).add(state)
        return states

    @api.depends("date_to", "unit_id.date_to")
    def _compute_is_past(self):
        today = fields.Date.context_today(self)
        for line in self:
            ends = [day for day in (line.date_to, line.unit_id.date_to) if day]
            line.is_past = bool(ends) and min(ends) < today

    def _search_is_past(self, operator, value):
        if operator != "in":
            return NotImplemented
        past = Domain("date_to", "<", "today") | Domain("unit_id.date_to", "<", "today")
        return past if True in value else ~past

    @api.constrains("direction")
    def _check_direction(self):
        states = self._project_states()
        for line in self:
            if (OPPOSITE[line.direction], line.id) in states:
                raise UserError(
                    self.env._(
                        "“%(name)s” stands in a project: enter a new line in the other list.",
                        name=line.name,
                    )
                )

    @api.constrains("unit_id", "date_from")
    def _check_unit(self):
        for line in self:
            if line.unit_id and not line.unit_id._was_here(line.date_from, False):
                raise UserError(
                    self.env._(
                        "“%(name)s” is from %(date)s, and %(unit)s left on %(left)s: correct the "
                        "day, or choose another unit.",
                        name=line.name,
                        date=line.date_from,
                        unit=line.unit_id.display_name,
                        left=line.unit_id.date_to,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = {number for _direction, number in self._project_states()}
        for line in self:
            if line.id in used:
                raise UserError(
                    self.env._(
                        "“%(name)s” stands in a project and is kept: enter its last day.",
                        name=line.name,
                    )
                )

    def action_open_matches(self):
        """Open what fits and is still open: resources for a need, needs for a resource."""
        domain = [
            ("direction", "=", OPPOSITE[self.direction]),
            ("kind", "=", self.kind),
            ("company_id", "=", self.company_id.id),
            ("is_past", "=", False),
            ("state", "!=", "met"),
        ]
        return self._list_action("community_party.community_party_cooperation_action_need", domain)

    def action_make_project(self):
        """Open a new project in which these needs and resources stand, with their units."""
        self.check_access("read")
        context = {
            f"default_{name}": self.filtered(lambda line, d=direction: line.direction == d).ids
            for direction, name in LISTS.items()
        }
        context["default_unit_ids"] = self.unit_id.ids
        if len(self) == 1:
            context |= {"default_name": self.name, "default_area_id": self.area_id.id}
        return {
            "type": "ir.actions.act_window",
            "res_model": "community.party.project",
            "views": [(False, "form")],
            "context": context,
        }

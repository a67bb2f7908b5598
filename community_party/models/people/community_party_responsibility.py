from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyResponsibility(models.Model):
    """A centre household, or the homes and places a member answers for, from a day to a day.

    The last links of the network: a centre household gathers the members around it, a
    responsibility area ties a member to homes, a model post to a duty done as an example.
    《中国共产党党员教育管理工作条例》 art. 22.
    """

    _name = "community.party.responsibility"
    _description = "Centre Household or Responsibility Area"
    _inherit = ["community.party.scoped.mixin"]
    _order = "organization_id, kind, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("member_center", "Centre household"),
            ("responsibility_area", "Responsibility area"),
            ("model_post", "Model post"),
        ],
        required=True,
        default="responsibility_area",
    )
    member_id = fields.Many2one(
        "community.party.member",
        "Member in charge",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    center_id = fields.Many2one(
        "community.party.responsibility",
        "Centre household",
        domain="[('kind', '=', 'member_center'), ('organization_id', '=', organization_id)]",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    area_line_ids = fields.One2many("community.party.responsibility", "center_id", "Areas")
    area_ids = fields.Many2many("community.area", string="Buildings in charge", check_company=True)
    household_ids = fields.Many2many(
        "community.household", string="Homes looked after", check_company=True
    )
    home_count = fields.Integer("Number of homes", compute="_compute_home_count")
    task = fields.Text("What is done there")
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", help="The last day.")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )

    @api.depends("area_ids", "household_ids")
    def _compute_home_count(self):
        # A number only: a branch need not read the homes' files to know how many they are.
        lines = self.sudo()
        counts = (
            self.env["community.household"]
            .sudo()
            ._read_group([("area_id", "child_of", lines.area_ids.ids)], ["area_id"], ["__count"])
        )
        paths = [(set(area.parent_path.split("/")), count) for area, count in counts]
        for line, named in zip(self, lines, strict=True):
            keys = {str(area.id) for area in named.area_ids}
            inside = sum(count for path, count in paths if path & keys)
            # A home in one of the places is not counted again.
            alone = named.household_ids.filtered(
                lambda home, keys=keys: keys.isdisjoint((home.area_id.parent_path or "").split("/"))
            )
            line.home_count = inside + len(alone)

    def _gaps(self):
        """Return sentences on what this link of the network lacks; nothing is blocked."""
        self.ensure_one()
        gaps = []
        member = self.member_id
        if not member._is_here():
            gaps.append(
                self.env._(
                    "%(person)s is in charge and no longer here (%(status)s).",
                    person=member.name,
                    status=member._label_of("status"),
                )
            )
        elif self.organization_id not in member.organization_id.chain_ids:
            gaps.append(
                self.env._(
                    "%(person)s is in charge and belongs to %(organization)s now.",
                    person=member.name,
                    organization=member.organization_id.name,
                )
            )
        today = fields.Date.context_today(self)
        running = self.area_line_ids.filtered(
            lambda line: line.date_from <= today and (not line.date_to or line.date_to >= today)
        )
        if self.kind == "member_center" and not running:
            gaps.append(self.env._("No responsibility area stands under it."))
        elif self.kind == "responsibility_area" and not self.home_count:
            gaps.append(self.env._("No home stands in it."))
        elif self.kind == "model_post" and not (self.task or "").strip():
            gaps.append(self.env._("What is done at this post is not written down."))
        return gaps

    @api.constrains("kind", "center_id", "member_id")
    def _check_center(self):
        for line in self:
            if line.center_id and (line.kind, line.center_id.kind) != (
                "responsibility_area",
                "member_center",
            ):
                raise UserError(
                    self.env._(
                        "%(name)s: only a responsibility area stands under a centre household: "
                        "choose a centre household of the same organisation.",
                        name=line.name,
                    )
                )
            if line.member_id.stage not in ("full", "probationary"):
                raise UserError(
                    self.env._(
                        "%(person)s is not a Party member (%(stage)s): choose a member to be in "
                        "charge of %(name)s.",
                        person=line.member_id.name,
                        stage=line.member_id._label_of("stage"),
                        name=line.name,
                    )
                )

    def _ending_document(self):
        return self.organization_id

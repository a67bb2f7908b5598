from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.community_service.models.visits.community_visit import MODES
from odoo.addons.community_service.tools.said_day import said_day

# What a line and the visit behind it say alike: name here, name there.
SAME = {"date": "date", "mode": "mode", "note": "situation"}


class CommunityRelocationExplanation(models.Model):
    """Which policy was explained to a household, by whom, when and to whom.

    At the door it makes the visit; made of a visit, it takes everything from there.
    """

    _name = "community.relocation.explanation"
    _description = "Explanation of Relocation Policy"
    _inherit = ["community.relocation.part"]
    _order = "date desc, id desc"
    _rec_names_search = ["file_id.number"]

    date = fields.Date(default=fields.Date.context_today, required=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Explained by",
        default=lambda self: self.env.user,
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    policy_ids = fields.Many2many(
        "community.relocation.policy",
        "community_relocation_explanation_policy_rel",
        "explanation_id",
        "policy_id",
        "Policies explained",
        compute="_compute_policy_ids",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    told_to = fields.Char(compute="_compute_told_to", store=True, readonly=False, precompute=True)
    mode = fields.Selection(MODES, default="home", required=True)
    response = fields.Selection(
        [
            ("understood", "Understood"),
            ("unclear", "Still unclear"),
            ("disagrees", "Understood, disagrees"),
        ],
        default="understood",
        required=True,
    )
    note = fields.Text("What was asked and said")
    visit_id = fields.Many2one(
        "community.visit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    is_visit = fields.Boolean(
        "Counts as a visit", help="A visit is recorded for the household as well."
    )

    _visit_uniq = models.UniqueIndex(
        "(visit_id, file_id) WHERE visit_id IS NOT NULL",
        "This visit stands in the explanation log already.",
    )

    @api.depends_context("lang")
    @api.depends("file_id", "date")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(
                filter(None, (line.file_id.number, said_day(self.env.lang, line.date)))
            )

    @api.depends("file_id")
    def _compute_policy_ids(self):
        for line in self:
            line.policy_ids = line.policy_ids or line.project_id.policy_ids

    @api.depends("file_id")
    def _compute_told_to(self):
        for line in self:
            line.told_to = line.told_to or line.file_id.owner_name

    @api.constrains("date", "policy_ids")
    def _check_complete(self):
        self._check_not_future("date")
        for line in self:
            if not line.policy_ids:
                raise UserError(
                    self.env._(
                        "%(file)s: say which policy was explained. The project can propose those "
                        "that are explained at present.",
                        file=line.file_id.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.is_visit and not line.visit_id)._make_visit()
        return lines

    def write(self, vals):
        result = super().write(vals)
        # As below: the team corrects what it recorded.
        for line in self.filtered("visit_id").sudo() if vals.keys() & SAME else ():
            visit = line.visit_id
            changed = {
                other: line[name] for name, other in SAME.items() if line[name] != visit[other]
            }
            if changed:
                visit.write(changed)
        return result

    def _follow_visit(self):
        """Take over what was corrected in the visits behind these lines."""
        for line in self:
            visit = line.visit_id
            values = {
                name: visit[other] for name, other in SAME.items() if line[name] != visit[other]
            }
            if values:
                line.write(values)

    def _make_visit(self):
        """Record the visit at which these explanations were given."""
        # The team of a project visits its households, in whose grid they may be; the file, which
        # they may write, is the right to it.
        Visit = self.env["community.visit"].sudo()
        visits = Visit.create(
            [
                {
                    "household_id": line.household_id.id,
                    "kind": "policy",
                    "state": "done",
                    "mode": line.mode,
                    "date": line.date,
                    "user_id": line.user_id.id,
                    "visitor_ids": [Command.set(line.user_id.ids)],
                    "situation": line.note,
                }
                for line in self
            ]
        )
        for line, visit in zip(self.sudo(), visits, strict=True):
            line.visit_id = visit

from odoo import api, fields, models

from ...tools.burden import told_as

# The widest first: who has several of them is told under the widest.
ROLES = ("manager", "officer", "grid_worker")
GROUP = "community_service.group_community_"
OWN = ["community_burden_own"]
SHOWN = ["community_burden_is_on"]


class ResUsers(models.Model):
    """Whether somebody lets the own entries be measured: closed to everybody else."""

    _inherit = "res.users"

    community_burden_own = fields.Boolean(
        "Measure how long my entries take",
        groups=fields.NO_ACCESS,
        help="Only where the community has switched it on, too. Kept are sums of a month by role: "
        "how many entries of a kind, and how many minutes. Neither name nor account, device or "
        "time of day is kept, and pauses are left out. It holds when the page is loaded next.",
    )

    community_burden_is_on = fields.Boolean(
        "Entries are measured here", compute="_compute_community_burden_is_on", compute_sudo=True
    )

    @api.depends_context("company", "uid")
    def _compute_community_burden_is_on(self):
        # Whether the question is put to somebody at all: to whoever works where it is switched on.
        is_on = self.env.company.community_burden
        for user in self:
            user.community_burden_is_on = is_on and bool(user._burden_role())

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + OWN + SHOWN

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + OWN

    def _is_measured(self, company):
        """Tell whether the entries of this user are measured in a community."""
        self.ensure_one()
        # sudo: the community's and the user's own switch, of which nothing else is told.
        return (
            company.sudo().community_burden
            and self.sudo().community_burden_own
            and bool(self._burden_role())
        )

    def _burden_role(self):
        """Return the role that was given to this user, the widest of several; False without one.

        A role that comes with the work of another addon is none of its own.
        """
        self.ensure_one()
        # sudo: of one's own groups the names; of others see below.
        given, number = set(self.sudo().group_ids.ids), self.env["ir.model.data"]._xmlid_to_res_id
        return next((role for role in ROLES if number(GROUP + role) in given), False)

    def _told_as(self, company):
        """Return the name under which a time of this user is kept, None: it is not kept.

        Counted are those who let themselves be measured: of six grid workers of whom one does, the
        role would be that one.
        """
        self.ensure_one()
        # sudo: who lets the own entries be measured is closed; only their number by role is used.
        measured = self.sudo().search(
            [
                ("community_burden_own", "=", True),
                ("share", "=", False),
                ("company_ids", "in", company.id),
            ]
        )
        roles = [user._burden_role() for user in measured]
        return told_as({role: roles.count(role) for role in ROLES}).get(self._burden_role())

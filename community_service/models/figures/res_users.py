from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

GROUP = "community_service.group_community_"
NAMED = 3


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                10,
                "community_service.group_community_manager",
                "community_service.community_due_action",
            ),
            (
                15,
                "community_service.group_community_auditor",
                "community_service.community_due_action",
            ),
        ]

    def _next_step_help(self, help_message):
        """Return what an empty list tells this user: whom to ask for a grid, or what to do next.

        :param str help_message: what it tells everybody else
        """
        self.ensure_one()
        if self._is_without_grid():
            return self._ask_for_a_grid()
        here = Domain("company_id", "in", self.env.companies.ids)
        if not self.has_group(f"{GROUP}officer") or self.env["community.household"].search_count(
            here, limit=1
        ):
            return help_message
        links = [("/odoo/imports/new", self.env._("Import the register"))]
        if self.has_group(f"{GROUP}manager"):
            links.append(("/odoo/first-steps", self.env._("First Steps")))
        link = Markup('<a class="btn btn-secondary m-1" href="{}">{}</a>')
        steps = Markup("").join(link.format(*pair) for pair in links)
        return Markup("{}<p>{}</p>").format(Markup(help_message or ""), steps)

    def _is_without_grid(self):
        """Tell whether this user's only work is that of a grid worker, and there is no grid yet."""
        if self._community_roles() != [f"{GROUP}grid_worker"]:
            return False
        Line = self.env["community.grid.officer"]
        lines = Domain(self.env["community.grid"]._current_lines_domain())
        return not Line.search_count(lines & Domain("user_id", "=", self.id), limit=1)

    def _ask_for_a_grid(self):
        """Return the help that names who enters workers on grids here."""
        managers = self._all_at_work(f"{GROUP}manager", self.env.company)[:NAMED]
        names = self.env._(", ").join(managers.mapped("name")) or self.env._("the administrator")
        return Markup('<p class="o_view_nocontent_smiling_face">{}</p><p>{}</p>').format(
            self.env._("You look after no grid yet"),
            self.env._(
                "Ask %(names)s to enter you on a grid: its homes and people then stand here.",
                names=names,
            ),
        )

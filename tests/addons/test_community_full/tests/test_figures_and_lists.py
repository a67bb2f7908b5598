import logging

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.community_service.tests.figures.figure_lists import figures_and_lists

from .all_roles_case import MORE_ROLES
from .least_case import LeastCase

_logger = logging.getLogger(__name__)


@tagged("post_install", "-at_install", "community")
class TestFiguresAndLists(LeastCase):
    """Each figure of every addon has as many records in its list as it says."""

    def test_walk(self):
        """With a record of each model in the place, for whoever keeps all files, of the community
        and of one building.
        """
        place, today = self.places["own"], fields.Date.context_today(self.env.user)
        for name in self.community_models(transient=False):
            self.record_of(name, place)
        self.env.flush_all()
        groups = {group for role, group in MORE_ROLES.items() if role != "administrator"}
        groups.add("community_service.group_community_manager")
        keeper = new_test_user(
            self.env, login="keeper", groups=",".join(sorted(groups)), tz="Asia/Shanghai"
        )
        line = {"user_id": keeper.id, "date_from": "2020-01-01"}
        self.grid.officer_line_ids = [Command.create(line)]
        self.env.company.community_register_since = "2020-01-01"
        shown, counted = set(), 0
        for areas in (self.env["community.area"], place.building):
            report = (
                self.env["community.report"]
                .with_user(keeper)
                .create(
                    {
                        "name": "All",
                        "date_from": f"{today.year - 1}-01-01",
                        "date_to": today,
                        "area_ids": areas.ids,
                    }
                )
            )
            report.action_refresh()
            self.env.invalidate_all()
            for line, figure, number in figures_and_lists(report):
                with self.subTest(indicator=line.code, place=areas.name):
                    self.assertEqual(number, figure)
                shown.add(line.code)
                counted += bool(figure)
        _logger.info("%s figures, %s of them not 0", len(shown), counted)
        shipped = self.env["community.indicator"].search([("company_id", "=", False)])
        # Corrections are shown where a report was handed in; what a community has of its own bears
        # the code of the shared one.
        self.assertEqual(set(shipped.mapped("code")) - shown, {"corrected_in", "corrected_out"})
        self.assertGreater(counted, 60)

from odoo import models

from odoo.addons.community_service.models.figures.community_report import (
    PRACTICE,
    PROBLEMS,
)


class CommunityReport(models.Model):
    """What the figures of disputes, relocation and petitions tell in a situation report."""

    _inherit = "community.report"

    def _chapters(self):
        return super()._chapters() + [
            (
                PRACTICE,
                (30, self.env._("Disputes settled where they begin")),
                [
                    self.env._(
                        "{mediation_accepted} disputes were taken on, and {mediation_settled} were "
                        "settled."
                    ),
                    self.env._("{mediation_performed} agreements were carried out."),
                    self.env._(
                        "{relocation_visited} households of relocation were visited and "
                        "{relocation_agreed} agreed."
                    ),
                    self.env._("{petition_answered} petitions were answered."),
                    self.env._("{legacy_solved} issues left over from history were solved."),
                ],
            ),
            (
                PROBLEMS,
                (10, self.env._("Old issues and new demands")),
                [
                    self.env._("{legacy_open} issues left over from history are open."),
                    self.env._("{petition_running} petitions wait for their answer."),
                    self.env._("{relocation_refused} households do not agree to move."),
                ],
            ),
        ]

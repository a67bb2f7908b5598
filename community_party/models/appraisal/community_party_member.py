from odoo import models


class CommunityPartyMember(models.Model):
    """The file of a member lists the appraisals that were decided."""

    _inherit = "community.party.member"

    def _file_of_appraisals(self):
        lines = self.env["community.party.appraisal.line"].search(
            [("member_id", "=", self.id), ("appraisal_id.state", "=", "decided")], order="year, id"
        )
        grades = dict(lines._fields["grade"]._description_selection(self.env))
        return super()._file_of_appraisals() + [
            (
                line.appraisal_id.date_decided,
                self.env._("Appraisal of %(year)s", year=line.year),
                grades.get(line.grade) or self.env._("without a grade"),
            )
            for line in lines
        ]

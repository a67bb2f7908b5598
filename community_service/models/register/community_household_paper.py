from odoo import models


class CommunityHousehold(models.Model):
    """What the papers of a home say: who lives or is registered there today."""

    _inherit = "community.household"

    def _paper_needs(self, paper):
        needs = {
            "report_household_card": ("code", "address", "member_count"),
            "report_household_registration": ("address",),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _paper_people(self):
        """Return the people of today's open lines, the head first.

        :returns: rows of texts: name, relation, sex, day of birth, masked number, kind of residency
        """
        self.ensure_one()
        lines = self.residency_ids.filtered(lambda line: not line.date_to)
        lines = lines.sorted(lambda line: (line.role != "head", line.id))
        roles = dict(lines._fields["role"]._description_selection(self.env))
        kinds = dict(lines._fields["kind"]._description_selection(self.env))
        sexes = dict(lines.resident_id._fields["sex"]._description_selection(self.env))
        return [
            [
                line.resident_id.name,
                roles.get(line.role, ""),
                sexes.get(line.resident_id.sex, ""),
                self._paper_day(line.resident_id.birth_date),
                line.resident_id.id_number_masked or "",
                kinds.get(line.kind, ""),
            ]
            for line in lines
        ]

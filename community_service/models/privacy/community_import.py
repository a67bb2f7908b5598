from odoo import models

from ...tools.register_match_sql import FACTS

REFUSE_RESTRICTED = """
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE, error = 'file_restricted', error_field = NULL,
           detail = r.name
     WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id = ANY(%(people)s)
       AND string_to_array(r.changed_fields, ',') && %(facts)s::text[]
"""


class CommunityImport(models.Model):
    """A register changes no file whose use its person has restricted, whoever imports it."""

    _inherit = "community.import"

    def _match_rows(self):
        result = super()._match_rows()
        people = self._restricted_people()
        if people:
            # Raw SQL, as all of the comparison: one statement over all rows.
            self.env.cr.execute(
                REFUSE_RESTRICTED,
                {"import": self.id, "people": people.ids, "facts": [*FACTS, "category"]},
            )
            self.env["community.import.row"].invalidate_model()
        return result

    def _is_check_fresh(self):
        """Tell besides whether nobody has restricted the use of a file since the check."""
        Request = self.env["community.privacy.request"]
        Request.flush_model(["write_date"])
        # sudo: that there is a newer one, of whomever; nothing of it is told.
        newer = Request.sudo().search_count([("write_date", ">=", self.date_checked)], limit=1)
        return super()._is_check_fresh() and not newer

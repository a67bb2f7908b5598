from odoo import models

NEEDS = {
    "report_request_receipt": ("number", "date_received"),
    "report_request_missing": ("number", "date_told"),
    "report_request_refusal": (
        "number",
        "item_id",
        "date_received",
        "date_closed",
        "close_reason",
    ),
    "report_request_authority": ("number", "item_id", "officer_id"),
}


class CommunityRequest(models.Model):
    """What the papers of a request need to be true."""

    _inherit = "community.request"

    def _paper_needs(self, paper):
        return (*super()._paper_needs(paper), *NEEDS.get(paper, ()))

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper == "report_request_missing" and not self.missing_count:
            lacks.append(self.env._("a paper that is missing"))
        if paper == "report_request_authority" and not self._paper_addressee():
            lacks.append(self.env._("the person who gives the authority"))
        if paper == "report_request_refusal" and not self._paper_addressee():
            lacks.append(self._fields["resident_id"]._description_string(self.env))
        return lacks

    def _paper_addressee(self):
        """Return who is told: the person of the request, or who asked for them."""
        self.ensure_one()
        return self.resident_id.name or (self.contact_name or "").strip()

    def _paper_refused(self):
        """Return the sentence that tells of the refusal."""
        return self.env._(
            "The request for “%(item)s” of %(day)s is not granted here.",
            item=self.item_id.name,
            day=self._paper_day(self.date_received),
        )

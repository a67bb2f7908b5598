from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityMediationAgreement(models.Model):
    """The papers of an agreement: what they need, and in how many copies it is made."""

    _inherit = "community.mediation.agreement"

    copies = fields.Integer(
        "Number of copies",
        compute="_compute_copies",
        store=True,
        readonly=False,
        precompute=True,
        help="Each party keeps one and the committee one; more, where somebody else gets one.",
    )

    @api.depends("case_id.participant_ids.side")
    def _compute_copies(self):
        """Have a copy for each party and one for the committee; what is sealed keeps its number."""
        for agreement in self:
            settled = agreement.copies and (agreement.date_sealed or agreement.date_effective)
            least = 0 if settled else agreement._least_copies()
            agreement.copies = max(agreement.copies, least)

    def _least_copies(self):
        parties = self.case_id.participant_ids.filtered(lambda party: party.side != "third")
        return len(parties) + 1

    def _settled_fields(self):
        settled = super()._settled_fields()
        return settled | {"copies"} if self.date_sealed or self.date_effective else settled

    @api.constrains("copies")
    def _check_copies(self):
        for agreement in self:
            least = agreement._least_copies()
            if agreement.copies < least and not agreement.date_effective:
                raise UserError(
                    self.env._(
                        "%(case)s: %(copies)s copies of the agreement are too few, for each party "
                        "keeps one and the committee one: enter %(least)s or more.",
                        case=agreement.case_id.display_name,
                        copies=agreement.copies,
                        least=least,
                    )
                )

    def _paper_copies(self):
        """Return the sentence on how many copies are made and who keeps them."""
        return self.env._(
            "It is made in %(copies)s copies, of which each party keeps one and the committee one.",
            copies=self.copies,
        )

    def _paper_needs(self, paper):
        needs = super()._paper_needs(paper)
        if paper == "report_mediation_confirmation":
            # Its sentences name the court and the last day.
            return (*needs, "confirmation_court", "confirmation_due")
        return needs

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper in ("report_mediation_agreement", "report_mediation_oral") and not self.term_ids:
            # Art. 29 lets it state its parts; without what was agreed there is nothing to sign.
            lacks.append(self._fields["term_ids"]._description_string(self.env))
        return lacks

from odoo import api, fields, models

GROUP = "community_mediation.group_mediation_mediator"

LINKS = {
    "mediation_case_id": "community.mediation.case",
    "relocation_file_id": "community.relocation.file",
    "legacy_issue_id": "community.legacy.issue",
    "incident_id": "community.incident",
}


def _link(model):
    """Return the field that links a claim to the record of ``model`` that it is made for."""
    return fields.Many2one(
        model,
        compute="_compute_mediation_links",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
        groups=GROUP,
    )


class CommunityContribution(models.Model):
    """Claims on mediation files: whoever opens the file sees who took part in it.

    The links exist for the record rules, which cannot follow a model that is named in a field.
    """

    _inherit = "community.contribution"

    mediation_case_id = _link("community.mediation.case")
    relocation_file_id = _link("community.relocation.file")
    legacy_issue_id = _link("community.legacy.issue")
    incident_id = _link("community.incident")

    @api.depends("res_model", "res_id")
    def _compute_mediation_links(self):
        for claim in self:
            for name, model in LINKS.items():
                claim[name] = claim.res_id if claim.res_model == model else False

    def _check_officer(self):
        # Who coordinates mediation confirms what was done in its files; officers do not open them.
        if all(claim.res_model in LINKS.values() for claim in self) and self.env.user.has_group(
            "community_mediation.group_mediation_coordinator"
        ):
            return None
        return super()._check_officer()

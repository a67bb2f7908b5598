from odoo import api, fields, models
from odoo.exceptions import UserError

# What a consent has to say so that the story of a person is told.
TOLD = ("example", "publication")


class CommunityRequest(models.Model):
    """The story of a person is told with a consent, which ends it when it is withdrawn."""

    _inherit = "community.request"

    consent_id = fields.Many2one(
        "community.consent",
        "Consent to tell it",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        domain="[('resident_id', '=', resident_id), ('state', '=', 'given'),"
        " ('purpose', 'in', ('example', 'publication'))]",
    )
    date_consent = fields.Date(compute="_compute_consent", store=True, readonly=False)
    consent_note = fields.Char(compute="_compute_consent", store=True, readonly=False)

    @api.depends("consent_id")
    def _compute_consent(self):
        ways = dict(self.env["community.consent"]._fields["way"]._description_selection(self.env))
        for request in self:
            consent = request.consent_id
            request.date_consent = consent.date or request.date_consent
            request.consent_note = (
                f"{consent._speaker()} · {ways[consent.way]}" if consent else request.consent_note
            )

    @api.constrains("consent_id", "resident_id")
    def _check_consent_fits(self):
        for request in self:
            if request.consent_id and request.consent_id.resident_id != request.resident_id:
                raise UserError(request._other_consent_sentence())

    def _other_consent_sentence(self):
        return self.env._(
            "%(request)s: the consent is of somebody else or for something else. Choose one by "
            "which the person agrees that the example is told.",
            request=self.display_name,
        )

    def action_publish(self):
        """Publish as before, on a consent that holds today; one that is only noted is recorded.

        :raises UserError: besides, when the consent is withdrawn, or somebody else had to give it
        """
        self.check_access("write")
        for request in self:
            if request.consent_id.state == "withdrawn":
                raise UserError(
                    self.env._(
                        "%(request)s: the consent was withdrawn on %(date)s. Tell nothing of "
                        "it, or record the new consent.",
                        request=request.display_name,
                        date=request.consent_id.date_withdrawn,
                    )
                )
            if request.consent_id and request.consent_id.purpose not in TOLD:
                raise UserError(request._other_consent_sentence())
        result = super().action_publish()
        for request in self.filtered(lambda r: r.resident_id and not r.consent_id):
            # What was noted can be withdrawn like any other consent.
            request.consent_id = self.env["community.consent"].create(
                {
                    "resident_id": request.resident_id.id,
                    "purpose": "example",
                    "scope": self.env._("The story of %(request)s", request=request.display_name),
                    "date": request.date_consent,
                    "way": "noted",
                    "kept_at": request.consent_note,
                }
            )
        return result

from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityRequest(models.Model):
    """Good examples: what was done well and may be told, with the person's consent."""

    _inherit = "community.request"

    is_exemplary = fields.Boolean("Exemplary", copy=False)
    example_text = fields.Text("The story, without names", copy=False)
    date_consent = fields.Date("Consent given on", copy=False)
    consent_note = fields.Char("Who consented, how", copy=False)
    is_published = fields.Boolean("Published", readonly=True, copy=False)

    _check_consent = models.Constraint(
        "CHECK (is_published IS NOT TRUE OR (is_exemplary IS TRUE AND date_consent IS NOT NULL "
        "AND length(trim(consent_note)) > 0 AND length(trim(example_text)) > 0))",
        "Before an example is published the person consents, and the story is written.",
    )

    @api.model
    def _action_fields(self):
        return super()._action_fields() | {"is_published"}

    def action_publish(self):
        """Mark good examples as published (Personal Information Protection Law, art. 25).

        :raises UserError: without a story, or without the person's consent
        """
        self.check_access("write")
        for request in self:
            if not request.is_exemplary or not (request.example_text or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s: mark it as exemplary and write its story without names.",
                        request=request.display_name,
                    )
                )
            if not request.date_consent or not (request.consent_note or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s: enter when and how the person consented to the publication.",
                        request=request.display_name,
                    )
                )
        # Closed to direct writes; consent was checked above.
        self.sudo().is_published = True

    def action_unpublish(self):
        """Take examples back: a consent may be withdrawn at any time (PIPL art. 15)."""
        self.check_access("write")
        # Closed to direct writes.
        self.sudo().is_published = False

import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.identity import mask_name
from ...tools.qr import qr_data_address


class CommunityCertificate(models.Model):
    """A certificate that the community issues from its allowed list, with number, QR and seal."""

    _name = "community.certificate"
    _description = "Certificate"
    _inherit = ["community.scoped.mixin", "community.logged.mixin"]
    _order = "date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False)
    request_id = fields.Many2one(
        "community.request", required=True, index=True, ondelete="restrict", check_company=True
    )
    item_id = fields.Many2one(related="request_id.item_id", store=True, index=True)
    household_id = fields.Many2one(
        related="request_id.household_id", store=True, precompute=True, index="btree_not_null"
    )
    resident_id = fields.Many2one(
        "community.resident",
        compute="_compute_resident_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    purpose = fields.Char(
        "What the paper is for", required=True, help="Whom it is for: bank, school, court…"
    )
    body = fields.Text("Text", compute="_compute_body", store=True, readonly=False)
    copies = fields.Integer(default=1, required=True)
    date = fields.Date("Issued on", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("revoked", "Revoked")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    revoke_reason = fields.Char(readonly=True, copy=False)
    token = fields.Char(
        groups=fields.NO_ACCESS, copy=False, default=lambda self: secrets.token_urlsafe(12)
    )
    seal_use_ids = fields.One2many("community.seal.use", "certificate_id", "Uses of the seal")

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This certificate number is taken."
    )
    _token_uniq = models.UniqueIndex("(token)")
    _check_copies = models.Constraint("CHECK (copies BETWEEN 1 AND 20)", "From 1 to 20 copies.")
    _check_issued = models.Constraint(
        "CHECK (state = 'draft' OR (number IS NOT NULL AND date IS NOT NULL))",
        "An issued certificate has a number and a day.",
    )

    @api.depends("request_id")
    def _compute_resident_id(self):
        for certificate in self:
            certificate.resident_id = certificate.request_id.resident_id or certificate.resident_id

    @api.depends("resident_id", "item_id", "purpose")
    def _compute_body(self):
        for certificate in self:
            # What was issued stays; only what comes in as issued gets its text here.
            if certificate.state != "draft" and certificate.body:
                continue
            certificate.body = certificate._proposed_body()

    def _proposed_body(self):
        """Return the text of the item with its facts, in the language of the reader."""
        text = self.item_id.certificate_text or ""
        for word, value in (
            ("{name}", self.resident_id.name),
            ("{address}", self.household_id.address),
            ("{purpose}", self.purpose),
        ):
            text = text.replace(word, value or "")
        return text

    @api.constrains("request_id")
    def _check_item(self):
        for certificate in self:
            item = certificate.item_id
            if item.kind != "certificate" or not item.is_allowed:
                raise ValidationError(
                    self.env._(
                        "“%(item)s” is not on the list of certificates that the community issues. "
                        "%(reason)s",
                        item=item.name or certificate.request_id.number,
                        reason=item.refusal_reason or "",
                    )
                )

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._(
            "Certificate %(number)s has been issued: revoke it and make a new one.",
            number=self.number,
        )

    def _paper_needs(self, paper):
        needs = ("number", "date", "body", "item_id", "resident_id", "copies")
        return (*super()._paper_needs(paper), *(needs if paper == "report_certificate" else ()))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for certificate in self:
            if certificate.state != "draft":
                raise UserError(
                    self.env._(
                        "Certificate %(number)s has been issued and is kept: revoke it.",
                        number=certificate.number,
                    )
                )

    def action_issue(self):
        """Issue drafts: each gets its number, its line in the seal register, and its paper.

        A text that nobody changed is issued in the language of whoever issues it.

        :raises UserError: when the request was not accepted, or the text is empty
        """
        self.check_access("write")
        for certificate in self:
            if certificate.state != "draft":
                raise UserError(
                    self.env._(
                        "Certificate %(number)s has been issued already.",
                        number=certificate.number,
                    )
                )
            if certificate.request_id.state not in ("accepted", "in_progress", "reopened"):
                raise UserError(
                    self.env._(
                        "%(request)s: accept the request before its certificate is issued.",
                        request=certificate.request_id.display_name,
                    )
                )
            if not (certificate.body or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s: the certificate has no text yet.",
                        request=certificate.request_id.display_name,
                    )
                )
            certificate._check_words()
            certificate.body = certificate._said_anew("body", lambda one: one._proposed_body())
            sequence = self.env["ir.sequence"].with_company(certificate.company_id)
            certificate._set_closed(
                state="issued",
                number=sequence.sudo().next_by_code("community.certificate"),
                date=fields.Date.context_today(self),
            )
            self.env["community.seal.use"].sudo().create(
                {
                    "certificate_id": certificate.id,
                    "name": f"{certificate.item_id.name} {certificate.number}",
                    "copies": certificate.copies,
                    "user_id": self.env.uid,
                    "company_id": certificate.company_id.id,
                }
            )
        return self.env.ref("community_service.community_certificate_report").report_action(self)

    def _check_words(self):
        """Refuse to issue a text in which a fact is left out: it would certify nothing.

        :raises UserError: with the first fact that the text of the item asks for
        """
        text = self.item_id.certificate_text or ""
        for word, record, name in (
            ("{name}", self, "resident_id"),
            ("{address}", self, "household_id"),
            ("{purpose}", self, "purpose"),
        ):
            value = record[name]
            if word in text and not (value.strip() if isinstance(value, str) else value):
                raise UserError(
                    self.env._(
                        "%(request)s: the text of the certificate names “%(field)s”, which is "
                        "empty. Fill it in before it is issued.",
                        request=self.request_id.display_name,
                        field=record._fields[name]._description_string(self.env),
                    )
                )

    def action_revoke(self, reason=None):
        """Revoke issued certificates: whoever scans the code reads it.

        :param str reason: why; asked for when left out
        """
        self.check_access("write")
        reason = (reason if isinstance(reason, str) else "").strip()
        if not reason:
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Revoke"),
                "res_model": "community.request.move",
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "new",
                "context": {"default_kind": "revoke", "default_certificate_ids": self.ids},
            }
        for certificate in self:
            if certificate.state != "issued":
                raise UserError(
                    self.env._(
                        "%(request)s: only an issued certificate can be revoked.",
                        request=certificate.request_id.display_name,
                    )
                )
        self._set_closed(state="revoked", revoke_reason=reason)
        return None

    # verification

    def _verify_url(self):
        self.ensure_one()
        # The token is printed on the paper of whoever may print it.
        return f"{self.company_id._community_base_url()}/community/certificate/{self.sudo().token}"

    def _qr_address(self):
        return qr_data_address(self._verify_url())

    @api.model
    def _verify(self, token):
        """Return what a stranger with the code may know of a certificate, or None."""
        # Asked by whoever holds the paper; the random token is the right.
        certificate = self.sudo().search(
            [
                ("token", "=", str(token or "")),
                ("company_id", "in", self.env["res.company"]._communities_of_address().ids),
            ],
            limit=1,
        )
        if not certificate or certificate.state == "draft":
            return None
        return {
            "number": certificate.number,
            "item": certificate.item_id.name,
            "date": certificate.date,
            "name": mask_name(certificate.resident_id.name, outside=True),
            "community": certificate.company_id.name,
            "is_valid": certificate.state == "issued",
        }

    @api.model
    def _list_fields(self):
        names = "copies date item_id number purpose request_id resident_id state"
        return super()._list_fields() | set(names.split())

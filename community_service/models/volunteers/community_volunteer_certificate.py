import hmac
import secrets
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.ending import ANY_END
from ...tools.identity import mask_name
from ...tools.public_code import typed_code
from ...tools.qr import qr_data_address

# Read aloud and typed from paper: no letter that looks like a digit.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

CODE_LENGTH = 10


class CommunityVolunteerCertificate(models.Model):
    """A certificate of confirmed hours: free, true, with number and code that anybody can check.

    《志愿服务条例》 art. 19 and the recording measures of 2021: it names time and content of the
    service and the body that recorded it, and is not used for commerce. What it says is frozen
    on the day of issue.
    """

    _name = "community.volunteer.certificate"
    _description = "Volunteer Certificate"
    _inherit = ["community.guarded.mixin"]
    _order = "date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False)
    code = fields.Char("Check code", readonly=True, copy=False)
    volunteer_id = fields.Many2one(
        "community.volunteer", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        related="volunteer_id.company_id", store=True, precompute=True, index=True
    )
    date_from = fields.Date("First day of service")
    date_to = fields.Date("Last day of service", default=fields.Date.context_today, required=True)
    date = fields.Date("Issued on", default=fields.Date.context_today, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Made out by", default=lambda self: self.env.user, readonly=True
    )
    hours = fields.Float(readonly=True, digits=(10, 2))
    star = fields.Integer(readonly=True, aggregator=None)
    hours_by_kind = fields.Json(readonly=True, export_string_translation=False)
    is_revoked = fields.Boolean("Revoked", readonly=True, copy=False)

    _number_uniq = models.UniqueIndex("(number)", "This certificate number is taken.")
    _check_dates = models.Constraint(
        "CHECK (date_from IS NULL OR date_to >= date_from)",
        "The certificate ends before it begins: correct the days.",
    )

    @api.model
    def _born_values(self, vals):
        volunteer = self.env["community.volunteer"].browse(vals.get("volunteer_id"))
        date_to = fields.Date.to_date(vals.get("date_to")) or fields.Date.context_today(self)
        by_kind = self._sum(volunteer, vals.get("date_from"), date_to)
        return super()._born_values(vals) | {
            "date_to": date_to,
            "hours": sum(hours for _kind, hours in by_kind),
            "hours_by_kind": by_kind,
            "star": volunteer.star,
            # The number comes from the program, for whoever may issue certificates.
            "number": self.env["ir.sequence"].sudo().next_by_code(self._name),
            "code": "".join(secrets.choice(ALPHABET) for _digit in range(CODE_LENGTH)),
        }

    def _settled_fields(self):
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._("A certificate is kept as it was issued: revoke it and issue a new one.")

    @api.model
    def _sum(self, volunteer, date_from, date_to):
        """Return ``[[kind, hours]]`` of the confirmed hours of a volunteer in a period."""
        domain = [
            ("volunteer_id", "=", volunteer.id),
            ("state", "=", "confirmed"),
            ("date", "<=", date_to),
        ]
        if date_from:
            domain.append(("date", ">=", date_from))
        groups = self.env["community.volunteer.service"]._read_group(
            domain, ["kind"], ["hours:sum"], order="kind"
        )
        if not groups:
            raise UserError(
                self.env._(
                    "%(volunteer)s has no confirmed hours in this period: confirm hours first, or "
                    "choose other days.",
                    volunteer=volunteer.name or "",
                )
            )
        return [[kind, hours] for kind, hours in groups]

    def action_print(self):
        """Print these certificates as PDF."""
        self.check_access("read")
        return self.env.ref(
            "community_service.community_volunteer_certificate_report"
        ).report_action(self)

    def action_revoke(self):
        """Revoke certificates: whoever checks the code reads it. A manager does."""
        self.check_access("write")
        self._set_closed(is_revoked=True)

    def _paper_needs(self, paper):
        needs = ("number", "code", "volunteer_id", "date", "date_to", "hours", "hours_by_kind")
        mine = paper == "report_volunteer_certificate"
        return (*super()._paper_needs(paper), *(needs if mine else ()))

    def _lines(self):
        """Return the hours by kind as the paper and the page show them."""
        labels = dict(
            self.env["community.volunteer.service"]._fields["kind"]._description_selection(self.env)
        )
        return [(labels.get(kind, kind), hours) for kind, hours in self.hours_by_kind or []]

    def _get_report_base_filename(self):
        """Return the name of the file that a volunteer downloads."""
        self.ensure_one()
        return self.number

    def _verify_url(self):
        self.ensure_one()
        query = urlencode({"number": self.number})
        return f"{self.company_id._community_base_url()}/community/volunteer/certificate?{query}"

    def _qr_address(self):
        return qr_data_address(self._verify_url())

    @api.model
    def _verify(self, number, code):
        """Return what a stranger with number and code may know of a certificate, or None."""
        # Asked by whoever holds the paper; the random code is the right.
        number, given = str(number or "").strip(), typed_code(code)
        communities = self.env["res.company"]._communities_of_address()
        # As many queries for a number that nobody has.
        certificate = self.sudo().search_fetch(
            [("number", "=", number), ("company_id", "in", communities.ids)], ["code"], limit=1
        )
        if not given or not hmac.compare_digest(given.encode(), (certificate.code or "").encode()):
            return None
        return {
            "number": certificate.number,
            "name": mask_name(certificate.volunteer_id.name, outside=True),
            "hours": certificate.hours,
            "lines": certificate._lines(),
            "date_from": certificate.date_from,
            "date_to": certificate.date_to,
            "date": certificate.date,
            "community": certificate.company_id.name,
            "is_valid": not certificate.is_revoked,
        }

    @api.model
    def _takes_ended(self):
        # Hours that were given stay so, and the family may ask for them.
        return super()._takes_ended() | {"volunteer_id": ANY_END}

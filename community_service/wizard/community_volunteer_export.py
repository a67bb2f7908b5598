import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..models.base.community_secret_mixin import MIN_REASON

OFFICERS = "community_service.group_community_officer"
HIDDEN_FIELDS = ("id_number",)
PEOPLE = "number name sex birth_date id_number phone date_registered".split()
HOURS = "volunteer_id name kind date place hours confirmed_by_id".split()


class CommunityVolunteerExport(models.TransientModel):
    """Hands volunteers and their confirmed hours to the national volunteer system.

    That system asks for whole ID numbers: 《志愿服务记录与证明出具办法（试行）》 has them kept.
    No list, ledger or export gives them: an officer says why, and the access log keeps who took
    how many.
    """

    _name = "community.volunteer.export"
    _description = "Export for the National System"

    date_from = fields.Date(
        "Hours from",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date("Hours until", required=True, default=fields.Date.context_today)
    reason = fields.Char(required=True, help="It stands in the access log.")

    _check_dates = models.Constraint("CHECK (date_to >= date_from)", "The period ends first.")

    def action_export(self):
        """Download the workbook: one sheet of volunteers, one of their confirmed hours.

        :raises UserError: without a reason of at least four characters
        """
        self.ensure_one()
        self._check_officer()
        if len((self.reason or "").strip()) < MIN_REASON:
            raise UserError(
                self.env._(
                    "Say in at least %(count)s characters why you need to see this.",
                    count=MIN_REASON,
                )
            )
        return {"type": "ir.actions.act_url", "url": f"/community/volunteers/{self.id}/xlsx"}

    def _check_officer(self):
        self.check_access("read")
        if not self.env.user.has_group(OFFICERS):
            raise AccessError(self.env._("An officer hands volunteers to the national system."))

    def _write_xlsx(self, stream):
        """Write the workbook and log it.

        :param stream: binary file to write to
        :return: number of volunteers in it
        """
        self._check_officer()
        services = self.env["community.volunteer.service"].search(
            [
                ("state", "=", "confirmed"),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ],
            order="date, id",
        )
        volunteers = services.volunteer_id.sorted(lambda volunteer: volunteer.number or "")
        self.env["community.access.log"]._log(
            "export",
            volunteers,
            reason=self.reason.strip()[:200],
            count=len(volunteers),
            description=self._description,
            field_names=HIDDEN_FIELDS,
        )
        book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        self._write_sheet(book, self.env._("Volunteers"), PEOPLE, volunteers)
        self._write_sheet(book, self.env._("Hours"), HOURS, services)
        book.close()
        return len(volunteers)

    def _write_sheet(self, book, title, names, records):
        sheet = book.add_worksheet(title[:31])
        model_fields = records._fields
        for column, name in enumerate(names):
            sheet.set_column(column, column, 20)
            sheet.write_string(0, column, model_fields[name]._description_string(self.env))
        # The one place where many closed numbers are read: right and reason were checked above.
        for row, record in enumerate(records.sudo(), 1):
            for column, name in enumerate(names):
                # Text is written as text: no name becomes a formula.
                sheet.write_string(row, column, self._cell(model_fields[name], record[name]))

    def _cell(self, field, value):
        if not value:
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value.display_name if field.type == "many2one" else str(value)

    def _content(self):
        """Return the workbook as bytes."""
        stream = io.BytesIO()
        self._write_xlsx(stream)
        return stream.getvalue()

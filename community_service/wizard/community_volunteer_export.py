from odoo import fields, models

PEOPLE = "number name sex birth_date id_number phone date_registered".split()
HOURS = "volunteer_id name kind date place hours confirmed_by_id".split()


class CommunityVolunteerExport(models.TransientModel):
    """Hands volunteers and their confirmed hours to the national volunteer system.

    That system asks for whole ID numbers: 《志愿服务记录与证明出具办法（试行）》 has them kept.
    """

    _name = "community.volunteer.export"
    _description = "Export for the National System"
    _inherit = ["community.secret.export.mixin"]

    _export_group = "community_service.group_community_officer"
    _export_secrets = ("id_number",)
    _export_url = "/community/volunteers/{id}/xlsx"

    date_from = fields.Date(
        "Hours from",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date("Hours until", required=True, default=fields.Date.context_today)

    _check_dates = models.Constraint("CHECK (date_to >= date_from)", "The period ends first.")

    def _who_exports(self):
        return self.env._("An officer hands volunteers to the national system.")

    def _services(self):
        """Return the confirmed hours of the period, as the reader may see them."""
        return self.env["community.volunteer.service"].search(
            [
                ("state", "=", "confirmed"),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ],
            order="date, id",
        )

    def _exported(self):
        return self._services().volunteer_id.sorted(lambda volunteer: volunteer.number or "")

    def _write_sheets(self, book, records):
        self._write_sheet(book, self.env._("Volunteers"), PEOPLE, records)
        hours = self._services().filtered(lambda service: service.volunteer_id in records)
        self._write_sheet(book, self.env._("Hours"), HOURS, hours)

    def _write_sheet(self, book, title, names, records):
        model_fields = [records._fields[name] for name in names]
        head = [field._description_string(self.env) for field in model_fields]
        # Closed numbers are among them: right and reason were checked before.
        rows = (
            [self._cell(field, record[field.name]) for field in model_fields]
            for record in records.sudo()
        )
        self._write_rows(book.add_worksheet(title[:31]), head, rows)

    def _cell(self, field, value):
        if value and field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value.display_name if field.type == "many2one" else value

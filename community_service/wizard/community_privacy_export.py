from odoo import fields, models

from ..tools.identity import mask_name
from ..tools.listed import clauses, listed

# What a person is given of a record: facts and words, no lists and no files.
TOLD = "char text html selection date datetime boolean integer float monetary many2one".split()
# What of a record is the program's, or tells of those who work here.
NOT_TOLD = ("message_", "activity_", "my_activity_", "website_", "access_", "create_", "write_")
# Records that a person is not told of: those of which the program works something out.
WORKED_OUT = {
    "community.household.operation",
    "community.resident",
    "community.resident.duplicate",
    "community.privacy.export",
}


class CommunityPrivacyExport(models.TransientModel):
    """Makes the copy of everything that is kept of a person (PIPL art. 45), a sheet for each kind.

    It holds what its maker may read, and the person's own closed values, which the person may have.
    Of others it has masked names. Kinds of records that the maker may not open are named, whether
    there is one of the person or not: what is secret is not given away by its absence.
    """

    _name = "community.privacy.export"
    _description = "Copy of a Person's Data"
    _inherit = ["community.secret.export.mixin"]

    _export_url = "/community/privacy/{id}/xlsx"

    request_id = fields.Many2one(
        "community.privacy.request", "Made for the request", required=True, ondelete="cascade"
    )

    @property
    def _export_secrets(self):
        return self.env["community.resident"]._secret_fields

    def _check_exporter(self):
        self.check_access("read")
        self.request_id.check_access("write")
        self.request_id._check_keeper()
        self.request_id._check_filled("identity")

    def _exported(self):
        return self.request_id.resident_id

    def _content(self):
        content = super()._content()
        self.request_id._set_closed(date_exported=fields.Date.context_today(self))
        return content

    def _write_sheets(self, book, records):
        titles = (
            self.env._("Person"),
            self.env._("Who used the file"),
            self.env._("Not in this copy"),
        )
        self._write_person(book.add_worksheet(titles[0]), records)
        self._write_uses(book.add_worksheet(titles[1]), records)
        closed, used = [], set(titles)
        for name, ids in self._linked_records(records):
            Model = self.env[name].with_context(active_test=False)
            label = self.env["ir.model"]._get(name).name
            if not Model.has_access("read"):
                closed.append(label)
                continue
            # The maker's own rules hold for each kind of record.
            found = Model.search([("id", "in", ids)])
            if found:
                title = self._title(label, used)
                self._write_records(book.add_worksheet(title), found, records)
        self._write_rows(
            book.add_worksheet(titles[2]),
            [self.env._("Kinds of records that others keep and give out")],
            ([label] for label in sorted(closed)),
        )

    def _title(self, label, used):
        """Return a title of a sheet as workbooks take it, another one for each kind."""
        plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in label)[:28].strip()
        title, number = plain, 2
        while title in used:
            title, number = f"{plain} {number}", number + 1
        used.add(title)
        return title

    def _linked_records(self, resident):
        """Yield each model with links to people, with the ids that lead to this one; none too."""
        Operation = self.env["community.household.operation"]
        # sudo: what points to a person is asked of all models; what is shown is asked of the maker.
        pointing, _rows = Operation.sudo()._pointing_rows(resident.sudo(), "community.")
        found = {}
        for link in Operation.sudo()._links_to("community.resident"):
            if link.model.startswith("community.") and link.model not in WORKED_OUT:
                found.setdefault(link.model, set())
        for row in pointing:
            if row["model"] in found:
                found[row["model"]].update(row["ids"])
        for name in sorted(found):
            yield name, sorted(found[name])

    def _write_person(self, sheet, resident):
        # sudo: the person's own closed values, after right, reason and identity were checked.
        person = resident.sudo()
        rows = []
        for name in [*person._person_facts(), "household_id", "resident_kind", "category_ids"]:
            field = person._fields[name]
            if field.type in ("json", "binary"):
                value = clauses(
                    self.env.lang, (f"{k}: {v}" for k, v in (person[name] or {}).items())
                )
            elif field.type == "many2many":
                value = listed(self.env.lang, person[name].mapped("display_name"))
            else:
                value = self._cell(field, person, person)
            rows.append([field._description_string(self.env), value])
        self._write_rows(sheet, [self.env._("Fact"), self.env._("What is kept")], rows)

    def _write_uses(self, sheet, resident):
        """Write who used the file: by time and role, as on the paper; nobody is named."""
        # sudo: who makes the copy need not read the log; the person is told roles alone.
        uses = resident.sudo()._access_receipt_rows()
        names = ("date", "role", "kind", "details", "reason")
        head = [uses._fields[name]._description_string(self.env) for name in names]
        zone = resident.company_id._community_tz()
        rows = (
            [
                fields.Datetime.context_timestamp(use.with_context(tz=zone), use.date).strftime(
                    "%Y-%m-%d %H:%M"
                ),
                *(self._cell(uses._fields[name], use, resident) for name in names[1:]),
            ]
            for use in uses
        )
        self._write_rows(sheet, head, rows)

    def _write_records(self, sheet, records, resident):
        columns = [
            field
            for name, field in records._fields.items()
            if field.type in TOLD
            and field.store
            and not name.startswith(NOT_TOLD)
            and name not in ("id", "company_id", "currency_id", "grid_id")
            and field.comodel_name != "res.users"
            and records._has_field_access(field, "read")
        ]
        head = [field._description_string(self.env) for field in columns]
        rows = ([self._cell(field, one, resident) for field in columns] for one in records)
        self._write_rows(sheet, head, rows)

    def _cell(self, field, record, resident):
        """Return what a cell says; other people by a masked name alone."""
        value = record[field.name]
        if not value and field.type not in ("integer", "float", "monetary"):
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return "✓"
        if field.type != "many2one":
            return field.convert_to_export(value, record)
        # sudo: names of links that the maker reads on the record.
        value = value.sudo()
        if value._name == "community.resident":
            return value.name if value == resident.sudo() else mask_name(value.name)
        if value._name == "community.household":
            return value.address
        if value._name == "res.partner" and not value.is_company:
            own = value == resident.sudo().partner_id
            return value.name if own else mask_name(value.name)
        return value.display_name

import io
from itertools import chain

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import AccessError


class CommunitySecretExportMixin(models.AbstractModel):
    """A dialog that hands records with whole ID numbers to a national system, as a workbook.

    No list, ledger or export gives these numbers: somebody of ``_export_group`` says why, and the
    access log keeps who took how many. A model that inherits it names the secrets that leave in
    ``_export_secrets`` and the address of the download in ``_export_url``.
    """

    _name = "community.secret.export.mixin"
    _description = "Export of Whole Numbers"

    _export_group = ""
    _export_secrets = ()
    _export_url = ""

    reason = fields.Char(required=True, help="It stands in the access log.")

    def action_export(self):
        """Download the workbook.

        :raises UserError: without a reason of at least four characters
        """
        self.ensure_one()
        self._check_exporter()
        self.env["community.access.log"]._stated_reason(self.reason)
        return {"type": "ir.actions.act_url", "url": self._export_url.format(id=self.id)}

    def _check_exporter(self):
        self.check_access("read")
        if not self.env.user.has_group(self._export_group):
            raise AccessError(self._who_exports())

    def _who_exports(self):
        """Return one sentence that says whose work the export is."""
        raise NotImplementedError

    def _exported(self):
        """Return the records that are handed over, as the reader may see them."""
        raise NotImplementedError

    def _write_sheets(self, book, records):
        """Write the sheets of ``records`` to an open workbook.

        Here many closed numbers are read at once: right and reason were checked before.
        """
        raise NotImplementedError

    def _content(self):
        """Log the export and return the workbook as bytes; a last sheet says who is left out."""
        self._check_exporter()
        exported = self._exported()
        kept = exported._kept_back([])
        records = exported - kept
        self.env["community.access.log"]._log(
            "export",
            records,
            reason=self.env["community.access.log"]._stated_reason(self.reason),
            each=True,
            description=self._description,
            field_names=self._export_secrets,
        )
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
            self._write_sheets(book, records)
            if kept:
                sheet = book.add_worksheet(self.env._("Rows left out"))
                self._write_rows(sheet, [exported._kept_back_sentence(len(kept))], [])
        return stream.getvalue()

    def _write_rows(self, sheet, head, rows):
        """Write the headings and, one by one, the rows of values below them."""
        sheet.set_column(0, len(head) - 1, 20)
        for number, row in enumerate(chain([head], rows)):
            for column, value in enumerate(row):
                # Text is written as text: no name becomes a formula.
                sheet.write_string(number, column, str(value or ""))

import io

from odoo import http
from odoo.http import request

from ..tools.register_template import write_template
from .workbook import send_workbook


class CommunityRegisterImport(http.Controller):
    """Downloads of the import screen."""

    # Not read-only: the export of refused rows is logged.
    @http.route("/community/import/<int:import_id>/refused", type="http", auth="user")
    def refused_rows(self, import_id):
        """Send the refused rows of an import as a workbook."""
        record = request.env["community.import"].browse(import_id)._one()
        stem = (record.filename or "").rsplit(".", 1)[0]
        name = request.env._("%(file)s refused rows", file=stem)
        return send_workbook(record._error_workbook(), name)

    # Not read-only: the export is logged.
    @http.route("/community/import/<int:import_id>/changes", type="http", auth="user")
    def changes(self, import_id):
        """Send all differences between a workbook and the register, as a workbook."""
        record = request.env["community.import"].browse(import_id)._one()
        stem = (record.filename or "").rsplit(".", 1)[0]
        name = request.env._("%(file)s differences", file=stem)
        return send_workbook(record.change_ids._workbook(record), name)

    @http.route("/community/import/template", type="http", auth="user", readonly=True)
    def template(self):
        """Send the blank register."""
        stream = io.BytesIO()
        write_template(stream)
        return send_workbook(stream.getvalue(), request.env._("Register template"))

import io
import json
import tempfile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import content_disposition, request, serialize_exception

from .workbook import XLSX, send_workbook


class CommunityLedgerController(http.Controller):
    @http.route("/community/ledger/<string:code>", type="http", auth="user", methods=["POST"])
    def ledger(self, code, payload="{}"):
        """Stream a ledger.

        :param code: code of the ledger
        :param payload: JSON object with ``ids`` (records ticked, archived ones too) or ``domain``
            (all records of a list), ``context`` (companies and language of the client,
            ``active_test`` of the list), and ``whole`` (``body`` and ``reason`` of a copy with
            whole numbers)
        """
        try:
            options = json.loads(payload)
            given = options.get("context") or {}
            context = {
                key: given[key] for key in ("allowed_company_ids", "lang", "tz") if key in given
            }
            Ledger = request.env["community.ledger"].with_context(**context)
            ledger = Ledger._in_use(Ledger.env.company, [("code", "=", code)])
            if not ledger:
                raise UserError(Ledger.env._("There is no ledger “%(code)s”.", code=code))
            domain = Domain(options.get("domain") or [])
            active_test = given.get("active_test", True)
            if "ids" in options:  # an empty choice is no rows, not all of them
                domain &= Domain("id", "in", [int(record_id) for record_id in options["ids"]])
                active_test = False
            ledger = ledger.with_context(active_test=active_test)
            if whole := options.get("whole"):
                ledger = ledger._with_whole_numbers(whole.get("body"), whole.get("reason"))
            # The file grows on disk and is removed when the answer has been sent.
            stream = tempfile.TemporaryFile()
            ledger._write_xlsx(stream, domain)
        except (AccessError, UserError, ValueError) as error:
            return request.make_response(
                json.dumps(
                    {
                        "code": 200,
                        "message": "Odoo Server Error",
                        "data": serialize_exception(error),
                    }
                ),
                status=500,
            )
        size = stream.tell()
        stream.seek(0)
        return request.make_response(
            wrap_file(request.httprequest.environ, stream),
            headers=[
                ("Content-Type", XLSX),
                ("Content-Length", str(size)),
                ("Content-Disposition", content_disposition(f"{ledger.name}.xlsx")),
            ],
        )

    @http.route("/community/report/<int:report_id>/xlsx", type="http", auth="user", methods=["GET"])
    def report(self, report_id, publication=None):
        """Stream the table of figures of a situation report, for the public if asked."""
        report = request.env["community.report"].browse(report_id).exists()
        if not report:
            raise request.not_found()
        report.check_access("read")
        stream = io.BytesIO()
        report._write_xlsx(stream, public=bool(publication))
        return send_workbook(stream.getvalue(), report.name)

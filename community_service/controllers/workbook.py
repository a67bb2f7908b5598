from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_workbook(content, title):
    """Return the response that downloads a workbook and leaves no copy in a cache on the way.

    :param bytes content: the workbook
    :param str title: name of the file without its ending, in the reader's language
    """
    return request.make_response(
        content,
        headers=[
            ("Content-Type", XLSX),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", content_disposition(f"{title}.xlsx")),
            ("Cache-Control", "no-store"),
        ],
    )


def send_export(model, export_id, title):
    """Return the response that downloads what a dialog of secret numbers asked for.

    :param str model: model of the dialog, a ``community.secret.export.mixin``
    :param int export_id: id of the dialog
    :param str title: as of :func:`send_workbook`
    """
    export = request.env[model].browse(export_id).exists()
    if not export:
        raise request.not_found()
    return send_workbook(export._content(), title)

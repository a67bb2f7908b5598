"""A ledger of 100,000 rows × 20 columns, against Odoo's own list export and xlsxwriter alone."""

import datetime
import json
import os
import subprocess
import tempfile
import types
from unittest.mock import patch

import openpyxl
import xlsxwriter

from odoo.fields import Command

from odoo.addons.web.controllers import export

from .measure import Row, exact, peak_memory, seconds, versus

CODE = "bench"
COLUMNS = (
    "code walk_key room address need_level date_entered last_visit_date next_visit_date "
    "member_count head_id.name head_id.sex head_id.birth_date head_id.pinyin head_id.id_kind "
    "area_id.name area_id.complete_name grid_id.name grid_id.code dwelling_id.tenure "
    "company_id.name"
).split()
TURNS = 3  # taken in turn with the peer; the best of each counts, as other work disturbs both
COMPARED = 200  # rows whose cells are compared with those of Odoo's own export


def run(env, options):
    """Return the rows of time and memory of a ledger of all households, as a manager."""
    user = options["users"]["manager"]
    # Odoo asks for this right before it exports anything.
    user.group_ids |= env.ref("base.group_allow_export")
    ledger = make_ledger(env).with_user(user)
    rows = [tuple(row) for batch in ledger._rows() for row in batch]
    ours, alone = [], []
    for _turn in range(TURNS):
        ours.append(seconds(lambda: _ledger(ledger))[0])
        alone.append(seconds(lambda: _xlsxwriter_alone(rows))[0])
    figures = [
        exact("ledger: cells that differ from Odoo's export", _differences(ledger), 0, "none"),
    ]
    count, best = len(rows), min(ours)
    whole, _content = seconds(lambda: odoo_export(ledger))
    name = f"ledger of {count:,} rows × {len(COLUMNS)} columns"
    figures += [
        versus(name, "Odoo's own list export", best, whole, "s", 0.6),
        versus(name, "xlsxwriter alone, same cells", best, min(alone), "s", 1.3),
    ]
    # The other processes make the same ledger: they would wait for this transaction.
    env.cr.rollback()
    env.invalidate_all(flush=False)
    memory = {kind: _memory_elsewhere(kind) for kind in ("ledger", "export")}
    figures.append(
        Row(
            f"{name}: memory above idle",
            "Odoo's own list export",
            f"{memory['ledger']:.0f} MB",
            f"{memory['export']:.0f} MB",
            f"{memory['ledger'] / memory['export']:.2f}",
            "≤ 64 MB",
            memory["ledger"] <= 64,
        )
    )
    return figures


def make_ledger(env):
    """Create the ledger that is measured; the transaction is rolled back by the bench."""
    return env["community.ledger"].create(
        {
            "name": "Bench",
            "code": CODE,
            "model_id": env["ir.model"]._get_id("community.household"),
            "order": "id",
            "column_ids": [Command.create({"name": path, "path": path}) for path in COLUMNS],
        }
    )


def _ledger(ledger, domain=None):
    with tempfile.TemporaryFile() as stream:
        ledger._write_xlsx(stream, domain)


def _xlsxwriter_alone(rows):
    """Write rows that stand in memory, with the calls that xlsxwriter has for each type.

    The row number is a cell as well.
    """
    with tempfile.TemporaryFile() as stream:
        book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        sheet = book.add_worksheet()
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            sheet.write_number(line, 0, line)
            for column, value in enumerate(row, 1):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif isinstance(value, datetime.date):
                    sheet.write_datetime(line, column, value, date)
                elif value is not None:
                    sheet.write_number(line, column, value)
        book.close()


def odoo_export(ledger, domain=()):
    """Export the same cells by the controller of Odoo's own export, and return the workbook."""
    fields = [{"name": path.replace(".", "/"), "label": path, "type": "char"} for path in COLUMNS]
    params = {
        "model": ledger.model,
        "fields": fields,
        "ids": False,
        "domain": list(domain),
        "import_compat": False,
    }
    request = types.SimpleNamespace(
        env=ledger.env,
        make_response=lambda content, headers: content,
        httprequest=types.SimpleNamespace(environ={"REMOTE_ADDR": "127.0.0.1"}),
    )
    ledger.env.invalidate_all()
    with patch.object(export, "request", request):
        return export.ExcelExport().base(json.dumps(params))


def _differences(ledger):
    """Return how many cells of the first rows differ between the two workbooks."""
    last = ledger._records().search([], order="id", limit=1, offset=COMPARED - 1)
    domain = [("id", "<=", last.id)]
    ours, theirs = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    with ours, theirs:
        ledger._write_xlsx(ours, domain)
        theirs.write(odoo_export(ledger, domain))
        # Of ours without the row numbers, and without totals and signatures below the rows.
        ours_rows, their_rows = (
            sorted(
                tuple(str(value or "") for value in row)
                for row in openpyxl.load_workbook(stream).active.iter_rows(
                    min_row=first, max_row=first + COMPARED - 1, min_col=column, values_only=True
                )
            )
            for stream, first, column in ((ours, 4, 2), (theirs, 2, 1))
        )
    if len(ours_rows) != len(their_rows) or len(ours_rows) != COMPARED:
        raise RuntimeError(f"{len(ours_rows)} rows of the ledger, {len(their_rows)} of the export")
    pairs = zip(ours_rows, their_rows, strict=True)
    return sum(a != b for ours, theirs in pairs for a, b in zip(ours, theirs, strict=True))


def _memory_elsewhere(kind):
    """Return the peak memory in MB of one export in a fresh process that did nothing else."""
    script = f"from tests.bench import bench_ledger\nbench_ledger.print_memory(env, {kind!r})\n"
    answer = subprocess.run(
        json.loads(os.environ["COMMUNITY_SHELL"]),
        input=script,
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = [line for line in answer.stdout.splitlines() if line.startswith("PEAK ")]
    return float(line.split()[1])


def print_memory(env, kind):
    """Print by how much an export raises the peak of this process; nothing is kept."""
    user = env["res.users"].search([("login", "=", "bench_manager")])
    user.group_ids |= env.ref("base.group_allow_export")
    ledger = make_ledger(env).with_user(user)
    call = _ledger if kind == "ledger" else odoo_export
    # A first small one loads the code, which an idle server has loaded as well.
    call(ledger, [("id", "<", 100)])
    peak, _result = peak_memory(lambda: call(ledger))
    print(f"PEAK {peak:.1f}", flush=True)
    env.cr.rollback()

"""Importing a register of 100,000 rows: reading, applying, taking back, memory, and who waits."""

import base64
import gc
import io
import itertools
import pathlib
import statistics
import tempfile
import threading
import time

import xlwt

from odoo import api

from odoo.addons.community_service.tools.sheets import open_register

from .measure import absolute, exact, peak_memory, seconds, told, versus
from .register_file import write_register

PEER_ROWS = 2_000
# An old workbook holds 65,536 rows.
XLS_ROWS = 60_000
LISTED = ("code", "address", "head_id", "member_count", "need_level", "next_visit_date")


def run(env, options):
    """Return the rows of an import against ``load()`` of contacts in the same run."""
    count = options.get("import_rows", 100_000)
    company = env["res.company"].create({"name": "大望社区"})
    env.user.company_ids |= company
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "register.xlsx"
        write_register(path, count)
        reading, _rows = seconds(lambda: _read(path))
        old = _as_xls(path, min(count, XLS_ROWS))
        reading_old, _rows = seconds(lambda: _read(old))
        record = env["community.import"].create({"filename": "大望小区.xlsx"})
        record.file = base64.b64encode(path.read_bytes())
        again = env["community.import"].create({"filename": "大望小区.xlsx"})
        again.file = record.file
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    figures = {}

    def whole():
        figures["check"], _ = seconds(record.action_check)
        figures["apply"], _ = seconds(record.action_apply)
        env.flush_all()

    memory, _ = peak_memory(whole)
    applied = record.done_count
    # Afterwards: what a first check has loaded would hide the memory of the next.
    idle, busy = _wait_of_others(env, again.action_check)
    again.unlink()
    record.undo_reason = "bench"
    back, longest = _take_back(record)
    register, plain = _load_contacts(env), _load_plain_contacts(env)
    each = figures["apply"] / count * 1000
    return [
        absolute(f"read a workbook of {count:,} rows × 21 columns with merges", reading, "s", 20),
        absolute(f"read an .xls of {min(count, XLS_ROWS):,} rows", reading_old, "s", 20),
        absolute(f"check {count:,} rows (read, compare, stage)", figures["check"], "s", 120),
        versus(
            f"apply {count:,} rows, per row",
            f"load() of {PEER_ROWS:,} contacts, 14 columns with parent and tags",
            each,
            register / PEER_ROWS * 1000,
            "ms",
            0.125,
            digits=3,
        ),
        # No household, no category, no code to look up: not what a register asks of load().
        told(
            f"apply {count:,} rows, per row",
            f"load() of {PEER_ROWS:,} contacts, 8 plain columns",
            each,
            plain / PEER_ROWS * 1000,
            "ms",
            digits=3,
        ),
        absolute(f"check and apply {count:,} rows: memory above idle", memory, "MB", 300),
        exact(f"rows applied of {count:,}", applied, count, "all"),
        # The database looks at everything that may refer to a person.
        told(
            f"take {count:,} rows back, per row",
            "applying them, per row",
            back / count * 1000,
            each,
            "ms",
            digits=3,
        ),
        absolute(f"take {count:,} rows back: the longest batch", longest, "s", 30),
        versus(
            f"another user's list of households while {count:,} rows are checked",
            "the same list, idle",
            busy,
            idle,
            "ms",
            3,
        ),
    ]


def _take_back(record):
    """Take an import back as the job does; return its seconds and those of the longest batch."""
    times = [time.monotonic()]

    def commit(_count):
        times.append(time.monotonic())
        return 60

    record.action_take_back()
    if record.state == "undoing":
        record._undo_rows(commit=commit)
    commit(0)
    return times[-1] - times[0], max(after - at for at, after in itertools.pairwise(times))


def _as_xls(path, count):
    """Write the first rows of a workbook in the old format beside it; return its path."""
    book = xlwt.Workbook()
    page = book.add_sheet("大望小区")
    for sheet in open_register(path.read_bytes(), "x.xlsx"):
        for number, cells in sheet.rows():
            if number > count:
                break
            for column, cell in enumerate(cells):
                if cell is not None:
                    page.write(number - 1, column, str(cell))
    old = path.with_suffix(".xls")
    stream = io.BytesIO()
    book.save(stream)
    old.write_bytes(stream.getvalue())
    return old


def _wait_of_others(env, work):
    """Return the median ms of somebody else's list when nothing else runs, and during ``work()``.

    Both share one process, the hardest case: a thread for each, with a cursor of its own.
    """
    stop = threading.Event()
    timings = []

    def look(turns=None):
        with env.registry.cursor() as cr:
            other = api.Environment(cr, env.uid, {})
            spec = {name: {} for name in LISTED}
            while not stop.is_set() and (turns is None or len(timings) < turns):
                other.invalidate_all()
                start = time.perf_counter()
                other["community.household"].web_search_read([], spec, limit=80)
                timings.append((time.perf_counter() - start) * 1000)

    look(turns=30)
    idle = statistics.median(timings[5:])
    timings.clear()
    thread = threading.Thread(target=look)
    thread.start()
    work()
    stop.set()
    thread.join()
    return idle, statistics.median(timings)


def _read(path):
    return sum(1 for sheet in open_register(path.read_bytes(), "x.xlsx") for _row in sheet.rows())


def _load_contacts(env):
    """Return the seconds that Odoo's own import takes for contacts with facts of the same kind.

    As a clerk would do it: households are parents, categories are tags, fourteen columns.
    """
    env["res.partner.category"].create([{"name": "残疾人"}, {"name": "退役军人"}])
    homes = env["res.partner"].create(
        [{"name": f"大望小区{n}室", "is_company": True} for n in range(PEER_ROWS // 3 + 1)]
    )
    names = (
        "name parent_id/.id phone email street street2 city zip country_id comment function ref "
        "category_id lang"
    ).split()
    tags = ("", "", "", "残疾人", "退役军人")
    rows = [
        [
            f"居民{n}",
            str(homes[n // 3].id),
            f"138{n:08d}",
            f"r{n}@example.com",
            "大望小区",
            f"{n}室",
            "大望",
            "999999",
            "China",
            "有车位",
            "在职",
            f"R{n}",
            tags[n % 5],
            "en_US",
        ]
        for n in range(PEER_ROWS)
    ]
    return _load(env, names, rows)


def _load_plain_contacts(env):
    """Return the seconds for the simplest list that could be called contacts."""
    names = "name phone email street city zip comment ref".split()
    rows = [
        [
            f"居民{n}",
            f"139{n:08d}",
            f"p{n}@example.com",
            "大望小区",
            "大望",
            "999999",
            "有车位",
            f"P{n}",
        ]
        for n in range(PEER_ROWS)
    ]
    return _load(env, names, rows)


def _load(env, names, rows):
    env.flush_all()

    def load():
        result = env["res.partner"].load(names, rows)
        env.flush_all()
        return result

    taken, result = seconds(load)
    if len(result["ids"] or []) != PEER_ROWS:
        raise RuntimeError(result["messages"])
    return taken

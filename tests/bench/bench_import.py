"""Importing a register of 100,000 rows: reading, applying, memory."""

import base64
import gc
import pathlib
import tempfile

from odoo.addons.community_service.tools.sheets import open_register

from .measure import absolute, exact, peak_memory, seconds, told, versus
from .register_file import write_register

PEER_ROWS = 2_000


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
        record = env["community.import"].create({"filename": "大望小区.xlsx"})
        record.file = base64.b64encode(path.read_bytes())
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    figures = {}

    def whole():
        figures["check"], _ = seconds(record.action_check)
        figures["apply"], _ = seconds(record.action_apply)
        env.flush_all()

    memory, _ = peak_memory(whole)
    register, plain = _load_contacts(env), _load_plain_contacts(env)
    each = figures["apply"] / count * 1000
    return [
        absolute(f"read a workbook of {count:,} rows × 21 columns with merges", reading, "s", 20),
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
        exact(f"rows applied of {count:,}", record.done_count, count, "all"),
    ]


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

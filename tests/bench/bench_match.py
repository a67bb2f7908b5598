"""A list of 5,000 rows from above against the whole register: matching, a mark, the way back."""

import base64
import io

import xlsxwriter

from .measure import absolute, count_queries, exact, seconds

ROWS = 5_000
SMALL = 50
LIMIT = 5  # seconds
HEADINGS = ("序号", "姓名", "身份证号", "联系电话", "住址", "核查结果")
# One of each eight rows is known by the first, and so on: whole number, phone, stars, home, nobody.
KINDS = ("number", "number", "number", "phone", "stars", "home", "home", "nobody")


def run(env, options):
    """Return the times of a list, how many rows were certain, and queries of two sizes."""
    own = env(user=options["users"]["manager"].id)
    people = _people(env)
    count = env["community.resident"].search_count([("company_id", "=", own.company.id)])
    # The first one fills what Odoo remembers.
    _list(own, people[: SMALL - 1], "first.xlsx").action_match()
    small = _list(own, people[:SMALL], "small.xlsx")
    few = count_queries(own, small.action_match)
    record = _list(own, people, "large.xlsx")
    own.invalidate_all()
    # The shortest of three: the machine may have other work.
    time = min(seconds(record.action_match)[0] for _run in range(3))
    other = _list(own, people[::-1][: ROWS - 1], "other.xlsx")
    many = count_queries(own, other.action_match)
    surely = sum(kind in ("number", "phone", "home") for kind in KINDS) * ROWS // len(KINDS)
    record.action_confirm()
    Batch = own["community.match.batch"]
    acting, batch = seconds(lambda: _flushed(own, lambda: Batch._do(record, "mark", mark="bench")))
    returning, _result = seconds(record._returned)
    back, _result = seconds(lambda: _flushed(own, batch.action_undo))
    label = f"list of {ROWS:,} rows against {count:,} residents"
    return [
        absolute(f"{label}: match", time, "s", LIMIT),
        exact(
            "list: rows that a strong fact should make certain and did not",
            max(0, surely - record.certain_count),
            0,
            "none",
        ),
        exact(f"list: queries of {SMALL} rows and of {ROWS:,}", few, many, "equal"),
        absolute(f"list: a mark for the {batch.made_count:,} people found", acting, "s", LIMIT),
        absolute("list: the workbook returned", returning, "s", LIMIT),
        absolute("list: the batch taken back", back, "s", LIMIT),
    ]


def _flushed(env, call):
    result = call()
    env.flush_all()
    return result


def _people(env):
    """Return (name, ID number, phone, address) of people who live here and have all of it."""
    env.cr.execute(
        """SELECT t.name, t.id_number, t.phone, h.address
             FROM community_resident t JOIN community_household h ON h.id = t.household_id
            WHERE t.active AND t.date_death IS NULL AND t.phone IS NOT NULL
              AND t.id_number IS NOT NULL AND h.room IS NOT NULL
            ORDER BY md5(t.id::text) LIMIT %s""",
        [ROWS],
    )
    return env.cr.fetchall()


def _list(env, people, filename):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEADINGS)
    for at, (name, number, phone, address) in enumerate(people):
        cells = {
            "number": (number, None, None),
            "phone": (None, phone, None),
            "stars": (number[:4] + "*" * 10 + number[-4:], None, None),
            "home": (None, None, address),
            "nobody": (None, "19900000000", None),
        }[KINDS[at % len(KINDS)]]
        sheet.write_row(at + 1, 0, (at + 1, name, *(cell or "" for cell in cells)))
    book.close()
    return env["community.match"].create(
        {"filename": filename, "file": base64.b64encode(stream.getvalue())}
    )

"""Fill a scratch database with a large fictional register, in seconds, by set-based SQL.

The rows are those that the ORM would write. ID numbers use the unassigned region 999999.
"""

import csv
import datetime
import io
import random

from odoo.addons.community_service.tools.identity import id_check_digit
from odoo.addons.community_service.tools.natural import natural_key
from odoo.addons.community_service.tools.pinyin import initials

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力斌宇浩凯健俊帆雪琳"
    "晨梅鑫波丹萍鹏旭宁婷志永春海东"
)
ROLES = ("head", "spouse", "child", "parent", "grandchild", "other")


def fill(env, households=100_000, residents=280_000, visits=500_000, grids=100, seed=7):
    """Create places, households, residents, residencies, categories and visits.

    :param env: environment of a database that ``./dev`` made
    :param int households, residents, visits, grids: how many of each
    :return: dict with the ids needed by the measurements: ``worker`` (user of three grids)
    """
    rng = random.Random(seed)
    entrances, worker = _make_places(env, max(households // 100, grids), grids)
    _make_households(env, rng, entrances, households)
    _make_residents(env, rng, households, residents)
    _make_categories(env, rng)
    if visits and "community.visit" in env:
        _make_visits(env, rng, visits)
    env.invalidate_all()
    env.cr.execute("ANALYZE")
    return {"worker": worker}


def _copy(env, table, columns, rows):
    """COPY rows into a table; a missing value is None."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in rows:
        writer.writerow(["\\N" if value is None else value for value in row])
    stream.seek(0)
    env.cr.copy_expert(
        f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, NULL '\\N')", stream
    )


def _make_places(env, entrances, grids):
    """Return ids of the entrances and the user who works in the first three grids."""
    from odoo.tests import new_test_user

    # No ledger and no paper bears the name that Odoo gave the company.
    env.company.name = "测试社区"
    community = env["community.area"].create({"name": "测试社区", "kind": "community"})
    grid_records = env["community.grid"].create(
        [{"name": f"第{n}网格", "code": f"B{n:03d}"} for n in range(1, grids + 1)]
    )
    worker = new_test_user(
        env, login="bench_worker", groups="community_service.group_community_grid_worker"
    )
    new_test_user(env, login="bench_manager", groups="community_service.group_community_manager")
    env["community.grid.officer"].create(
        [
            {"grid_id": grid.id, "user_id": worker.id, "date_from": "2020-01-01"}
            for grid in grid_records[:3]
        ]
    )
    buildings_needed = (entrances + 1) // 2
    estates = env["community.area"].create(
        [
            {"name": f"第{n + 1}小区", "kind": "estate", "parent_id": community.id}
            for n in range((buildings_needed + 24) // 25)
        ]
    )
    buildings = env["community.area"].create(
        [
            {
                "name": f"{n % 25 + 1}号楼",
                "kind": "building",
                "parent_id": estates[n // 25].id,
                "own_grid_id": grid_records[n * grids // buildings_needed].id,
            }
            for n in range(buildings_needed)
        ]
    )
    made = env["community.area"].create(
        [
            {"name": f"{n % 2 + 1}单元", "kind": "entrance", "parent_id": buildings[n // 2].id}
            for n in range(entrances)
        ]
    )
    env.flush_all()
    return made, worker


def _make_households(env, rng, entrances, count):
    company = env.company.id
    today = datetime.date.today()
    info = [(a.id, a.complete_name, a.walk_key, a.grid_id.id) for a in entrances]
    dwellings, rows = [], []
    for number in range(count):
        area, name, walk_key, grid = info[number % len(info)]
        place = number // len(info)
        room = f"{place // 4 + 1}{place % 4 + 1:02d}"
        address, key = f"{name}{room}", f"{walk_key}|{natural_key(room)}"
        dwellings.append(
            (area, room, address, key, grid, company, "t", rng.choice(("own", "rent")))
        )
        entered = today - datetime.timedelta(days=rng.randrange(30, 500))
        due = entered + datetime.timedelta(days=365)
        rows.append((f"B{number + 1:06d}", area, room, address, key, grid, company, entered, due))
    _copy(
        env,
        "community_dwelling",
        ("area_id", "room", "address", "walk_key", "grid_id", "company_id", "active", "tenure"),
        dwellings,
    )
    env.cr.execute(
        """CREATE TEMP TABLE bench_household (code text, area_id int, room text, address text,
               walk_key text, grid_id int, company_id int, date_entered date, due date)"""
    )
    _copy(
        env,
        "bench_household",
        ("code", "area_id", "room", "address", "walk_key", "grid_id", "company_id")
        + ("date_entered", "due"),
        rows,
    )
    env.cr.execute("ANALYZE bench_household, community_dwelling")
    env.cr.execute(
        """INSERT INTO community_household (code, dwelling_id, area_id, room, address, walk_key,
               grid_id, company_id, date_entered, next_visit_date, need_level, active, member_count)
           SELECT b.code, d.id, b.area_id, b.room, b.address, b.walk_key, b.grid_id, b.company_id,
                  b.date_entered, b.due, 'green', TRUE, 0
             FROM bench_household b
             JOIN community_dwelling d ON d.area_id = b.area_id AND d.room = b.room
            ORDER BY b.code"""
    )
    env.cr.execute("DROP TABLE bench_household")


def _make_residents(env, rng, households, count):
    company = env.company.id
    given = [a + b for a in GIVEN for b in ("", *GIVEN)]
    names = [surname + rng.choice(given) for surname in SURNAMES for _turn in range(400)]
    keys = {name: initials(name) for name in names}
    rows, taken = [], set()
    for number in range(count):
        name = rng.choice(names)
        age_days = int(rng.triangular(0, 95, 42) * 365.25)
        birth = datetime.date.today() - datetime.timedelta(days=age_days)
        order = number % 1000
        while (birth, order) in taken:
            birth -= datetime.timedelta(days=1)
        taken.add((birth, order))
        first17 = f"999999{birth:%Y%m%d}{order:03d}"
        phone = f"1{rng.randrange(3, 10)}{rng.randrange(10**9):09d}"
        rows.append(
            (number, name, keys[name], "id_card", first17 + id_check_digit(first17), birth)
            + ("male" if order % 2 else "female", phone, company)
        )
    env.cr.execute(
        """CREATE TEMP TABLE bench_resident (n int, name text, pinyin text, id_kind text,
               id_number text, birth_date date, sex text, phone text, company_id int)"""
    )
    columns = ("n", "name", "pinyin", "id_kind", "id_number", "birth_date", "sex", "phone")
    _copy(env, "bench_resident", (*columns, "company_id"), rows)
    env.cr.execute("ANALYZE bench_resident, community_household")
    env.cr.execute(
        """CREATE TEMP TABLE bench_home AS
           SELECT r.n, h.id AS household_id, h.grid_id, h.company_id, r.n / %(households)s AS place
             FROM bench_resident r
             JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, grid_id, company_id
                     FROM community_household WHERE code LIKE 'B%%') h
               ON h.n = r.n %% %(households)s""",
        {"households": households},
    )
    env.cr.execute("ANALYZE bench_home")
    env.cr.execute(
        """WITH made AS (
               INSERT INTO community_resident (name, pinyin, id_kind, id_number, birth_date, sex,
                   phone, company_id, household_id, grid_id, resident_kind, role, active)
               SELECT r.name, r.pinyin, r.id_kind, r.id_number, r.birth_date, r.sex, r.phone,
                      r.company_id, b.household_id, b.grid_id, 'permanent',
                      (%(roles)s::text[])[LEAST(b.place, 5) + 1], TRUE
                 FROM bench_resident r JOIN bench_home b USING (n)
            RETURNING id, household_id, grid_id, company_id, role)
           INSERT INTO community_residency (resident_id, household_id, grid_id, company_id, role,
               kind, start_reason)
           SELECT id, household_id, grid_id, company_id, role, 'both', 'initial' FROM made""",
        {"roles": list(ROLES)},
    )
    env.cr.execute("ANALYZE community_residency, community_resident, community_household")
    env.cr.execute(
        """UPDATE community_household h SET head_id = r.head_id, member_count = r.members
             FROM (SELECT household_id, count(*) AS members,
                          min(resident_id) FILTER (WHERE role = 'head') AS head_id
                     FROM community_residency GROUP BY household_id) r
            WHERE r.household_id = h.id"""
    )
    env.cr.execute("DROP TABLE bench_home, bench_resident")


def _make_categories(env, rng):
    """Give one resident in twelve a category, as the register of a real community does."""
    ids = env["community.category"].search([("subject", "=", "resident")]).ids
    env.cr.execute(
        """INSERT INTO community_category_line (category_id, resident_id, household_id, grid_id,
               company_id, date_from, source)
           SELECT (%(ids)s::int[])[id %% %(count)s + 1], id, household_id, grid_id, company_id,
                  CURRENT_DATE - 200, 'import'
             FROM community_resident WHERE id %% 12 = 0""",
        {"ids": ids, "count": len(ids)},
    )
    env.cr.execute("ANALYZE community_category_line")
    env.cr.execute(
        """UPDATE community_household h SET need_level = c.need_level,
                  next_visit_date = h.date_entered + (c.months || ' months')::interval
             FROM (SELECT l.household_id,
                          (array_agg(g.need_level ORDER BY g.need_level = 'red' DESC,
                                     g.need_level = 'yellow' DESC))[1] AS need_level,
                          COALESCE(min(NULLIF(g.visit_interval_months, 0)), 12) AS months
                     FROM community_category_line l
                     JOIN community_category g ON g.id = l.category_id
                    GROUP BY l.household_id) c
            WHERE c.household_id = h.id"""
    )


def _make_visits(env, rng, count):
    """Five visits a household in the past two years; the last valid one sets the next date."""
    env.cr.execute(
        """INSERT INTO community_visit (household_id, grid_id, company_id, date, state, kind, mode,
               situation, user_id, is_valid)
           SELECT h.id, h.grid_id, h.company_id,
                  CURRENT_DATE - (((h.id * 7919 + n * 104729) %% 700) + 1),
                  CASE WHEN (h.id + n) %% 9 = 0 THEN 'absent' ELSE 'done' END,
                  'routine', 'home', '一切正常', %(user)s, (h.id + n) %% 9 <> 0
             FROM community_household h, generate_series(1, %(times)s) n
            WHERE h.code LIKE 'B%%'""",
        {
            "user": env.ref("base.user_admin").id,
            "times": max(count // env["community.household"].search_count([]), 1),
        },
    )

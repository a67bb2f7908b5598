"""Statements of a batch of an import.

Parameters: ``import``, ``company``, ``first`` and ``last`` (households of the batch), ``groups``
and ``codes`` (new households), ``uid``, ``now``, ``today``, ``default_months``. ``{columns}`` and
``{values}`` take the columns that other addons add.
"""

# What the statements fill in themselves; any other column of these models, also one that another
# addon adds, gets its default or is computed afterwards (_insert).
FILLED = {
    "community.dwelling": (
        "area_id room address walk_key tenure owner_name owner_phone floor_area room_count "
        "grid_id company_id active"
    ),
    "community.household": (
        "code register_no active company_id dwelling_id area_id room address walk_key grid_id "
        "head_id member_count need_level date_entered last_visit_date next_visit_date"
    ),
    "community.resident": (
        "name pinyin pinyin_full pinyin_other pinyin_full_other "
        "id_kind id_number birth_date sex ethnicity education marital employment "
        "political_status active phone phone2 email registered_address emergency_name "
        "emergency_phone monthly_income note occupation work_unit residence_permit "
        "residence_permit_end disability_kind disability_grade disability_number disability_end "
        "bank_name bank_account register_extra household_id role resident_kind "
        "grid_id company_id"
    ),
    "community.residency": (
        "resident_id household_id role role_word kind is_whereabouts_unknown date_from date_to "
        "start_reason grid_id company_id"
    ),
    "community.category.line": (
        "category_id resident_id household_id date_from date_to source is_to_clarify grid_id "
        "company_id"
    ),
}

BATCH = "r.import_id = %(import)s AND r.group_no BETWEEN %(first)s AND %(last)s"

# Somebody may have entered a person since the check. LATERAL, LIMIT and OFFSET here and below: the
# tables grow during an import, and a plan made by old statistics would read all of the community
# for each row.
RECHECK_NUMBERS = f"""
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE, error = 'id_used_elsewhere',
           error_field = 'id_number', detail = t.name
      FROM community_import_row o
     CROSS JOIN LATERAL (
        SELECT name FROM (
            SELECT name, company_id, active, date_death FROM community_resident
             WHERE id_number = o.id_number OFFSET 0) found
         WHERE company_id = %(company)s AND active AND date_death IS NULL LIMIT 1) t
     WHERE {BATCH} AND r.state = 'ready' AND r.resident_id IS NULL AND r.first_row_id IS NULL
       AND o.id = r.id
"""

_DWELLINGS = """
    INSERT INTO community_dwelling (area_id, room, address, walk_key, tenure, owner_name,
           owner_phone, floor_area, room_count, grid_id, company_id, active, create_uid,
           create_date, write_uid, write_date{{columns}})
    SELECT DISTINCT ON (r.area_id, r.room) r.area_id, r.room, a.complete_name || r.room,
           COALESCE(a.walk_key, '') || '|' || r.room_key, r.tenure, r.owner_name,
           r.owner_phone, max(r.floor_area) OVER home, max(r.room_count) OVER home,
           a.grid_id, a.company_id, TRUE, %(uid)s, %(now)s, %(uid)s,
           %(now)s{{values}}
      FROM community_import_row r JOIN community_area a ON a.id = r.area_id
     WHERE {batch} AND r.room IS NOT NULL
    WINDOW home AS (PARTITION BY r.area_id, r.room)
     ORDER BY r.area_id, r.room, r.tenure IS NULL, r.owner_name IS NULL, r.id
    ON CONFLICT (area_id, room) WHERE active IS TRUE DO NOTHING
"""

DWELLINGS = _DWELLINGS.format(batch=f"{BATCH} AND r.state = 'ready'")

# Homes in which the workbook names nobody stand in the register all the same.
VACANT_DWELLINGS = _DWELLINGS.format(batch="r.import_id = %(import)s AND r.state = 'vacant'")

NUMBER_ROWS = f"""
    WITH fresh AS (
        SELECT u.group_no, nextval('community_household_id_seq')::int AS household_id
          FROM unnest(%(groups)s::int[]) u (group_no)
    ), batch AS (
        -- Numbers in the order of the rows, so that lists by number follow the workbook.
        SELECT o.id, f.household_id, CASE WHEN o.is_new
               THEN nextval('community_resident_id_seq')::int ELSE o.resident_id END AS resident_id
          FROM (SELECT r.id, r.group_no, r.resident_id,
                       r.resident_id IS NULL AND r.first_row_id IS NULL AS is_new
                  FROM community_import_row r
                 WHERE {BATCH} AND r.state = 'ready' ORDER BY r.id) o
          LEFT JOIN fresh f ON f.group_no = o.group_no
    )
    UPDATE community_import_row r
       SET state = 'done',
           is_new_household = batch.household_id IS NOT NULL,
           household_id = COALESCE(batch.household_id, r.household_id),
           is_new_resident = r.resident_id IS NULL AND r.first_row_id IS NULL,
           resident_id = batch.resident_id
      FROM batch WHERE r.id = batch.id
"""

FIRST_ROW_RESIDENTS = f"""
    UPDATE community_import_row r SET resident_id = f.resident_id
      FROM community_import_row f
     WHERE {BATCH} AND r.state = 'done' AND r.resident_id IS NULL AND f.id = r.first_row_id
"""

HOUSEHOLDS = f"""
    INSERT INTO community_household (id, code, register_no, active, company_id, dwelling_id,
           area_id, room, address, walk_key, grid_id, head_id, member_count, need_level,
           date_entered, next_visit_date, create_uid, create_date, write_uid,
           write_date{{columns}})
    SELECT g.household_id, codes.code, g.register_no, TRUE, a.company_id, d.id,
           a.id, d.room, COALESCE(d.address, a.complete_name),
           COALESCE(d.walk_key, COALESCE(a.walk_key, '') || '|'), a.grid_id, g.head_id, g.members,
           'green', %(today)s,
           (%(today)s::date + make_interval(months => %(default_months)s))::date,
           %(uid)s, %(now)s, %(uid)s, %(now)s{{values}}
      FROM (SELECT r.household_id, r.group_no, min(r.area_id) AS area_id, min(r.room) AS room,
                   min(r.register_no) AS register_no,
                   min(r.resident_id) FILTER (WHERE r.role = 'head' AND r.is_new_resident)
                       AS head_id,
                   count(*) FILTER (WHERE r.is_new_resident) AS members
              FROM community_import_row r
             WHERE {BATCH} AND r.state = 'done' AND r.is_new_household
             GROUP BY r.household_id, r.group_no) g
      JOIN unnest(%(groups)s::int[], %(codes)s::text[]) codes (group_no, code)
        ON codes.group_no = g.group_no
      JOIN community_area a ON a.id = g.area_id
      LEFT JOIN LATERAL (
        SELECT id, room, address, walk_key FROM community_dwelling
         WHERE area_id = a.id AND room = g.room AND active IS TRUE LIMIT 1) d ON TRUE
"""

RESIDENTS = f"""
    INSERT INTO community_resident (id, name, pinyin, pinyin_full, pinyin_other,
           pinyin_full_other, id_kind, id_number, birth_date, sex,
           ethnicity, education, marital, employment, political_status, active, phone, phone2,
           email, registered_address, emergency_name, emergency_phone, monthly_income, note,
           occupation, work_unit, residence_permit, residence_permit_end, disability_kind,
           disability_grade, disability_number, disability_end, bank_name, bank_account,
           register_extra, household_id, role, resident_kind, grid_id, company_id, create_uid,
           create_date, write_uid, write_date{{columns}})
    SELECT r.resident_id, r.name, split_part(r.pinyin, ' ', 1), split_part(r.pinyin, ' ', 2),
           NULLIF(split_part(r.pinyin, ' ', 3), ''), NULLIF(split_part(r.pinyin, ' ', 4), ''),
           COALESCE(r.id_kind, 'id_card'), r.id_number,
           r.birth_date, r.sex, r.ethnicity, r.education, r.marital, r.employment,
           r.political_status, TRUE, r.phone, r.phone2, r.email, r.registered_address,
           r.emergency_name, r.emergency_phone, r.monthly_income, r.note,
           r.occupation, r.work_unit, r.residence_permit, r.residence_permit_end, r.disability_kind,
           r.disability_grade, r.disability_number, r.disability_end, r.bank_name, r.bank_account,
           r.extra,
           r.household_id, r.role,
           CASE WHEN r.kind = 'both' THEN 'permanent' WHEN r.kind = 'living' THEN 'floating'
                WHEN r.is_whereabouts_unknown THEN 'registered_only' ELSE 'split' END,
           a.grid_id, a.company_id, %(uid)s, %(now)s, %(uid)s, %(now)s{{values}}
      FROM community_import_row r JOIN community_area a ON a.id = r.area_id
     WHERE {BATCH} AND r.state = 'done' AND r.is_new_resident
     ORDER BY r.id
"""

RESIDENCIES = f"""
    INSERT INTO community_residency (resident_id, household_id, role, role_word, kind,
           is_whereabouts_unknown, start_reason, grid_id, company_id, create_uid, create_date,
           write_uid, write_date{{columns}})
    SELECT r.resident_id, r.household_id, r.role, r.role_word, r.kind,
           r.is_whereabouts_unknown, 'initial', a.grid_id, a.company_id, %(uid)s, %(now)s,
           %(uid)s, %(now)s{{values}}
      FROM community_import_row r JOIN community_area a ON a.id = r.area_id
     WHERE {BATCH} AND r.state = 'done' AND r.is_new_resident
     ORDER BY r.id
"""

_LINE = """
    INSERT INTO community_category_line (category_id, resident_id, household_id, date_from,
           date_to, source, is_to_clarify, grid_id, company_id, create_uid, create_date,
           write_uid, write_date{{columns}})
    SELECT {distinct}c.id, {resident}, r.household_id, %(today)s,
           CASE WHEN c.duration_months > 0
                THEN (%(today)s::date + make_interval(months => c.duration_months))::date END,
           'import', COALESCE(c.is_derived, FALSE), a.grid_id, a.company_id, %(uid)s, %(now)s,
           %(uid)s, %(now)s{{values}}
      FROM community_import_row r
     CROSS JOIN unnest(string_to_array(r.categories, ',')::int[]) u (category_id)
      JOIN community_category c ON c.id = u.category_id AND c.subject = '{subject}'
      JOIN community_area a ON a.id = r.area_id
     WHERE {batch} AND r.state = 'done' AND r.is_new_resident{more}
"""

RESIDENT_CATEGORIES = _LINE.format(
    distinct="", resident="r.resident_id", subject="resident", batch=BATCH, more=""
)

# Lines of a household that already stands in the register are added by the ORM.
HOUSEHOLD_CATEGORIES = _LINE.format(
    distinct="DISTINCT ON (r.household_id, c.id) ",
    resident="NULL::int",
    subject="household",
    batch=BATCH,
    more=" AND r.is_new_household",
)

# When all rows are in: what follows from facts, and the next visits. ``{wanted}`` is (category_id,
# resident_id, household_id, date_from, date_to) of whoever a derived category holds for.
FRESH = """
    SELECT DISTINCT household_id FROM community_import_row
     WHERE import_id = %(import)s AND is_new_household AND state = 'done'
"""

DERIVED_CATEGORIES = f"""
    WITH fresh AS MATERIALIZED ({FRESH}), wanted AS MATERIALIZED (
        SELECT * FROM ({{wanted}}) w WHERE w.household_id IN (SELECT household_id FROM fresh)
    ), known AS MATERIALIZED (
        SELECT l.* FROM community_category_line l
         WHERE l.household_id IN (SELECT household_id FROM fresh)
    ), supported AS (
        UPDATE community_category_line l SET is_to_clarify = FALSE
          FROM wanted w JOIN known k
            ON k.category_id = w.category_id AND k.is_to_clarify
           AND COALESCE(k.resident_id, -k.household_id)
             = COALESCE(w.resident_id, -w.household_id)
         WHERE l.id = k.id
    )
    INSERT INTO community_category_line (category_id, resident_id, household_id, date_from,
           date_to, source, grid_id, company_id, create_uid, create_date, write_uid,
           write_date{{columns}})
    SELECT w.category_id, w.resident_id, w.household_id, w.date_from,
           COALESCE(w.date_to, CASE WHEN c.duration_months > 0
               THEN (w.date_from + make_interval(months => c.duration_months))::date END),
           'derived', h.grid_id, h.company_id, %(uid)s, %(now)s, %(uid)s, %(now)s{{values}}
      FROM wanted w
      JOIN community_household h ON h.id = w.household_id
      JOIN community_category c ON c.id = w.category_id
      LEFT JOIN known k
        ON k.category_id = w.category_id
       AND COALESCE(k.resident_id, -k.household_id) = COALESCE(w.resident_id, -w.household_id)
     WHERE k.id IS NULL
     ORDER BY w.category_id, w.resident_id, w.household_id
"""

SCHEDULE = f"""
    UPDATE community_household h
       SET need_level = (ARRAY['green', 'yellow', 'red'])[s.rank],
           next_visit_date = (h.date_entered
               + make_interval(months => COALESCE(s.months, %(default_months)s)))::date
      FROM (SELECT l.household_id,
                   max(array_position(ARRAY['green', 'yellow', 'red'], c.need_level::text)) AS rank,
                   min(NULLIF(c.visit_interval_months, 0)) AS months
              FROM community_category_line l JOIN community_category c ON c.id = l.category_id
             WHERE l.household_id IN ({FRESH}) AND l.date_from <= %(today)s
               AND (l.date_to IS NULL OR l.date_to >= %(today)s)
             GROUP BY l.household_id) s
     WHERE h.id = s.household_id AND h.last_visit_date IS NULL
"""

"""Statements of the next quarter: what a later workbook says differently from the register.

Parameters: ``import`` and ``company``. They run between those of ``register_match_sql``: a
difference that is an operation of the register (a move, a new head, a corrected number) is no
change of a fact, and stands as a proposal.
"""

from .register_demanded import CLOSED_DEMANDED
from .register_match_sql import FACTS, SAME_BIRTH

# What was told apart as two people is not proposed again.
_APART = """NOT EXISTS (SELECT FROM community_import_change c
                         WHERE c.import_id = r.import_id AND c.state = 'different'
                           AND c.sheet = r.sheet AND c.row = r.row AND c.resident_id = t.id)"""

# Another whole number for somebody of the same name in the same home, who stands in no other row.
MATCH_NUMBER_DIFFERS = f"""
    WITH pairs AS (
        SELECT r.id, t.id AS resident_id, t.name,
               count(*) OVER (PARTITION BY r.id) AS choices,
               count(*) OVER (PARTITION BY t.id) AS rows
          FROM community_import_row r
          JOIN community_residency y ON y.household_id = r.household_id AND y.date_to IS NULL
          JOIN community_resident t ON t.id = y.resident_id AND t.name = r.name
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id IS NULL
           AND r.id_number IS NOT NULL AND t.id_number <> r.id_number
           AND NOT EXISTS (SELECT FROM community_import_row o
                            WHERE o.import_id = r.import_id AND o.resident_id = t.id)
           AND {_APART}
    )
    UPDATE community_import_row r
       SET resident_id = p.resident_id, state = 'refused', is_cross = TRUE,
           error = 'number_differs', error_field = 'id_number', detail = p.name
      FROM pairs p WHERE r.id = p.id AND p.choices = 1 AND p.rows = 1
"""

# Nobody knows the number, but name and birth date, or name and phone, are those of one person of
# another home; of a name alone that person is missing where the workbook lists homes.
MATCH_MOVED = f"""
    WITH pairs AS (
        SELECT r.id, t.id AS resident_id, h.address,
               count(*) OVER (PARTITION BY r.id) AS choices,
               count(*) OVER (PARTITION BY t.id) AS rows
          FROM community_import_row r
          JOIN community_resident t
            ON t.name = r.name AND t.company_id = %(company)s
           AND (t.birth_date = r.birth_date
                OR ((r.phone IN (t.phone, t.phone2) OR r.phone2 IN (t.phone, t.phone2))
                    AND {SAME_BIRTH})
                OR r.id_number IS NULL AND r.birth_date IS NULL)
           AND t.active AND t.date_death IS NULL
          JOIN community_residency y
            ON y.resident_id = t.id AND y.date_to IS NULL AND y.kind IN ('living', 'both')
          JOIN community_household h ON h.id = y.household_id
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id IS NULL
           AND r.kind != 'registered' AND h.id IS DISTINCT FROM r.household_id
           AND (t.birth_date = r.birth_date
                OR r.phone IN (t.phone, t.phone2) OR r.phone2 IN (t.phone, t.phone2)
                OR h.area_id IN (SELECT c.area_id FROM community_import_row c
                                  WHERE c.import_id = %(import)s))
           AND (r.id_number IS NULL OR t.id_number IS NULL)
           AND NOT EXISTS (SELECT FROM community_import_row o
                            WHERE o.import_id = r.import_id AND o.resident_id = t.id)
           AND {_APART}
    )
    UPDATE community_import_row r
       SET resident_id = p.resident_id, state = 'refused', is_cross = TRUE,
           error = 'moved', error_field = 'name', detail = p.address
      FROM pairs p WHERE r.id = p.id AND p.choices = 1 AND p.rows = 1
"""

# Somebody of the same name in the same home with another birth date: one of the two is wrong, or
# they are two people, and a second person beside the first is none that a list makes by itself.
MATCH_BIRTH_DIFFERS = f"""
    WITH pairs AS (
        SELECT r.id, t.id AS resident_id, y.household_id, t.name, t.birth_date,
               count(*) OVER (PARTITION BY r.id) AS choices,
               count(*) OVER (PARTITION BY t.id) AS rows
          FROM community_import_row r
          JOIN community_household h
            ON h.area_id = r.area_id AND COALESCE(h.room, '') = COALESCE(r.room, '')
          JOIN community_residency y ON y.household_id = h.id AND y.date_to IS NULL
          JOIN community_resident t ON t.id = y.resident_id AND t.name = r.name
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id IS NULL
           AND (r.id_number IS NULL OR t.id_number IS NULL) AND NOT {SAME_BIRTH}
           AND NOT EXISTS (SELECT FROM community_import_row o
                            WHERE o.import_id = r.import_id AND o.resident_id = t.id)
           AND {_APART}
    )
    UPDATE community_import_row r
       SET resident_id = p.resident_id, household_id = p.household_id,
           state = 'refused', is_cross = TRUE,
           error = 'birth_differs', error_field = 'birth_date',
           detail = p.name || ' (' || p.birth_date || ')'
      FROM pairs p WHERE r.id = p.id AND p.choices = 1 AND p.rows = 1
"""

# A month or a year never takes the place of the whole date with which it agrees.
KEEP_WHOLE_BIRTH = """
    UPDATE community_import_row r SET birth_date = t.birth_date
      FROM community_resident t
     WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id = t.id
       AND t.birth_date IS NOT NULL AND r.birth_precision IS NOT NULL
       AND date_trunc(r.birth_precision, r.birth_date)
           = date_trunc(r.birth_precision, t.birth_date)
"""

# The workbook names another member as the head: until that is entered as the operation it is, the
# relations of the register stay. What the rows want is kept with them.
MATCH_NEW_HEAD = """
    WITH heads AS (
        SELECT r.group_no, r.household_id
          FROM community_import_row r
          JOIN community_household h ON h.id = r.household_id
          JOIN community_residency y
            ON y.household_id = h.id AND y.resident_id = r.resident_id AND y.date_to IS NULL
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.role = 'head'
           AND h.head_id IS NOT NULL AND h.head_id <> r.resident_id
           -- Of a head who died or left, that operation asks for the new one.
           AND NOT EXISTS (SELECT FROM community_import_row o
                            WHERE o.import_id = r.import_id AND o.leaving IS NOT NULL
                              AND o.resident_id = h.head_id)
         GROUP BY r.group_no, r.household_id
        HAVING count(*) = 1
    )
    UPDATE community_import_row r
       SET wanted_role = r.role, wanted_word = r.role_word, role = y.role, role_word = NULL
      FROM heads, community_residency y
     WHERE r.import_id = %(import)s AND r.group_no = heads.group_no AND r.state = 'ready'
       AND y.resident_id = r.resident_id AND y.household_id = r.household_id
       AND y.date_to IS NULL
"""

# The relations that the rows want, before they are compared again.
RESTORE_ROLES = """
    UPDATE community_import_row
       SET role = wanted_role, role_word = wanted_word, wanted_role = NULL, wanted_word = NULL
     WHERE import_id = %(import)s AND wanted_role IS NOT NULL AND state <> 'done'
"""


def _masked(alias, name):
    """Return the term of a value as it may be shown: closed numbers masked, the rest hidden."""
    column = f"{alias}.{name}::text"
    if name == "id_number":
        return f"repeat('*', greatest(length({column}) - 4, 0)) || right({column}, 4)"
    if name in ("phone", "phone2", "emergency_phone"):
        return (
            f"CASE WHEN length({column}) > 7 THEN left({column}, 3) "
            f"|| repeat('*', length({column}) - 7) || right({column}, 4) "
            f"ELSE repeat('*', length({column})) END"
        )
    if name in ("political_status", "monthly_income", *CLOSED_DEMANDED):
        return f"CASE WHEN {column} IS NOT NULL THEN '****' END"
    return column


_VALUES = ", ".join(f"('{name}', {_masked('t', name)}, {_masked('r', name)})" for name in FACTS)
_PLACE = """concat_ws(' ', r.estate, r.building || COALESCE(r.building_word, ''),
           CASE WHEN r.entrance ~ '^[0-9]+$' THEN r.entrance || '单元' ELSE r.entrance END,
           r.room)"""

# Every difference, old and new: names of columns from the constant above.
CHANGES = f"""
    INSERT INTO community_import_change
           (import_id, company_id, sheet, row, row_id, resident_id, household_id, name, kind,
            field_name, old_value, new_value, state)
    SELECT r.import_id, %(company)s, r.sheet, r.row, r.id, t.id, h.id, r.name,
           CASE WHEN f.field = 'id_number' AND t.id_number IS NULL THEN 'got_number'
                ELSE 'fact' END,
           f.field, NULLIF(f.old, ''), NULLIF(f.new, ''), 'open'
      FROM community_import_row r
      JOIN community_resident t ON t.id = r.resident_id
      LEFT JOIN community_household h ON h.id = r.household_id
      LEFT JOIN community_dwelling d ON d.id = h.dwelling_id
      LEFT JOIN community_residency y
        ON y.resident_id = t.id AND y.household_id = h.id AND y.date_to IS NULL
     CROSS JOIN LATERAL (VALUES {_VALUES},
           ('role', y.role, r.role), ('kind', y.kind, r.kind),
           ('register_no', h.register_no, r.register_no), ('tenure', d.tenure, r.tenure),
           ('floor_area', d.floor_area::text, r.floor_area::text),
           ('room_count', d.room_count::text, r.room_count::text),
           ('category', NULL, r.categories)) f (field, old, new)
     WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.action = 'change'
       AND f.field = ANY(string_to_array(r.changed_fields, ','))
     UNION ALL
    SELECT r.import_id, %(company)s, r.sheet, r.row, r.id, t.id, h.id, r.name,
           CASE WHEN r.leaving IS NOT NULL THEN r.leaving
                WHEN r.error = 'number_differs' THEN 'number'
                WHEN r.error = 'birth_differs' THEN 'birth'
                WHEN r.error = 'moved' THEN 'moved' ELSE 'head' END,
           CASE WHEN r.error = 'number_differs' THEN 'id_number'
                WHEN r.error = 'birth_differs' THEN 'birth_date' END,
           CASE WHEN r.error = 'number_differs' THEN {_masked("t", "id_number")}
                WHEN r.error = 'birth_differs' THEN t.birth_date::text
                WHEN r.error = 'moved' THEN home.address
                WHEN r.leaving IS NULL THEN head.name ELSE home.address END,
           CASE WHEN r.error = 'number_differs' THEN {_masked("r", "id_number")}
                WHEN r.error = 'birth_differs' THEN r.birth_date::text
                WHEN r.error = 'moved' THEN {_PLACE}
                WHEN r.leaving IS NULL THEN r.name ELSE r.leaving_date::text END,
           'open'
      FROM community_import_row r
      JOIN community_resident t ON t.id = r.resident_id
      LEFT JOIN community_household h ON h.id = r.household_id
      LEFT JOIN community_resident head ON head.id = h.head_id
      LEFT JOIN community_household home ON home.id = t.household_id
     WHERE r.import_id = %(import)s AND r.state <> 'done'
       AND (r.leaving IS NOT NULL OR r.error IN ('number_differs', 'birth_differs', 'moved')
            OR (r.state = 'ready' AND r.wanted_role = 'head'))
       AND {_APART}
"""

# Who lives, by the register, where the workbook lists homes, and stands in no row: in a home that
# it names, and in the others of a building or entrance of which it names at least half.
MISSING = """
    WITH named AS MATERIALIZED (
        SELECT DISTINCT r.area_id, COALESCE(r.room, '') AS room
          FROM community_import_row r
         WHERE r.import_id = %(import)s AND r.area_id IS NOT NULL AND r.area_id <> 0
    ), homes AS MATERIALIZED (
        SELECT h.id, h.area_id, n.area_id IS NOT NULL AS is_named
          FROM community_household h
          LEFT JOIN named n ON n.area_id = h.area_id AND n.room = COALESCE(h.room, '')
         WHERE h.active AND h.company_id = %(company)s AND h.member_count > 0
           AND h.area_id IN (SELECT area_id FROM named)
    ), covered AS MATERIALIZED (
        SELECT id FROM (
            SELECT id, is_named, avg(is_named::int) OVER (PARTITION BY area_id) AS share
              FROM homes) s
         WHERE is_named OR share >= 0.5
    )
    INSERT INTO community_import_change
           (import_id, company_id, resident_id, household_id, name, kind, old_value, state)
    SELECT %(import)s, %(company)s, t.id, h.id, t.name, 'missing', h.address, 'open'
      FROM covered c
      JOIN community_household h ON h.id = c.id
      JOIN community_residency y
        ON y.household_id = h.id AND y.date_to IS NULL AND y.kind IN ('living', 'both')
      JOIN community_resident t ON t.id = y.resident_id AND t.active
     WHERE NOT EXISTS (SELECT FROM community_import_row r
                        WHERE r.import_id = %(import)s AND r.resident_id = t.id)
       -- A refused row of the same name means the same person.
       AND NOT EXISTS (SELECT FROM community_import_row r
                        WHERE r.import_id = %(import)s AND r.state = 'refused'
                          AND r.name = t.name)
       AND NOT EXISTS (SELECT FROM community_import_change o
                        WHERE o.import_id = %(import)s AND o.kind = 'missing'
                          AND o.state <> 'open' AND o.resident_id = t.id)
     ORDER BY h.walk_key, h.id, y.id
"""

"""Statements of the comparison of staged rows; parameters: ``import`` and ``company``."""

# Facts of a person that a later register may change; an empty cell changes nothing.
FACTS = (
    "name id_kind id_number birth_date sex ethnicity education marital employment "
    "political_status phone phone2 email registered_address emergency_name emergency_phone "
    "monthly_income note occupation work_unit residence_permit residence_permit_end "
    "disability_kind disability_grade disability_number disability_end bank_name bank_account"
).split()

# Birth dates that may be one: the month or the year may be all that a workbook told, or that an
# earlier one had told, whose first day the register keeps until somebody knows the whole date.
SAME_BIRTH = """(r.birth_date IS NULL OR t.birth_date IS NULL OR r.birth_date = t.birth_date
           OR date_trunc('month', r.birth_date) = date_trunc('month', t.birth_date)
              AND (COALESCE(r.birth_precision, '') = 'month'
                   OR t.id_number IS NULL AND extract(day FROM t.birth_date) = 1)
           OR date_trunc('year', r.birth_date) = date_trunc('year', t.birth_date)
              AND (COALESCE(r.birth_precision, '') = 'year'
                   OR t.id_number IS NULL AND to_char(t.birth_date, 'MMDD') = '0101'))"""

MATCH_BY_NUMBER = """
    UPDATE community_import_row r SET resident_id = t.id
      FROM community_resident t
     WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.id_number IS NOT NULL
       AND t.company_id = %(company)s AND t.id_number = r.id_number
       AND t.active AND t.date_death IS NULL
"""

# The same number twice: two halves of one life if one row says registered only, else refused.
MATCH_TWICE_IN_FILE = """
    WITH twice AS (
        SELECT id, first_value(id) OVER numbers AS first_id, row_number() OVER numbers AS place
          FROM community_import_row
         WHERE import_id = %(import)s AND state = 'ready' AND id_number IS NOT NULL
        WINDOW numbers AS (PARTITION BY id_number ORDER BY id)
    ), judged AS (
        SELECT r.id, f.id AS first_id, f.sheet, f.row, f.name,
               place = 2 AND r.name = f.name AND r.group_no != f.group_no
               AND (r.kind = 'registered') != (f.kind = 'registered') AS is_second
          FROM twice JOIN community_import_row r ON r.id = twice.id
          JOIN community_import_row f ON f.id = twice.first_id
         WHERE place > 1
    ), living AS (
        UPDATE community_import_row r SET kind = 'living'
          FROM judged
         WHERE judged.is_second AND r.kind = 'both' AND r.id = judged.first_id
    )
    UPDATE community_import_row r
       SET first_row_id = CASE WHEN is_second THEN first_id END,
           kind = CASE WHEN is_second AND kind = 'both' THEN 'living' ELSE kind END,
           state = CASE WHEN is_second THEN state ELSE 'refused' END,
           is_cross = NOT is_second,
           error = CASE WHEN NOT is_second THEN 'id_used_elsewhere' END,
           error_field = CASE WHEN NOT is_second THEN 'id_number' END,
           detail = CASE WHEN NOT is_second
                    THEN judged.name || ' (' || judged.sheet || ' ' || judged.row || ')' END
      FROM judged WHERE r.id = judged.id
"""

# A room that the register writes with zeros in front keeps its spelling: 0101 is 101.
MATCH_ROOMS = r"""
    UPDATE community_import_row r SET room = d.room
      FROM community_dwelling d
     WHERE r.import_id = %(import)s AND r.state IN ('ready', 'vacant') AND d.active
       AND d.area_id = r.area_id AND d.room ~ '(^|[^0-9])0+[0-9]'
       AND upper(regexp_replace(d.room, '(^|[^0-9])0+(?=[0-9])', '\1', 'g')) = r.room
       AND NOT EXISTS (SELECT FROM community_dwelling o
                        WHERE o.area_id = r.area_id AND o.room = r.room AND o.active)
"""

# 3-501 may be room 501 of building 3, or of its entrance 3 in a building that is not named: where
# the register knows entrances of the building, a room without one is asked.
MATCH_ENTRANCE = """
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE, error = 'address_entrance', error_field = 'entrance',
           detail = a.name
      FROM community_area a
     WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.entrance IS NULL
       AND a.id = r.area_id AND a.kind = 'building' AND r.room ~ '^[0-9]{3,}$'
       AND EXISTS (SELECT FROM community_area e
                    WHERE e.parent_id = a.id AND e.kind = 'entrance' AND e.active)
       AND NOT EXISTS (SELECT FROM community_dwelling d
                        WHERE d.area_id = a.id AND d.room = r.room AND d.active)
"""

# A household of the register is that of a staged group if it stands in the same room and shares a
# person, the register number or the head's name, if others of the group went into it when this row
# was refused, or if it is the one that still lacks its head.
MATCH_HOUSEHOLDS = f"""
    WITH came AS MATERIALIZED (
        SELECT DISTINCT r.group_no, o.household_id
          FROM community_import_row r
         CROSS JOIN LATERAL jsonb_array_elements(r.above->'came') c (origin)
          JOIN community_import_row o
            ON o.import_id = (c.origin->>0)::int AND o.group_no = (c.origin->>1)::int
           AND o.state = 'done' AND o.is_undone IS NOT TRUE
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.above->'came' IS NOT NULL
    ), staged AS (
        SELECT group_no, min(area_id) AS area_id, COALESCE(min(room), '') AS room,
               min(register_no) AS register_no, min(head_name) AS head_name,
               bool_or(role = 'head') AS has_head
          FROM community_import_row
         WHERE import_id = %(import)s AND state = 'ready' AND area_id IS NOT NULL
         GROUP BY group_no
    ), pairs AS (
        SELECT s.group_no, s.has_head, s.head_name, h.id AS household_id, h.head_id,
               count(*) OVER (PARTITION BY s.group_no) AS choices,
               -- Never NULL, which would stand before TRUE.
               COALESCE(s.register_no = h.register_no, FALSE) AS same_number,
               COALESCE(s.head_name = head.name, FALSE) AS same_head,
               EXISTS (SELECT FROM came
                        WHERE came.group_no = s.group_no AND came.household_id = h.id) AS is_own
          FROM staged s
          JOIN community_household h
            ON h.area_id = s.area_id AND COALESCE(h.room, '') = s.room
           AND h.active AND h.company_id = %(company)s
           AND (h.register_no IS NULL OR s.register_no IS NULL OR h.register_no = s.register_no)
          LEFT JOIN community_resident head ON head.id = h.head_id
    ), shared AS (
        SELECT p.group_no, p.household_id, count(*) AS people
          FROM pairs p
          JOIN community_import_row r
            ON r.import_id = %(import)s AND r.group_no = p.group_no AND r.state = 'ready'
          JOIN community_residency y ON y.household_id = p.household_id AND y.date_to IS NULL
          JOIN community_resident t ON t.id = y.resident_id
         WHERE t.id = r.resident_id
            OR (r.resident_id IS NULL AND t.name = r.name
                AND {SAME_BIRTH})
         GROUP BY p.group_no, p.household_id
    ), best AS (
        SELECT DISTINCT ON (p.group_no) p.group_no, p.household_id
          FROM pairs p LEFT JOIN shared s USING (group_no, household_id)
         WHERE s.people > 0 OR same_number OR same_head OR is_own OR p.head_id IS NULL
            OR (choices = 1 AND NOT has_head AND p.head_name IS NULL)
         ORDER BY p.group_no, COALESCE(s.people, 0) DESC, same_number DESC, same_head DESC,
                  is_own DESC, p.household_id
    )
    UPDATE community_import_row r SET household_id = best.household_id
      FROM best
     WHERE r.import_id = %(import)s AND r.group_no = best.group_no AND r.state = 'ready'
"""

MATCH_BY_NAME = f"""
    WITH named AS (
        SELECT DISTINCT ON (r.id) r.id, t.id AS resident_id,
               row_number() OVER (PARTITION BY t.id ORDER BY r.id) AS place
          FROM community_import_row r
          JOIN community_residency y ON y.household_id = r.household_id AND y.date_to IS NULL
          JOIN community_resident t ON t.id = y.resident_id AND t.name = r.name
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id IS NULL
           AND (r.id_number IS NULL OR t.id_number IS NULL)
           AND {SAME_BIRTH}
         ORDER BY r.id, t.id
    )
    UPDATE community_import_row r SET resident_id = named.resident_id
      FROM named WHERE r.id = named.id AND named.place = 1
"""

# Somebody who died by the register stands in an older list: by number, or by name in the home that
# was theirs. A living namesake of the same home has been matched before.
MATCH_DEAD = f"""
    WITH dead AS (
        SELECT r.id, t.name, t.date_death
          FROM community_import_row r
          JOIN community_resident t ON t.company_id = %(company)s AND t.id_number = r.id_number
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id IS NULL
           AND t.date_death IS NOT NULL
        UNION ALL
        SELECT r.id, t.name, t.date_death
          FROM community_import_row r
          JOIN community_household h
            ON h.area_id = r.area_id AND COALESCE(h.room, '') = COALESCE(r.room, '')
          JOIN community_residency y ON y.household_id = h.id AND y.date_to IS NOT NULL
          JOIN community_resident t ON t.id = y.resident_id AND t.name = r.name
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id IS NULL
           AND t.date_death IS NOT NULL AND t.company_id = %(company)s
           AND (r.id_number IS NULL OR t.id_number IS NULL)
           AND {SAME_BIRTH}
    )
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE, error = 'died', error_field = 'name',
           detail = dead.name || ' (' || dead.date_death || ')'
      FROM dead WHERE r.id = dead.id
"""

# Somebody who moved out by the register stands in an older list: nobody comes back by a list alone.
MATCH_GONE = f"""
    WITH gone AS (
        SELECT r.id, t.name, max(y.date_to) AS date_to, max(h.address) AS address
          FROM community_import_row r
          JOIN community_resident t ON t.id = r.resident_id
          JOIN community_residency y ON y.resident_id = t.id
          JOIN community_household h ON h.id = y.household_id
         WHERE r.import_id = %(import)s AND r.state = 'ready'
         GROUP BY r.id, t.name
        HAVING bool_and(y.date_to IS NOT NULL)
        UNION ALL
        SELECT r.id, t.name, max(y.date_to), max(h.address)
          FROM community_import_row r
          JOIN community_household h
            ON h.area_id = r.area_id AND COALESCE(h.room, '') = COALESCE(r.room, '')
          JOIN community_residency y ON y.household_id = h.id AND y.date_to IS NOT NULL
          JOIN community_resident t ON t.id = y.resident_id AND t.name = r.name
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.resident_id IS NULL
           AND t.date_death IS NULL AND t.company_id = %(company)s
           AND (r.id_number IS NULL OR t.id_number IS NULL)
           AND {SAME_BIRTH}
           AND NOT EXISTS (SELECT FROM community_residency o
                            WHERE o.resident_id = t.id AND o.date_to IS NULL)
         GROUP BY r.id, t.name
    )
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE, error = 'gone', error_field = 'name',
           detail = gone.name || ' (' || gone.date_to || ', ' || gone.address || ')'
      FROM gone WHERE r.id = gone.id
"""

# Relations of an older list are those to a head who died or left since: what the register says of
# the people who are still there stays.
MATCH_OLD_RELATIONS = """
    WITH headless AS (
        SELECT group_no FROM community_import_row
         WHERE import_id = %(import)s
         GROUP BY group_no
        HAVING bool_or(state = 'refused' AND error IN ('died', 'gone') AND role = 'head')
           AND NOT bool_or(state = 'ready' AND role = 'head')
    )
    UPDATE community_import_row r
       SET role = y.role,
           role_word = NULL,
           warnings = COALESCE(r.warnings, '[]'::jsonb)
               || jsonb_build_array(jsonb_build_array('old_relation', 'role', r.role_word))
      FROM headless, community_residency y
     WHERE r.import_id = %(import)s AND r.group_no = headless.group_no AND r.state = 'ready'
       AND y.resident_id = r.resident_id AND y.household_id = r.household_id
       AND y.date_to IS NULL AND r.role_word IS NOT NULL AND r.role != y.role
"""

# Whom a row means that says that somebody died or left: a living resident, by number or by name in
# the home of the row.
MATCH_LEAVING = rf"""
    WITH told AS (
        SELECT r.id, t.id AS resident_id, y.household_id, 1 AS place
          FROM community_import_row r
          JOIN community_resident t ON t.company_id = %(company)s AND t.id_number = r.id_number
          JOIN community_residency y ON y.resident_id = t.id AND y.date_to IS NULL
         WHERE r.import_id = %(import)s AND r.leaving IS NOT NULL AND t.date_death IS NULL
        UNION ALL
        SELECT r.id, t.id, y.household_id, 2
          FROM community_import_row r
          JOIN community_household h
            ON h.area_id = r.area_id AND COALESCE(h.room, '') = COALESCE(r.room, '')
          JOIN community_residency y ON y.household_id = h.id AND y.date_to IS NULL
          JOIN community_resident t
            ON t.id = y.resident_id
           AND t.name = regexp_replace(r.name, '[(（\[【].*$', '')
         WHERE r.import_id = %(import)s AND r.leaving IS NOT NULL AND t.date_death IS NULL
           AND (r.id_number IS NULL OR t.id_number IS NULL)
           AND {SAME_BIRTH}
    ), best AS (
        SELECT DISTINCT ON (id) id, resident_id, household_id FROM told
         ORDER BY id, place, resident_id
    )
    UPDATE community_import_row r
       SET resident_id = best.resident_id, household_id = best.household_id
      FROM best WHERE r.id = best.id
"""

# A person of the register who is staged in another household: a second residency if one of the two
# is a mere registration, a return if no residency is open, a move if the name is the same, else
# refused.
MATCH_ELSEWHERE = """
    WITH elsewhere AS (
        SELECT r.id, max(h.address) AS address, max(t.name) AS name,
               bool_or(y.household_id = r.household_id) AS is_here,
               bool_and((y.kind = 'registered') != (r.kind = 'registered')) AND max(t.name) = r.name
               AND count(*) = 1 AS is_second,
               max(t.name) = r.name AND bool_or(y.kind != 'registered') AS is_same
          FROM community_import_row r
          JOIN community_resident t ON t.id = r.resident_id
          JOIN community_residency y ON y.resident_id = t.id AND y.date_to IS NULL
          JOIN community_household h ON h.id = y.household_id
         WHERE r.import_id = %(import)s AND r.state = 'ready'
         GROUP BY r.id
    )
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE,
           error = CASE WHEN e.is_same THEN 'moved' ELSE 'id_used_elsewhere' END,
           error_field = CASE WHEN e.is_same THEN 'name' ELSE 'id_number' END,
           detail = CASE WHEN e.is_same THEN e.address ELSE e.name || ' (' || e.address || ')' END
      FROM elsewhere e
     WHERE r.id = e.id AND e.is_here IS NOT TRUE AND e.is_second IS NOT TRUE
"""

MATCH_SECOND_HEAD = """
    WITH heads AS (
        SELECT r.id, r.group_no, r.resident_id, h.head_id, head.name AS head_name,
               row_number() OVER (PARTITION BY r.group_no ORDER BY r.id) AS place,
               first_value(r.name) OVER (PARTITION BY r.group_no ORDER BY r.id) AS first_name
          FROM community_import_row r
          LEFT JOIN community_household h ON h.id = r.household_id
          LEFT JOIN community_resident head ON head.id = h.head_id
         WHERE r.import_id = %(import)s AND r.state = 'ready' AND r.role = 'head'
    )
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE, error = 'second_head', error_field = 'role',
           detail = CASE WHEN place > 1 THEN first_name ELSE heads.head_name END
      FROM heads
     WHERE r.id = heads.id
       AND (place > 1
            OR (heads.head_id IS NOT NULL AND heads.head_id IS DISTINCT FROM heads.resident_id
                AND NOT EXISTS (
                    SELECT FROM community_import_row o
                     WHERE o.import_id = %(import)s AND o.group_no = heads.group_no
                       AND o.resident_id = heads.head_id AND o.role != 'head'
                       AND o.state = 'ready')))
"""

_CHANGED = ", ".join(
    f"CASE WHEN r.{name} IS NOT NULL AND r.{name} IS DISTINCT FROM t.{name} THEN '{name}' END"
    for name in FACTS
)
# Names of columns from the constant above; every value is a parameter.
MATCH_ACTION = f"""
    WITH compared AS (
        SELECT r.id, y.id AS residency_id, array_to_string(ARRAY[{_CHANGED},
               CASE WHEN r.role_word IS NOT NULL AND r.role != y.role THEN 'role' END,
               CASE WHEN (r.is_kind_given OR r.first_row_id IS NOT NULL) AND (r.kind != y.kind
                         OR r.is_whereabouts_unknown != COALESCE(y.is_whereabouts_unknown, FALSE))
                         -- Both in the community: living here and registered there, or the reverse.
                         AND NOT (r.kind = 'both' AND EXISTS (
                            SELECT FROM community_residency o
                             WHERE o.resident_id = t.id AND o.id != y.id AND o.date_to IS NULL
                               AND 'both' NOT IN (o.kind, y.kind) AND o.kind != y.kind))
                    THEN 'kind' END,
               CASE WHEN r.register_no IS NOT NULL AND r.register_no IS DISTINCT FROM h.register_no
                    THEN 'register_no' END,
               CASE WHEN r.tenure IS NOT NULL AND r.tenure IS DISTINCT FROM d.tenure
                    THEN 'tenure' END,
               CASE WHEN r.floor_area IS NOT NULL AND r.floor_area IS DISTINCT FROM d.floor_area
                    THEN 'floor_area' END,
               CASE WHEN r.room_count IS NOT NULL AND r.room_count IS DISTINCT FROM d.room_count
                    THEN 'room_count' END,
               CASE WHEN EXISTS (
                    SELECT FROM unnest(string_to_array(r.categories, ',')::int[]) c(id)
                     WHERE NOT EXISTS (
                        SELECT FROM community_category_line l
                         WHERE l.category_id = c.id
                           AND (l.resident_id = t.id
                                OR (l.resident_id IS NULL AND l.household_id = h.id))))
                    THEN 'category' END], ',') AS changed
          FROM community_import_row r
          JOIN community_resident t ON t.id = r.resident_id
          LEFT JOIN community_household h ON h.id = r.household_id
          LEFT JOIN community_dwelling d ON d.id = h.dwelling_id
          LEFT JOIN community_residency y
            ON y.resident_id = t.id AND y.household_id = h.id AND y.date_to IS NULL
         WHERE r.import_id = %(import)s AND r.state = 'ready'
    )
    UPDATE community_import_row r
       SET action = CASE WHEN c.residency_id IS NULL THEN 'create'
                         WHEN c.changed != '' THEN 'change' ELSE 'same' END,
           changed_fields = NULLIF(c.changed, '')
      FROM community_import_row o LEFT JOIN compared c ON c.id = o.id
     WHERE r.id = o.id AND o.import_id = %(import)s AND o.state = 'ready'
"""

"""Statements of the matching of a list; parameters: ``match``, ``company`` and ``few``.

A row meets whoever shares its ID number, its name, its phone, or its home with a name that sounds
alike; each arm is one join over all rows. People without another fact in common than the name are
counted, and named only while they are few.
"""

# What the planner knows of a table that has just been filled is nothing; it would walk through all
# people once for each row.
HOMES = """
    CREATE TEMPORARY TABLE community_match_homes ON COMMIT DROP AS
    SELECT DISTINCT r.id AS row_id, y.resident_id
      FROM community_match_row r
     CROSS JOIN LATERAL jsonb_array_elements_text(r.area_ids) AS place(area_id)
      JOIN community_household h ON h.area_id = place.area_id::int AND h.room = r.room
      JOIN community_residency y ON y.household_id = h.id
     WHERE r.match_id = %(match)s AND h.company_id = %(company)s
"""

# Names are compared without blanks and dots; the term is that of ``sql_plain_name``.
MET = """
    CREATE TEMPORARY TABLE community_match_met ON COMMIT DROP AS
    SELECT r.id AS row_id, t.id AS resident_id
      FROM community_match_row r JOIN community_resident t ON t.id_number = r.id_number
     WHERE r.match_id = %(match)s AND t.company_id = %(company)s
    UNION
    SELECT r.id, t.id FROM community_match_row r JOIN community_resident t ON {plain} = r.name_key
     WHERE r.match_id = %(match)s AND t.company_id = %(company)s AND r.name_key != ''
    UNION
    SELECT r.id, t.id FROM community_match_row r JOIN community_resident t ON t.phone = r.phone
     WHERE r.match_id = %(match)s AND t.company_id = %(company)s
    UNION
    SELECT r.id, t.id FROM community_match_row r JOIN community_resident t ON t.phone2 = r.phone
     WHERE r.match_id = %(match)s AND t.company_id = %(company)s
    UNION
    SELECT r.id, t.id FROM community_match_row r JOIN community_resident t ON t.phone = r.phone2
     WHERE r.match_id = %(match)s AND t.company_id = %(company)s
    UNION
    SELECT m.row_id, m.resident_id
      FROM community_match_homes m
      JOIN community_match_row r ON r.id = m.row_id
      JOIN community_resident t ON t.id = m.resident_id
     WHERE t.company_id = %(company)s AND t.pinyin_full = r.pinyin
"""

PAIRS = """
    WITH compared AS (
        SELECT r.id AS row_id, t.id AS resident_id, t.active, t.date_death,
               r.id_number = t.id_number AS is_number,
               CASE WHEN r.id_number IS NOT NULL AND NOT r.is_number_wrong
                    THEN t.id_number != r.id_number
                    WHEN r.id_pattern IS NOT NULL AND t.id_number IS NOT NULL
                    THEN t.id_number NOT LIKE r.id_pattern END AS is_number_against,
               r.has_tail AND t.id_number LIKE r.id_pattern AS is_tail,
               r.name_key = {plain} AS is_name,
               r.pinyin = t.pinyin_full AS is_sound,
               r.birth_date = t.birth_date AS is_birth,
               r.birth_date != t.birth_date AS is_birth_against,
               COALESCE(t.phone IN (r.phone, r.phone2), FALSE)
                   OR COALESCE(t.phone2 IN (r.phone, r.phone2), FALSE) AS is_phone,
               m.row_id IS NOT NULL AS is_home
          FROM community_match_met met
          JOIN community_match_row r ON r.id = met.row_id
          JOIN community_resident t ON t.id = met.resident_id
          LEFT JOIN community_match_homes m
            ON m.row_id = met.row_id AND m.resident_id = met.resident_id
    ), told AS (
        SELECT *, is_number IS NOT TRUE AND is_tail IS NOT TRUE AND is_birth IS NOT TRUE
                  AND NOT is_phone AND NOT is_home AS is_name_alone
          FROM compared
         WHERE is_number OR is_phone OR is_home OR is_tail OR is_birth
            OR (is_name AND is_number_against IS NOT TRUE AND is_birth_against IS NOT TRUE)
    ), counted AS (
        SELECT *, count(*) FILTER (WHERE is_name_alone) OVER (PARTITION BY row_id) AS namesakes,
               row_number() OVER (PARTITION BY row_id, is_name_alone ORDER BY resident_id)
                   AS place
          FROM told
    )
    SELECT row_id, resident_id, is_number, is_number_against, is_tail, is_name, is_sound, is_birth,
           is_birth_against, is_phone, is_home,
           CASE WHEN date_death IS NOT NULL THEN 'died'
                WHEN active IS NOT TRUE THEN 'archived'
                WHEN NOT EXISTS (SELECT FROM community_residency y
                                  WHERE y.resident_id = counted.resident_id
                                    AND y.date_to IS NULL)
                THEN 'moved' ELSE '' END AS ending,
           is_name_alone AND namesakes > %(few)s AS is_crowd, namesakes
      FROM counted
     WHERE NOT is_name_alone OR namesakes <= %(few)s OR place = 1
     ORDER BY row_id, resident_id
"""

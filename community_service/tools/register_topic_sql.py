"""Statements about people whom several sheets of a workbook name; parameters: ``import``.

Each row of a later sheet gives its categories to the first one of that person, fills a missing
phone or note, and goes.
"""

from .register_demanded import PERSON_DEMANDED

_FACTS = ", ".join(PERSON_DEMANDED)
_TOLD = ", ".join(f"min({name}) AS {name}" for name in PERSON_DEMANDED)
_GIVEN = ", ".join(f"{name} = COALESCE(r.{name}, told.{name})" for name in PERSON_DEMANDED)
_SAID = ", ".join(
    f"'{name}', COALESCE(r.above->'topics'->>'{name}', told.{name}::text)"
    for name in PERSON_DEMANDED
)

# ``topic`` is (id, first_id) and what the row tells.
_GIVE = f"""), told AS (
        SELECT first_id, string_agg(categories, ',' ORDER BY id) AS categories,
               min(phone) AS phone, min(note) AS note, {_TOLD}
          FROM topic GROUP BY first_id
    ), given AS (
        UPDATE community_import_row r
           SET categories = (
                   SELECT NULLIF(string_agg(DISTINCT c, ',' ORDER BY c), '')
                     FROM unnest(string_to_array(
                          concat_ws(',', r.categories, told.categories), ',')) c),
               phone = COALESCE(r.phone, told.phone), note = COALESCE(r.note, told.note),
               {_GIVEN},
               -- Its own cells do not say it: for the case that the row is refused.
               above = COALESCE(r.above, '{{}}') || jsonb_build_object('topics', jsonb_build_object(
                   'categories', concat_ws(',', r.above->'topics'->>'categories',
                                           told.categories),
                   'phone', COALESCE(r.above->'topics'->>'phone', told.phone),
                   'note', COALESCE(r.above->'topics'->>'note', told.note), {_SAID}))
          FROM told WHERE r.id = told.first_id
    )
    DELETE FROM community_import_row r USING topic WHERE r.id = topic.id"""

# A later sheet of one topic names people of another sheet again, in the same home or without one:
# the row gives its categories to the first one, fills a missing phone or note, and goes.
MATCH_TOPIC_SHEETS = f"""
    WITH numbered AS (
        SELECT id, sheet, categories, phone, note, state, {_FACTS},
               estate IS NOT DISTINCT FROM first_value(estate) OVER people
               AND building IS NOT DISTINCT FROM first_value(building) OVER people
               AND entrance IS NOT DISTINCT FROM first_value(entrance) OVER people
               AND room IS NOT DISTINCT FROM first_value(room) OVER people AS is_home,
               first_value(id) OVER people AS first_id,
               first_value(sheet) OVER people AS first_sheet,
               first_value(state) OVER people AS first_state
          FROM community_import_row
         WHERE import_id = %(import)s AND id_number IS NOT NULL
           AND (state = 'ready' OR error = 'place_missing')
        WINDOW people AS (PARTITION BY id_number, name ORDER BY state = 'refused', id)
    ), topic AS (
        SELECT * FROM numbered
         WHERE id != first_id AND sheet != first_sheet AND first_state = 'ready'
           AND (is_home OR state = 'refused')
    {_GIVE}
"""

# Without a number: the same name in the same home, which just one row of the first sheet has. Two
# birth dates that differ make two people.
MATCH_TOPIC_NAMES = f"""
    WITH homes AS (
        SELECT id, sheet, name, estate, building, entrance, room, categories, phone, note, {_FACTS},
               id_number, birth_date,
               count(*) OVER (PARTITION BY name, estate, building, entrance, room, sheet) AS same
          FROM community_import_row
         WHERE import_id = %(import)s AND state = 'ready' AND room IS NOT NULL
    ), numbered AS (
        SELECT *, first_value(id) OVER people AS first_id,
               first_value(sheet) OVER people AS first_sheet,
               first_value(same) OVER people AS first_same,
               first_value(birth_date) OVER people AS first_birth
          FROM homes
        WINDOW people AS (PARTITION BY name, estate, building, entrance, room
                          ORDER BY id_number IS NULL, id)
    ), topic AS (
        SELECT * FROM numbered
         WHERE id != first_id AND sheet != first_sheet AND first_same = 1 AND same = 1
           AND id_number IS NULL
           AND (birth_date IS NULL OR first_birth IS NULL OR birth_date = first_birth)
    {_GIVE}
"""

# The same row again, without a number: of one name and birth date in one home.
MATCH_TWICE_IN_HOME = """
    WITH twice AS (
        SELECT id, id_number, first_value(id) OVER people AS first_id,
               first_value(sheet) OVER people AS sheet, first_value(row) OVER people AS row
          FROM community_import_row
         WHERE import_id = %(import)s AND state = 'ready' AND room IS NOT NULL
           AND birth_date IS NOT NULL AND birth_precision IS NULL
        WINDOW people AS (PARTITION BY name, birth_date, estate, building, entrance, room
                          ORDER BY id_number IS NULL, id)
    )
    UPDATE community_import_row r
       SET state = 'refused', is_cross = TRUE, error = 'twice_in_home', error_field = 'name',
           detail = r.name || ' (' || twice.sheet || ' ' || twice.row || ')'
      FROM twice
     WHERE r.id = twice.id AND twice.id <> twice.first_id AND twice.id_number IS NULL
"""

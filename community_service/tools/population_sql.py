"""SQL of the population statement: who lived where from when to when, and who came and went."""

# A file merged into another one, which may have been merged in its turn: to the last of them.
LIVES = """
    SELECT line.id AS line, p.id AS person, line.kind,
           GREATEST(line.date_from, p.birth_date) AS start,
           LEAST(line.date_to, p.date_death) AS stop,
           line.start_reason = 'birth' OR GREATEST(line.date_from, p.birth_date) = p.birth_date
               AS is_birth,
           line.end_reason = 'death' OR LEAST(line.date_to, p.date_death) = p.date_death
               AS is_death
      FROM (%(lines)s) line
      LEFT JOIN (
        WITH RECURSIVE file (id, kept) AS (
            SELECT id, merged_into_id FROM community_resident WHERE merged_into_id IS NOT NULL
             UNION
            SELECT file.id, r.merged_into_id
              FROM file JOIN community_resident r ON r.id = file.kept
             WHERE r.merged_into_id IS NOT NULL
        )
        SELECT file.id, file.kept FROM file JOIN community_resident r ON r.id = file.kept
         WHERE r.merged_into_id IS NULL
      ) merged ON merged.id = line.resident_id
      JOIN community_resident p ON p.id = COALESCE(merged.kept, line.resident_id)
"""

# Days on which a person begins or ceases to be in the place. A line of no length counts where
# nothing joins it: born and died, or came and went, on one day.
MOVEMENTS = """
    WITH every_life AS MATERIALIZED (
        SELECT * FROM (%(lives)s) l WHERE start IS NULL OR stop IS NULL OR start <= stop
    ), touched AS MATERIALIZED (
        SELECT * FROM every_life WHERE person IN (
            SELECT person FROM every_life
             WHERE start BETWEEN %(first)s AND %(last)s OR stop BETWEEN %(first)s AND %(last)s)
    ), life AS MATERIALIZED (%(population)s)
    SELECT * FROM (
        SELECT DISTINCT ON (population, person, start) population, person, line,
               CASE WHEN is_birth AND NOT EXISTS (
                        SELECT FROM life o
                         WHERE o.population = life.population AND o.person = life.person
                           AND (o.start IS NULL OR o.start < life.start))
                    THEN 'births' ELSE 'moved_in' END AS flow
          FROM life
         WHERE start BETWEEN %(first)s AND %(last)s AND NOT EXISTS (
            SELECT FROM life o
             WHERE o.population = life.population AND o.person = life.person
               AND (o.start IS NULL OR o.start < life.start)
               AND (o.stop IS NULL OR o.stop >= life.start))
         ORDER BY population, person, start, is_birth DESC NULLS LAST, line
    ) came
    UNION ALL
    SELECT * FROM (
        SELECT DISTINCT ON (population, person, stop) population, person, line,
               CASE WHEN is_death AND NOT EXISTS (
                        SELECT FROM life o
                         WHERE o.population = life.population AND o.person = life.person
                           AND (o.stop IS NULL OR o.stop > life.stop))
                    THEN 'deaths' ELSE 'moved_out' END AS flow
          FROM life
         WHERE stop BETWEEN %(first)s AND %(last)s AND NOT EXISTS (
            SELECT FROM life o
             WHERE o.population = life.population AND o.person = life.person
               AND (o.start IS NULL OR o.start <= life.stop)
               AND (o.stop IS NULL OR o.stop > life.stop))
         ORDER BY population, person, stop, is_death DESC NULLS LAST, line
    ) went
"""

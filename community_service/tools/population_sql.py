"""SQL of the population statement: who lived where from when to when, and who came and went."""

from collections import namedtuple
from datetime import timedelta

from odoo.tools import SQL

from .population import birth_steps

# A file merged into another one, which may have been merged in its turn: to the last of them.
LIVES = """
    SELECT line.id AS line, line.household_id AS home, line.kind,
           p.id AS person, p.sex, p.birth_date,
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

# Whoever lives here on a day: the day of leaving is not one of those here.
HERE = "(start IS NULL OR start <= %(date)s) AND (stop IS NULL OR stop > %(date)s)"

# All figures of some periods in one pass over the lives, which are the costly part. What a life
# says of its person stands in the bits of one number: a person is a key and a number, and as many
# as a city has stay in memory. Few come or go in a period: only theirs are read again, with their
# days, by the keys of their lines: behind a list of persons the planner reads everybody again. The
# homes stand on the left of their join because the planner takes them for few behind a
# table of its own making, and would look up each by its key.
COUNTS = """
    WITH life_here AS MATERIALIZED (
        SELECT person, home, line, %(bits)s AS bits FROM (%(lives)s) l
    ), moving AS MATERIALIZED (
        SELECT * FROM (%(lives)s) l WHERE line = ANY(ARRAY(
            SELECT line FROM life_here WHERE person IN (
                SELECT person FROM life_here WHERE bits & %(moves)s <> 0)))
    ), home_here AS (
        SELECT h.dwelling_id, bit_or(bits) AS bits
          FROM community_household h
          LEFT JOIN (SELECT home, bit_or(bits) AS bits FROM life_here GROUP BY home) l
            ON l.home = h.id
         GROUP BY h.dwelling_id
    )
    SELECT (
        SELECT json_agg(people) FROM (
            SELECT bits, count(*) AS number
              FROM (SELECT bit_or(bits) AS bits FROM life_here GROUP BY person) p
             GROUP BY bits
        ) people
    ), (
        SELECT json_agg(homes) FROM (
            SELECT d.tenure, COALESCE(bits & %(flags)s, 0) AS bits, count(*) AS number
              FROM (%(dwellings)s) d LEFT JOIN home_here ON home_here.dwelling_id = d.id
             GROUP BY 1, 2
        ) homes
    ), (
        SELECT json_agg(moves) FROM (
            SELECT period, population, flow, count(*) AS number
              FROM (%(movements)s) m
             GROUP BY period, population, flow
        ) moves
    )
"""

# Days on which a person begins or ceases to be in the place. A line of no length counts where
# nothing joins it: born and died, or came and went, on one day.
MOVEMENTS = """
    WITH every_life AS (
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


Person = namedtuple("Person", "living registered was_living was_registered step sex")

# How many bits a period takes: lives and is registered here at the end, and on the day before it
# began, and how many of the ages in EDGES the person has not reached. The two of the sex, which all
# periods share, stand above the ``PERIODS`` that a number of 63 bits holds, and above them whether
# the life begins or ends in one of the periods.
PERIOD_BITS = 15
PERIODS = 4
STEP, SEX = 4, PERIODS * PERIOD_BITS
SEXES = {1: "male", 2: "female"}
MOVES = 1 << SEX + 2
UNKNOWN_STEP = (1 << PERIOD_BITS - STEP) - 1


def bits_sql(periods, living, registered):
    """Return SQL of what a row of ``LIVES`` says of its person, as a number.

    The bits of all rows of a person together (``bit_or``) are what is known of the person; those
    of the birth and the sex are the same in each.

    :param periods: list of (first, last) day, ``PERIODS`` at most
    :param living, registered: kinds of residency of those who live, are registered here
    """
    terms = [_flag(SQL("sex = %s", name), code << SEX) for code, name in SEXES.items()]
    days = min(first for first, _last in periods), max(last for _first, last in periods)
    moves = SQL("start BETWEEN %s AND %s OR stop BETWEEN %s AND %s", *days, *days)
    terms.append(_flag(moves, MOVES))
    for number, (first, last) in enumerate(periods):
        terms.append(
            SQL(
                "((%s | %s) & (%s | %s)) << %s",
                _flag(SQL("kind IN %s", living), 0b0101),
                _flag(SQL("kind IN %s", registered), 0b1010),
                _flag(SQL(HERE, date=last), 0b0011),
                _flag(SQL(HERE, date=first - timedelta(days=1)), 0b1100),
                number * PERIOD_BITS,
            )
        )
        terms.append(
            SQL(
                "COALESCE(width_bucket(birth_date, %s::date[]), %s)::bigint << %s",
                birth_steps(last),
                UNKNOWN_STEP,
                number * PERIOD_BITS + STEP,
            )
        )
    return SQL(" | ").join(SQL("(%s)", term) for term in terms)


def _flag(condition, bits):
    return SQL("CASE WHEN %s THEN %s::bigint ELSE 0 END", condition, bits)


def person_of(bits, period):
    """Return the ``Person`` in a number of ``bits_sql``, as a period has it.

    >>> tuple(person_of(0b1001 | 3 << STEP | 2 << SEX, 0))
    (True, False, False, True, 3, 'female')
    >>> person_of(UNKNOWN_STEP << STEP, 0).step is None
    True
    """
    mine = bits >> period * PERIOD_BITS
    step = mine >> STEP & UNKNOWN_STEP
    return Person(
        *(bool(mine & 1 << bit) for bit in range(STEP)),
        step=None if step == UNKNOWN_STEP else step,
        sex=SEXES.get(bits >> SEX & 0b11),
    )

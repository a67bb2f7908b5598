"""Numbers of rows that jump, so that a gap among those that one reads tells nothing."""

from odoo.tools import SQL

FUNCTION = "community_scatter_ids"


def scatter_ids(cr, table):
    """Throw away as many numbers after each row of a table as a die says.

    By a row in between an accused would count the accusations, and learn about when they came.
    May be called again and again; :func:`gather_ids` ends it for all tables.

    :param cr: cursor of the database
    :param str table: name of the table
    """
    # Raw SQL: a trigger is beyond the ORM.
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %s() RETURNS trigger AS $scatter$
            BEGIN
                WHILE random() > 0.125 LOOP
                    PERFORM nextval(pg_get_serial_sequence(TG_TABLE_NAME, 'id'));
                END LOOP;
                RETURN NULL;
            END $scatter$ LANGUAGE plpgsql
            """,
            SQL.identifier(FUNCTION),
        )
    )
    names = {"trigger": SQL.identifier(f"{table}_scatter"), "table": SQL.identifier(table)}
    cr.execute(SQL("DROP TRIGGER IF EXISTS %(trigger)s ON %(table)s", **names))
    cr.execute(
        SQL(
            "CREATE TRIGGER %(trigger)s AFTER INSERT ON %(table)s "
            "FOR EACH STATEMENT EXECUTE FUNCTION %(function)s()",
            function=SQL.identifier(FUNCTION),
            **names,
        )
    )


def gather_ids(cr):
    """Let the numbers of rows follow each other again, in every table."""
    # Raw SQL: its triggers go with the function, also one on a table that stays.
    cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FUNCTION)))

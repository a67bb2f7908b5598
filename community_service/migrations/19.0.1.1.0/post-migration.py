from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Bring a database of 19.0.1.0.0 to keyed seals and masks of the last four.

    The codes of receipts stay as they were handed out, also those of four digits: the paper is in
    people's hands. Whoever keeps a matter draws a longer one with a button of its form.
    """
    if version:
        move_seals(cr)
        mask_numbers(cr)


def move_seals(cr):
    """Move the seals of the access log into their own table; the chain goes on from there.

    They were made without a key, and keep the form in which they were made.
    """
    if column_exists(cr, "community_access_log", "seq"):
        cr.execute(
            """INSERT INTO community_access_log_seal (seq, log_id, hash)
               SELECT seq, id, hash FROM community_access_log
                WHERE seq IS NOT NULL ORDER BY seq
               ON CONFLICT DO NOTHING"""
        )
        # Odoo keeps the column of a field that is worked out from now on.
        cr.execute("ALTER TABLE community_access_log DROP seq, DROP previous_hash, DROP hash")


def mask_numbers(cr):
    """Cover the front of the ID numbers in the history: six characters of long ones, two of others.

    The same lines stand in the snapshots of operations, which would otherwise name a difference.
    """
    cr.execute(
        r"""UPDATE community_fact_change
               SET old_value = regexp_replace(
                       regexp_replace(old_value, '^[^*]{6}(\*{5,}[^*]{4})$', '******\1'),
                       '^[^*]{2}(\*+[^*]{2})$', '**\1'),
                   new_value = regexp_replace(
                       regexp_replace(new_value, '^[^*]{6}(\*{5,}[^*]{4})$', '******\1'),
                       '^[^*]{2}(\*+[^*]{2})$', '**\1')
             WHERE field_name = 'id_number' AND (old_value ~ '^[^*]' OR new_value ~ '^[^*]')"""
    )
    statement = r"""UPDATE community_household_operation
                       SET {column} = regexp_replace(
                               regexp_replace({column}::text,
                                   '"[0-9X]{{6}}(\*{{5,}}[0-9X]{{4}})"', '"******\1"', 'g'),
                               '"[0-9A-Z]{{2}}(\*+[0-9A-Z]{{2}})"', '"**\1"', 'g')::jsonb
                     WHERE {column}::text LIKE '%id_number%'"""
    for column in ("before", "after"):
        # Constant statements; a value of a snapshot is a JSON string.
        changed = statement.format(column=column)
        cr.execute(changed)  # pylint: disable=sql-injection

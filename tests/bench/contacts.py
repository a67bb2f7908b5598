"""The peer of the lists and searches: Odoo's own contacts, in the same database."""


def fill(env, count=280_000):
    """Create plain contacts by SQL, with the names that the register has."""
    env.cr.execute(
        """INSERT INTO res_partner (name, complete_name, active, type, phone, company_id, color,
               create_date, write_date)
           SELECT name, name, TRUE, 'contact', phone, NULL, 0, now(), now()
             FROM community_resident ORDER BY id LIMIT %s""",
        [count],
    )
    env.cr.execute("ANALYZE res_partner")

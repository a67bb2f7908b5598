def migrate(cr, version):
    """Empty the ages at application that were kept as 0 where nobody knows them."""
    if version:
        cr.execute(
            "UPDATE community_party_member SET applied_age = NULL "
            "WHERE birth_date IS NULL OR date_applied IS NULL"
        )

def migrate(cr, version):
    """Empty the ages that were kept as 0 of people whose day of birth nobody knows."""
    if version:
        cr.execute("UPDATE community_aid_member SET age = NULL WHERE birth_date IS NULL")

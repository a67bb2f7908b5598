def migrate(cr, version):
    """Forget the tick by which a branch had a committee: posts of committee members say it now."""
    if version:
        cr.execute("ALTER TABLE community_party_organization DROP COLUMN IF EXISTS has_committee")

def migrate(cr, version):
    """Let elections of before the list by name keep the numbers that were typed.

    A prepared one without numbers gets its list as a new one does, by the button or when counted.
    """
    if not version:
        return
    cr.execute(
        """
        UPDATE community_party_election e
           SET is_typed = TRUE
         WHERE (e.state != 'draft' OR greatest(e.due_count, e.excluded_count, e.present_count) > 0)
           AND NOT EXISTS (SELECT FROM community_party_elector l WHERE l.election_id = e.id)
        """
    )

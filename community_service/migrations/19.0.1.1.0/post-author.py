def migrate(cr, version):
    """Let figures that users wrote count as these users; until now nobody stood behind them.

    A figure that came with the program and that somebody changed counts as whoever did. Of a
    confidential file nobody could change one who does not read what it counts.
    """
    # Raw SQL: what is counted does not change, so no check has to run.
    cr.execute(
        """
        UPDATE community_indicator i
           SET author_id = CASE WHEN d.id IS NULL THEN COALESCE(i.create_uid, i.write_uid)
                                ELSE i.write_uid END
          FROM community_indicator x
          LEFT JOIN ir_model_data d ON d.model = 'community.indicator' AND d.res_id = x.id
           AND d.module LIKE 'community\\_%'
         WHERE x.id = i.id AND i.author_id IS NULL
           AND CASE WHEN d.id IS NULL THEN COALESCE(i.create_uid, i.write_uid) <> 1
                    ELSE i.write_uid <> 1 AND i.is_confidential IS NOT TRUE END
        """
    )

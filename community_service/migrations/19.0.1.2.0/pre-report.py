def migrate(cr, version):
    """Reports as they were: compared with the time just before, drafted with the figures shown.

    Where a period has several reports on the same places, the later ones stay beside the first.
    """
    if not version:
        return
    cr.execute("ALTER TABLE community_report ADD COLUMN IF NOT EXISTS comparison varchar")
    cr.execute("ALTER TABLE community_report ADD COLUMN IF NOT EXISTS period_key varchar")
    cr.execute(
        """
        UPDATE community_report
           SET comparison = CASE WHEN kind = 'current' THEN 'year' ELSE 'before' END
         WHERE comparison IS NULL
        """
    )
    cr.execute(
        """
        WITH keyed AS (
            SELECT report.id, concat_ws(':', company_id, date_from, date_to, places.ids) AS key
              FROM community_report report
              LEFT JOIN LATERAL (
                    SELECT string_agg(community_area_id::text, ':' ORDER BY community_area_id)
                        AS ids
                      FROM community_area_community_report_rel
                     WHERE community_report_id = report.id
                   ) places ON TRUE
             WHERE kind = 'written'
        )
        UPDATE community_report
           SET period_key = concat(key, CASE WHEN turn > 1 THEN '#' || ranked.id END)
          FROM (SELECT id, key, row_number() OVER (PARTITION BY key ORDER BY id) AS turn FROM keyed)
               ranked
         WHERE ranked.id = community_report.id
        """
    )
    cr.execute("ALTER TABLE community_report_line ADD COLUMN IF NOT EXISTS draft_value float8")
    cr.execute("ALTER TABLE community_report_line ADD COLUMN IF NOT EXISTS is_draft_known boolean")
    cr.execute(
        """
        UPDATE community_report_line
           SET draft_value = value, is_draft_known = is_known, is_changed = FALSE
         WHERE draft_value IS NULL
        """
    )

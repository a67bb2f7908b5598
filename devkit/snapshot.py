"""What a database is made of: schema and metadata, so that two states can be compared."""

import re

from . import postgres

# name -> SQL that gives one text column; extensions' own functions are not counted as ours
SCHEMA = {
    "table": """
        SELECT relkind::text || ' ' || relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S', 'p')""",
    "column": """
        SELECT format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                      CASE WHEN a.attnotnull THEN ' NOT NULL' END,
                      ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p')
          AND a.attnum > 0 AND NOT a.attisdropped""",
    "index": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": """
        SELECT format('%s: %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "function": """
        SELECT format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid))
        FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "trigger": """
        SELECT format('%s: %s', tgrelid::regclass, tgname) FROM pg_trigger
        WHERE NOT tgisinternal""",
    "extension": "SELECT extname FROM pg_extension",
    "type": """
        SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
        AND typtype IN ('e', 'd')""",
}
METADATA = {
    # The list of known modules (base.module_*) is refreshed by every installation.
    "external id": """
        SELECT module || '.' || name || ' ' || model FROM ir_model_data
        WHERE NOT (module = 'base' AND name LIKE 'module_%')""",
    "model": "SELECT model FROM ir_model",
    "field": "SELECT model || '.' || name FROM ir_model_fields",
    "selection": """
        SELECT f.model || '.' || f.name || '=' || s.value FROM ir_model_fields_selection s
        JOIN ir_model_fields f ON f.id = s.field_id""",
    "constraint record": "SELECT name FROM ir_model_constraint",
    "relation record": "SELECT name FROM ir_model_relation",
    "view": "SELECT model || ' ' || name FROM ir_ui_view",
    "menu": "SELECT complete_name FROM (SELECT id, name::text AS complete_name FROM ir_ui_menu) m",
    "action": "SELECT type || ' ' || name::text FROM ir_actions",
    "access right": "SELECT name FROM ir_model_access",
    "record rule": "SELECT name FROM ir_rule",
    "group": "SELECT name::text FROM res_groups",
    "privilege": "SELECT name::text FROM res_groups_privilege",
    "scheduled action": "SELECT cron_name FROM ir_cron",
    "sequence": "SELECT name || ' ' || coalesce(code, '') FROM ir_sequence",
    "parameter": "SELECT key FROM ir_config_parameter",
    "default": """
        SELECT f.model || '.' || f.name || '=' || d.json_value FROM ir_default d
        JOIN ir_model_fields f ON f.id = d.field_id""",
    "filter": "SELECT model_id || ' ' || name::text FROM ir_filters",
    "mail template": "SELECT name::text FROM mail_template",
    "message subtype": "SELECT name::text FROM mail_message_subtype",
    "activity type": "SELECT name::text FROM mail_activity_type",
    "dashboard": "SELECT name::text FROM spreadsheet_dashboard",
    "dashboard group": "SELECT name::text FROM spreadsheet_dashboard_group",
    "asset": "SELECT bundle || ' ' || path FROM ir_asset",
    "attachment": """
        SELECT coalesce(res_model, '') || ' ' || name FROM ir_attachment
        WHERE url IS NULL OR url NOT LIKE '/web/assets/%'""",
    "calendar event": "SELECT id::text FROM calendar_event",
    "message of a removed model": """
        SELECT model || ' ' || id FROM mail_message m WHERE model IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM ir_model WHERE model = m.model)""",
}
# Odoo declares this link twice, restricting on ir.rule and cascading on res.groups, and keeps what
# the model loaded last says: any addon that extends res.groups turns it over.
TURNING = re.compile(r"(rule_group_rel_group_id_fkey .*) ON DELETE (RESTRICT|CASCADE)$")
# Records that people make and that outlive the addon's own: chatter, as with every addon of Odoo.
PEOPLE_MAKE = (
    "message of a removed model",
    "parameter",
    "default",
    "filter",
    "attachment: res.partner",
)


def take(database):
    """Return the state of a database as a set of ``"kind: thing"``."""
    state = set()
    for kind, sql in {**SCHEMA, **METADATA}.items():
        # One row per thing even when definitions hold line breaks.
        one_line = f"SELECT regexp_replace(x, '\\s+', ' ', 'g') FROM ({sql}) AS t(x)"
        counted = f"SELECT x, count(*) FROM ({one_line}) AS t(x) GROUP BY x"
        for row in postgres.query(counted, database=database):
            if row != [""]:
                row[0] = TURNING.sub(r"\1", row[0])
                state.add(f"{kind}: {' x'.join(row)}" if row[-1] != "1" else f"{kind}: {row[0]}")
    return state


def differences(before, after):
    """Return lines that tell what ``after`` has more or less than ``before``.

    >>> differences({"table: a", "table: b"}, {"table: a", "table: c"})
    ['missing: table: b', 'left over: table: c']
    """
    gone = [f"missing: {thing}" for thing in sorted(before - after)]
    return gone + [f"left over: {thing}" for thing in sorted(after - before)]


def updated_rows(database, table):
    """Return how many rows of a table have been updated since its creation."""
    sql = f"SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = '{table}'"
    return int(postgres.query(sql, database=database)[0][0])

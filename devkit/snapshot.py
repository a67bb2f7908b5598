"""What a database is made of: schema, metadata and what they say, to compare two states.

Names alone do not tell that a rule lets more people in or that a view lost a field: of views,
rules, rights, fields, menus and actions everything is taken that is neither an id nor a date.
"""

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
# Columns that tell nothing: bookkeeping, and where and how a view's arch was read from.
UNTOLD = (
    "create_date write_date arch_db arch_fs arch_prev arch_updated nextcall lastcall parent_path "
    "failure_count first_failure_date"
).split()


def _external_id(model, column):
    """Return the SQL of the external id of a record, or an empty text."""
    return f"""coalesce((SELECT min(d.module || '.' || d.name) FROM ir_model_data d
        WHERE d.model = '{model}' AND d.res_id = {column}), '')"""


def _said(table, called, **more):
    """Return the SQL of all that the rows of a table say, without ids and bookkeeping.

    :param table: name of the table; its rows are known as ``r``
    :param called: SQL of what a row is called
    :param more: names with the SQL of what the table does not hold itself
    """
    added = ", ".join(f"'{name}', {sql}" for name, sql in more.items())
    untold = f"""(SELECT array_agg(attname::text) FROM pg_attribute
        WHERE attrelid = '{table}'::regclass AND (attname ~ '(^|_)u?id$'
        OR attname = ANY(string_to_array('{" ".join(UNTOLD)}', ' '))))"""
    said = f"jsonb_strip_nulls((to_jsonb(r) - {untold}) || jsonb_build_object({added}))"
    return f"SELECT {called} || ' ' || {said}::text FROM {table} r"


def _groups(table, record, group="group_id"):
    """Return the SQL of the groups that a link table gives to a record ``r``."""
    name = _external_id("res.groups", f"l.{group}")
    return f"(SELECT jsonb_agg({name} ORDER BY {name}) FROM {table} l WHERE l.{record} = r.id)"


_MODEL = "(SELECT m.model FROM ir_model m WHERE m.id = r.model_id)"
_VIEW = _external_id("ir.ui.view", "r.id")
SAID = {
    # Two states differ in a line of the view's name; the arch itself would fill the screen.
    "view's arch": _said(
        "ir_ui_view",
        f"{_VIEW} || ' ' || r.name",
        arch="md5(r.arch_db::text)",
        extends=_external_id("ir.ui.view", "r.inherit_id"),
        groups=_groups("ir_ui_view_group_rel", "view_id"),
    ),
    "rule's domain": _said(
        "ir_rule",
        f"{_external_id('ir.rule', 'r.id')} || ' ' || coalesce(r.name, '')",
        model=_MODEL,
        groups=_groups("rule_group_rel", "rule_group_id"),
    ),
    "right": _said(
        "ir_model_access",
        f"{_external_id('ir.model.access', 'r.id')} || ' ' || r.name",
        model=_MODEL,
        group=_external_id("res.groups", "r.group_id"),
    ),
    "group's rights": _said(
        "res_groups",
        _external_id("res.groups", "r.id"),
        privilege=_external_id("res.groups.privilege", "r.privilege_id"),
        implied=_groups("res_groups_implied_rel", "gid", "hid"),
    ),
    "model's attributes": _said("ir_model", "r.model"),
    "field's attributes": _said(
        "ir_model_fields",
        "r.model || '.' || r.name",
        groups=_groups("ir_model_fields_group_rel", "field_id"),
    ),
    "window action": _said("ir_act_window", _external_id("ir.actions.act_window", "r.id")),
    "report": _said("ir_act_report_xml", _external_id("ir.actions.report", "r.id")),
    "server action": _said(
        "ir_act_server", _external_id("ir.actions.server", "r.id"), model=_MODEL
    ),
    "menu's place": _said(
        "ir_ui_menu",
        _external_id("ir.ui.menu", "r.id"),
        parent=_external_id("ir.ui.menu", "r.parent_id"),
        groups=_groups("ir_ui_menu_group_rel", "menu_id", "gid"),
    ),
    "timer": _said("ir_cron", _external_id("ir.cron", "r.id")),
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
# Odoo gives this group to everybody as soon as people use a second currency.
PEOPLE_GIVE = '"base.group_multi_currency", '


def take(database):
    """Return the state of a database as a set of ``"kind: thing"``."""
    # One row per thing even when definitions hold line breaks.
    parts = [
        f"""SELECT '{kind.replace("'", "''")}', regexp_replace(x, '\\s+', ' ', 'g') AS x
            FROM ({sql}) AS t(x) WHERE x IS NOT NULL"""
        for kind, sql in {**SCHEMA, **METADATA, **SAID}.items()
    ]
    counted = f"SELECT kind, x, count(*) FROM ({' UNION ALL '.join(parts)}) AS u(kind, x)"
    state = set()
    for kind, thing, count in postgres.query(f"{counted} GROUP BY kind, x", database=database):
        thing = TURNING.sub(r"\1", thing)
        state.add(f"{kind}: {thing}" if count == "1" else f"{kind}: {thing} x{count}")
    return state


def without_people(state):
    """Return a state without what people who work with the addons make and leave.

    >>> without_people({"filter: 1 Mine", "table: r x"})
    {'table: r x'}
    """
    kept = {thing for thing in state if not thing.startswith(PEOPLE_MAKE)}
    return {thing.replace(PEOPLE_GIVE, "") for thing in kept}


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


def contents(database, table, columns=()):
    """Return ``{column: digest of what all rows say in it}`` of a table.

    :param columns: only these; all that the table has when empty, but for who wrote last and when,
        which Odoo enters also where it works a value out anew and finds the same
    """
    columns = columns or [
        name
        for (name,) in postgres.query(
            f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' "
            "AND column_name NOT IN ('write_date', 'write_uid')",
            database=database,
        )
    ]
    digests = ", ".join(
        f"md5(string_agg(md5(coalesce(\"{name}\"::text, '')), '' ORDER BY id))" for name in columns
    )
    row = postgres.query(f"SELECT {digests} FROM {table}", database=database)[0]
    return dict(zip(columns, row, strict=True))

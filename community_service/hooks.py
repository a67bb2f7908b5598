import ast
import logging
import re
from pathlib import Path

from lxml import etree

from odoo import SUPERUSER_ID, fields
from odoo.modules import Manifest
from odoo.tools import SQL, file_open, file_path
from odoo.tools.translate import TranslationImporter, get_po_paths

from .tools.core_words import core_addons, take_core_words_back
from .tools.said_day import say_days_in_words

HOUR = re.compile(r"(\d\d):(\d\d):00")

_logger = logging.getLogger(__name__)


def post_load():
    """Let the sentences of our addons say their days in words, in every database."""
    say_days_in_words()


def post_init_hook(env):
    """Say at the installation who could read past every rule of ours; the settings say it too."""
    if warning := env["community.open.right"]._warning():
        _logger.info("%s", warning)


def uninstall_hook(env):
    """Drop what the ORM leaves: the access log's guard, its chain's end, ids of core addons."""
    # Raw SQL: the triggers go with the function; the table follows with the model.
    for name in ("guard", "stamp"):
        function = SQL.identifier(f"community_access_log_{name}")
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", function))
    env["ir.config_parameter"].search([("key", "=like", "community_service.%")]).unlink()
    for code, _name in env["res.lang"].get_installed():
        take_core_words_back(env, core_addons(), code)
    # Raw SQL: Odoo gives the fields and mixins that our models inherit external ids of the addons
    # they come from, and keeps these ids when our models go; no ORM call finds ids of that kind.
    env.cr.execute(
        """
        DELETE FROM ir_model_data
        WHERE model IN ('ir.model.fields.selection', 'ir.model.inherit')
          AND name ~ '^(selection|model_inherit)__community_' AND module <> 'community_service'
        """
    )
    # Raw SQL: Odoo books the foreign keys of our fields on companies and activities on the addon
    # that owns these, so that its own cleaning passes them by; the keys go with their columns.
    env.cr.execute(
        """DELETE FROM ir_model_constraint
            WHERE type = 'f' AND name ~ '^(res_company|mail_activity)_community_'"""
    )
    # Our events would stay in calendars without anything behind them.
    for model in ("community.visit", "community.activity"):
        env[model].with_context(active_test=False).search(
            [("calendar_event_id", "!=", False)]
        ).calendar_event_id.unlink()
    # Odoo drops the database's sequence of a number series, but not those of its years.
    env["ir.sequence"].with_context(active_test=False).search(
        [("code", "=like", "community.%")]
    ).date_range_ids.unlink()
    # Raw SQL: our own data records go with their tables. Odoo would first try to delete them one
    # by one and log an error for each that other records still point to.
    env.cr.execute(
        "DELETE FROM ir_model_data WHERE module = 'community_service' AND model LIKE 'community.%'"
    )


def give_to_the_only_community(env, module):
    """Make what users added to shared tables their community's own, where there is but one.

    Called once, by the migration of an addon to the version in which such rows know a community.
    With several communities nobody can tell whose a row is: all rows stay shared, and the
    administrator of the service keeps them. So do those that came with an addon.

    :param str module: the addon whose tables are looked at
    """
    company = env["res.company"].search([])  # pylint: disable=no-search-all
    if len(company) != 1:
        return
    for name in sorted(env.registry.descendants(["community.shared.mixin"], "_inherit")):
        model = env[name].with_context(active_test=False)
        if (
            model._abstract
            or model._original_module != module
            or name == "community.import.synonym"
        ):
            # Words of registers knew their community before.
            continue
        data = env["ir.model.data"].search(
            [("model", "=", name), ("module", "=like", "community%")]
        )
        model.search([("id", "not in", data.mapped("res_id")), ("company_id", "=", False)]).write(
            {"company_id": company.id}
        )


def renew_shipped(env, module, path, models, invented):
    """Let shipped rules say what their data say now, in a database that has them from before.

    Odoo leaves the rows of such files alone once they are there, so that what users edit stays.
    Rows that nobody has edited follow here. A row that a user has edited keeps what it says; a day
    of checking on which nobody checked anything is emptied all the same, in the copies of
    communities too.

    :param str module: the addon
    :param str path: a file of its data
    :param dict models: model -> names of the fields that follow; one that the data no longer give
        is emptied where it is a day or the source of a check
    :param dict invented: field -> days that older data gave and on which nobody read a text
    """
    with file_open(f"{module}/{path}", "rb") as file:
        data = etree.parse(file)
    for node in data.iterfind(".//record"):
        names = models.get(node.get("model"))
        record = names and env.ref(f"{module}.{node.get('id')}", raise_if_not_found=False)
        if not record:
            continue
        record = record.with_context(lang=None)
        found = {
            field.get("name"): ast.literal_eval(field.get("eval"))
            if field.get("eval")
            else (field.text or "")
            for field in node.iterfind("field")
            if field.get("name") in names
        }
        checks = [name for name in names if name in invented or name.endswith("source")]
        if record.write_uid.id in (False, SUPERUSER_ID):
            _write_shipped(env, record, dict.fromkeys(checks, False) | found)
        else:
            _forget_days(record, invented)
    for name in models:
        model = env[name].with_context(active_test=False)
        if "company_id" in model._fields:
            _forget_days(model.search([("company_id", "!=", False)]), invented)


def _write_shipped(env, record, values):
    """Write what differs; a translation of a text that is no more goes with it."""
    now = {name: record._fields[name].convert_to_write(record[name], record) for name in values}
    changed = {name: value for name, value in values.items() if str(now[name]) != str(value)}
    if not changed:
        return
    record.write(changed)
    langs = [code for code, _name in env["res.lang"].get_installed() if code != "en_US"]
    for name in changed:
        if record._fields[name].translate and langs:
            record.update_field_translations(name, dict.fromkeys(langs, False))


def _forget_days(records, invented):
    """Empty days of checking that were given without anybody reading anything."""
    for record in records:
        for name, days in invented.items():
            if name in record._fields and str(record[name]) in days:
                record[name] = False


def renew_words(env, module, models):
    """Let an upgraded database call things as the addon calls them now, in each of its languages.

    Odoo keeps every translation that is there: a field, a menu or a state that is called otherwise
    now would show the Chinese of its former name. Words that a user has changed stay.

    :param str module: the addon
    :param dict models: model of rows that Odoo leaves alone -> names of their texts
    """
    for path in Manifest.for_addon(module)["data"]:
        if path.startswith("data/") and path.endswith(".xml"):
            renew_shipped(env, module, path, models, {})
    data = env["ir.model.data"].search([("module", "=", module), ("model", "in", list(env))])
    untouched = set()
    for name, rows in data.grouped("model").items():
        model = env[name].with_context(active_test=False)
        if any(field.translate and field.store for field in model._fields.values()):
            domain = [("id", "in", rows.mapped("res_id"))]
            kept = set(model.search([*domain, ("write_uid", "in", (False, SUPERUSER_ID))]).ids)
            untouched.update(row.complete_name for row in rows if row.res_id in kept)
    importer = TranslationImporter(env.cr, verbose=False)
    for code, _name in env["res.lang"].get_installed():
        for path in get_po_paths(module, code) if untouched else ():
            importer.load_file(path, code, xmlids=untouched)
    importer.save(force_overwrite=True)


def forget_shared_records(env, module):
    """Drop what an addon that stands on this one leaves in the tables of this one.

    Called by the uninstall hook of such an addon, while its fields are still known.

    :param str module: the addon that goes
    """
    ids = {}
    for model in ("community.ledger", "community.indicator", "ir.sequence"):
        data = env["ir.model.data"].search([("module", "=", module), ("model", "=", model)])
        ids[model] = data.mapped("res_id")
        if model != "ir.sequence":
            # What communities have in place of it goes with it.
            rows = env[model].with_context(active_test=False)
            codes = rows.browse(ids[model]).exists().mapped("code")
            ids[model] += rows.search([("company_id", "!=", False), ("code", "in", codes)]).ids
    # Odoo drops the database's sequence of a number series, but not those of its years.
    env["ir.sequence"].browse(ids["ir.sequence"]).exists().date_range_ids.unlink()
    # Their print actions go with them.
    env["community.ledger"].browse(ids["community.ledger"]).exists().unlink()
    # Raw SQL: a figure in a report holds its indicator, and shares hold each other; Odoo would try
    # to delete them one by one and log an error for each.
    env.cr.execute(
        """
        WITH own AS (
            SELECT id FROM community_indicator
            WHERE id = ANY(%(ids)s) OR numerator_id = ANY(%(ids)s) OR denominator_id = ANY(%(ids)s)
        ), lines AS (
            DELETE FROM community_report_line WHERE indicator_id IN (SELECT id FROM own)
        )
        DELETE FROM community_indicator WHERE id IN (SELECT id FROM own)
        """,
        {"ids": ids["community.indicator"]},
    )
    env.cr.execute(
        "DELETE FROM ir_model_data WHERE module = %s AND model = 'community.indicator'", [module]
    )
    # Raw SQL: Odoo gives the fields and mixins that the addon's models inherit external ids of the
    # addons they come from, and keeps these ids when the models go; no ORM call finds ids of that
    # kind. Its own are the models that no other addon knows, the abstract ones among them.
    env.cr.execute(
        """
        WITH own AS (
            SELECT replace(min(m.model), '.', '_') AS tab
            FROM ir_model m
            JOIN ir_model_data d ON d.model = 'ir.model' AND d.res_id = m.id
            GROUP BY m.id
            HAVING bool_and(d.module = %(module)s)
        )
        DELETE FROM ir_model_data d USING own
        WHERE d.model IN ('ir.model.fields.selection', 'ir.model.inherit')
          AND d.module <> %(module)s
          AND (starts_with(d.name, 'selection__' || own.tab || '__')
               OR starts_with(d.name, 'model_inherit__' || own.tab || '__'))
        """,
        {"module": module},
    )
    # Raw SQL: Odoo books the keys of fields that the addon adds to our tables on us, and keeps the
    # record when the column goes.
    env.cr.execute(
        """
        WITH own AS (
            SELECT replace(f.model, '.', '_') AS tab, f.name, f.relation_table
            FROM ir_model_fields f
            JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
            WHERE d.module = %s
        )
        DELETE FROM ir_model_constraint WHERE type = 'f' AND name IN (
            SELECT con.conname FROM pg_constraint con
            JOIN pg_class rel ON rel.oid = con.conrelid
            JOIN pg_attribute att ON att.attrelid = rel.oid AND att.attnum = con.conkey[1]
            WHERE con.contype = 'f' AND EXISTS (
                SELECT FROM own
                WHERE (own.tab = rel.relname AND own.name = att.attname)
                   OR own.relation_table = rel.relname))
        """,
        [module],
    )


def keep_the_hours_of_jobs(env, module):
    """Let the scheduled actions of an addon be those that it ships, each at its hour.

    Called by a migration: the actions are the community's to edit, so that an update leaves them
    alone. One that the addon ships no more is deleted with its call of a method that is gone.

    :param str module: the addon
    """
    hours = {}
    for path in Path(file_path(module)).glob("data/*/ir_cron_data.xml"):
        for record in etree.parse(path).iterfind(".//record"):
            nextcall = record.find("field[@name='nextcall']")
            hours[record.get("id")] = nextcall is not None and HOUR.search(nextcall.get("eval"))
    data = env["ir.model.data"].search([("module", "=", module), ("model", "=", "ir.cron")])
    for name, cron in ((row.name, env["ir.cron"].browse(row.res_id)) for row in data):
        if name not in hours:
            cron.unlink()
        elif hours[name]:
            hour, minute = map(int, hours[name].groups())
            cron.nextcall = fields.Datetime.now().replace(hour=hour, minute=minute, second=0)

"""What a step of admission asks for stands in its editions; what users had set on it goes there."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.sql import column_exists, table_exists

NUMBERS = (
    "wait_step_id",
    "wait_months",
    "limit_step_id",
    "limit_months",
    "least_age",
    "least_training_days",
    "least_training_hours",
    "people_least",
    "people_most",
    "stay_months",
    "needs_checks",
)
# The day that stood on all steps and that nobody had read them on.
NOBODY = "2026-11-23"
AFTER = "community_party_step_after_rel"


def migrate(cr, version):
    if version and column_exists(cr, "community_party_step", "limit_months"):
        env = api.Environment(cr, SUPERUSER_ID, {})
        env.flush_all()
        carry(env)
        env.invalidate_all()
        # Odoo keeps the columns of fields that are worked out from now on.
        cr.execute(
            "ALTER TABLE community_party_step"
            " DROP COLUMN IF EXISTS legal_basis, DROP COLUMN IF EXISTS date_as_of"
        )
        cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(AFTER)))
        env["community.party.member"]._on_the_way()._plan_steps()


def carry(env):
    """Carry what a user had set on a step to its editions; a step of users gets one of its own."""
    shipped = {
        edition.step_id.id: edition
        for number in range(1, 26)
        if (edition := env.ref(f"community_party.community_party_step_rule_{number}_2014", False))
    }
    # Raw SQL: the columns belong to no field any more.
    env.cr.execute(
        SQL(
            "SELECT id, legal_basis, date_as_of::text AS date_as_of, %s FROM community_party_step",
            SQL(", ").join(SQL.identifier(name) for name in NUMBERS),
        )
    )
    for row in env.cr.dictfetchall():
        step = env["community.party.step"].browse(row["id"])
        before = before_of(env.cr, step.id)
        if step.id in shipped:
            carry_changes(step, shipped[step.id], row, before)
        elif not step.rule_ids and row["legal_basis"]:
            rule = env["community.party.step.rule"].create(
                {
                    "step_id": step.id,
                    "after_ids": [(6, 0, before)],
                    "legal_basis": next(iter(row["legal_basis"].values())),
                    "date_as_of": row["date_as_of"] if row["date_as_of"] != NOBODY else False,
                    **{name: row[name] for name in NUMBERS},
                }
            )
            set_basis(rule, row["legal_basis"])


def before_of(cr, step_id):
    """Return the ids of the steps that came before one."""
    if not table_exists(cr, AFTER):
        return []
    cr.execute(SQL("SELECT before_id FROM %s WHERE step_id = %s", SQL.identifier(AFTER), step_id))
    return [before_id for (before_id,) in cr.fetchall()]


def carry_changes(step, old, row, before):
    """Set on the editions of a shipped step what somebody had changed on it, and nothing else."""
    values = {}
    for name in NUMBERS:
        was = old[name].id if name.endswith("_id") else old[name]
        if (was or 0) != (row[name] or 0):
            values[name] = row[name]
    if row["date_as_of"] and row["date_as_of"] != NOBODY:
        values["date_as_of"] = row["date_as_of"]
    changed = set(before) != set(old.after_ids.ids) and before
    basis = row["legal_basis"] or {}
    own_basis = basis and basis.get("en_US") != old.with_context(lang="en_US").legal_basis
    for rule in step.rule_ids:
        most = rule.limit_most_months
        if most and values.get("limit_months", 0) > most:
            rule.limit_most_months = values["limit_months"]
        if changed:
            added = set(rule.after_ids.ids) - set(old.after_ids.ids) if rule != old else set()
            rule.after_ids = [(6, 0, [*before, *added])]
    step.rule_ids.write(values)
    if own_basis:
        for rule in step.rule_ids:
            set_basis(rule, basis)


def set_basis(rule, basis):
    """Set the legal basis of an edition in each language in which somebody wrote it."""
    installed = dict(rule.env["res.lang"].get_installed())
    for lang, text in basis.items():
        if text and lang in installed:
            rule.with_context(lang=lang).legal_basis = text

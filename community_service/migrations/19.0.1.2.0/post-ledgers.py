from odoo import SUPERUSER_ID, api

# Columns that came with the program and that others took the place of: the address in one cell,
# beside estate, building, entrance and room in cells of their own.
REPLACED = {
    "community_ledger_households_column_1": "address",
    "community_ledger_residents_column_14": "household_id.address",
    "community_ledger_visits_column_2": "household_id.address",
    "community_ledger_overdue_households_column_1": "address",
}
# Orders that came with the program, before and now: by home.
ORDERS = {
    "community_ledger_residents": ((False,), "household_id, id"),
    "community_ledger_visits": ((False,), "household_id, date desc, id desc"),
    "community_ledger_overdue_households": (("next_visit_date, id",), "walk_key, id"),
}


def migrate(cr, version):
    """Take the replaced columns out of older ledgers and sort those of homes by home.

    What a user made of a column or an order stays: a column of another field, an order of theirs.
    """
    if version:
        renew_ledgers(api.Environment(cr, SUPERUSER_ID, {}))


def renew_ledgers(env):
    """Remove the replaced columns of the program that nobody changed, and set its orders."""
    for name, path in REPLACED.items():
        column = env.ref(f"community_service.{name}", raise_if_not_found=False)
        if column and column.path == path and column.write_uid.id in (False, SUPERUSER_ID):
            column.unlink()
    for name, (before, order) in ORDERS.items():
        ledger = env.ref(f"community_service.{name}", raise_if_not_found=False)
        if ledger and ledger.order in before:
            ledger.order = order

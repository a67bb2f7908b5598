from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Enter what was decided for aid that was granted before, and of whom changes were.

    The amount of a case is that of its last change; what was decided stood nowhere by itself.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for case in env["community.aid.case"].search([("decision", "=", "granted")]):
        case.amount_granted = case._granted_amount()
        for change in case.change_ids.filtered(lambda change: not change.people_count):
            change.people_count = case._people_count(change._first_month())

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError


def migrate(cr, version):
    """Take the months that were paid before kinds of aid excluded each other by a table.

    The payments stand as they are. Of two that exclude each other the earlier one has the month;
    a further payment for that month is refused until one of them is recovered.
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    months = env["community.aid.month"]
    for payment in env["community.aid.payment"].search([("kind", "!=", "recovery")], order="id"):
        if payment.case_id._has_month(payment.period):
            try:
                months._take(payment)
            except UserError:
                # What others of the family have not taken is taken; the rest was paid twice.
                continue

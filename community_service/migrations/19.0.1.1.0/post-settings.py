from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

PREFIX = "community_service."


def migrate(cr, version):
    """Carry the rules, until now parameters of the database, into every community.

    What the old reader passed over (nonsense, a number out of bounds) is passed over here too: the
    community then has the default, as it had before.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    Company = env["res.company"]
    bounds = Company._community_bounds()
    modes = dict(Company._fields["community_visit_modes"]._description_selection(env))
    for parameter in env["ir.config_parameter"].search([("key", "=like", f"{PREFIX}%")]):
        field = "community_" + parameter.key.removeprefix(PREFIX)
        value = parameter.value or ""
        if field in bounds:
            number = int(value) if value.isdecimal() else -1
            value = number if bounds[field].lowest <= number <= bounds[field].highest else None
        elif field == "community_visit_modes":
            value = value if value in modes else None
        elif field == "community_online_intake":
            value = value == "True"
        else:
            # A parameter that is not a rule of the community, such as the end of the log's chain.
            continue
        if value is not None:
            # Raw SQL: nobody changes a rule here, so the access log gets no row.
            cr.execute(SQL("UPDATE res_company SET %s = %s", SQL.identifier(field), value))
        parameter.unlink()
    env.invalidate_all()

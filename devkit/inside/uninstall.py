"""Read by ``odoo shell``: remove the addon that DEV_MODULE names."""

import os

env = globals()["env"]
module = env["ir.module.module"].search([("name", "=", os.environ["DEV_MODULE"])])
if module.state != "installed":
    raise RuntimeError(f"{os.environ['DEV_MODULE']} is {module.state}, not installed")
module.button_immediate_uninstall()
env.cr.commit()

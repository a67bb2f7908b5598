"""Read by ``odoo shell``: write the translation template of each addon in DEV_MODULES."""

import os
import pathlib

from odoo.tools.translate import trans_export

env = globals()["env"]
target = pathlib.Path(os.environ["DEV_OUT"])
for name in os.environ["DEV_MODULES"].split(","):
    with open(target / f"{name}.pot", "wb") as stream:
        if not trans_export(None, [name], stream, "po", env):
            raise RuntimeError(f"{name} has no term to translate")

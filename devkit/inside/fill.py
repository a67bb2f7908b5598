"""Read by ``odoo shell``: languages of the users, demo data, and the files of ``up --once``.

DEV_FILL is set when the database is new, DEV_LOADER is the demo's script, DEV_OUT the folder for
papers; DEV_CHECK is set by the gate, which asks what the demo promises.
"""

import importlib.util
import os
import pathlib
import sys

CHECK = "check_demo.py"


def fill(env):
    """Set zh_CN, load the demo community and write its papers, as the environment asks."""
    if os.environ.get("DEV_FILL"):
        # Users made later, those of the demo among them, begin in Chinese too.
        env["ir.default"].set("res.partner", "lang", "zh_CN")
        env.ref("base.main_company").partner_id.lang = "zh_CN"
        env.ref("base.user_admin").write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
    if os.environ.get("DEV_LOADER"):
        path = pathlib.Path(os.environ["DEV_LOADER"])
        spec = importlib.util.spec_from_file_location("community_demo_load", path)
        loader = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = loader
        spec.loader.exec_module(loader)
        if os.environ.get("DEV_FILL"):
            loader.load(env)
            env.cr.commit()
        if os.environ.get("DEV_OUT"):
            out = pathlib.Path(os.environ["DEV_OUT"])
            out.mkdir(parents=True, exist_ok=True)
            loader.write_out(env, out)
        if os.environ.get("DEV_CHECK"):
            spec = importlib.util.spec_from_file_location("check_demo", path.parents[1] / CHECK)
            check = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(check)
            if problems := list(check.problems(env, loader.load)):
                raise RuntimeError("The demo community: " + "\n".join(problems))
    env.cr.commit()


fill(globals()["env"])

"""Read by ``odoo shell``: languages of the users, demo data, and the files of ``up --once``."""

import importlib.util
import os
import pathlib
import sys


def fill(env):
    """Set zh_CN, load the demo community and write its papers, as the environment asks."""
    if os.environ.get("DEV_FILL"):
        env["res.lang"]._activate_lang("zh_CN")
        env.ref("base.user_admin").write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        env.ref("base.main_partner").write({"lang": "zh_CN"})
    if os.environ.get("DEV_LOADER"):
        path = pathlib.Path(os.environ["DEV_LOADER"])
        spec = importlib.util.spec_from_file_location("community_demo_load", path)
        loader = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = loader
        spec.loader.exec_module(loader)
        if os.environ.get("DEV_FILL"):
            loader.load(env)
        if os.environ.get("DEV_OUT"):
            out = pathlib.Path(os.environ["DEV_OUT"])
            out.mkdir(parents=True, exist_ok=True)
            loader.write_out(env, out)
    env.cr.commit()


try:
    fill(env)  # noqa: F821 - the shell gives it
except BaseException:
    # The interactive shell would swallow the error and end with success.
    import traceback

    traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)

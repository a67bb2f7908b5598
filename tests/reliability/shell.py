"""Scripts of these tests run in ``odoo shell``, on the database of the tests."""

import json
import os
import subprocess

MARK = "RESULT "


def shell(script):
    """Run a script; return what it printed, as JSON, behind :data:`MARK`.

    :raises AssertionError: with the end of its output, when it printed no result
    """
    done = subprocess.run(
        json.loads(os.environ["COMMUNITY_SHELL"]), input=script, capture_output=True, text=True
    )
    for line in done.stdout.splitlines():
        if line.startswith(MARK):
            return json.loads(line[len(MARK) :])
    raise AssertionError(done.stdout[-2000:] + done.stderr[-4000:])

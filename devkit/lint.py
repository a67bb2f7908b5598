"""``./dev lint``: the hooks of .pre-commit-config.yaml on all files, and our own rules."""

import functools
import json
import time

from . import (
    assertions,
    house_rules,
    inventory,
    reach,
    readme,
    requirements_table,
    text_rules,
    venv,
)
from .result import Result
from .say import DevError, run
from .settings import CACHE, ROOT, addons

CONFIG = ".pre-commit-config.yaml"
# This hook runs the rules below; here they are run one by one, to be counted one by one.
OUR_RULES = "house-rules"
RULES = (
    ("texts", text_rules.check),
    ("house", house_rules.check),
    ("requirements table", requirements_table.check),
    ("tests assert", assertions.check),
    ("names of tests", inventory.check),
    ("readme", lambda result, root: readme.check(result, root, addons())),
    ("reach of tests", lambda result, root: reach.check(result, root, addons())),
)


def lint():
    """Run every check and return one :class:`Result` for each."""
    results = []
    for hook in hooks():
        if hook["id"] != OUR_RULES:
            results.append(_timed(hook["name"], functools.partial(run_hook, hook=hook)))
    return results + rules()


def rules():
    """Run the rules of this repository and return one :class:`Result` for each."""
    return [
        _timed(name, functools.partial(lambda check, result: check(result, ROOT), check))
        for name, check in RULES
    ]


def fix():
    """Let the tools correct what they can and format every file."""
    _pre_commit("--hook-stage=manual")


def hooks():
    """Return the hooks of a commit, in the order of the list."""
    # Python itself reads no YAML; the environment of the linters does.
    code = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], 'rb'))))"
    found = json.loads(run([venv.ensure_lint(), "-c", code, ROOT / CONFIG]).stdout)
    kept = [hook for source in found["repos"] for hook in source["hooks"]]
    return [hook for hook in kept if "stages" not in hook]


def run_hook(result, hook):
    """Run one hook; one that found no file to look at has shown nothing."""
    done = _pre_commit(hook["id"])
    output = (done.stdout + done.stderr).strip()
    is_empty = "(no files to check)" in output
    is_good = not done.returncode and not is_empty
    result.check(is_good, f"{hook['name']}:\n{output[-6000:]}")


def _pre_commit(*arguments):
    """Run pre-commit on every file that git knows or would take."""
    command = [venv.ensure_lint(), "-m", "pre_commit", "run", *arguments, "--color=never"]
    command += ["--files", *text_rules.tracked(ROOT)]
    return run(command, cwd=ROOT, check=False, env={"PRE_COMMIT_HOME": CACHE / "pre-commit"})


def _timed(name, function):
    start = time.monotonic()
    result = Result(name)
    try:
        function(result)
    except DevError as error:
        result.fail(error)
    result.seconds = time.monotonic() - start
    return result

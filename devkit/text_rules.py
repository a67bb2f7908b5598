"""Rules about the files of the repository: licences, places that must not be named, length."""

import ast
import re

from .say import run

# Registries and the folders of a particular machine have no place in the repository. The words
# are put together here so that this file does not break its own rule.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"deb\." + r"debian\.org",
            r"archive\." + r"ubuntu\.com",
            r"pypi\." + r"org",
            r"files\.python" + r"hosted\.org",
            r"registry\.npm" + r"js\.org",
            r"(?<![\w.])/wo" + r"rk/",
            r"(?<![\w.])/ro" + r"ot/",
            r"(?<![\w.])/ho" + r"me/\w",
            r"(?<![\w.])/Us" + r"ers/\w",
        ]
    )
)
LICENCE = "LGPL-3"
# Lines of a code file: more than AIM is worth a remark in the file of one model, at most
# LONGEST_MODEL; every other file stops at AIM. A shorter limit cut models into slices.
AIM = 400
LONGEST_MODEL = 600
MODEL_FILE = re.compile(r"^\w+/((models/\w+|wizard)/\w+\.py|views/\w+/\w+_views\.xml)$")
TEXT = (
    ".py",
    ".xml",
    ".csv",
    ".js",
    ".cjs",
    ".json",
    ".yaml",
    ".html",
    ".svg",
    ".scss",
    ".md",
    ".rst",
    ".txt",
    ".toml",
    ".cfg",
    ".po",
    ".pot",
)
NOT_COUNTED = re.compile(
    r"(^|/)(data|demo|i18n|static/lib|static/description)/|requirements.*\.txt$"
)


def tracked(root):
    """Return the repository's files that git knows or would take, as paths relative to ``root``."""
    command = ["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = run(command).stdout.split("\0")
    return sorted({name for name in names if name and (root / name).is_file()})


def check(result, root):
    """Check all files below ``root``, counting into ``result``."""
    names = tracked(root)
    for name in names:
        is_text = name.endswith(TEXT) or "." not in name.split("/")[-1] or name.startswith(".ci/")
        if not is_text:
            continue
        text = (root / name).read_text(encoding="utf-8", errors="replace")
        found = forbidden(text)
        result.check(not found, f"{name}: names a registry or a place of one machine: {found}")
        if too_long(name, text):
            result.fail(f"{name}: more than {limit(name)} lines; split it")
    for name in names:
        if name.endswith("__manifest__.py"):
            problem = manifest_problem((root / name).read_text(encoding="utf-8"))
            result.check(not problem, f"{name}: {problem}")


def forbidden(text):
    """Return the first forbidden place that the text names, or None."""
    match = FORBIDDEN.search(text)
    return match and match[0]


def limit(name):
    """Return the most lines that a code file may have.

    >>> limit("a/models/visits/x.py"), limit("a/models/x.py"), limit("a/tools/x.py")
    (600, 400, 400)
    """
    return LONGEST_MODEL if MODEL_FILE.match(name) else AIM


def too_long(name, text, most=None):
    """Tell whether a code file is longer than ``most`` lines, or than its own limit.

    >>> too_long("a/models/b/x.py", "x\\n" * 600), too_long("a/models/b/x.py", "x\\n" * 601)
    (False, True)
    >>> too_long("a/tests/x.py", "x\\n" * 401), too_long("a/data/x.xml", "x\\n" * 500)
    (True, False)
    """
    if NOT_COUNTED.search(name) or not name.endswith((".py", ".js", ".xml")):
        return False
    return text.count("\n") > (most or limit(name))


def long_files(root):
    """Return ``name: lines`` of the files of one model above the length to aim at."""
    rows = []
    for name in tracked(root):
        text = (root / name).read_text(encoding="utf-8", errors="replace")
        if too_long(name, text, AIM):
            rows.append(f"{name}: {text.count(chr(10))} lines")
    return rows


def manifest_problem(text):
    """Return what is wrong with a manifest's licence, or None.

    >>> manifest_problem('{"license": "LGPL-3", "depends": ["mail"]}')
    >>> manifest_problem('{"license": "AGPL-3"}')
    "its licence is 'AGPL-3', not LGPL-3"
    """
    manifest = ast.literal_eval(text)
    if manifest.get("license") != LICENCE:
        return f"its licence is {manifest.get('license')!r}, not {LICENCE}"
    return None

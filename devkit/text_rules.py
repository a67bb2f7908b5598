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
# What our addons may depend on: Odoo's own (LGPL-3) and each other.
LONGEST = 250
LONGEST_AT_ALL = 400
TEXT = (
    ".py",
    ".xml",
    ".csv",
    ".js",
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
            result.fail(f"{name}: more than {LONGEST_AT_ALL} lines; split it")
    for name in names:
        if name.endswith("__manifest__.py"):
            problem = manifest_problem((root / name).read_text(encoding="utf-8"))
            result.check(not problem, f"{name}: {problem}")


def forbidden(text):
    """Return the first forbidden place that the text names, or None."""
    match = FORBIDDEN.search(text)
    return match and match[0]


def too_long(name, text, limit=LONGEST_AT_ALL):
    """Tell whether a code file is longer than the limit.

    >>> too_long("a/models/x.py", "x\\n" * 500), too_long("a/data/x.xml", "x\\n" * 500)
    (True, False)
    """
    if NOT_COUNTED.search(name) or not name.endswith((".py", ".js", ".xml")):
        return False
    return text.count("\n") > limit


def long_files(root):
    """Return ``name: lines`` of code files above the length to aim at."""
    rows = []
    for name in tracked(root):
        text = (root / name).read_text(encoding="utf-8", errors="replace")
        if too_long(name, text, LONGEST):
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

"""Make the readme of addons from the fragments of ``readme/``; needs docutils only.

Called with folders of addons, prints a JSON object: path of a file that is made -> its text, and
under the key of a folder what is wrong with its fragments.
"""

import ast
import json
import pathlib
import sys

from docutils.core import publish_parts
from docutils.utils import SystemMessage

# Fragment -> the heading above it, in the order of the page; a fragment that is true of an addon
# is there, another is not.
SECTIONS = {
    "DESCRIPTION": None,
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known limits",
    "HISTORY": "Changelog",
    "CONTRIBUTORS": "Credits",
}
NEEDED = ("DESCRIPTION", "CONFIGURE", "USAGE", "CONTRIBUTORS")
NOTE = ".. Made by `./dev readme` from the files in readme/; change those.\n"
SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 2,
    "report_level": 2,
    "warning_stream": "",
    "section_self_link": False,
    "toc_backlinks": False,
    "embed_stylesheet": False,
}
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<title>{title}</title>
</head>
<body>
<section class="oe_container">
{body}</section>
</body>
</html>
"""


def rst(manifest, fragments):
    """Return README.rst of an addon.

    :param manifest: the addon's manifest, a dict
    :param fragments: name of a fragment -> its text
    """
    title = manifest["name"]
    line = "=" * len(title)
    parts = [f"{NOTE}\n{line}\n{title}\n{line}"]
    for name, heading in SECTIONS.items():
        if name not in fragments:
            continue
        if heading:
            parts.append(f"{heading}\n{'=' * len(heading)}")
        if name == "CONTRIBUTORS":
            parts.append(f"Author: {manifest['author']}. Licence: {manifest['license']}.")
        parts.append(fragments[name].strip())
        if not heading:
            parts.append(".. contents::\n   :local:")
    return "\n\n".join(parts) + "\n"


def html(title, text):
    """Return the page that Odoo's list of apps shows.

    :raises SystemMessage: when docutils has anything to say against the text
    """
    parts = publish_parts(text, writer="html5", settings_overrides=SETTINGS)
    return PAGE.format(title=title, body=parts["html_body"])


def made(folder):
    """Return the files made for one addon, or what is wrong with its fragments."""
    manifest = ast.literal_eval((folder / "__manifest__.py").read_text(encoding="utf-8"))
    paths = sorted((folder / "readme").glob("*"))
    fragments = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    unknown = [path.name for path in paths if path.suffix != ".rst" or path.stem not in SECTIONS]
    absent = [name for name in NEEDED if not fragments.get(name, "").strip()]
    if unknown:
        return {str(folder): f"readme/ holds {', '.join(unknown)}, which has no place on the page"}
    if absent:
        return {str(folder): f"readme/ lacks {', '.join(f'{name}.rst' for name in absent)}"}
    text = rst(manifest, fragments)
    try:
        page = html(manifest["name"], text)
    except SystemMessage as error:
        return {str(folder): f"readme/: {error}"}
    return {
        str(folder / "README.rst"): text,
        str(folder / "static" / "description" / "index.html"): page,
    }


if __name__ == "__main__":
    answer = {}
    for argument in sys.argv[1:]:
        answer |= made(pathlib.Path(argument))
    print(json.dumps(answer))

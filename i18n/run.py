"""Called by ``./dev``: compare or rewrite the translation files of the addons.

Usage: ``run.py check|update FOLDER ADDON_FOLDER...`` where FOLDER holds freshly exported
``<addon>.pot`` files. ``check`` prints one line per problem, then ``N checks``.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import check  # noqa: E402


def main(command, exported, *folders):
    """Run the command and return the exit code."""
    glossary_path = pathlib.Path(__file__).resolve().parent / "glossary.csv"
    glossary = check.read_glossary(glossary_path) if glossary_path.exists() else []
    problems, checks = [], 0
    if not glossary:
        problems.append("i18n/glossary.csv is missing or empty")
    for folder in map(pathlib.Path, folders):
        fresh = check.load(pathlib.Path(exported) / f"{folder.name}.pot")
        kept = folder / "i18n" / f"{folder.name}.pot"
        if command == "update":
            _update(fresh, kept)
            continue
        if not kept.exists():
            problems.append(f"{folder.name}: there is no {kept.name}")
            continue
        found = check.pot_problems(check.load(kept), fresh)
        pos = [path for path in sorted(kept.parent.glob("*.po"))]
        if "zh_CN.po" not in [path.name for path in pos]:
            found.append("there is no zh_CN.po")
        for path in pos:
            words = glossary if path.name == "zh_CN.po" else ()
            waiting = check.read_pending(path.with_suffix(".pending"))
            lines = check.po_problems(fresh, check.load(path), words, waiting)
            found += [f"{path.name}: {line}" for line in lines]
            checks += len(fresh)
        problems += [f"{folder.name}: {line}" for line in found]
    for problem in problems:
        print(f"PROBLEM {problem}")
    print(f"CHECKS {checks}")
    return 0


def _update(fresh, kept):
    kept.parent.mkdir(exist_ok=True)
    # Without a change of terms the file stays as it is: no new date for nothing.
    if not kept.exists() or str(_undated(check.load(kept))) != str(_undated(fresh)):
        fresh.save(str(kept))
    for path in sorted(kept.parent.glob("*.po")):
        po = check.load(path)
        before = str(po)
        if str(check.merge(fresh, po)) != before:
            po.save(str(path))


def _undated(pofile):
    copy = check.polib.pofile(str(pofile), wrapwidth=78)
    for key in check.HEADER_DATES:
        copy.metadata.pop(key, None)
    return copy


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

#!/usr/bin/env python3
"""Make the dashboards that the addons bring, from their descriptions in ``dashboards/``.

python data/make_dashboard.py            # writes the files of the addons
python data/make_dashboard.py --check    # exit code 1 if a committed file would differ
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "data"))
from dashboards import grid, mediation, party, party_work, situation  # noqa: E402
from dashboards.sheet import text_of  # noqa: E402

SPECS = tuple(module.DASHBOARD for module in (situation, grid, party, party_work, mediation))


def main():
    stale = []
    for spec in SPECS:
        file, text = ROOT / spec.file, text_of(spec)
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(spec.file)
        if "--check" not in sys.argv[1:]:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv[1:]:
        sys.exit(f"not what data/make_dashboard.py makes: {', '.join(stale)}; run it")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Make the dashboard of mediation and relocation, as ``make_dashboard.py`` makes the secretary's.

    python data/make_dashboard_mediation.py            # writes the file of the addon
    python data/make_dashboard_mediation.py --check    # exit code 1 if the file would differ

It asks one model only, the workload without names (``community_mediation_work.py``), so that
whoever may not open a file sees its counts and nothing else.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from make_dashboard import GAP, TOP, VERSION, WIDTH, card, chart  # noqa: E402

FILE = Path(__file__).resolve().parents[1] / (
    "community_mediation/data/files/mediation_dashboard.json"
)
MODEL = "community.mediation.work"
MENU = "community_mediation.community_mediation_work_menu_service"
DISPUTES = [["work", "=", "dispute"]]
WORKS = (
    ("dispute", "Disputes"),
    ("shanty", "Shanty-town renovation"),
    ("expropriation", "House expropriation"),
    ("requisition", "Land requisition"),
    ("demolition", "Demolition and relocation"),
    ("new_estate", "New estate"),
    ("legacy", "Legacy issues"),
    ("incident", "Incidents"),
    ("petition", "Petitions"),
)
MOVED = [work for work, _title in WORKS[1:6]]
COLUMNS = (("open", "Open"), ("settled", "Settled"), ("ended", "Ended otherwise"))
FIRST = 37
SIZES = (280, 140, 140, 140, 140, 170)


def value(number, *path):
    """Return the formula part that reads a count of a pivot."""
    words = "".join(f',"{word}"' for word in path)
    return f'PIVOT.VALUE({number},"__count"{words})'


def count(work, stage):
    return value(1, "work", work, "stage", stage)


def total(works, stages):
    return "+".join(f"IFERROR({count(work, stage)},0)" for work in works for stage in stages)


def rate(works, good, counted):
    return f"=IFERROR(100*({total(works, good)})/({total(works, counted)}),0)"


# (title, colour, formula, number of its format)
CARDS = (
    ("Disputes open", "#FFF7ED", f"={total(['dispute'], ['open'])}", 1),
    ("Disputes settled", "#F0FDF4", f"={total(['dispute'], ['settled'])}", 1),
    ("Success rate (%)", "#F0FDF4", rate(["dispute"], ["settled"], ["settled", "ended"]), 2),
    ("Households in relocation", "#EFF6FF", f"={total(MOVED, ['open', 'settled', 'ended'])}", 1),
    ("Signing rate (%)", "#EFF6FF", rate(MOVED, ["settled"], ["open", "settled", "ended"]), 2),
    ("Overdue", "#FFF7ED", f"=IFERROR({value(2)},0)", 1),
)


def charts():
    """Return the four charts: work, kinds of dispute, months, estates."""
    half, height = (WIDTH - GAP) // 2, 300
    right, first, second = half + GAP, TOP + 110, TOP + 120 + height
    stacked = {"legendPosition": "top", "stacked": True}
    for number, title, domain, groups, place, more in (
        (1, "Work by stage", [], ["work", "stage"], (0, first), stacked),
        (2, "Disputes by kind", DISPUTES, ["kind_id", "stage"], (right, first), stacked),
        (3, "Disputes received by month", DISPUTES, ["date:month"], (0, second), {}),
        (4, "Work by estate", [], ["area_id", "work"], (right, second), stacked),
    ):
        made = chart(number, title, "bar", domain, groups, (*place, half, height), **more)
        made["data"]["metaData"] |= {"resModel": MODEL, "measure": "__count"}
        yield made


def cells():
    """Return the cells of the first sheet: below the charts a row for each work."""
    found = {
        "A1": f"[Workload by area](odoo://ir_menu_xml_id/{MENU})",
        f"A{FIRST}": '=_t("Work")',
        f"E{FIRST}": '=_t("Overdue")',
    }
    for column, (_stage, title) in zip("BCD", COLUMNS, strict=True):
        found[f"{column}{FIRST}"] = f'=_t("{title}")'
    for row, (work, title) in enumerate(WORKS, FIRST + 1):
        found[f"A{row}"] = f'=_t("{title}")'
        for column, (stage, _title) in zip("BCD", COLUMNS, strict=True):
            found[f"{column}{row}"] = f"=IFERROR({count(work, stage)},0)"
        found[f"E{row}"] = f"=IFERROR({value(2, 'work', work)},0)"
    return found


def pivot(number, name, domain, columns):
    return {
        "type": "ODOO",
        "id": str(number),
        "formulaId": str(number),
        "name": name,
        "model": MODEL,
        "domain": domain,
        "context": {},
        "measures": [{"id": "__count", "fieldName": "__count", "aggregator": "sum"}],
        "rows": [{"fieldName": "work"}],
        "columns": columns,
        "sortedColumn": None,
        "fieldMatching": {},
    }


def dashboard():
    """Return the spreadsheet as the core addon stores it."""
    last = FIRST + len(WORKS)
    sheet = {
        "headerGroups": {"ROW": [], "COL": []},
        "conditionalFormats": [],
        "dataValidationRules": [],
        "merges": [],
        "tables": [],
        "comments": {},
        "isVisible": True,
        "rows": {},
    }
    front = {
        **sheet,
        "id": "mediation",
        "name": "Mediation",
        "colNumber": 6,
        "rowNumber": last + 2,
        # As wide as the charts: what stands beyond the last column is cut off.
        "cols": {str(column): {"size": size} for column, size in enumerate(SIZES)},
        "cells": cells(),
        "styles": {
            "A1": 3,
            f"A{FIRST}": 1,
            f"B{FIRST}:E{FIRST}": 2,
            f"B{FIRST + 1}:E{last}": 4,
        },
        "formats": {f"B{FIRST + 1}:E{last}": 1},
        "borders": {f"A{FIRST}:E{FIRST}": 1},
        "figures": [card(i, row[0], row[1]) for i, row in enumerate(CARDS)] + list(charts()),
        "areGridLinesVisible": False,
    }
    data = {
        **sheet,
        "id": "data",
        "name": "Data",
        "colNumber": 3,
        "rowNumber": len(CARDS) + 1,
        "cols": {"0": {"size": 200}},
        "cells": {
            key: text
            for row, (title, _color, formula, _format) in enumerate(CARDS, 1)
            for key, text in ((f"A{row}", f'=_t("{title}")'), (f"B{row}", formula))
        },
        "styles": {},
        "formats": {f"B{row}": number for row, (*_rest, number) in enumerate(CARDS, 1)},
        "borders": {},
        "figures": [],
        "areGridLinesVisible": True,
    }
    return {
        "version": VERSION,
        "sheets": [front, data],
        "styles": {
            "1": {"textColor": "#01666B", "bold": True, "fontSize": 14},
            "2": {"textColor": "#434343", "bold": True, "align": "right"},
            "3": {"textColor": "#01666B", "bold": True},
            "4": {"align": "right"},
        },
        "formats": {"1": "#,##0", "2": "0.0"},
        "borders": {"1": {"bottom": {"style": "thin", "color": "#B7B7B7"}}},
        "revisionId": "START_REVISION",
        "uniqueFigureIds": True,
        "settings": {
            "locale": {
                "name": "English (US)",
                "code": "en_US",
                "thousandsSeparator": ",",
                "decimalSeparator": ".",
                "dateFormat": "yyyy-mm-dd",
                "timeFormat": "hh:mm:ss",
                "formulaArgSeparator": ",",
                "weekStart": 1,
            }
        },
        "pivots": {
            "1": pivot(1, "Work by stage", [], [{"fieldName": "stage"}]),
            "2": pivot(2, "Overdue", [["is_late", "=", True]], []),
        },
        "pivotNextId": 3,
        "lists": {},
        "listNextId": 1,
        "customTableStyles": {},
        "globalFilters": [],
        "chartOdooMenusReferences": {},
    }


def text_of_dashboard():
    """Return the file's text, the same on every run."""
    return json.dumps(dashboard(), ensure_ascii=False, indent=1) + "\n"


def main():
    text = text_of_dashboard()
    if "--check" in sys.argv[1:]:
        if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            sys.exit(f"{FILE.name} is not what data/make_dashboard_mediation.py makes: run it")
        return
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

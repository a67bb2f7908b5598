#!/usr/bin/env python3
"""Make the secretary's dashboard, a spreadsheet of the core addon ``spreadsheet_dashboard``.

    python data/make_dashboard.py            # writes the file of the addon
    python data/make_dashboard.py --check    # exit code 1 if the committed file would differ

Conditions inside a dashboard are frozen in its file. It therefore asks for lines of the reports
that the program keeps (``community_report_rolling.py``) by the codes of their indicators; what an
indicator counts may be edited and the dashboard follows. Its words are translated by Odoo: titles,
``_t("...")`` in formulas and the text of links.
"""

import json
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / (
    "community_service/data/files/situation_dashboard.json"
)
VERSION = "18.5.10"
LINE = "community.report.line"
MENU = "community_service.community_situation_menu"
CURRENT = [["report_id.kind", "=", "current"]]
MONTHS = [["report_id.kind", "=", "month"]]
WIDTH, GAP, TOP = 1000, 10, 46
# (title, code of the indicator, colour)
CARDS = (
    ("Households", "households", "#EFF6FF"),
    ("Residents", "living", "#EFF6FF"),
    ("Visits", "visits", "#F0FDF4"),
    ("Coverage (%)", "coverage", "#F0FDF4"),
    ("Overdue", "overdue", "#FFF7ED"),
    ("Open needs", "needs_open", "#FFF7ED"),
)
KINDS = ("routine", "care", "aid_survey", "comfort", "policy", "hearing", "follow_up")
BANDS = ("age_0_3", "age_4_6", "age_7_17", "age_18_59", "age_60", "age_65", "age_80")
BASIC = ["population", "visits"]
LIST_ROWS = 48


def coded(domain, codes):
    return domain + [["code", "in", list(codes)]]


def card(index, title, color):
    width = (WIDTH - GAP * (len(CARDS) - 1)) // len(CARDS)
    figure = f"card-{index}"
    return {
        "id": figure,
        "col": 0,
        "row": 0,
        "offset": {"x": index * (width + GAP), "y": TOP},
        "width": width,
        "height": 100,
        "tag": "chart",
        "data": {
            "type": "scorecard",
            "title": {"text": title, "bold": True, "color": "#434343", "fontSize": 14},
            "background": color,
            "keyValue": f"Data!B{index + 1}",
            "humanize": False,
            "chartId": figure,
        },
    }


def chart(number, title, kind, domain, groups, place, **more):
    """Return a chart of report lines.

    :param place: x, y, width and height in pixels
    """
    figure = f"chart-{number}"
    x, y, width, height = place
    return {
        "id": figure,
        "col": 0,
        "row": 0,
        "offset": {"x": x, "y": y},
        "width": width,
        "height": height,
        "tag": "chart",
        "data": {
            "type": f"odoo_{kind}",
            "title": {"text": title, "bold": True, "color": "#01666B", "fontSize": 15},
            "background": "#FFFFFF",
            "legendPosition": "none",
            "metaData": {
                "groupBy": groups,
                "measure": "value",
                "order": None,
                "resModel": LINE,
                "mode": kind if kind in ("bar", "line", "pie") else "bar",
            },
            "searchParams": {
                "comparison": None,
                "context": {},
                "domain": domain,
                "groupBy": groups,
                "orderBy": [],
            },
            "dataSets": [{}],
            "verticalAxisPosition": "left",
            "stacked": False,
            "chartId": figure,
            "fieldMatching": {},
            **more,
        },
    }


def charts():
    half, height = (WIDTH - GAP) // 2, 300
    right, first, second = half + GAP, TOP + 110, TOP + 120 + height
    month = ["date_from:month"]
    yield chart(
        1,
        "Visits by month",
        "bar",
        coded(MONTHS, ("visits", "absent")),
        [*month, "indicator_id"],
        (0, first, half, height),
        legendPosition="top",
        stacked=True,
    )
    yield chart(
        2,
        "Coverage by month (%)",
        "line",
        coded(MONTHS, ("coverage",)),
        month,
        (right, first, half, height),
    )
    yield chart(
        3,
        "Visits this year by kind",
        "bar",
        coded(CURRENT, (f"visits_{kind}" for kind in KINDS)),
        ["indicator_id"],
        (0, second, half, height),
        horizontal=True,
    )
    yield chart(
        4,
        "People living here by age",
        "bar",
        coded(CURRENT, BANDS),
        ["indicator_id"],
        (right, second, half, height),
    )


def cells():
    """Return the cells of the first sheet: the day of the figures, below the charts two tables."""
    first = 37
    found = {
        "A1": '=_t("Figures of")',
        "B1": '=ODOO.LIST(3,1,"date_computed")',
        "D1": f"[Refresh figures](odoo://ir_menu_xml_id/{MENU})",
        f"A{first}": '=_t("Care and help")',
        f"E{first}": '=_t("Population and visits")',
    }
    for number, column in ((1, "A"), (2, "E")):
        names, values, before = (chr(ord(column) + step) for step in range(3))
        found[f"{values}{first}"] = '=_t("This year")'
        found[f"{before}{first}"] = '=_t("Previous period")'
        for row in range(1, LIST_ROWS + 1):
            found[f"{names}{first + row}"] = f'=ODOO.LIST({number},{row},"name")'
            found[f"{values}{first + row}"] = f'=ODOO.LIST({number},{row},"value_text")'
            found[f"{before}{first + row}"] = f'=ODOO.LIST({number},{row},"previous_text")'
    return found, first


def lines_list(number, name, domain):
    return {
        "id": str(number),
        "name": name,
        "model": LINE,
        "columns": ["name", "value_text", "previous_text"],
        "domain": domain,
        "context": {},
        "orderBy": [{"name": "sequence", "asc": True}],
        "fieldMatching": {},
    }


def dashboard():
    """Return the spreadsheet as the core addon stores it."""
    content, first = cells()
    last = first + LIST_ROWS
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
        "id": "situation",
        "name": "Situation",
        "colNumber": 7,
        "rowNumber": last + 2,
        "cols": {
            "0": {"size": 270},
            "1": {"size": 110},
            "2": {"size": 110},
            "3": {"size": 40},
            "4": {"size": 270},
            "5": {"size": 100},
            "6": {"size": 100},
        },
        "cells": content,
        "styles": {
            "A1:B1": 3,
            "D1": 4,
            f"A{first}": 1,
            f"E{first}": 1,
            f"B{first}:C{first}": 2,
            f"F{first}:G{first}": 2,
            f"B{first + 1}:C{last}": 5,
            f"F{first + 1}:G{last}": 5,
        },
        "formats": {"B1": 3},
        "borders": {f"A{first}:C{first}": 1, f"E{first}:G{first}": 1},
        "figures": [card(i, title, color) for i, (title, _code, color) in enumerate(CARDS)]
        + list(charts()),
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
            for row, (title, code, _color) in enumerate(CARDS, 1)
            for key, text in (
                (f"A{row}", f'=_t("{title}")'),
                (f"B{row}", f'=PIVOT.VALUE(1,"value:sum","code","{code}")'),
            )
        },
        "styles": {},
        "formats": {
            f"B{row}": 2 if code == "coverage" else 1
            for row, (_title, code, _color) in enumerate(CARDS, 1)
        },
        "borders": {},
        "figures": [],
        "areGridLinesVisible": True,
    }
    report = {
        **lines_list(3, "Reports", CURRENT),
        "model": "community.report",
        "columns": ["name", "date_from", "date_to", "date_computed"],
        "domain": [["kind", "=", "current"]],
        "orderBy": [],
    }
    pivot = {
        "type": "ODOO",
        "id": "1",
        "formulaId": "1",
        "name": "Situation",
        "model": LINE,
        "domain": CURRENT,
        "context": {},
        "measures": [{"id": "value:sum", "fieldName": "value", "aggregator": "sum"}],
        "rows": [{"fieldName": "code"}],
        "columns": [],
        "sortedColumn": None,
        "fieldMatching": {},
    }
    return {
        "version": VERSION,
        "sheets": [front, data],
        "styles": {
            "1": {"textColor": "#01666B", "bold": True, "fontSize": 14},
            "2": {"textColor": "#434343", "bold": True, "align": "right"},
            "3": {"textColor": "#666666"},
            "4": {"textColor": "#01666B", "bold": True},
            "5": {"align": "right"},
        },
        "formats": {"1": "#,##0", "2": "0.0", "3": "yyyy-mm-dd hh:mm"},
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
        "pivots": {"1": pivot},
        "pivotNextId": 2,
        "lists": {
            "1": lines_list(1, "Care and help", CURRENT + [["section", "not in", BASIC]]),
            "2": lines_list(2, "Population and visits", CURRENT + [["section", "in", BASIC]]),
            "3": report,
        },
        "listNextId": 4,
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
            sys.exit(f"{FILE.name} is not what data/make_dashboard.py makes: run it")
        return
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

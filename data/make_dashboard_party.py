#!/usr/bin/env python3
"""Make the dashboard of Party building, a spreadsheet of the core addon ``spreadsheet_dashboard``.

    python data/make_dashboard_party.py            # writes the file of the addon
    python data/make_dashboard_party.py --check    # exit code 1 if the committed file would differ

It asks the records themselves, so everybody sees the figures of their own branch and those below
it and nothing else. Days in conditions are relative (``today +30d``) and read by the server.
"""

import json
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "community_party/data/files/party_dashboard.json"
VERSION = "18.5.10"
WIDTH, GAP, TOP, CARD, CHART = 1000, 10, 46, 100, 300
ROWS = 15

MEMBER = "community.party.member"
DUES = "community.party.dues"
SHEET = "community.party.compliance"
STEP = "community.party.step.record"
POST = "community.party.post"
HERE = [["status", "in", ["normal", "mobile", "lost_contact"]]]
ACCEPTED = [*HERE, ["stage", "in", ["probationary", "full"]]]
THIS_YEAR = [["date_from", ">=", "=1m =1d"], ["date_from", "<", "=1m =1d +1y"]]
HELD = [["date_to", "=", False], ["date_term_end", "!=", False]]
# title, model, condition, field summed (or None: records are counted), colour
CARDS = (
    ("Full members", MEMBER, [*HERE, ["stage", "=", "full"]], None, "#EFF6FF"),
    (
        "On the way in",
        MEMBER,
        [*HERE, ["stage", "not in", ["probationary", "full"]]],
        None,
        "#EFF6FF",
    ),
    (
        "Behind with dues",
        MEMBER,
        [*HERE, ["dues_alert", "in", ["warning", "flag"]]],
        None,
        "#FFF7ED",
    ),
    ("Meetings held", SHEET, THIS_YEAR, "held", "#F0FDF4"),
    ("Not held", SHEET, THIS_YEAR, "missing", "#FFF7ED"),
    (
        "Terms ending",
        POST,
        [*HELD, ["date_term_end", "<=", "today +6m"]],
        None,
        "#FFF7ED",
    ),
)
# title, model, condition, groups, measure, look
CHARTS = (
    ("Members by kind", MEMBER, ACCEPTED, ["category_ids"], "__count", {"horizontal": True}),
    (
        "Members by age",
        MEMBER,
        ACCEPTED,
        ["age_band", "stage"],
        "__count",
        {"stacked": True, "legendPosition": "top"},
    ),
    (
        "Dues by month (yuan)",
        DUES,
        [["month", ">=", "today -11m =1d"], ["state", "in", ["paid", "unpaid"]]],
        ["month:month", "state"],
        "amount",
        {"stacked": True, "legendPosition": "top"},
    ),
    (
        "Meetings due this year",
        SHEET,
        [*THIS_YEAR, ["due", ">", 0]],
        ["meeting_kind", "state"],
        "due",
        {"stacked": True, "legendPosition": "top"},
    ),
)
# title, menu, model, condition, order, columns
LISTS = (
    (
        "Admission: due next",
        "community_party.community_party_step_record_menu",
        STEP,
        [["state", "=", "open"], ["date_latest", "!=", False]],
        "date_latest",
        ("member_id", "step_id", "date_latest"),
    ),
    (
        "Posts running out",
        "community_party.community_party_post_menu",
        POST,
        [*HELD, ["date_term_end", "<=", "today +12m"]],
        "date_term_end",
        ("member_id", "organization_id", "date_term_end"),
    ),
)


def box(name, place, data):
    """Return a figure of the sheet.

    :param place: x, y, width and height in pixels
    """
    x, y, width, height = place
    return {
        "id": name,
        "col": 0,
        "row": 0,
        "offset": {"x": x, "y": y},
        "width": width,
        "height": height,
        "tag": "chart",
        "data": {**data, "chartId": name},
    }


def cards():
    width = (WIDTH - GAP * (len(CARDS) - 1)) // len(CARDS)
    for number, (title, _model, _domain, _field, color) in enumerate(CARDS):
        yield box(
            f"card-{number}",
            (number * (width + GAP), TOP, width, CARD),
            {
                "type": "scorecard",
                "title": {"text": title, "bold": True, "color": "#434343", "fontSize": 12},
                "background": color,
                "keyValue": f"Data!B{number + 1}",
                "humanize": False,
            },
        )


def charts():
    half = (WIDTH - GAP) // 2
    for number, (title, model, domain, groups, measure, look) in enumerate(CHARTS):
        x = (half + GAP) * (number % 2)
        y = TOP + CARD + GAP + (CHART + GAP) * (number // 2)
        yield box(
            f"chart-{number + 1}",
            (x, y, half, CHART),
            {
                "type": "odoo_bar",
                "title": {"text": title, "bold": True, "color": "#B42318", "fontSize": 15},
                "background": "#FFFFFF",
                "legendPosition": "none",
                "metaData": {
                    "groupBy": groups,
                    "measure": measure,
                    "order": None,
                    "resModel": model,
                    "mode": "bar",
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
                "fieldMatching": {},
                **look,
            },
        )


def front():
    first = 37
    last = first + ROWS
    cells = {"A1": '=_t("Figures of today, of your own branches")'}
    styles = {"A1": 3}
    borders = {}
    for number, (column, (title, menu, *_rest, columns)) in enumerate(
        zip(("A", "E"), LISTS, strict=True), 1
    ):
        end = chr(ord(column) + len(columns) - 1)
        cells[f"{column}{first}"] = f"[{title}](odoo://ir_menu_xml_id/{menu})"
        styles[f"{column}{first}:{end}{first}"] = 1
        borders[f"{column}{first}:{end}{first}"] = 1
        for row in range(1, ROWS + 1):
            for step, name in enumerate(columns):
                key = f"{chr(ord(column) + step)}{first + row}"
                cells[key] = f'=ODOO.LIST({number},{row},"{name}")'
    return {
        "headerGroups": {"ROW": [], "COL": []},
        "conditionalFormats": [],
        "dataValidationRules": [],
        "merges": [],
        "tables": [],
        "comments": {},
        "isVisible": True,
        "rows": {},
        "id": "party",
        "name": "Party building",
        "colNumber": 7,
        "rowNumber": last + 2,
        "cols": {str(number): {"size": size} for number, size in enumerate(
            (110, 270, 100, 40, 110, 270, 100)
        )},
        "cells": cells,
        "styles": styles,
        "formats": {f"C{first + 1}:C{last}": 2, f"G{first + 1}:G{last}": 2},
        "borders": borders,
        "figures": [*cards(), *charts()],
        "areGridLinesVisible": False,
    }  # fmt: skip


def data_sheet(sheet):
    cells = {}
    for number, (title, _model, _domain, field, _color) in enumerate(CARDS, 1):
        measure = f"{field}:sum" if field else "__count"
        cells[f"A{number}"] = f'=_t("{title}")'
        figure = f'PIVOT.VALUE({number},"{measure}")'
        # Nothing to count gives an empty text; a card shows 0.
        cells[f"B{number}"] = f'=IF({figure}="",0,{figure})'
    return {
        **sheet,
        "id": "data",
        "name": "Data",
        "colNumber": 3,
        "rowNumber": len(CARDS) + 1,
        "cols": {"0": {"size": 200}},
        "cells": cells,
        "styles": {},
        "formats": {f"B1:B{len(CARDS)}": 1},
        "borders": {},
        "figures": [],
    }


def pivots():
    return {
        str(number): {
            "type": "ODOO",
            "id": str(number),
            "formulaId": str(number),
            "name": title,
            "model": model,
            "domain": domain,
            "context": {},
            "measures": [
                {"id": f"{field}:sum", "fieldName": field, "aggregator": "sum"}
                if field
                else {"id": "__count", "fieldName": "__count"}
            ],
            "rows": [],
            "columns": [],
            "sortedColumn": None,
            "fieldMatching": {},
        }
        for number, (title, model, domain, field, _color) in enumerate(CARDS, 1)
    }


def lists():
    return {
        str(number): {
            "id": str(number),
            "name": title,
            "model": model,
            "columns": list(columns),
            "domain": domain,
            "context": {},
            "orderBy": [{"name": order, "asc": True}],
            "fieldMatching": {},
        }
        for number, (title, _menu, model, domain, order, columns) in enumerate(LISTS, 1)
    }


def dashboard():
    """Return the spreadsheet as the core addon stores it."""
    sheet = front()
    return {
        "version": VERSION,
        "sheets": [sheet, data_sheet(sheet)],
        "styles": {
            "1": {"textColor": "#B42318", "bold": True, "fontSize": 14},
            "3": {"textColor": "#666666"},
        },
        "formats": {"1": "#,##0", "2": "yyyy-mm-dd"},
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
        "pivots": pivots(),
        "pivotNextId": len(CARDS) + 1,
        "lists": lists(),
        "listNextId": len(LISTS) + 1,
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
            sys.exit(f"{FILE.name} is not what data/make_dashboard_party.py makes: run it")
        return
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

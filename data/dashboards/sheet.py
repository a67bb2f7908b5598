"""Build a dashboard, a spreadsheet of ``spreadsheet_dashboard``, from its description.

Every dashboard looks alike: a row of cards, four charts, below them tables side by side. A module
beside this one describes each; its words are translated by Odoo: titles, ``_t("...")`` in formulas
and the text of links. Conditions inside a dashboard are frozen in its file, days in them are
relative (``today +30d``) and read by the server, as the reader and by the reader's rules.
"""

import json
from typing import NamedTuple

VERSION = "18.5.10"
WIDTH, GAP, TOP, CARD, CHART = 1000, 10, 46, 100, 300
FIRST = 37  # the row of the tables' titles, just below the charts
ACCENT = "#01666B"
STYLES = {
    "title": {"bold": True, "fontSize": 14},
    "head": {"textColor": "#434343", "bold": True, "align": "right"},
    "note": {"textColor": "#666666"},
    "link": {"bold": True},
    "right": {"align": "right"},
}
FORMATS = {
    "number": "#,##0",
    "rate": "0.0",
    "moment": "yyyy-mm-dd hh:mm",
    "day": "yyyy-mm-dd",
}
LOCALE = {
    "name": "English (US)",
    "code": "en_US",
    "thousandsSeparator": ",",
    "decimalSeparator": ".",
    "dateFormat": "yyyy-mm-dd",
    "timeFormat": "hh:mm:ss",
    "formulaArgSeparator": ",",
    "weekStart": 1,
}


class Card(NamedTuple):
    """A number in a coloured box; ``form`` is a key of ``FORMATS``."""

    title: str
    color: str
    formula: str
    form: str = "number"


class Chart(NamedTuple):
    """A chart of records; ``look`` are further settings of the chart."""

    title: str
    model: str
    domain: list
    groups: list
    measure: str = "__count"
    kind: str = "bar"
    look: dict = {}


class Pivot(NamedTuple):
    """Figures that formulas ask by ``value(number of the pivot, ...)``."""

    name: str
    model: str
    domain: list
    measure: str = "__count"
    rows: tuple = ()
    columns: tuple = ()


class Lines(NamedTuple):
    """Records that formulas ask by ``ODOO.LIST(number of the list, ...)``."""

    name: str
    model: str
    columns: list
    domain: list
    order: str = ""


class Table(NamedTuple):
    """A table below the charts.

    :param column: letter of its first column
    :param title: what stands above the first column
    :param rows: a list of cells for each row
    :param heads: what stands above the other columns; numbers then, aligned to the right
    :param forms: columns (``B`` or ``B:E``) and their key of ``FORMATS``
    """

    column: str
    title: str
    rows: list
    heads: tuple = ()
    forms: dict = {}


class Dashboard(NamedTuple):
    """The description of a dashboard.

    :param file: where it lies, from the root of the checkout
    :param widths: pixels of each column; as wide as the charts together, since what stands beyond
        the last column is cut off
    :param notes: the cells of the first row
    :param looks: cells or ranges of the first row and their key of ``STYLES``
    :param forms: cells of the first row and their key of ``FORMATS``
    :param colors: of the series of each chart in their order; without them those of Odoo
    """

    file: str
    key: str
    name: str
    widths: tuple
    cards: tuple
    charts: tuple
    pivots: tuple
    tables: tuple
    notes: dict
    looks: dict
    forms: dict = {}
    lists: tuple = ()
    accent: str = ACCENT
    card_size: int = 14
    colors: tuple = ()


def value(pivot, measure, *path):
    """Return the part of a formula that reads a figure of a pivot."""
    words = "".join(f',"{word}"' for word in path)
    return f'PIVOT.VALUE({pivot},"{measure}"{words})'


def said(text):
    """Return the formula of a text that Odoo translates."""
    return f'=_t("{text}")'


def link(text, menu):
    """Return the cell of a translated link to a menu."""
    return f"[{text}](odoo://ir_menu_xml_id/{menu})"


def letter(column, step):
    """Return the letter of the column ``step`` columns further on."""
    return chr(ord(column) + step)


def column_of(table):
    """Return the letter of a table's last column."""
    return letter(table.column, max(map(len, table.rows)) - 1)


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
        "data": data,
    }


def cards(spec):
    width = (WIDTH - GAP * (len(spec.cards) - 1)) // len(spec.cards)
    size = {"bold": True, "color": "#434343", "fontSize": spec.card_size}
    for number, card in enumerate(spec.cards):
        data = {
            "type": "scorecard",
            "title": {"text": card.title, **size},
            "background": card.color,
            "keyValue": f"Data!B{number + 1}",
            "humanize": False,
            "chartId": f"card-{number}",
        }
        yield box(data["chartId"], (number * (width + GAP), TOP, width, CARD), data)


def charts(spec):
    half = (WIDTH - GAP) // 2
    for number, chart in enumerate(spec.charts):
        x = (half + GAP) * (number % 2)
        y = TOP + CARD + GAP + (CHART + GAP) * (number // 2)
        data = {
            "type": f"odoo_{chart.kind}",
            "title": {"text": chart.title, "bold": True, "color": spec.accent, "fontSize": 15},
            "background": "#FFFFFF",
            "legendPosition": "none",
            "metaData": {
                "groupBy": chart.groups,
                "measure": chart.measure,
                "order": None,
                "resModel": chart.model,
                "mode": chart.kind,
            },
            "searchParams": {
                "comparison": None,
                "context": {},
                "domain": chart.domain,
                "groupBy": chart.groups,
                "orderBy": [],
            },
            "dataSets": [{"backgroundColor": color} for color in spec.colors] or [{}],
            "verticalAxisPosition": "left",
            "stacked": False,
            "chartId": f"chart-{number + 1}",
            "fieldMatching": {},
            **chart.look,
        }
        yield box(data["chartId"], (x, y, half, CHART), data)


def cells(spec):
    """Return the cells of the first sheet: notes above the charts, tables below them."""
    found = {f"{column}1": text for column, text in spec.notes.items()}
    found |= {f"{table.column}{FIRST}": table.title for table in spec.tables}
    for table in spec.tables:
        for step, head in enumerate(table.heads, 1):
            found[f"{letter(table.column, step)}{FIRST}"] = said(head)
        for row, texts in enumerate(table.rows, FIRST + 1):
            for step, text in enumerate(texts):
                found[f"{letter(table.column, step)}{row}"] = text
    return found


def looks(spec):
    """Return the styles of cells and ranges of the first sheet."""
    found = dict(spec.looks)
    for table in spec.tables:
        # Without heads the title stands above all of the table.
        alone = "" if table.heads else f":{column_of(table)}{FIRST}"
        found[f"{table.column}{FIRST}{alone}"] = "title"
    headed = [table for table in spec.tables if table.heads]
    for table in headed:
        found[f"{letter(table.column, 1)}{FIRST}:{column_of(table)}{FIRST}"] = "head"
    for table in headed:
        last = FIRST + len(table.rows)
        found[f"{letter(table.column, 1)}{FIRST + 1}:{column_of(table)}{last}"] = "right"
    return found


def forms(spec):
    """Return the formats of cells and ranges of the first sheet."""
    found = dict(spec.forms)
    for table in spec.tables:
        for columns, form in table.forms.items():
            start, _colon, end = columns.partition(":")
            found[f"{start}{FIRST + 1}:{end or start}{FIRST + len(table.rows)}"] = form
    return found


def sheet(key, name, widths, rows, **content):
    return {
        "headerGroups": {"ROW": [], "COL": []},
        "conditionalFormats": [],
        "dataValidationRules": [],
        "merges": [],
        "tables": [],
        "comments": {},
        "isVisible": True,
        "rows": {},
        "id": key,
        "name": name,
        "colNumber": max(len(widths), 3),
        "rowNumber": rows,
        "cols": {str(number): {"size": size} for number, size in enumerate(widths)},
        **content,
    }


def pivot(number, spec):
    field = spec.measure.partition(":")[0]
    return {
        "type": "ODOO",
        "id": number,
        "formulaId": number,
        "name": spec.name,
        "model": spec.model,
        "domain": spec.domain,
        "context": {},
        "measures": [{"id": spec.measure, "fieldName": field, "aggregator": "sum"}],
        "rows": [{"fieldName": name} for name in spec.rows],
        "columns": [{"fieldName": name} for name in spec.columns],
        "sortedColumn": None,
        "fieldMatching": {},
    }


def lines(number, spec):
    return {
        "id": number,
        "name": spec.name,
        "model": spec.model,
        "columns": spec.columns,
        "domain": spec.domain,
        "context": {},
        "orderBy": [{"name": spec.order, "asc": True}] if spec.order else [],
        "fieldMatching": {},
    }


def numbered(items):
    return {str(number): item for number, item in enumerate(items, 1)}


def dashboard(spec):
    """Return the spreadsheet of a :class:`Dashboard` as the core addon stores it."""
    front_looks, front_forms = looks(spec), forms(spec)
    data_forms = {f"B{row}": card.form for row, card in enumerate(spec.cards, 1)}
    # What no cell uses does not stand in the file.
    styles = [name for name in STYLES if name in front_looks.values()]
    formats = [name for name in FORMATS if name in {*front_forms.values(), *data_forms.values()}]
    colors = dict.fromkeys(("title", "link"), {"textColor": spec.accent})
    number_of_style = {name: number for number, name in enumerate(styles, 1)}
    number_of_format = {name: number for number, name in enumerate(formats, 1)}
    borders = {f"{table.column}{FIRST}:{column_of(table)}{FIRST}": 1 for table in spec.tables}
    front = sheet(
        spec.key,
        spec.name,
        spec.widths,
        FIRST + max(len(table.rows) for table in spec.tables) + 2,
        cells=cells(spec),
        styles={cell: number_of_style[name] for cell, name in front_looks.items()},
        formats={cell: number_of_format[name] for cell, name in front_forms.items()},
        borders=borders,
        figures=[*cards(spec), *charts(spec)],
        areGridLinesVisible=False,
    )
    data = sheet(
        "data",
        "Data",
        (200,),
        len(spec.cards) + 1,
        cells={
            key: text
            for row, card in enumerate(spec.cards, 1)
            for key, text in ((f"A{row}", said(card.title)), (f"B{row}", card.formula))
        },
        styles={},
        formats={cell: number_of_format[name] for cell, name in data_forms.items()},
        borders={},
        figures=[],
        areGridLinesVisible=True,
    )
    return {
        "version": VERSION,
        "sheets": [front, data],
        "styles": numbered({**colors.get(name, {}), **STYLES[name]} for name in styles),
        "formats": numbered(FORMATS[name] for name in formats),
        "borders": {"1": {"bottom": {"style": "thin", "color": "#B7B7B7"}}},
        "revisionId": "START_REVISION",
        "uniqueFigureIds": True,
        "settings": {"locale": LOCALE},
        "pivots": {str(n): pivot(str(n), made) for n, made in enumerate(spec.pivots, 1)},
        "pivotNextId": len(spec.pivots) + 1,
        "lists": {str(n): lines(str(n), made) for n, made in enumerate(spec.lists, 1)},
        "listNextId": len(spec.lists) + 1,
        "customTableStyles": {},
        "globalFilters": [],
        "chartOdooMenusReferences": {},
    }


def text_of(spec):
    """Return the text of a dashboard's file, the same on every run."""
    return json.dumps(dashboard(spec), ensure_ascii=False, indent=1) + "\n"

"""The secretary's dashboard.

It asks for lines of the reports that the program keeps (this year up to today, this month and the
twelve before it) by the codes of their indicators; what an indicator counts may be edited and the
dashboard follows.
"""

from .sheet import Card, Chart, Dashboard, Lines, Pivot, Table, link, said, value

LINE = "community.report.line"
CURRENT = [["report_id.kind", "=", "current"]]
# A month that nobody recorded has no bar: that is not none.
MONTHS = [["report_id.kind", "=", "month"], ["is_known", "=", True]]
KINDS = ("routine", "care", "aid_survey", "comfort", "policy", "hearing", "follow_up")
BANDS = ("age_0_3", "age_4_6", "age_7_17", "age_18_59", "age_60", "age_65", "age_80")
BASIC = ["population", "visits"]
COLUMNS = ["name", "value_text", "previous_text"]
ROWS = 48


def coded(domain, codes):
    return domain + [["code", "in", list(codes)]]


def card(title, code, color, form="number"):
    return Card(title, color, f"={value(1, 'value:sum', 'code', code)}", form)


def chart(title, domain, groups, kind="bar", **look):
    return Chart(title, LINE, domain, groups, "value", kind, look)


def table(column, title, number):
    rows = [
        [f'=ODOO.LIST({number},{row},"{name}")' for name in COLUMNS] for row in range(1, ROWS + 1)
    ]
    return Table(column, said(title), rows, ("This year", "The same time last year"))


DASHBOARD = Dashboard(
    file="community_service/data/files/situation_dashboard.json",
    key="situation",
    name="Situation",
    widths=(270, 110, 110, 40, 270, 100, 100),
    cards=(
        card("Households", "households", "#EFF6FF"),
        card("Residents", "living", "#EFF6FF"),
        card("Visits", "visits", "#F0FDF4"),
        card("Coverage (%)", "coverage", "#F0FDF4", "rate"),
        card("Overdue", "overdue", "#FFF7ED"),
        card("Open needs", "needs_open", "#FFF7ED"),
    ),
    charts=(
        chart(
            "Visits by month",
            coded(MONTHS, ("visits", "absent")),
            ["date_from:month", "indicator_id"],
            legendPosition="top",
            stacked=True,
        ),
        chart("Coverage by month (%)", coded(MONTHS, ("coverage",)), ["date_from:month"], "line"),
        chart(
            "Visits this year by kind",
            coded(CURRENT, (f"visits_{kind}" for kind in KINDS)),
            ["indicator_id"],
            horizontal=True,
        ),
        chart("People living here by age", coded(CURRENT, BANDS), ["indicator_id"]),
    ),
    pivots=(Pivot("Situation", LINE, CURRENT, "value:sum", ("code",)),),
    lists=(
        Lines("Care and help", LINE, COLUMNS, CURRENT + [["section", "not in", BASIC]], "sequence"),
        Lines(
            "Population and visits", LINE, COLUMNS, CURRENT + [["section", "in", BASIC]], "sequence"
        ),
        Lines(
            "Reports",
            "community.report",
            ["name", "date_from", "date_to", "date_computed"],
            [["kind", "=", "current"]],
        ),
    ),
    notes={
        "A": said("Figures of"),
        "B": '=ODOO.LIST(3,1,"date_computed")',
        "D": link("Refresh figures", "community_service.community_situation_menu"),
    },
    looks={"A1:B1": "note", "D1": "link"},
    forms={"B1": "moment"},
    tables=(table("A", "Care and help", 1), table("E", "Population and visits", 2)),
)

"""The dashboard of Party building.

It asks the records themselves, so everybody sees the figures of their own branch and those below
it and nothing else.
"""

from .sheet import Card, Chart, Dashboard, Lines, Pivot, Table, link, said, value

MEMBER = "community.party.member"
DUES = "community.party.dues"
SHEET = "community.party.compliance"
STEP = "community.party.step.record"
POST = "community.party.post"
HERE = [["status", "in", ["normal", "mobile", "lost_contact"]]]
ACCEPTED = [*HERE, ["stage", "in", ["probationary", "full"]]]
THIS_YEAR = [["date_from", ">=", "=1m =1d"], ["date_from", "<", "=1m =1d +1y"]]
HELD = [["date_to", "=", False], ["date_term_end", "!=", False]]
COUNTED = (
    (Pivot("Full members", MEMBER, [*HERE, ["stage", "=", "full"]]), "#EFF6FF"),
    (
        Pivot("On the way in", MEMBER, [*HERE, ["stage", "not in", ["probationary", "full"]]]),
        "#EFF6FF",
    ),
    (
        Pivot("Behind with dues", MEMBER, [*HERE, ["dues_alert", "in", ["warning", "flag"]]]),
        "#FFF7ED",
    ),
    (Pivot("Meetings held", SHEET, THIS_YEAR, "held:sum"), "#F0FDF4"),
    (Pivot("Not held", SHEET, THIS_YEAR, "missing:sum"), "#FFF7ED"),
    (Pivot("Terms ending", POST, [*HELD, ["date_term_end", "<=", "today +6m"]]), "#FFF7ED"),
)
# Red and gold of the Party, light and dark in turn so that neighbours are told apart in grey.
COLORS = ("#C8102E", "#F2B705", "#7A0C1E", "#FBE08A", "#8A6508", "#F28B82", "#5A4300", "#D9A441")
STACKED = {"stacked": True, "legendPosition": "top"}
ROWS = 15


def card(number, pivot, color):
    figure = value(number, pivot.measure)
    # Nothing to count gives an empty text; a card shows 0.
    return Card(pivot.name, color, f'=IF({figure}="",0,{figure})')


def table(column, number, lines, menu):
    rows = [
        [f'=ODOO.LIST({number},{row},"{name}")' for name in lines.columns]
        for row in range(1, ROWS + 1)
    ]
    day = chr(ord(column) + lines.columns.index(lines.order))
    return Table(column, link(lines.name, menu), rows, forms={day: "day"})


STEPS = Lines(
    "Admission: due next",
    STEP,
    ["member_id", "step_id", "date_latest"],
    [["state", "=", "open"], ["date_latest", "!=", False]],
    "date_latest",
)
POSTS = Lines(
    "Posts running out",
    POST,
    ["member_id", "organization_id", "date_term_end"],
    [*HELD, ["date_term_end", "<=", "today +12m"]],
    "date_term_end",
)
DASHBOARD = Dashboard(
    file="community_party/data/files/party_dashboard.json",
    key="party",
    name="Party building",
    accent="#B42318",
    colors=COLORS,
    card_size=12,
    widths=(110, 270, 100, 40, 110, 270, 100),
    cards=tuple(card(number, *row) for number, row in enumerate(COUNTED, 1)),
    charts=(
        Chart("Members by kind", MEMBER, ACCEPTED, ["category_ids"], look={"horizontal": True}),
        Chart("Members by age", MEMBER, ACCEPTED, ["age_band", "stage"], look=STACKED),
        Chart(
            "Dues by month (yuan)",
            DUES,
            [["month", ">=", "today -11m =1d"], ["state", "in", ["paid", "unpaid"]]],
            ["month:month", "state"],
            "amount",
            look=STACKED,
        ),
        Chart(
            "Meetings due this year",
            SHEET,
            [*THIS_YEAR, ["due", ">", 0]],
            ["meeting_kind", "state"],
            "due",
            look=STACKED,
        ),
    ),
    pivots=tuple(pivot for pivot, _color in COUNTED),
    lists=(STEPS, POSTS),
    notes={"A": said("Figures of today, of your own branches")},
    looks={"A1": "note"},
    tables=(
        table("A", 1, STEPS, "community_party.community_party_step_record_menu"),
        table("E", 2, POSTS, "community_party.community_party_post_menu"),
    ),
)

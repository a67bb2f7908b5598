"""The dashboard of what the Party does and what it spends: plans, pledges, awards, the fund.

As the one of Party building it asks the records themselves, each reader's own.
"""

from .party import COLORS, STACKED, card, table
from .sheet import Chart, Dashboard, Lines, Pivot, said

LINE = "community.party.plan.line"
PLEDGE = "community.party.pledge"
AWARD = "community.party.award"
SOURCE = "community.party.fund.source"
BUDGET = "community.party.fund.budget"


def this_year(field):
    return [[field, ">=", "=1m =1d"], [field, "<", "=1m =1d +1y"]]


WORK = [["plan_id.kind", "=", "work"]]
DUE = [*WORK, ["state", "!=", "cancelled"], *this_year("date_due")]
GRANTED = [["state", "=", "granted"], *this_year("date_decided")]
COUNTED = (
    (Pivot("Plan lines of this year", LINE, DUE), "#EFF6FF"),
    (
        Pivot(
            "Plan lines overdue", LINE, [*WORK, ["state", "=", "open"], ["date_due", "<", "today"]]
        ),
        "#FFF7ED",
    ),
    (Pivot("Pledges in hand", PLEDGE, [["state", "in", ["claimed", "fulfilled"]]]), "#EFF6FF"),
    (
        Pivot("Pledges kept", PLEDGE, [["state", "=", "confirmed"], *this_year("date_confirmed")]),
        "#F0FDF4",
    ),
    (Pivot("Awards of this year", AWARD, GRANTED), "#F0FDF4"),
    (Pivot("Left in the fund (yuan)", "community.party.fund", [], "balance:sum"), "#EFF6FF"),
)
NEXT = Lines(
    "Plan lines due next",
    LINE,
    ["name", "organization_id", "date_due"],
    [*WORK, ["state", "=", "open"]],
    "date_due",
)
COMING = Lines(
    "Money still to come",
    SOURCE,
    ["name", "giver", "date_due"],
    [["open_amount", ">", 0]],
    "date_due",
)
DASHBOARD = Dashboard(
    file="community_party/data/files/party_work_dashboard.json",
    key="party_work",
    name="Party work and fund",
    accent="#B42318",
    colors=COLORS,
    card_size=12,
    widths=(190, 190, 100, 40, 190, 190, 100),
    cards=tuple(card(number, *row) for number, row in enumerate(COUNTED, 1)),
    charts=(
        Chart("Plan lines of this year by goal", LINE, DUE, ["goal", "state"], look=STACKED),
        Chart(
            "Pledges by month",
            PLEDGE,
            [["date", ">=", "today -11m =1d"], ["state", "not in", ["withdrawn", "lapsed"]]],
            ["date:month", "state"],
            look=STACKED,
        ),
        Chart(
            "Awards of this year by kind", AWARD, GRANTED, ["kind_id"], look={"horizontal": True}
        ),
        Chart(
            "Used of the budget (yuan)",
            BUDGET,
            [["year_id.state", "=", "open"]],
            ["use_kind"],
            "used_amount",
            look={"horizontal": True},
        ),
    ),
    pivots=tuple(pivot for pivot, _color in COUNTED),
    lists=(NEXT, COMING),
    notes={"A": said("Figures of today, of your own branches")},
    looks={"A1": "note"},
    tables=(
        table("A", 1, NEXT, "community_party.community_party_plan_line_menu_work"),
        table("E", 2, COMING, "community_party.community_party_fund_source_menu"),
    ),
)

"""The dashboard of a grid worker.

It asks the records themselves, so everybody sees the figures of the own grids and nothing else.
"""

from .party import STACKED, card, table
from .sheet import Chart, Dashboard, Lines, Pivot, said

HOME = "community.household"
VISIT = "community.visit"
NEED = "community.visit.need"
REQUEST = "community.request"
OPEN = [["state", "=", "open"]]
LATE = [*OPEN, ["date_due", "<", "today"]]
THIS_MONTH = [["date", ">=", "=1d"], ["date", "<=", "today"]]
ASKED = [["state", "in", ["draft", "waiting", "accepted", "in_progress", "reopened"]]]
OVERDUE = [["is_overdue", "=", True]]
COUNTED = (
    (Pivot("Homes overdue", HOME, OVERDUE), "#FFF7ED"),
    (Pivot("Visits of this month", VISIT, [["state", "=", "done"], *THIS_MONTH]), "#F0FDF4"),
    (Pivot("Calls in vain", VISIT, [["state", "=", "absent"], *THIS_MONTH]), "#FFF7ED"),
    (Pivot("Open needs", NEED, OPEN), "#EFF6FF"),
    (Pivot("Needs past their day", NEED, LATE), "#FFF7ED"),
    (Pivot("Open requests", REQUEST, ASKED), "#EFF6FF"),
)
HOMES = Lines(
    "Homes to visit first",
    HOME,
    ["dwelling_id", "need_level", "next_visit_date"],
    OVERDUE,
    "next_visit_date",
)
NEEDS = Lines("Needs due next", NEED, ["name", "household_id", "date_due"], OPEN, "date_due")
DASHBOARD = Dashboard(
    file="community_service/data/files/grid_dashboard.json",
    key="grid",
    name="My Grid",
    widths=(190, 190, 100, 40, 190, 190, 100),
    card_size=12,
    cards=tuple(card(number, *row) for number, row in enumerate(COUNTED, 1)),
    charts=(
        Chart(
            "Visits by month",
            VISIT,
            [["date", ">=", "today -11m =1d"], ["state", "in", ["done", "absent"]]],
            ["date:month", "state"],
            look=STACKED,
        ),
        Chart("Homes by level of need", HOME, [], ["need_level"]),
        Chart("Open needs by kind", NEED, OPEN, ["kind"], look={"horizontal": True}),
        Chart("Open requests by field of work", REQUEST, ASKED, ["work_area"], look=STACKED),
    ),
    pivots=tuple(pivot for pivot, _color in COUNTED),
    lists=(HOMES, NEEDS),
    notes={"A": said("Figures of today, of your own grids")},
    looks={"A1": "note"},
    tables=(
        table("A", 1, HOMES, "community_service.community_menu_my_day"),
        table("E", 2, NEEDS, "community_service.community_menu_my_day"),
    ),
)

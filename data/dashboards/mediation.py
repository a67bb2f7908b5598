"""The dashboard of mediation and relocation.

It asks one model only, the workload without names (``community.mediation.work``), so that whoever
may not open a file sees its counts and nothing else.
"""

from .sheet import Card, Chart, Dashboard, Pivot, Table, link, said, value

MODEL = "community.mediation.work"
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
STAGES = {"open": "Open", "settled": "Settled", "ended": "Ended otherwise"}
STACKED = {"legendPosition": "top", "stacked": True}


def count(work, stage):
    return f"IFERROR({value(1, '__count', 'work', work, 'stage', stage)},0)"


def late(*path):
    return f"=IFERROR({value(2, '__count', *path)},0)"


def total(works, stages):
    return "+".join(count(work, stage) for work in works for stage in stages)


def rate(works, good, counted):
    return f"=IFERROR(100*({total(works, good)})/({total(works, counted)}),0)"


def chart(title, domain, groups, **look):
    return Chart(title, MODEL, domain, groups, look=look)


DASHBOARD = Dashboard(
    file="community_mediation/data/files/mediation_dashboard.json",
    key="mediation",
    name="Mediation",
    widths=(280, 140, 140, 140, 140, 170),
    cards=(
        Card("Disputes open", "#FFF7ED", f"={total(['dispute'], ['open'])}"),
        Card("Disputes settled", "#F0FDF4", f"={total(['dispute'], ['settled'])}"),
        Card(
            "Success rate (%)",
            "#F0FDF4",
            rate(["dispute"], ["settled"], ["settled", "ended"]),
            "rate",
        ),
        Card("Households in relocation", "#EFF6FF", f"={total(MOVED, STAGES)}"),
        Card("Signing rate (%)", "#EFF6FF", rate(MOVED, ["settled"], STAGES), "rate"),
        Card("Overdue", "#FFF7ED", late()),
    ),
    charts=(
        chart("Work by stage", [], ["work", "stage"], **STACKED),
        chart("Disputes by kind", DISPUTES, ["kind_id", "stage"], **STACKED),
        chart("Disputes received by month", DISPUTES, ["date:month"]),
        chart("Work by estate", [], ["area_id", "work"], **STACKED),
    ),
    pivots=(
        Pivot("Work by stage", MODEL, [], rows=("work",), columns=("stage",)),
        Pivot("Overdue", MODEL, [["is_late", "=", True]], rows=("work",)),
    ),
    notes={
        "A": link("Workload by area", "community_mediation.community_mediation_work_menu_service")
    },
    looks={"A1": "link"},
    tables=(
        Table(
            "A",
            said("Work"),
            [
                [said(title), *(f"={count(work, stage)}" for stage in STAGES), late("work", work)]
                for work, title in WORKS
            ],
            (*STAGES.values(), "Overdue"),
            {"B:E": "number"},
        ),
    ),
)

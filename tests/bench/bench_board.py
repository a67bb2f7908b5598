"""The building board of 400 doors, against Odoo's own list of the same households."""

from .bench_lists import COUNT_LIMIT, _specification
from .measure import count_queries, exact, medians_ms, versus

DOORS = 400
LIST = ("community.household", "community_service.community_household_view_list")


def run(env, options):
    """Return for each role the server time of a board and of the list, and its queries."""
    building = _building(env, options["users"]["grid worker"])
    entrance = building.child_ids[0]
    rows = []
    for role, user in options["users"].items():
        own = env(user=user.id)
        board = own["community.area"].browse(building.id)
        shown = board.building_board()["counts"]["households"]
        rows.append(exact(f"building board, {role}: households", shown, DOORS, "all of them"))
        taken = medians_ms(
            {"board": board.building_board, "list": lambda o=own: _list(o, building)},
            own.invalidate_all,
        )
        rows.append(
            versus(
                f"building board of {DOORS} doors, {role}",
                "Odoo's list of the same households",
                taken["board"],
                taken["list"],
                "ms",
                1,
            )
        )
        few = count_queries(own, own["community.area"].browse(entrance.id).building_board)
        many = count_queries(own, board.building_board)
        label = f"building board, {role}: queries of {DOORS // 4} and {DOORS} doors"
        rows.append(exact(label, many, few, "equal"))
    return rows


def _building(env, worker):
    """Return a building of the worker with 400 doors: its own two entrances and two more.

    What is moved goes back with the transaction, as everything that a part writes.
    """
    grids = env["community.grid"].search([("officer_ids", "in", worker.id)], limit=1)
    first, second = env["community.area"].search(
        [("kind", "=", "building"), ("grid_id", "=", grids.id)], limit=2, order="walk_key"
    )
    for number, entrance in enumerate(second.child_ids, len(first.child_ids) + 1):
        entrance.write({"name": f"{number}单元", "parent_id": first.id})
    env.flush_all()
    return first


def _list(env, building):
    model, view = LIST
    return env[model].web_search_read(
        [("area_id", "child_of", building.id)],
        _specification(env, model, view),
        limit=DOORS,
        count_limit=COUNT_LIMIT,
    )

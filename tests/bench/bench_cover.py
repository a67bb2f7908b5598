"""Full cover of aid: the three lists of 100,000 households, reckoned in one statement."""

from .bench_lists import CONTACTS, _page
from .measure import absolute, median_ms, seconds, versus

LIST = ("community.aid.cover", "community_service.community_aid_cover_view_list")


def run(env, options):
    """Return the rows of reckoning the lists and of opening them."""
    dibao = env["community.aid.programme"]._of_kind("dibao", env.company)
    env["community.aid.standard"].create(
        {"programme_id": dibao.id, "amount": 700, "date_from": "2020-01-01"}
    )
    # Incomes as a register brings them: a third known, some of them poor, the rest empty.
    env.cr.execute(
        """UPDATE community_household SET monthly_income = 400 + (id % 97) * 90
            WHERE id % 3 = 0"""
    )
    env.cr.execute("""UPDATE community_resident SET employment = 'laid_off' WHERE id % 40 = 0""")
    env.cr.execute("ANALYZE community_household, community_resident")
    cover = env["community.aid.cover"]
    whole, _ = seconds(cover._refresh)
    again, _ = seconds(cover._refresh)
    env.cr.execute("ANALYZE community_aid_cover")
    count = cover.search_count([])
    rows = [
        absolute(f"full cover: reckon {options['households']:,} households", whole, "s", 5, 2),
        absolute(f"full cover: reckon again, {count:,} in the lists", again, "s", 5, 2),
    ]
    for role, user in options["users"].items():
        own = env(user=user.id)
        contacts, _ = median_ms(lambda own=own: _page(own, *CONTACTS), own.invalidate_all)
        ours, _ = median_ms(lambda own=own: _page(own, *LIST), own.invalidate_all)
        rows.append(
            versus(f"full cover list, {role}", "contacts list, 280,000", ours, contacts, "ms", 1)
        )
    return rows

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests.common import TransactionCase, get_db_name

from ..tools.identity import id_check_digit
from ..tools.ledger_sheet import TITLE_ROWS


def ledger_rows(sheet, count=None):
    """Return the headings and the rows of a ledger, without row numbers, totals and signatures.

    :param sheet: sheet of openpyxl
    :param int count: how many rows there have to be
    """
    rows = list(sheet.iter_rows(values_only=True))
    numbered = [row for row in rows[TITLE_ROWS + 1 :] if isinstance(row[0], int)]
    if [row[0] for row in numbered] != list(range(1, (count or len(numbered)) + 1)):
        raise AssertionError(f"{len(numbered)} rows are numbered, not {count}")
    return rows[TITLE_ROWS][1:], [row[1:] for row in numbered]


def name_the_community():
    """Give the first community its name, as its manager would, in a transaction of its own.

    Nothing is printed in the name that Odoo gives a company. A test that renamed it itself would
    hold its row, on which the lines of the access log wait that are written apart.
    """
    with Registry(get_db_name()).cursor() as cr:
        company = api.Environment(cr, SUPERUSER_ID, {})["res.company"].search([], limit=1)
        if company.name != "测试社区":
            company.name = "测试社区"


def make_users(env, groups):
    """Make all users of a case at once, as ``new_test_user`` makes one; return them in order.

    Nobody is invited by mail: for each of the some thousand users of a run that would take as long
    as all the rest of making them.

    :param dict groups: external id of the group for each login
    """
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "login": login,
                    "name": f"{login} ({group})",
                    "password": login.ljust(8, "x"),
                    "email": f"{login[0]}.{login[0]}@example.com",
                    "group_ids": [Command.set(env.ref(group).ids)],
                    "tz": "Asia/Shanghai",
                }
                for login, group in groups.items()
            ]
        )
    )


class CommunityCase(TransactionCase):
    """One user per role, one estate with two grids, and ways to make households in one line."""

    @classmethod
    def setUpClass(cls):
        name_the_community()
        super().setUpClass()
        # The day of the community, as for its users: early in its morning UTC has the day before.
        cls.env = cls.env(
            context=dict(
                cls.env.context,
                tracking_disable=True,
                mail_create_nolog=True,
                tz="Asia/Shanghai",
            )
        )
        prefix = "community_service.group_community"
        cls.worker, cls.worker2, cls.officer, cls.manager, cls.auditor, cls.plain = make_users(
            cls.env,
            {
                "worker": f"{prefix}_grid_worker",
                "worker2": f"{prefix}_grid_worker",
                "officer": f"{prefix}_officer",
                "manager": f"{prefix}_manager",
                "auditor": f"{prefix}_auditor",
                "plain": "base.group_user",
            },
        )
        Grid, Area = cls.env["community.grid"], cls.env["community.area"]
        cls.grid, cls.grid2 = Grid.create(
            [
                {
                    "name": name,
                    "code": code,
                    "officer_line_ids": [
                        Command.create({"user_id": user.id, "date_from": "2020-01-01"})
                    ],
                }
                for name, code, user in (
                    ("Grid 1", "T1", cls.worker),
                    ("Grid 2", "T2", cls.worker2),
                )
            ]
        )
        cls.community = Area.create({"name": "测试社区", "kind": "community"})
        cls.estate = Area.create(
            {"name": "望河小区", "kind": "estate", "parent_id": cls.community.id}
        )
        cls.building1, cls.building2, cls.building3 = Area.create(
            [
                {
                    "name": f"{number}号楼",
                    "kind": "building",
                    "parent_id": cls.estate.id,
                    "own_grid_id": grid.id,
                }
                for number, grid in ((1, cls.grid), (2, cls.grid2), (3, Grid))
            ]
        )
        cls.id_serial = 0

    @classmethod
    def make_id_number(cls, birth="1980-05-06", sex="male"):
        """Return a new fictional ID number of the unassigned region 999999."""
        cls.id_serial += 1
        order = f"{cls.id_serial * 2 + (sex == 'male'):03d}"
        first17 = "999999" + birth.replace("-", "") + order
        return first17 + id_check_digit(first17)

    @classmethod
    def own_copy(cls, record, user):
        """Return, as the user, what the user's community has in place of a shared row."""
        mine = record.with_user(user)
        return mine.browse(mine.action_make_own()["res_id"])

    def told(self, facts):
        """Return facts of a story that may be entered in any order; by itself as they happened.

        ``TestStoriesShuffled`` plays the same story with the later ones first, the earlier ones
        late.
        """
        return list(facts)

    @classmethod
    def make_household(cls, members=(), building=None, room=None, **values):
        """Create a household; ``members`` are dicts of resident values with an optional ``role``,
        ``kind`` and ``date_from`` of the residency. Without members it gets one head.
        """
        building = building or cls.building1
        number = cls.env["community.dwelling"].search_count([("area_id", "=", building.id)])
        dwelling = cls.env["community.dwelling"].create(
            {"area_id": building.id, "room": room or str(101 + number)}
        )
        household = cls.env["community.household"].create({"dwelling_id": dwelling.id, **values})
        for member in members or ({"name": "张小明", "role": "head"},):
            cls.make_resident(household, **member)
        return household

    @classmethod
    def make_resident(cls, household, role="other", kind="both", date_from=False, **values):
        """Create a resident living in ``household``."""
        return cls.env["community.resident"].create(
            {
                "name": "李华",
                **values,
                "residency_ids": [
                    Command.create(
                        {
                            "household_id": household.id,
                            "role": role,
                            "kind": kind,
                            "date_from": date_from,
                        }
                    )
                ],
            }
        )

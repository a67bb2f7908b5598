from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ...hooks import give_to_the_only_community
from ..common import CommunityCase

# Tables of the installation that have no row of a community, and why.
WITHOUT_COMMUNITY = {
    "community.access.log.seal": "proves the log of all communities, and nobody reads it",
    "community.burden.key": "that a measurement was taken, and nothing else; nobody reads it",
    "community.daily.job": "a scheduled action serves all communities",
    "community.open.right": "users of the database, whose groups know no community",
    "community.public.try": "tries of a connection, kept for a quarter of an hour",
    "community.retirement.age": "the law of the state; the administrator of the service changes it",
    "community.volunteer.time": "the 21 parts of a week",
    "community.party.dues.rate": "set for all of the Party; the administrator changes it",
    "community.party.dues.rate.line": "as the rate",
    "community.party.duty": "what the Party asks of all its branches; the administrator changes it",
    "community.party.step": "the 25 steps of all of the Party; the administrator changes them",
    "community.party.step.material": "as the step",
    "community.party.step.rule": "as the step",
}


@tagged("post_install", "-at_install", "community", "community_rights")
class TestShared(CommunityCase):
    """One company is one community: what is shared, what is its own, and who changes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other community"})
        prefix = "community_service.group_community"
        cls.manager2 = new_test_user(
            cls.env,
            login="manager2",
            groups=f"{prefix}_manager",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
            tz="Asia/Shanghai",
        )
        cls.administrator = new_test_user(
            cls.env, login="administrator", groups=f"{prefix}_administrator"
        )

    def as_user(self, record, user):
        return record.with_user(user).with_context(allowed_company_ids=user.company_id.ids)

    def shared_models(self):
        return [
            name
            for name, model in sorted(self.env.registry.items())
            if name.startswith("community.")
            and not model._abstract
            and getattr(model, "_shared_rows", False)
        ]

    def test_every_model_has_a_community_or_a_reason(self):
        names = [
            name
            for name, model in sorted(self.env.registry.items())
            if name.startswith("community.") and not model._abstract and not model._transient
        ]
        without = {name for name in names if "company_id" not in self.env[name]._fields}
        self.assertEqual(
            without,
            {name for name in WITHOUT_COMMUNITY if name in names},
            "give these a community, or a reason above",
        )
        fences = self.env["ir.rule"].search([("groups", "=", False)])
        fenced = {rule.model_id.model for rule in fences if "company" in (rule.domain_force or "")}
        self.assertFalse(set(names) - without - fenced, "these have no fence")
        # Rows without a community are read where the mixin keeps them, and nowhere else.
        let_through = {rule.model_id.model for rule in fences if "[False]" in rule.domain_force}
        self.assertEqual(let_through & set(names), set(self.shared_models()))

    def test_a_shared_row_is_changed_by_the_administrator_alone(self):
        """No role of a community changes, makes or deletes a shared row of any table."""
        tried = 0
        for name in self.shared_models():
            row = (
                self.env[name]
                .with_context(active_test=False)
                .search([("company_id", "=", False)], limit=1)
            )
            with self.subTest(model=name):
                self.assertTrue(row, "no shared row to try")
                for user in (self.worker, self.officer, self.manager, self.manager2, self.auditor):
                    mine = self.as_user(row, user)
                    for operation in ("write", "unlink"):
                        tried += 1
                        self.assertFalse(mine.has_access(operation), (user.login, operation))
                admin = self.as_user(row, self.administrator)
                self.assertTrue(admin.has_access("write"))
        self.assertGreaterEqual(tried, 10 * len(self.shared_models()))

    def test_a_manager_is_told_what_to_do_instead(self):
        category = self.env.ref("community_service.community_category_disability")
        mine = self.as_user(category, self.manager)
        for function, args in (
            (mine.write, [{"is_sensitive": False}]),
            (mine.unlink, []),
            (
                mine.create,
                [{"name": "x", "code": "shared_x", "company_id": False}],
            ),
        ):
            with self.assertRaisesRegex(AccessError, "holds for all communities"):
                function(*args)
        self.assertTrue(category.is_sensitive)

    def test_every_screen_says_whose_a_row_is_and_offers_a_copy(self):
        seen = 0
        for name in self.shared_models():
            if "action_make_own" not in dir(self.env[name]):
                continue
            for view_type in ("list", "form"):
                manager = self.env["res.users"].browse(self.manager.id)
                groups = self.env[name]._own_copy_groups().split(",")
                manager.group_ids = [Command.link(self.env.ref(group).id) for group in groups]
                with self.subTest(model=name, view=view_type):
                    arch = self.as_user(self.env[name], manager).get_view(view_type=view_type)[
                        "arch"
                    ]
                    self.assertIn('name="company_id"', arch)
                    self.assertIn('name="action_make_own"', arch)
                    if self.env[name].with_user(self.worker).has_access("read"):
                        theirs = self.env[name].with_user(self.worker)
                        arch = theirs.get_view(view_type=view_type)["arch"]
                        self.assertNotIn('name="action_make_own"', arch)
                    seen += 1
        self.assertGreater(seen, 25)

    def test_a_line_goes_with_its_row(self):
        item = self.env["community.service.item"].search(
            [("material_ids", "!=", False), ("company_id", "=", False)], limit=1
        )
        line = self.as_user(item.material_ids[:1], self.manager)
        with self.assertRaisesRegex(AccessError, "holds for all communities"):
            line.name = "x"
        Material = self.as_user(self.env["community.service.material"], self.manager)
        with self.assertRaises(AccessError):
            Material.create({"name": "x", "item_id": item.id})
        own = self.as_user(self.env["community.service.item"], self.manager).create(
            {"name": "Own", "code": "own", "material_ids": [Command.create({"name": "Paper"})]}
        )
        self.assertEqual(own.material_ids.company_id, self.env.company)
        with self.assertRaises(AccessError):
            own.material_ids.item_id = item.id

    def test_own_rows_are_seen_by_the_own_community_alone(self):
        for name, values in (
            ("community.category", {"name": "Own", "code": "own"}),
            ("community.holiday", {"name": "Own", "date": "2031-03-05"}),
            ("community.service.item", {"name": "Own", "code": "own"}),
            ("community.volunteer.skill", {"name": "Own"}),
        ):
            with self.subTest(model=name):
                own = self.as_user(self.env[name], self.manager).create(values)
                self.assertEqual(own.company_id, self.env.company)
                theirs = self.as_user(own, self.manager2)
                self.assertFalse(theirs.has_access("read"))
                self.assertFalse(theirs.search([("id", "=", own.id)]))
                # The same key is free for them.
                self.as_user(self.env[name], self.manager2).create(values)
                with self.assertRaises(AccessError):
                    self.as_user(self.env[name], self.manager).create(
                        {**values, "company_id": self.other.id}
                    )
                for company_id in (False, self.other.id):
                    with self.assertRaises(UserError):
                        own.company_id = company_id

    def test_an_own_copy_takes_the_place_in_its_community_alone(self):
        category = self.env["community.category"].create({"name": "Care", "code": "care_x"})
        household = self.make_household()
        resident = self.make_resident(household)
        line = self.env["community.category.line"].create(
            {"category_id": category.id, "resident_id": resident.id}
        )
        area = self.env["community.area"].create(
            {"name": "别处1号楼", "kind": "building", "company_id": self.other.id}
        )
        dwelling = self.env["community.dwelling"].create({"area_id": area.id, "room": "1"})
        elsewhere = self.env["community.household"].create({"dwelling_id": dwelling.id})
        theirs = self.env["community.category.line"].create(
            {
                "category_id": self.env["community.category"]
                .create({"name": "Home", "code": "home_x", "subject": "household"})
                .id,
                "household_id": elsewhere.id,
            }
        )
        self.env.flush_all()
        action = self.as_user(category, self.manager).action_make_own()
        own = self.env["community.category"].browse(action["res_id"])
        self.assertEqual(own.company_id, self.env.company)
        self.assertEqual((own.code, own.name), (category.code, category.name))
        self.assertEqual(line.category_id, own)
        self.assertEqual(self.as_user(category, self.manager).action_make_own()["res_id"], own.id)
        shared = theirs.category_id
        self.as_user(shared, self.manager).action_make_own()
        self.assertEqual(theirs.category_id, shared, "the other community goes on as before")
        # Pickers offer one of the two.
        for user, found in ((self.manager, own), (self.manager2, category)):
            Category = self.as_user(self.env["community.category"], user)
            self.assertEqual([row[0] for row in Category.name_search("Care")], found.ids)
            self.assertEqual(
                Category._in_use(user.company_id, [("code", "=", "care_x")]).ids, found.ids
            )
        self.as_user(own, self.manager).active = False
        Category = self.as_user(self.env["community.category"], self.manager)
        self.assertFalse(Category._in_use(self.env.company, [("code", "=", "care_x")]))

    def test_a_derived_category_of_an_own_copy_gets_its_own_lines(self):
        shared = self.env["community.category"].search([("derive_rule", "=", "age_80")])
        own = shared.browse(self.as_user(shared, self.manager).action_make_own()["res_id"])
        household = self.make_household()
        resident = self.make_resident(household, birth_date="1930-01-01")
        self.env.flush_all()
        self.env["community.category"]._sync_derived()
        lines = resident.category_line_ids.filtered(lambda line: line.category_id.derive_rule)
        self.assertIn(own, lines.category_id)
        self.assertNotIn(shared, lines.category_id)
        before = resident.category_line_ids.ids
        self.env["community.category"]._sync_derived()
        self.assertEqual(resident.category_line_ids.ids, before, "a second run changes nothing")

    def test_holidays_of_a_community_go_before_the_shared_ones(self):
        Holiday = self.env["community.holiday"]
        monday = "2031-06-02"
        Holiday.create({"name": "Off", "date": monday, "kind": "off"})
        self.as_user(Holiday, self.manager).create(
            {"name": "Worked here", "date": monday, "kind": "worked"}
        )
        day = Holiday.create({"name": "x", "date": "2031-06-03", "kind": "off"}).date
        monday = Holiday.search([("name", "=", "Off")]).date
        ours, theirs = Holiday._exceptions(self.env.company), Holiday._exceptions(self.other)
        self.assertEqual((ours[monday], theirs[monday]), ("worked", "off"))
        self.assertEqual((ours[day], theirs[day]), ("off", "off"))

    def test_numbers_of_a_community_go_before_the_shared_ones(self):
        Parameter = self.env["community.parameter"]
        shared = Parameter.create(
            {"name": "Days", "code": "x_days", "owner": "service", "value": 30, "highest": 99}
        )
        own = Parameter.browse(self.as_user(shared, self.manager).action_make_own()["res_id"])
        self.as_user(own, self.manager).value = 40
        self.assertEqual(Parameter._whole("x_days", self.env.company), 40)
        self.assertEqual(Parameter._whole("x_days", self.other), 30)
        with self.assertRaisesRegex(AccessError, "holds for all communities"):
            self.as_user(shared, self.manager).value = 50
        self.as_user(shared, self.administrator).value = 35
        self.assertEqual(Parameter._whole("x_days", self.other), 35)
        more = Parameter.create({"name": "x", "code": "y_days", "owner": "service", "value": 1})
        with self.assertRaisesRegex(AccessError, "managers of its own addon"):
            self.as_user(more, self.officer).action_make_own()
        # Answered from memory, whatever number of matters asks.
        Parameter._values(self.env.company), Parameter._values(self.other)
        with self.assertQueryCount(0):
            for company in (self.env.company, self.other):
                Parameter._whole("x_days", company)

    def test_rows_in_use_of_several_communities_take_one_query(self):
        Category = self.env["community.category"]
        companies = self.env.company | self.other
        Category._in_use_by(companies)
        self.env.invalidate_all()
        with self.assertQueryCount(2):  # the rows, and their fields
            Category._in_use_by(companies)

    def test_stars_are_of_the_own_table(self):
        Star = self.env["community.volunteer.star"]
        Star.search([]).unlink()
        Star.create([{"level": 1, "hours": 100}, {"level": 2, "hours": 300}])
        self.env["community.volunteer.star"].flush_model()
        shared = Star.search([("level", "=", 1)])
        own = Star.browse(self.as_user(shared, self.manager).action_make_own()["res_id"])
        self.as_user(own, self.manager).hours = 10
        tables = Star._tables_of(self.env.company | self.other)
        self.assertEqual(tables[self.env.company], [(1, 10), (2, 300)])
        self.assertEqual(tables[self.other], [(1, 100), (2, 300)])

    def test_the_only_community_keeps_what_its_users_added(self):
        """An older database: rows that came with an addon are shared, others the community's."""
        Skill = self.env["community.volunteer.skill"]
        shipped = Skill.search([("company_id", "=", False)])
        added = Skill.create({"name": "Added"})
        give_to_the_only_community(self.env, "community_service")
        self.assertFalse(added.company_id, "with two communities nobody knows whose it is")
        only = type(self.env["res.company"])
        self.patch(only, "search", lambda self, *args, **kwargs: self.env.company)
        give_to_the_only_community(self.env, "community_service")
        self.assertEqual(added.company_id, self.env.company)
        self.assertFalse(shipped.company_id)

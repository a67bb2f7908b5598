import random
import sys
from contextlib import ExitStack
from unittest.mock import patch

from odoo.tests import common, tagged
from odoo.tests.common import TransactionCase

from odoo.addons.community_service.tests.common import (
    CommunityCase,
    make_users,
    name_the_community,
)

from . import (
    test_story_a1,
    test_story_a4,
    test_story_a5,
    test_story_a6,
    test_story_a7,
    test_story_a8,
    test_story_a9,
    test_story_a10,
    test_story_a11,
    test_story_a13,
    test_story_a14,
    test_story_a15,
    test_story_aid,
    test_story_request,
)

MODULES = (
    test_story_a1,
    test_story_a4,
    test_story_a5,
    test_story_a6,
    test_story_a7,
    test_story_a8,
    test_story_a9,
    test_story_a10,
    test_story_a11,
    test_story_a13,
    test_story_a14,
    test_story_a15,
    test_story_aid,
    test_story_request,
)


def stories():
    """Return (class, name of the method) of each story, in a fixed order."""
    found = []
    for module in MODULES:
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                names = [name for name in dir(value) if name.startswith("test_")]
                found += [(value, name) for name in names if callable(getattr(value, name))]
    return sorted(found, key=lambda story: (story[0].__name__, story[1]))


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoriesShuffled(TransactionCase):
    """The stories are played one after the other in one database, in any order, each in a community
    of its own: none sees, counts or locks what another one did, and the calendar jumps back and
    forth between them. What may come in any order inside a story does. What they check stands in
    the stories alone.
    """

    @classmethod
    def setUpClass(cls):
        # In a transaction of its own, which that of this test would stop for good once it began.
        name_the_community()
        super().setUpClass()

    def play(self, story, method, number, rng):
        """Play a story after whatever was played before, without going back in between.

        :param rng: gives the order in which the story tells its facts
        """

        def told(_case, facts):
            facts = list(facts)
            rng.shuffle(facts)
            return facts

        place = self.env["res.company"].create({"name": f"第{number}社区"})
        env = self.env(context={**self.env.context, "allowed_company_ids": place.ids})
        if story is test_story_a15.TestStoryA15:
            # It makes the community that it tells of.
            env = self.env
        case = type(story.__name__, (story,), {"__module__": story.__module__})

        def begin(cls):
            cls.registry, cls.cr, cls.uid, cls.env = self.registry, self.cr, self.uid, env

        one, many = common.new_test_user, make_users

        # A login is of the whole database.
        def new_test_user(env, login="", *args, **values):
            return one(env, f"{login}_{number}", *args, **values)

        def users(env, groups):
            return many(env, {f"{login}_{number}": group for login, group in groups.items()})

        own = {one: new_test_user, many: users}
        with ExitStack() as stack:
            stack.enter_context(patch.object(TransactionCase, "setUpClass", classmethod(begin)))
            for path, module in list(sys.modules.items()):
                if not path.startswith("odoo.addons."):
                    continue
                for made, instead in own.items():
                    if vars(module).get(made.__name__) is made:
                        stack.enter_context(patch.object(module, made.__name__, instead))
            stack.enter_context(patch.object(CommunityCase, "told", told))
            case.setUpClass()
            try:
                told_here = case(method)
                # Parts of a story are parts of this test: nobody runs the story itself.
                told_here.subTest = self.subTest
                getattr(told_here, method)()
            finally:
                case.doClassCleanups()
        # Each story calls its community by one name, which is of the whole database as well.
        env.company.name = f"第{number}社区（已讲完）"
        self.env.flush_all()
        self.env.invalidate_all()

    def test_any_order_gives_the_same_results(self):
        """Two orders of all stories, each in one transaction without a return in between."""
        told, orders = stories(), []
        self.assertGreaterEqual(len(told), 15)
        for seed in (5, 11):
            order = told[:]
            rng = random.Random(seed)
            rng.shuffle(order)
            orders.append(order)
            savepoint = self.env.cr.savepoint()
            for number, (story, method) in enumerate(order):
                with self.subTest(seed=seed, number=number, story=story.__name__, method=method):
                    # Whoever fails takes nothing along from the others.
                    with self.env.cr.savepoint():
                        self.play(story, method, f"{seed}-{number}", rng)
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.registry.clear_all_caches()
        self.assertNotEqual(*orders)

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .test_life_event import CaringCase


@tagged("post_install", "-at_install", "community")
class TestLifeProposal(CaringCase):
    """What happens in the register proposes an event, once, and starts nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.household.with_user(cls.worker)
        # Only what begins after somebody has entered the register is news.
        cls.backdate(cls.household, cls.household.resident_ids)

    @classmethod
    def backdate(cls, *records):
        for record in records:
            cls.env.flush_all()
            cls.env.cr.execute(
                f"UPDATE {record._table} SET create_date = '2020-01-01' WHERE id IN %s",
                [tuple(record.ids)],
            )
        cls.env.invalidate_all()

    def events(self, *reasons, resident=None):
        domain = [("reason", "in", reasons)]
        if resident:
            domain.append(("resident_id", "=", resident.id))
        return self.Event.search(domain)

    # the life of a proposal

    def test_a_cause_proposes_once_and_starts_nothing(self):
        event = self.propose(cause="c1")
        self.assertRecordValues(
            event, [{"state": "proposed", "task_count": 0, "user_id": False, "kind": "comfort"}]
        )
        self.assertFalse(self.propose(cause="c1"))
        self.assertTrue(self.propose(cause="c2"))
        self.assertFalse(event.activity_ids)

    def test_a_person_accepts(self):
        event = self.propose().with_user(self.worker)
        event.action_accept()
        self.assertRecordValues(
            event,
            [
                {
                    "state": "planned",
                    "task_count": 5,
                    "user_id": self.worker.id,
                    "decided_by_id": self.worker.id,
                }
            ],
        )

    def test_what_was_dismissed_is_not_proposed_again(self):
        event = self.propose(cause="c1").with_user(self.officer)
        event._cancel("家人不希望打扰")
        self.assertRecordValues(
            event,
            [
                {
                    "state": "cancelled",
                    "decided_by_id": self.officer.id,
                    "end_reason": "家人不希望打扰",
                }
            ],
        )
        self.assertFalse(self.propose(cause="c1"))

    # operations

    def test_birth_and_its_undo(self):
        """A birth entered in the register proposes a congratulation, and its undo withdraws it."""
        operation = self.home._birth(self.today, {"name": "张宝宝", "id_kind": "birth"})
        event = self.events("birth")
        self.assertRecordValues(
            event,
            [
                {
                    "state": "proposed",
                    "date": self.today,
                    "resident_id": operation.resident_ids.id,
                    "household_id": self.household.id,
                }
            ],
        )
        operation.with_user(self.worker).action_undo()
        self.assertFalse(self.events("birth"))

    def test_birth_that_somebody_dealt_with_stays(self):
        operation = self.home._birth(self.today, {"name": "张宝宝", "id_kind": "birth"})
        self.events("birth").with_user(self.worker).action_accept()
        with self.assertRaisesRegex(Exception, "somebody has dealt with it"):
            operation.with_user(self.worker).action_undo()

    def test_residency_of_a_newborn_entered_by_hand(self):
        child = self.make_resident(self.household, role="child", birth_date=self.today)
        self.assertFalse(self.events("birth", resident=child))
        self.env["community.residency"].search([("resident_id", "=", child.id)]).unlink()
        self.env["community.residency"].create(
            {
                "resident_id": child.id,
                "household_id": self.household.id,
                "role": "child",
                "start_reason": "birth",
            }
        )
        self.assertEqual(len(self.events("birth", resident=child)), 1)

    def test_death_proposes_the_farewell_and_its_undo_withdraws_it(self):
        """A death proposes the farewell with the funeral team; its undo withdraws it unless
        somebody has accepted it.
        """
        wife = self.household.resident_ids - self.head
        operation = self.home._death(self.today, wife)
        event = self.events("death")
        self.assertRecordValues(
            event, [{"kind": "farewell", "resident_id": wife.id, "team_id": self.funeral.id}]
        )
        operation.with_user(self.worker).action_undo()
        self.assertFalse(self.events("death"))
        self.home._death(self.today, wife)
        self.events("death").with_user(self.worker).action_accept()
        self.household.undo_operation_id.with_user(self.worker).action_undo()
        self.assertEqual(self.events("death").state, "planned", "somebody has dealt with it")

    def test_death_of_long_ago_proposes_nothing(self):
        wife = self.household.resident_ids - self.head
        self.home._death(self.today - timedelta(days=200), wife)
        self.assertFalse(self.events("death"))

    def test_new_household(self):
        """The first people of an empty home propose one event; whoever joins an old home does
        not.
        """
        empty = self.env["community.household"].create(
            {
                "dwelling_id": self.env["community.dwelling"]
                .create({"area_id": self.building1.id, "room": "808"})
                .id
            }
        )
        first = empty._move_in(self.today, values={"name": "孙新"}, role="head")
        empty._move_in(self.today, values={"name": "孙小新"}, role="child")
        self.assertRecordValues(
            self.events("new_home"), [{"household_id": empty.id, "resident_id": False}]
        )
        self.home._move_in(self.today, values={"name": "赵租客"}, role="tenant")
        self.assertEqual(len(self.events("new_home")), 1, "nobody is new in an old home")
        empty.undo_operation_id.action_undo()
        first.action_undo()
        self.assertFalse(self.events("new_home"))

    # facts

    def test_marriage(self):
        """Two people who marry propose one wedding; filling in an empty fact does not."""
        self.head.marital = "married"
        self.assertFalse(self.events("wedding"), "an empty fact was filled in")
        wife = self.household.resident_ids - self.head
        (self.head | wife).marital = "single"
        (self.head | wife).marital = "married"
        self.assertEqual(len(self.events("wedding")), 1, "one wedding of two people")

    def test_loss_of_work(self):
        """Losing work proposes comfort; filling in an empty fact does not."""
        self.head.employment = "laid_off"
        self.assertFalse(self.events("job_loss"), "an empty fact was filled in")
        self.head.employment = "employed"
        self.head.employment = "laid_off"
        self.assertRecordValues(
            self.events("job_loss"), [{"kind": "comfort", "resident_id": self.head.id}]
        )

    # categories

    def add_category(self, code, **values):
        return self.env["community.category.line"].create(
            {
                "category_id": self.env.ref(f"community_service.community_category_{code}").id,
                "resident_id": self.head.id,
                **values,
            }
        )

    def test_categories_propose_comfort(self):
        """Illness and disability propose one event each, other categories none, and the proposal
        goes with the category.
        """
        line = self.add_category("major_illness")
        self.add_category("disability")
        self.add_category("severe_disability")
        self.add_category("veteran")
        self.assertEqual(
            sorted(self.events("illness", "disability").mapped("reason")),
            ["disability", "illness"],
        )
        line.unlink()
        self.assertFalse(self.events("illness"))

    def test_what_a_register_brought_is_no_news(self):
        self.add_category("major_illness", source="import")
        self.add_category("disability", is_to_clarify=True)
        self.add_category("child_hardship", date_from=self.today - timedelta(days=400))
        self.assertFalse(self.events("illness", "disability", "hardship"))

    def test_an_old_person_is_left_alone(self):
        """Whoever is left alone at an advanced age by a move is proposed for comfort, until it is
        undone.
        """
        wife = self.household.resident_ids - self.head
        self.head.birth_date = "1950-01-01"
        self.assertFalse(self.events("living_alone"))
        operation = self.home._move_out(self.today, wife)
        self.assertRecordValues(
            self.events("living_alone"), [{"resident_id": self.head.id, "state": "proposed"}]
        )
        operation.with_user(self.worker).action_undo()
        self.assertFalse(self.events("living_alone"))

    def test_who_enters_the_register_alone_is_not_left_alone(self):
        self.make_household([{"name": "钱老", "role": "head", "birth_date": "1940-01-01"}])
        self.assertFalse(self.events("living_alone"))

    # birthdays

    def test_birthdays_to_come(self):
        """Round birthdays within two weeks are proposed once; later, past ones and the dead are
        not.
        """
        days = {
            80: self.today + timedelta(days=14),
            90: self.today,
            100: self.today + timedelta(days=3),
        }
        for age, day in days.items():
            self.make_resident(self.household, birth_date=day - relativedelta(years=age))
        for day in (self.today + timedelta(days=15), self.today - timedelta(days=1)):
            self.make_resident(self.household, birth_date=day - relativedelta(years=80))
        dead = self.make_resident(self.household, birth_date=self.today - relativedelta(years=80))
        dead.household_id._death(self.today, dead)
        self.Event._cron_propose_birthdays()
        found = self.events("birthday_80", "birthday_90", "birthday_100")
        self.assertEqual(
            {(event.reason, event.date) for event in found},
            {(f"birthday_{age}", day) for age, day in days.items()},
        )
        self.Event._cron_propose_birthdays()
        self.assertEqual(
            self.events("birthday_80", "birthday_90", "birthday_100"), found, "only once"
        )

    def test_days_ahead_are_a_parameter(self):
        self.make_resident(
            self.household, birth_date=self.today + timedelta(days=40) - relativedelta(years=80)
        )
        self.Event._cron_propose_birthdays()
        self.assertFalse(self.events("birthday_80"))
        self.env.company.community_birthday_days = 40
        self.Event._cron_propose_birthdays()
        self.assertEqual(len(self.events("birthday_80")), 1)

    def test_queries_do_not_grow_with_birthdays(self):
        def queries(count):
            for _number in range(count):
                self.make_resident(self.household, birth_date=self.today - relativedelta(years=80))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Event._cron_propose_birthdays()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(40))

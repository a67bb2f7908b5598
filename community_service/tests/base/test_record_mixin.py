import inspect
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestRecordMixin(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household()
        cls.home2 = cls.make_household(building=cls.building2)
        cls.today = fields.Date.context_today(cls.household)

    def make_request(self, household, **values):
        return self.env["community.request"].create(
            {
                "description": "路灯不亮",
                "household_id": household.id,
                "item_id": self.env.ref("community_service.service_item_repair").id,
                **values,
            }
        )

    def counts(self):
        """Yield (model, name) of every field of ours that counts what links to a record."""
        for model in map(self.env.get, sorted(self.env.registry)):
            if not model._name.startswith("community.") or model._abstract:
                continue
            for name, field in model._fields.items():
                compute = getattr(type(model), str(field.compute), None)
                if compute and "self._count_" in inspect.getsource(compute):
                    yield model, name

    # what links here

    def test_a_form_shows_the_number_of_the_record_behind_it(self):
        """A household being edited has the counts of the one that is stored, a new one has none."""
        self.make_request(self.household)
        visit = self.env["community.visit"].create({"household_id": self.household.id})
        visit.need_ids.create({"name": "楼道灯坏", "visit_id": visit.id, "user_id": self.worker.id})
        names = [name for model, name in self.counts() if model._name == "community.household"]
        stored = {name: self.household[name] for name in names}
        for name in ("open_request_count", "visit_count", "open_need_count", "operation_count"):
            self.assertIn(name, stored)
        self.assertEqual((stored["open_request_count"], stored["visit_count"]), (1, 1))
        form = self.household.new(origin=self.household)
        self.assertEqual({name: form[name] for name in names}, stored)
        empty = self.household.new({})
        self.assertEqual({name: empty[name] for name in names}, dict.fromkeys(names, 0))

    def test_the_reader_counts_what_the_reader_may_see(self):
        """A number shows no more than the list behind it."""
        first = self.make_request(self.household)
        (first | self.make_request(self.home2)).state = "returned"
        item = first.item_id
        for user, number in ((self.worker, 1), (self.worker2, 1), (self.officer, 2)):
            with self.subTest(user=user.login):
                self.assertEqual(item.with_user(user).returned_count, number)

    def test_no_count_of_a_reader_is_kept_for_another(self):
        """Within one transaction two readers have two numbers, also when code reads in between."""
        kept = [
            f"{model._name}.{name}"
            for model, name in self.counts()
            if not model._fields[name].store
            and not model._fields[name].compute_sudo
            and "uid" not in self.env.registry.field_depends_context[model._fields[name]]
        ]
        self.assertFalse(kept, "these hand the number of one reader to the next")

    def test_a_batch_is_counted_in_one_query(self):
        """The number of queries is the same for two households and for twelve."""
        homes = self.household | self.home2
        for _number in range(10):
            homes |= self.make_household()
        for name in ("operation_count", "open_request_count", "visit_count"):
            with self.subTest(field=name):
                spent = []
                for batch in (homes[:2], homes):
                    self.env.invalidate_all()
                    batch = batch.with_prefetch()
                    start = self.env.cr.sql_log_count
                    batch.mapped(name)
                    spent.append(self.env.cr.sql_log_count - start)
                self.assertEqual(spent[0], spent[1])

    def test_the_list_behind_a_number_is_filled_in(self):
        """The list is narrowed to the record, and what is made there belongs to it."""
        action = self.household.action_open_visits()
        self.assertEqual(action["domain"], [("household_id", "=", self.household.id)])
        self.assertEqual(action["context"], {"default_household_id": self.household.id})

    def test_a_list_is_refused_before_it_opens(self):
        """Neither a record of another grid nor a model without rights leads to a list."""
        xmlid = "community_service.community_access_log_action"
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            self.home2.with_user(self.worker).action_open_visits()
        with self.assertRaises(AccessError):
            self.household.with_user(self.worker)._list_action(xmlid, [])
        self.assertEqual(
            self.household.with_user(self.manager)._list_action(xmlid, [])["domain"], []
        )

    # steps and days

    def test_a_step_out_of_turn_names_record_state_and_turn(self):
        """The common sentence tells which record, where it stands and to what the step belongs."""
        values = {"state": "draft", "number": "C-1"}
        certificate = self.env["community.certificate"].new(values)
        labels = dict(certificate._fields["state"]._description_selection(self.env))
        certificate._check_state("draft")
        with self.assertRaises(UserError) as refused:
            certificate._check_state("issued", "revoked")
        self.assertEqual(
            str(refused.exception),
            f"C-1 is “{labels['draft']}”: this is done while it is “{labels['issued']} / "
            f"{labels['revoked']}”.",
        )
        with self.assertRaisesRegex(UserError, "^C-1: issue it first.$"):
            certificate.new(values)._check_state("issued", why="issue it first.")

    def test_the_first_record_out_of_turn_is_named(self):
        """Of many records the one that stops the step is named, in the words of its model."""
        orders = self.make_request(self.household) | self.make_request(self.home2)
        orders[1].state = "returned"
        with self.assertRaisesRegex(UserError, orders[1].number) as refused:
            orders._check_state("draft")
        self.assertIn("possible only when it is “To accept”", str(refused.exception))

    def test_a_day_to_come_is_named_with_its_field(self):
        """Today is accepted, tomorrow is not, and no day is no mistake."""
        request = self.make_request(self.household, date_received=self.today)
        tomorrow = self.today + timedelta(days=1)
        sentence = f"{request.display_name}: Received on {tomorrow} lies in the future"
        with self.assertRaisesRegex(ValidationError, sentence):
            request.date_received = tomorrow
        self.assertFalse(request.date_closed)
        request._check_not_future("date_closed")

import contextlib
import functools
import io
import logging
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.community_service.models.base import community_access_log as access_log
from odoo.addons.community_service.models.base.community_logged_mixin import PLAIN

from .all_roles_case import AllRolesCase

_logger = logging.getLogger(__name__)

LISTS = ("list", "kanban", "calendar", "pivot", "graph", "hierarchy", "activity")


@tagged("post_install", "-at_install", "community", "community_rights")
class TestFileFacts(AllRolesCase):
    """Whatever call returns facts of a person's file leaves one line for each file in the log."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = [
            name
            for name in cls.community_models(transient=False)
            if hasattr(cls.env[name], "_file_facts")
        ]
        cls.Log = cls.env["community.access.log"]

    def setUp(self):
        super().setUp()
        # A view is noted once in ten minutes; here each look is one of its own. The minutes count
        # from the start of the transaction, and lines carry the clock's time, which is later.
        self.startPatcher(patch(f"{access_log.__name__}.DEDUPE_MINUTES", -60))

    def role_of(self, name):
        """Return a role that reads records of a model in the own place."""
        record = self.record_of(name, self.places["own"])[:1]
        for role in ("officer", "party_manager", "coordinator", "petition_officer", "mediator"):
            if self.as_role(record, role).has_access("read"):
                return role
        raise AssertionError(f"nobody reads {name}")

    def records(self, name):
        """Return two records of a model that one role reads."""
        record = self.record_of(name, self.places["own"])[:1]
        role = self.role_of(name)
        others = self.as_role(record.browse(), role).search([("id", "!=", record.id)], limit=1)
        return self.as_role(record + others.sudo(), role)

    def logged(self, records, call, kind="view"):
        """Return {id: lines} that a call leaves about the records' model."""
        self.env.flush_all()
        last = self.Log.search([], order="id desc", limit=1).id or 0
        with mute_logger("odoo.addons.base.models.ir_rule"):
            call()
        rows = self.Log.search(
            [("id", ">", last), ("model", "=", records._name), ("kind", "=", kind)]
        )
        return {
            row.res_id: len(rows.filtered(lambda r, i=row.res_id: r.res_id == i)) for row in rows
        }

    # the names

    def list_columns(self):
        """Return {model: names of the fields that lists, cards and other overviews show}."""
        found = {name: set() for name in self.files}

        def walk(node, model, is_list):
            for child in node.iterchildren("*"):
                if child.tag != "field":
                    walk(child, model, is_list)
                    continue
                field = (
                    self.env[model]._fields.get(child.get("name")) if model in self.env else None
                )
                if field is None:
                    continue
                if is_list and model in found:
                    found[model].add(field.name)
                if field.comodel_name:
                    for view in child.iterchildren(*LISTS):
                        walk(view, field.comodel_name, True)
                    for view in child.iterchildren("form"):
                        walk(view, field.comodel_name, False)

        views = self.env["ir.ui.view"].search(
            [("mode", "=", "primary"), ("type", "in", ("form", *LISTS))]
            + [("model", "=like", "community.%")]
        )
        for view in views:
            arch = view._get_combined_arch()
            walk(
                arch if etree.iselement(arch) else etree.fromstring(arch),
                view.model,
                view.type != "form",
            )
        return found

    def test_the_fields_of_lists_are_named_and_no_others(self):
        """A column added to a list is named, or every page of the list leaves eighty lines."""
        shown = self.list_columns()
        mixins = ("mail.thread", "mail.activity.mixin")
        plain = PLAIN.union(*(self.env[mixin]._fields for mixin in mixins))
        for name in self.files:
            named = self.env[name]._list_fields()
            with self.subTest(model=name):
                self.assertEqual(
                    sorted(named - {"display_name"}), sorted(shown[name] - plain - {"display_name"})
                )
                self.assertFalse(named - self.env[name]._fields.keys())

    # the calls

    def fact_calls(self, records):
        """Return {road: function} of the calls that return facts of records."""
        facts = [
            fact
            for fact in sorted(records._file_facts())
            if records._has_field_access(records._fields[fact], "read")
        ]
        columns = [
            fact
            for fact in facts
            if records._fields[fact].store and records._fields[fact].column_type
        ]
        stored = columns[0]
        is_date = records._fields[stored].type in ("date", "datetime")
        group = f"{stored}:month" if is_date else stored
        domain = [("id", "in", records.ids)]
        spec = {fact: {} for fact in facts[:5]}
        return {
            "read": lambda: records.read(facts[:1]),
            "read of columns": lambda: records.read(columns),
            "search_read": lambda: records.search_read(domain, facts[-1:]),
            "web_read": lambda: records.web_read(spec),
            "web_search_read": lambda: records.web_search_read(domain, spec),
            "web_read_group": lambda: records.web_read_group(
                domain, ["create_uid"], auto_unfold=True, unfold_read_specification=spec
            ),
            "web_name_search": lambda: records.web_name_search("", spec, domain),
            "one by one": lambda: [record.web_read(spec) for record in records],
            "array_agg": lambda: records.formatted_read_group(domain, [], [f"{stored}:array_agg"]),
            "ids by fact": lambda: records.formatted_read_group(
                domain, [group], ["id:array_agg", "__count"]
            ),
            "counts by fact": lambda: records.formatted_read_group(domain, [group], ["__count"]),
            "grouping sets": lambda: records.formatted_read_grouping_sets(
                domain, [["create_uid", group], ["create_uid"]], ["__count"]
            ),
            "copy_data": lambda: [record.copy_data() for record in records],
            "export": lambda: records.export_data([stored]),
        }

    def test_every_call_that_returns_facts_leaves_a_line_for_each_file(self):
        tried, wrong = 0, []
        for name in self.files:
            records = self.records(name)
            wanted = dict.fromkeys(records.ids, 1)
            for road, call in self.fact_calls(records).items():
                tried += 1
                kind = "export" if road == "export" else "view"
                found = self.logged(records, call, kind)
                if found != wanted:
                    wrong.append((name, road, found, wanted))
        _logger.info(
            "Tried: the log: %s calls that return facts of %s kinds of files, %s without lines",
            tried,
            len(self.files),
            len(wrong),
        )
        self.assertFalse(wrong)

    def list_calls(self, records, names):
        """Return {road: function} of the calls that return what lists show."""
        domain = [("id", "in", records.ids)]
        return {
            "web_search_read": lambda: records.web_search_read(domain, dict.fromkeys(names, {})),
            "read": lambda: records.read(names),
            "name_search": lambda: records.name_search(""),
            "count": lambda: records.search_count(domain),
            "group": lambda: records.formatted_read_group(domain, ["create_uid"], ["__count"]),
        }

    def test_lists_leave_no_line(self):
        shown = self.list_columns()
        for name in self.files:
            records = self.records(name)
            for road, call in self.list_calls(records, sorted(shown[name])).items():
                with self.subTest(model=name, road=road):
                    self.assertFalse(self.logged(records, call))

    def test_facts_through_a_link_leave_their_line(self):
        """Whoever reaches a person's fact from another record has read that person's file."""
        own = self.places["own"]
        own.resident.marital = "divorced"
        household = self.as_role(own.household, "officer")
        residency = self.as_role(own.resident.residency_ids, "officer")
        wanted = {own.resident.id: 1}
        resident = own.resident
        for road, kind, call in (
            ("export", "export", lambda: household.export_data(["address", "head_id/marital"])),
            (
                "group",
                "view",
                lambda: residency.formatted_read_group(
                    [("id", "in", residency.ids)], ["resident_id.marital"], ["__count"]
                ),
            ),
            (
                "form",
                "view",
                lambda: residency.web_read({"resident_id": {"fields": {"marital": {}}}}),
            ),
            (
                "dialog",
                "view",
                lambda: (
                    residency.browse()
                    .with_context(default_resident_id=resident.id)
                    .onchange({}, [], {"resident_id": {"fields": {"marital": {}}}})
                ),
            ),
            (
                "history",
                "view",
                lambda: household.env["community.fact.change"].search_read(
                    [("resident_id", "=", resident.id)], ["old_text", "new_text"]
                ),
            ),
        ):
            with self.subTest(road=road):
                self.assertEqual(self.logged(resident, call, kind), wanted)
        row = self.Log.search(
            [("kind", "=", "export"), ("model", "=", "community.resident")], limit=1
        )
        # It does not say from where: that alone could tell of a case or a membership.
        self.assertEqual((row.field_names, row.description, row.domain), ("marital", False, False))
        timeline = self.logged(own.household, household.timeline)
        self.assertEqual(timeline, {own.household.id: 1})

    def test_a_ledger_leaves_a_line_for_each_file(self):
        """Also for those reached over links, of one or of many."""
        own = self.places["own"]
        for path in ("head_id.marital", "residency_ids.resident_id.marital"):
            ledger = self.env["community.ledger"].create(
                {
                    "name": "Homes",
                    "code": path.replace(".", "_"),
                    "model_id": self.env["ir.model"]._get_id("community.household"),
                    "column_ids": [Command.create({"name": "Marital status", "path": path})],
                }
            )
            mine = self.as_role(ledger, "officer")
            domain = [("id", "=", own.household.id)]
            with self.subTest(path=path):
                found = self.logged(
                    own.resident,
                    lambda mine=mine, domain=domain: mine._write_xlsx(io.BytesIO(), domain),
                    "export",
                )
                self.assertEqual(found, {own.resident.id: 1})

    def test_figures_about_many_leave_no_line(self):
        own = self.places["own"]
        people = self.env["community.resident"].create(
            [
                {
                    "name": f"多人{number}",
                    "marital": "widowed",
                    "residency_ids": [
                        Command.create({"household_id": own.household.id, "role": "other"})
                    ],
                }
                for number in range(6)
            ]
        )
        mine = self.as_role(people, "officer")
        domain = [("id", "in", people.ids)]

        def count(more=()):
            return mine.formatted_read_group(domain, ["marital"], ["__count", *more])

        self.assertFalse(self.logged(people, count))
        self.assertEqual([group["__count"] for group in count()], [6])
        self.assertEqual(set(count()[0]), {"marital", "__count", "__extra_domain"})
        # A group of few is as good as their files, and so are lists of values.
        people[0].marital = "single"
        self.assertEqual(self.logged(people, count), {people[0].id: 1})
        self.assertEqual(
            self.logged(people, lambda: count(["id:array_agg"])), dict.fromkeys(people.ids, 1)
        )

    def test_counts_without_a_trace_are_refused(self):
        Resident = self.as_role(self.env["community.resident"], "officer")
        for call in (
            lambda: Resident.read_group([], [], ["marital"]),
            lambda: Resident.read_group([], ["died:max(date_death)"], ["sex"]),
            lambda: Resident.read_progress_bar([], "id", {"field": "marital", "colors": {}}),
            lambda: Resident.search_panel_select_range("marital", enable_counters=True),
            lambda: Resident.search_panel_select_multi_range("category_line_ids"),
        ):
            # Odoo calls one of them old, and any client may still call it.
            muted = mute_logger("py.warnings")
            with muted, self.assertRaisesRegex(UserError, "not counted this way"):
                call()

    def test_a_look_up_leaves_its_line(self):
        """By the number of somebody elsewhere: found, under another name, not at all."""
        other = self.places["other"]
        Resident = self.as_role(self.env["community.resident"], "grid_worker")
        number = self.numbers["other"]
        for text, name, found in (
            (number, other.resident.name, other.resident.id),
            (number, "别人", other.resident.id),
            (self.make_id_number(), "别人", 0),
        ):
            call = functools.partial(Resident._find_by_id_number, text, name)
            lines = self.logged(other.resident, lambda call=call: self.quiet(call), "find")
            self.assertEqual(lines, {found: 1})
        resident = self.as_role(self.places["own"].resident, "grid_worker")
        entry = functools.partial(resident.write, {"id_number_input": number})
        self.assertEqual(
            self.logged(other.resident, lambda: self.quiet(entry), "find"), {other.resident.id: 1}
        )

    def quiet(self, call):
        # No savepoint around it: in tests it would take the line away.
        with contextlib.suppress(UserError):
            call()

    def test_a_form_costs_two_queries_more_at_most(self):
        """The queries of each file's own form, with the log and without."""
        counted = {}
        for name in self.files:
            role = self.role_of(name)
            record = self.record_of(name, self.places["own"])[:1]
            view = self.as_role(record.browse(), role).get_view(view_type="form")
            spec = self.form_spec(self.as_role(record, role), etree.fromstring(view["arch"]))
            costs = []
            for logs in (True, False):
                # Once for the caches of rights and translations, then counted.
                for _time in range(2):
                    mine = self.as_role(record, role)
                    with contextlib.ExitStack() as stack:
                        if not logs:
                            stack.enter_context(patch.object(type(self.Log), "_log"))
                        before = self.env.cr.sql_log_count
                        mine.web_read(spec)
                        cost = self.env.cr.sql_log_count - before
                costs.append(cost)
            counted[name] = costs[0] - costs[1]
        _logger.info("The log: queries more on a form: %s", counted)
        self.assertLessEqual(max(counted.values()), 2)
        self.assertGreaterEqual(min(counted.values()), 1)

    def form_spec(self, record, arch):
        """Return the specification by which the client reads a form."""
        spec = {}
        for node in arch.iterdescendants("field"):
            name = node.get("name")
            if name not in record._fields or any(
                parent.tag == "field" for parent in node.iterancestors()
            ):
                continue
            field = record._fields[name]
            view = next(node.iterchildren("list", "kanban"), None)
            if field.type == "many2one":
                spec[name] = {"fields": {"display_name": {}}}
            elif field.comodel_name and view is not None:
                comodel = record.env[field.comodel_name]
                spec[name] = {"fields": self.form_spec(comodel, view), "limit": 40}
            else:
                spec[name] = {}
        return spec

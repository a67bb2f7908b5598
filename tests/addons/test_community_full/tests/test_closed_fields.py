import ast
import functools
import inspect
import logging
import re
import textwrap
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .access_case import AccessCase, read_table

_logger = logging.getLogger(__name__)

# How a field is named that says how far a record is.
STATE = re.compile(r"(^|_)(state|stage)$")
# A model whose number is closed.
MODEL = "community.request"
# What a client may send in place of the object that opens a field.
FORGED = (True, "x", ["state"], {"model": "community.request", "names": ["state"]})


@functools.cache
def _set_by_steps(part):
    """Return the names that a class hands to ``_set_closed`` of its own records, as a set."""
    calls = [
        node
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(part))))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    own = ("self", "record", (getattr(part, "_name", None) or "").rpartition(".")[2])
    return {
        keyword.arg
        for call in calls
        if call.func.attr == "_set_closed" and ast.unparse(call.func.value) in own
        for keyword in call.keywords
        if keyword.arg
    }


@tagged("post_install", "-at_install", "community_rights")
class TestClosedFields(AccessCase):
    """No value of a client reaches a field that follows from the steps of its record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attempts = 0
        groups = cls.env["res.groups"].search([]).get_external_id()
        ours = sorted(name for name in groups.values() if name.startswith("community_"))
        cls.everybody = [
            new_test_user(cls.env, login=f"closed_{name}", groups=f"base.group_user,{name}")
            for name in ours
        ]
        # Grids, branches and cases in hand: what can be refused for another reason is.
        for user in cls.everybody:
            cls.grid.officer_line_ids = [
                Command.create({"user_id": user.id, "date_from": "2020-01-01"})
            ]

    @classmethod
    def guarded(cls):
        """Yield the models that close fields, with the names of these fields."""
        for name in cls.community_models(transient=False):
            model = cls.env[name]
            if hasattr(model, "_closed_fields") and (closed := model._closed_fields()):
                yield model, sorted(closed & model._fields.keys())

    def sample(self, model, name):
        """Return a value of the field that is not the one a new record gets."""
        field = model._fields[name]
        if field.type == "selection":
            keys = field.get_values(self.env)
            return keys[-1]
        if field.relational:
            return 1 if field.type == "many2one" else [Command.set([1])]
        return {
            "boolean": True,
            "date": "2020-02-02",
            "datetime": "2020-02-02 02:02:02",
            "json": {"x": 1},
        }.get(field.type, "7" if field.type in ("char", "text", "html", "reference") else 7)

    def test_defaults_of_a_client_reach_no_closed_field(self):
        """Neither ``default_*`` of the context nor a default that a user keeps counts."""
        reached = []
        for model, names in self.guarded():
            for name in names:
                value = self.sample(model, name)
                own = model.default_get([name])
                for user in (*self.everybody, self.env.user):
                    if not model.with_user(user).has_access("read"):
                        continue
                    for env in (model.with_user(user), model.with_user(user).sudo()):
                        type(self).attempts += 1
                        if (
                            env.with_context(**{f"default_{name}": value}).default_get([name])
                            != (own)
                            and not model._fields[name].default
                        ):
                            reached.append((model._name, name, user.login, "context"))
        self.assertFalse(reached)

    def test_a_default_kept_by_a_user_reaches_no_closed_field(self):
        """``ir.default`` is open to every internal user, for themselves."""
        reached = []
        user = self.officer
        for model, names in self.guarded():
            for name in names:
                field = model._fields[name]
                if field.type in ("one2many", "many2many", "json"):
                    continue
                if not model.with_user(user).has_access("read"):
                    continue
                value = self.sample(model, name)
                defaults = self.env["ir.default"].with_user(user)
                with self.env.cr.savepoint() as point:
                    defaults.set(model._name, name, value, user_id=True)
                    type(self).attempts += 1
                    given = model.with_user(user).default_get([name]).get(name)
                    if given == value and not field.default:
                        reached.append((model._name, name))
                    point.rollback()
                self.env.registry.clear_cache()
        self.assertFalse(reached)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_create_refuses_closed_fields(self):
        """That the key is there counts, not whether the value is true."""
        self._refused("create", lambda model, vals: model.create([vals]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_write_refuses_closed_fields(self):
        """A record of one's own place keeps its closed fields, whatever the context says."""
        records = {}
        for model, _names in self.guarded():
            if model._auto:
                records[model._name] = self.record_of(model._name, self.places["own"])[:1]

        def write(model, vals):
            records[model._name].with_env(model.env).write(vals)

        self._refused("write", write, records)

    def _refused(self, right, call, only=None):
        through = []
        for model, names in self.guarded():
            if only is not None and model._name not in only:
                continue
            for user in self.everybody:
                mine = model.with_user(user)
                if not mine.has_access(right):
                    continue
                self.env.flush_all()
                # A refusal comes before anything is written: one savepoint for all of them.
                with self.env.cr.savepoint() as point:
                    self._refused_to(mine, names, call, through)
                    point.rollback()
        self.assertFalse(through, f"{len(through)} closed fields were written")

    def _refused_to(self, mine, names, call, through):
        forgeries = [
            mine.with_context(**({} if forged is None else {"community_opened": forged}))
            for forged in (None, *FORGED)
        ]
        for name in names:
            for value in (self.sample(mine.sudo(False), name), False):
                for model in forgeries:
                    type(self).attempts += 1
                    try:
                        call(model, {name: value})
                    except UserError:
                        continue
                    said = model.env.context.get("community_opened")
                    through.append((mine._name, name, mine.env.user.login, value, said))
                    break

    def test_the_walk_finds_a_field_that_is_open(self):
        """One field that is closed no more is found, in a new record and in a change."""
        record = self.record_of(MODEL, self.places["own"])

        def write(model, vals):
            record.with_env(model.env).write(vals)

        for right, call, only in (
            ("create", lambda model, vals: model.create([{"description": "x", **vals}]), None),
            ("write", write, {MODEL: record}),
        ):
            with (
                self.subTest(right=right),
                patch.object(self, "guarded", lambda: [(self.env[MODEL], ["number"])]),
                patch.object(type(record), "_refuse_closed", lambda self, vals_list: None),
                self.assertRaisesRegex(AssertionError, "closed fields were written"),
            ):
                self._refused(right, call, only)

    @classmethod
    def tearDownClass(cls):
        _logger.info("Tried: writing to closed fields: %s", cls.attempts)
        super().tearDownClass()

    def test_a_state_is_closed_or_says_why_not(self):
        """What says how far a record is, or what a step sets, is closed or stands in a table."""
        reviewed = [row["field"] for row in read_table("open_states.csv")]
        self.assertEqual(reviewed, sorted(reviewed), "rows are sorted")
        steps, still_open = 0, set()
        for name in self.community_models(transient=False):
            model = self.env[name]
            closed = model._closed_fields() if hasattr(model, "_closed_fields") else set()
            set_by_steps = {
                field
                for part in type(model).mro()
                if part.__module__.startswith("odoo.addons.community_")
                for field in _set_by_steps(part)
            }
            steps += len(set_by_steps)
            if not any(
                model.with_user(user).has_access(right)
                for user in self.everybody
                for right in ("create", "write")
            ):
                continue
            still_open |= {
                f"{name}.{field.name}"
                for field in model._fields.values()
                if field.name not in closed
                and (
                    field.name in set_by_steps
                    or field.type == "selection"
                    and field.store
                    and not field.readonly
                    and STATE.search(field.name)
                )
            }
        self.assertGreater(steps, 100)
        self.assertEqual(sorted(still_open), reviewed)

    def test_what_is_reckoned_is_not_typed(self):
        """A stored figure, day or state that follows from other records is closed, everywhere."""
        results = {"boolean", "date", "datetime", "float", "integer", "monetary", "selection"}
        typed, seen = [], 0
        for name in self.community_models(transient=False):
            model = self.env[name]
            if not model._auto or not hasattr(model, "_closed_fields"):
                continue
            closed = model._closed_fields()
            for field in model._fields.values():
                reckoned = field.compute and field.store and field.readonly and not field.related
                if reckoned and field.type in results:
                    seen += 1
                    if field.name not in closed:
                        typed.append(f"{name}.{field.name}")
        self.assertGreater(seen, 100)
        self.assertFalse(typed)
        household = self.record_of("community.household", self.places["own"])
        self.env.flush_all()
        with self.assertRaisesRegex(UserError, "is worked out from what stands elsewhere"):
            household.with_user(self.manager).member_count = 99

    def test_a_screen_shows_closed_fields_read_only_and_copies_none(self):
        """What is closed is read-only in every form, and a copy begins anew."""
        for model, names in self.guarded():
            with self.subTest(model=model._name):
                editable = [
                    name
                    for name in names
                    if not model._fields[name].readonly and model._fields[name].store
                ]
                self.assertFalse(editable)

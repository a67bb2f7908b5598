import collections
import contextlib
import logging
import re
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import ACCESS_FOLDER, read_table
from .least_case import TODAY, ClientForm, LeastCase, is_open

_logger = logging.getLogger(__name__)

# Steps after which nothing goes on.
LAST = re.compile(
    "cancel|void|withdraw|refuse|reject|reopen|undo|unlink|archive|reveal|delete|end|drop|stop"
)
# What a text does not fit: numbers with a check digit, years, names of fields.
ONLY_TRUE = ("id_number", "phone", "email", "year", "field_name", "path", "domain", "code", "sheet")
# What the database says in a sentence of ours.
REFUSALS = (UserError, psycopg2.errors.CheckViolation, psycopg2.errors.UniqueViolation)
# What a record of the service asks the other addons, which is how they see whether it concerns
# them: model -> what is asked -> why.
ASKS = {
    "community.activity": {
        "community.party.resolution": "votes that were counted by its list",
        "community.party.transfer": "what still runs of somebody who has left",
    },
    "community.attendance": {
        "community.party.resolution": "votes that were counted by this list",
        "community.party.transfer": "what still runs of somebody who has left",
    },
    "community.consent": {"community.party.publicity": "the text that rests on the consent"},
    "community.contribution": {"community.party.pledge": "the pledge that stands on this claim"},
    "community.handover": dict.fromkeys(
        (
            "community.incident",
            "community.legacy.issue",
            "community.mediation.case",
            "community.mediation.mediator",
            "community.party.appraisal.task",
            "community.party.contact",
            "community.party.fund.finding",
            "community.party.fund.source",
            "community.party.officer",
            "community.petition",
            "community.relocation.member",
        ),
        "open work that goes to the successor",
    ),
    "community.household": {
        "community.party.member": "whether a member lives in the household",
        "community.relocation.file": "the file of a home that somebody left empty",
    },
    "community.life.event": {
        "community.mediation.case": "what still runs of somebody who has died"
    },
    "community.request": {"community.mediation.case": "the dispute that came from this request"},
    "community.residency": {
        "community.party.member": "whether a member lives in the household",
        "community.relocation.file": "the file of a home that somebody left empty",
    },
    "community.resident": {
        "community.party.member": "whether a member lives in the household",
        "community.party.representative": "a seat that ends with its person",
        "community.relocation.file": "the file of a home that somebody left empty",
    },
    "community.visit": {
        "community.petition.person": "letters to this home that came back",
        "community.relocation.explanation": "explanations entered by this visit",
    },
}


def _signed(project):
    """Let one household of a relocation project have its agreement."""
    home = project.env["community.household"].search(
        [("company_id", "=", project.company_id.id)], limit=1
    )
    file = project.env["community.relocation.file"].create(
        {"project_id": project.id, "household_id": home.id, "number": "X7"}
    )
    file.write({"agreement_state": "signed", "date_signed": "2026-01-08"})


# What has to be there before a button works, and no field of its form says it.
READY = {
    ("community.aid.notice", "action_take_down"): lambda record: record._set_closed(
        date_from="2026-01-05", date_to="2026-01-12"
    ),
    ("community.incident", "action_close"): lambda record: record.write(
        {"lessons": "7", "measure_ids": [Command.create({"name": "7"})]}
    ),
    ("community.life.event", "action_done"): lambda record: record.task_ids.write(
        {"is_done": True}
    ),
    ("community.mediation.case", "action_register"): lambda record: record.write(
        {
            "kind_id": record.env["community.dispute.kind"].search([], limit=1).id,
            "participant_ids": [
                Command.create({"side": side, "name": side}) for side in ("one", "two")
            ],
        }
    ),
    ("community.relocation.project", "action_start_moving"): lambda record: _signed(record),
    ("community.relocation.project", "action_start_signing"): lambda record: record.write(
        {
            "step_ids": [Command.create({"kind": "decision", "date_from": "2026-01-06"})],
            "date_sign_from": "2026-01-07",
            "date_sign_to": "2026-01-31",
        }
    ),
    ("community.volunteer.call", "action_done"): lambda record: record.write(
        {"date_start": "2026-01-05 01:00:00", "date_stop": "2026-01-05 03:00:00"}
    ),
}
# A report counts all records of all addons, and an open book begins with one.
COUNTED = ("community.report", "community.open.book")
QUIET = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.sql_db",
    "odoo.tests.form.onchange",
)


@tagged("post_install", "-at_install", "community", "community_rights")
class TestLeastRole(LeastCase):
    """Whoever may enter a record enters, changes and moves it, with all addons installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.is_asked = True
        cls.refused, cls.reached, cls.last = {}, set(), ""
        cls.done, cls.wrong, cls.asked = collections.Counter(), [], collections.defaultdict(set)

    def test_walk(self):
        """Each model, entered as its least role: the form, a change, each button it then shows."""
        walked = set()
        for name, role in self.entering():
            if self.env[name]._transient or name in walked:
                continue
            walked.add(name)
            with mute_logger(*QUIET), self.not_kept(), self.watched(name):
                self.walk(name, role)
        _logger.info("Tried as the least role: %s", dict(self.done))
        self.assertFalse(self.wrong, "\n".join(self.wrong))
        self.check_reached()
        self.check_asked()
        self.assertGreaterEqual(self.done["new"] + self.done["create"], len(walked))
        self.assertGreaterEqual(self.done["button"], len(walked) // 2)
        self.assertGreater(len(walked), 60)

    def check_reached(self):
        """Each button that the walk never gets to work is pressed by a test as that role."""
        known = {(row["model"], row["method"]): row["test"] for row in read_table("steps.csv")}
        left = {key: said for key, said in self.refused.items() if key not in self.reached}
        self.assertFalse(
            {key: said for key, said in left.items() if key not in known},
            "name the test that presses it as its least role in tests/access/steps.csv",
        )
        if all(model in self.env for model, _method in known):
            self.assertFalse(known.keys() - left.keys(), "the walk presses these itself")
        for (model, method), test in known.items():
            with self.subTest(model=model, method=method):
                path, _, name = test.partition("::")
                source = (ACCESS_FOLDER.parents[1] / path).read_text(encoding="utf-8")
                _, found, body = source.partition(f"    def {name.partition('.')[2]}(self")
                self.assertTrue(found, test)
                self.assertIn(f"class {name.partition('.')[0]}(", source)
                self.assertTrue(body)

    @contextlib.contextmanager
    def watched(self, name):
        """Note what the other addons are asked while a record of the service is entered."""
        search, asked = BaseModel._search, self.asked[name]

        def watch(records, *args, **kwargs):
            if self.is_asked and records._original_module not in (None, "community_service"):
                asked.add(records._name)
            return search(records, *args, **kwargs)

        with patch.object(BaseModel, "_search", watch):
            yield

    def check_asked(self):
        """A hook on a model of the service looks first whether the record concerns its addon."""
        # Whose time a record takes is known by all their files, and taken by any other such record.
        engaged = self.env["community.engaged.mixin"]._engaged_models()
        of_times = {
            *engaged,
            *self.env.registry.descendants(["community.person.mixin"], "_inherit"),
            "community.mediation.participant",
        }
        for name, asked in self.asked.items():
            ours = {other for other in asked if other.startswith("community.")}
            if self.env.registry[name]._original_module != "community_service" or name in COUNTED:
                continue
            with self.subTest(model=name):
                known = {*ASKS.get(name, {}), *(of_times if name in engaged else ())}
                self.assertFalse(ours - known, "asked without a look")

    def walk(self, name, role):
        values = self.meant(name)
        self.env.flush_all()
        self.env.transaction.clear()
        self.asked[name].clear()
        Model = self.env_of(role)[name]
        closed = Model._closed_fields() if hasattr(Model, "_closed_fields") else ()
        values = {
            field: value
            for field, value in values.items()
            if field not in closed and Model._has_field_access(Model._fields[field], "read")
        }
        record = None
        what = f"{role}: new {name}"
        if view := self.begun_in(Model):
            record = self.tried("new", what, lambda: self.entered(Model, view, values))
        else:
            # Begun by a button, or in the lines of another form.
            record = self.tried("create", what, lambda: Model.create(values))
        if not record:
            return
        record = Model.browse(record.id)
        if view and record.has_access("write"):
            self.tried("change", f"{role}: change {name}", lambda: self.changed(record))
        self.steps(name, role, record)

    def begun_in(self, Model):
        """Return the form in which a new record is begun, if there is one."""
        views = self.env["ir.ui.view"].search(
            [("model", "=", Model._name), ("type", "=", "form"), ("mode", "=", "primary")]
        )
        return next((view for view in views if 'create="0"' not in view.arch), None)

    def entered(self, Model, view, values):
        defaults = {
            f"default_{field}": value
            for field, value in values.items()
            if not isinstance(value, list | tuple | dict)
        }
        form = ClientForm(Model.with_context(**defaults), view)
        return self.filled(form, values).complete(ONLY_TRUE).save()

    def changed(self, record):
        form = ClientForm(record)
        for name in form.names():
            kind = form._view["fields"][name]["type"]
            if kind in ("char", "text") and is_open(form, name):
                if not any(part in name for part in (*ONLY_TRUE, "address")):
                    form[name] = "7777"
                    break
        return form.complete(ONLY_TRUE).save()

    def tried(self, kind, what, function):
        """Return what a call answers; None when it is refused, which is noted as a fault or not."""
        try:
            with self.env.cr.savepoint():
                result = function()
                self.env.flush_all()
            self.done[kind] += 1
            return result
        except REFUSALS as error:
            type(self).last = str(error).replace("\n", " ")[:150]
            # A right that was given holds; before a step something may still be missing.
            if isinstance(error, AccessError) or kind in ("new", "create", "change"):
                self.wrong.append(f"{what}: {error}")
            else:
                self.done[f"{kind} refused"] += 1
            return None
        except (Exception, psycopg2.Error) as error:
            self.wrong.append(f"{what}: {type(error).__name__} {error}")
            return None
        finally:
            self.env.transaction.clear()

    def steps(self, name, role, record):
        """Press each button that the form shows, and go on with the first that moves it."""
        pressed = set()
        for _turn in range(6):
            form = self.tried("open", f"{role}: open {name}", lambda: ClientForm(record))
            if not form:
                return
            kept = None
            for method, context in form.buttons().items():
                if method in pressed:
                    continue
                pressed.add(method)
                call, moved = self.pressed(f"{role}: {name}.{method}", record, method, context)
                if moved and kept is None and not LAST.search(method):
                    kept = call
            if not kept:
                return
            kept()
            self.env.flush_all()
            self.env.transaction.clear()

    def pressed(self, what, record, method, context):
        """Press a button and take it back; return (the call that worked, whether it moved)."""

        def press():
            return [getattr(record.with_context(**context), method)()]

        def fill_and_press(day=TODAY):
            ClientForm(record).complete(ONLY_TRUE, everything=True, day=day).save()
            return press()

        def fill_today_and_press():
            return fill_and_press(str(fields.Date.context_today(record)))

        def wait_and_press():
            READY[record._name, method](record.sudo())
            return press()

        calls = [press, fill_and_press, fill_today_and_press]
        if (record._name, method) in READY:
            calls.append(wait_and_press)
        self.is_asked = True
        with self.not_kept():
            before = self.told(record)
            self.env.transaction.clear()
            for call in calls:
                if answer := self.tried("button", what, call):
                    break
            else:
                self.refused.setdefault((record._name, method), self.last)
                return None, False
            self.reached.add((record._name, method))
            action = answer[0]
            if isinstance(action, dict) and action.get("type") == "ir.actions.act_window":
                self.tried("opened", f"{what} opens", lambda: self.follow(record.env, action))
                if self.env[action["res_model"]]._transient:
                    return self.asked_for(what, record, action, call, before)
            return call, self.moved(record, before)

    def moved(self, record, before):
        return bool(record.sudo().exists()) and self.told(record) != before

    def asked_for(self, what, record, action, call, before):
        """Fill the dialog that a button opens, once what it asks for and once all of it, and press
        its buttons; return (the first that moved the record, or what opened it; whether one did).
        """
        env, moving, done = record.env, None, set()
        # What another addon asks in a dialog of its own concerns it.
        self.is_asked = env[action["res_model"]]._original_module == "community_service"

        def filled(opened, everything):
            form = self.follow(env, opened).complete(ONLY_TRUE, everything)
            return (form.choose() if everything else form).save()

        def answered(opened, everything, method, context):
            return [getattr(filled(opened, everything).with_context(**context), method)()]

        for everything in (False, True):
            with self.not_kept():
                name = f"{what} fills"
                dialog = self.tried("filled", name, lambda: filled(action, everything))  # noqa: B023
                buttons = ClientForm(dialog).buttons() if dialog else {}
            for method, context in buttons.items():
                if method in done:
                    continue
                given = (everything, method, context)
                name = f"{what} > {action['res_model']}.{method}"
                with self.not_kept():
                    if not self.tried("dialog", name, lambda: answered(action, *given)):  # noqa: B023
                        continue
                    self.reached.add((action["res_model"], method))
                    done.add(method)
                    if not moving and self.moved(record, before):
                        moving = given
        if not moving:
            return call, False
        # A dialog that its button makes is another one each time.
        return lambda: answered(call()[0], *moving), True

    def follow(self, env, action):
        """Open what a button opens, as the client does; return its form."""
        context = action.get("context") or {}
        env = env(context={**env.context, **(context if isinstance(context, dict) else {})})
        views = action.get("views") or [
            (False, kind) for kind in action.get("view_mode", "form").split(",")
        ]
        number, kind = views[0]
        Model = env[action["res_model"]]
        if kind == "form":
            number = number or (action.get("view_id") or [False])[0]
            return ClientForm(Model.browse(action.get("res_id") or []), number)
        Model.search(action.get("domain") or [], limit=3).mapped("display_name")
        return None

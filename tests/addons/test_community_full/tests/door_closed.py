"""Closed fields: no call of a client gives the value, or tells whether a guess is right."""

from unittest.mock import patch

from odoo.tools import mute_logger

from .door_case import Tally
from .test_secret_leaks import SECRETS

OPERATORS = (
    ("=", "whole"),
    ("!=", False),
    ("in", "list"),
    ("not in", "list"),
    ("like", "part"),
    ("not like", "part"),
    ("ilike", "part"),
    ("=like", "start"),
    ("=ilike", "start"),
    (">", "whole"),
    ("<=", "whole"),
    ("not ilike", "part"),
)


class ClosedDoors:
    """Every road to each closed field, for each role; ``action_reveal`` alone opens one."""

    @classmethod
    def closed_fields(cls):
        """Yield (model, closed field, a value that it gets)."""
        for name in cls.community_models(transient=False):
            for field in getattr(cls.env[name], "_secret_fields", ()):
                if cls.env[name]._fields[field].store:
                    value = SECRETS[field] or cls.numbers["own"]
                    if field == "disability_number":
                        # Kind and grade stand behind the number of the person.
                        value = f"{value}53"
                    yield name, field, value
                else:
                    # What is reckoned has the value that follows from the others.
                    yield name, field, cls.places["own"].settled[name][:1].sudo()[field]

    def fill(self):
        """Give every closed field of the own place a value."""
        for name, field, value in self.closed_fields():
            record = self.places["own"].settled[name][:1].sudo()
            if record._fields[field].store:
                record[field] = value
        self.env.flush_all()

    def attempt(self, tally, what, secret, function, must_refuse=False):
        """Call; the answer or the refusal must not hold the secret."""
        if not must_refuse and self.env.transaction.field_data:
            # Values in the cache of this test are no excuse: a client starts with an empty one.
            self.env.invalidate_all(flush=False)
        try:
            told, kind = repr(function()), "answer"
        except Exception as error:
            told, kind = str(error), type(error).__name__
        tally.count(what, kind)
        texts = secret.values() if isinstance(secret, dict) else [secret]
        holds = any(str(text) in told for text in texts)
        if holds or (must_refuse and kind == "answer"):
            tally.leaks.append((what, f"{kind}: {told[:200]}", ""))

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_model")
    def test_closed_fields(self):
        self.fill()
        self.turns = 0
        tally = Tally("closed fields")
        paths = {name: self.paths_to(name) for name, _field, _value in self.closed_fields()}
        for role in self.roles:
            env = self.as_role(role)
            for name, field, secret in self.closed_fields():
                record = env[name].browse(self.places["own"].settled[name][:1].id)
                what = f"{role}: {name}.{field}"
                roads = self.reading_roads(record, field)
                if role in ("grid_worker", "mediator") and "phone" in field:
                    del roads["read everything"]  # at the own doors a phone has another name
                for road, call in roads.items():
                    # Some of these write.
                    self.attempt(
                        tally, f"{what} {road}", secret, lambda call=call: self.undone(call)
                    )
                for road, call in self.grouping_roads(record, field).items():
                    self.attempt(tally, f"{what} {road}", secret, call)
                self.attempt(
                    tally,
                    f"{what} order",
                    secret,
                    lambda M=env[name], f=field: M.search([], order=f),
                    must_refuse=True,
                )
                for model, path in paths[name]:
                    full = ".".join([*path, field])
                    guesses = list(self.guesses(full, secret))
                    if path:
                        # Along a link two thirds of the operators, others at the next one.
                        self.turns += 1
                        guesses = [
                            guess
                            for number, guess in enumerate(guesses)
                            if (number + self.turns) % 3
                        ]
                    for domain in guesses:
                        self.attempt(
                            tally,
                            f"{what} {model} {domain}",
                            secret,
                            lambda M=env[model], d=domain: M.search_count(d),
                            must_refuse=True,
                        )
        self.conclude(tally, 75000, ("AccessError", "UserError", "ValueError", "UniqueViolation"))

    def test_the_walk_finds_a_field_that_is_open(self):
        """A closed field that loses its group is found on the roads and by guesses."""
        self.fill()
        record = self.as_role("officer")["community.resident"].browse(
            self.places["own"].settled["community.resident"].id
        )
        field = record._fields["id_number"]
        tally = Tally("an open field")
        with (
            patch.object(field, "groups", None),
            patch.object(type(record), "_has_field_access", lambda self, field, operation: True),
        ):
            self.attempt(tally, "read", self.numbers["own"], lambda: record.read(["id_number"]))
            [guess] = [d for d in self.guesses("id_number", self.numbers["own"]) if d[0][1] == "="]
            self.attempt(
                tally, "guess", self.numbers["own"], lambda: record.search_count(guess), True
            )
        self.assertEqual(len(tally.leaks), 2)

    def undone(self, call):
        """Return what a call answers, and take back what it wrote."""
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.sql_db", "odoo.models"):
                return call()
        finally:
            self.env.transaction.clear()
            savepoint.close(rollback=True)

    def paths_to(self, target):
        """Return (model, path of field names) of the model itself and each link to it."""
        paths = [(target, [])]
        for name in self.community_models(transient=False):
            for field in self.env[name]._fields.values():
                if field.comodel_name == target and (field.store or field.search):
                    paths.append((name, [field.name]))
        return paths

    def guesses(self, path, secret):
        if isinstance(secret, dict):
            secret = next(iter(secret.values()))
        part = str(secret)[:3]
        operands = {"whole": secret, "list": [secret], "part": part, "start": f"{part}%"}
        for operator, operand in OPERATORS:
            yield [(path, operator, operands.get(operand, operand))]

    def reading_roads(self, mine, field):
        Model, domain = mine.browse(), [("id", "=", mine.id)]
        return {
            "read": lambda: mine.read([field]),
            "search_read": lambda: Model.search_read(domain, [field]),
            "web_read": lambda: mine.web_read({field: {}}),
            "web_search_read": lambda: Model.web_search_read(domain, {field: {}}),
            "export_data": lambda: mine.export_data([field]),
            "onchange": lambda: mine.onchange({}, [], {field: {}, "display_name": {}}),
            "web_save": lambda: mine.web_save({}, {field: {}}),
            "copy_data": lambda: mine.copy_data(),
            "copy": lambda: mine.copy().sudo(False).read(),
            "fields_get": lambda: Model.fields_get([field]),
            "default_get": lambda: Model.default_get([field]),
            "translations": lambda: mine.get_field_translations(field),
            "read everything": lambda: mine.read(),
            "name_search": lambda: Model.name_search("", domain),
            "reveal of nothing": lambda: mine.action_reveal(""),
        }

    def grouping_roads(self, mine, field):
        Model, domain = mine.browse(), [("id", "=", mine.id)]
        bar = {"field": field, "colors": {}}
        return {
            "group": lambda: Model._read_group(domain, [field], ["__count"]),
            "formatted": lambda: Model.formatted_read_group(domain, [field], ["__count"]),
            "sum": lambda: Model.formatted_read_group(domain, [], [f"{field}:sum"]),
            "max": lambda: Model.formatted_read_group(domain, [], [f"{field}:max"]),
            "array": lambda: Model.formatted_read_group(domain, [], [f"{field}:array_agg"]),
            "web groups": lambda: Model.web_read_group(domain, [field], ["__count"]),
            "panel": lambda: Model.search_panel_select_range(field),
            "panels": lambda: Model.search_panel_select_multi_range(field),
            "progress": lambda: Model.read_progress_bar(domain, field, bar),
        }

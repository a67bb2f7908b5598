"""Forged calls of ``onchange`` and ``create``: ids of hidden records, wherever an id can stand."""

from .door_case import Tally

NOTE = {"fields": {"display_name": {}}}
# Besides our own sentences the database itself refuses records that are half made.
REFUSED = (
    "AccessError",
    "UserError",
    "ValidationError",
    "ValueError",
    "CheckViolation",
    "NotNullViolation",
    "UniqueViolation",
)
# Records of these are named where a field takes a record of any model.
ANY_MODEL = ("community.resident", "community.party.member", "community.petition")
# A sample of the links is enough where every model lends the same ones.
CORE_MODELS = (
    "calendar.event",
    "ir.attachment",
    "mail.activity",
    "mail.activity.schedule",
    "mail.compose.message",
    "mail.followers",
    "mail.followers.edit",
    "mail.message",
    "mail.scheduled.message",
    "res.partner",
)


class OnchangeDoors:
    """A form asks what follows from values that were never saved: it tells of no hidden record."""

    def forms(self):
        """Yield (role, model as the role) where the role may begin a record."""
        models = [*self.community_models(), *(name for name in CORE_MODELS if name in self.env)]
        for role in self.roles:
            env = self.as_role(role)
            for name in models:
                if env[name].has_access("create"):
                    yield role, env[name]

    def spec_of(self, Model, is_line=False):
        """Return what a form with every readable field would ask for."""
        known = self.__dict__.setdefault("known_specs", {})
        key = (Model._name, Model.env.uid)
        if key in known:
            return dict(known[key])
        spec = {"display_name": {}}
        for name, field in Model._fields.items():
            if not Model._has_field_access(field, "read"):
                continue
            if field.type in ("many2one", "reference", "many2one_reference"):
                spec[name] = NOTE
            elif field.type not in ("one2many", "many2many", "binary", "image", "properties"):
                spec[name] = {}
        known[key] = dict(spec)
        return spec

    def links(self, Model):
        """Yield the fields of a model by which a client can name a record of ours."""
        for name, field in Model._fields.items():
            if name.startswith(("message_", "activity_", "website_", "rating_")):
                continue
            if field.type in ("many2one", "one2many", "many2many"):
                if field.comodel_name.startswith("community."):
                    yield field
            elif field.type in ("reference", "many2one_reference") or name in ("res_id", "res_ids"):
                yield field

    def some(self, Model, field):
        """Yield the first forgery of a field, and of the others one in its turn."""
        first, *others = self.forgeries(Model, field)
        yield first
        if others:
            self.turns += 1
            yield others[self.turns % len(others)]

    def forgeries(self, Model, field):
        """Yield (what, hidden model, function of an id that gives values, context, spec)."""
        name = field.name
        if field.type == "many2one":
            target = field.comodel_name
            yield "id", target, lambda i: {name: i}, {}, {name: NOTE}
            yield "dict", target, lambda i: {name: {"id": i}}, {}, {name: NOTE}
            yield "default", target, None, lambda i: {f"default_{name}": i}, {name: NOTE}
        elif field.type in ("one2many", "many2many"):
            target = field.comodel_name
            spec = {name: {"fields": self.spec_of(self.env[target])}}
            yield "link", target, lambda i: {name: [[4, i]]}, {}, spec
            yield "set", target, lambda i: {name: [[6, 0, [i]]]}, {}, spec
            yield "update", target, lambda i: {name: [[1, i, {}]]}, {}, spec
            yield "bare id", target, lambda i: {name: [i]}, {}, spec
            yield "text id", target, lambda i: {name: [[4, str(i)]]}, {}, spec
            yield "float id", target, lambda i: {name: [[4, float(i)]]}, {}, spec
            yield "default", target, None, lambda i: {f"default_{name}": [[4, i]]}, spec
            for line in self.env[target]._fields.values():
                if line.type != "many2one" or not line.comodel_name.startswith("community."):
                    continue
                inner = line.name
                line_spec = {name: {"fields": {"display_name": {}, inner: NOTE}}}
                yield (
                    f"line.{inner}",
                    line.comodel_name,
                    lambda i, inner=inner: {name: [[0, "virtual_1", {inner: i}]]},
                    {},
                    line_spec,
                )
                yield (
                    f"line context.{inner}",
                    line.comodel_name,
                    lambda i: {name: [[0, "virtual_1", {}]]},
                    lambda i, inner=inner, part=line_spec[name]: {
                        name: part | {"context": {f"default_{inner}": i}}
                    },
                    line_spec,
                )
        else:
            yield from self.forgeries_of_any(Model, field)

    def forgeries_of_any(self, Model, field):
        name, spec = field.name, self.spec_of(Model)
        for target in ANY_MODEL:
            if field.type == "reference":
                yield "reference", target, lambda i, t=target: {name: f"{t},{i}"}, {}, spec
                yield (
                    "default",
                    target,
                    None,
                    lambda i, t=target: {f"default_{name}": f"{t},{i}"},
                    spec,
                )
                continue
            holders = [
                other
                for other in ("res_model", "model", getattr(field, "model_field", None))
                if other in Model._fields
            ]
            model_id = self.env["ir.model"]._get_id(target)
            for holder in dict.fromkeys(holders):
                value = (lambda i: f"[{i}]") if name == "res_ids" else (lambda i: i)
                yield (
                    f"with {holder}",
                    target,
                    lambda i, t=target, h=holder, v=value: {h: t, name: v(i)},
                    {},
                    spec,
                )
                yield (
                    f"default with {holder}",
                    target,
                    None,
                    lambda i, t=target, h=holder, v=value: {
                        f"default_{h}": t,
                        f"default_{name}": v(i),
                    },
                    spec,
                )
                if "res_model_id" in Model._fields:
                    yield (
                        "with res_model_id",
                        target,
                        lambda i, m=model_id, v=value: {"res_model_id": m, name: v(i)},
                        {},
                        spec,
                    )

    def test_forged_onchange(self):
        tally, self.turns = Tally("onchange"), 0
        for role, Model in self.forms():
            whole = self.spec_of(Model)
            for field in self.links(Model):
                if not Model._has_field_access(field, "read"):
                    continue
                for what, target, values, context, spec in self.some(Model, field):
                    if hidden := self.hidden_from(role, target):
                        call = self.call_of(Model, values, context, {**whole, **spec})
                        self.try_door(tally, f"{role}: {field} {what}", hidden, call)
        self.conclude(tally, 3500)

    def test_records_that_a_button_was_pressed_on(self):
        """Dialogs begin with the records of the list that they were opened from."""
        tally = Tally("records behind a button")
        for role, Model in self.forms():
            if not (Model._transient and Model._name.startswith("community.")):
                continue
            spec = self.spec_of(Model)
            for field in self.links(Model):
                if field.type in ("one2many", "many2many"):
                    spec[field.name] = {"fields": self.spec_of(self.env[field.comodel_name])}
            for target in sorted({f.comodel_name for f in self.links(Model) if f.comodel_name}):
                if not (hidden := self.hidden_from(role, target)):
                    continue
                call = self.opened_behind(Model, target, spec)
                self.try_door(tally, f"{role}: {Model._name} on {target}", hidden, call)
        self.conclude(tally, 150, ("AccessError", "UserError", "MissingError"))

    def opened_behind(self, Model, target, spec):
        """Return the call that opens a new form by a button of a record of ``target``."""

        def call(record_id):
            active = {"active_model": target, "active_id": record_id}
            form = Model.with_context(**active, active_ids=[record_id])
            return form.onchange({}, [], spec)

        return call

    def test_own_default_of_a_hidden_record(self):
        """Everybody keeps defaults of their own (``ir.default``): they are asked for as well."""
        hidden = self.hidden_from("grid_worker", "community.household")
        env = self.as_role("grid_worker")
        env["ir.default"].set("community.visit", "household_id", hidden.id, user_id=env.uid)
        self.addCleanup(self.env.registry.clear_cache)
        values = {"kind": "routine", "date": "2099-01-05"}
        for call in (
            lambda: env["community.visit"].create(values),
            lambda: env["community.visit"].onchange({}, [], {"household_id": NOTE}),
        ):
            kind, told = self.outcome(call)
            self.assertEqual(kind, "AccessError", told)
            self.assertFalse([word for word in self.words(hidden) if word in told])

    def call_of(self, Model, values, context, spec):
        """Return the call of a forgery as a function of the id."""

        def call(record_id):
            form, asked = Model, spec
            given = values(record_id) if values else {}
            if context and values:
                asked = {**spec, **context(record_id)}
            elif context:
                form = Model.with_context(**context(record_id))
            return form.onchange(given, list(given), asked)

        return call

    def test_forged_create(self):
        """Values, and defaults of the context and of the user, hang nothing on a hidden record."""
        tally, self.turns = Tally("links of a new record"), 0
        for role, Model in self.forms():
            for field in self.links(Model):
                if field.type == "many2one_reference" or not Model._has_field_access(field, "read"):
                    continue
                target = field.comodel_name or ANY_MODEL[0]
                if not (hidden := self.hidden_from(role, target)):
                    continue
                self.turns += 1
                what, call = self.creations(Model, field, target)[self.turns % 2]
                self.try_door(tally, f"{role}: {field} {what}", hidden, call)
        self.conclude(tally, 2500, REFUSED)

    def value_of(self, field, target, record_id):
        if field.type in ("one2many", "many2many"):
            return [[4, record_id]]
        return f"{target},{record_id}" if field.type == "reference" else record_id

    def creations(self, Model, field, target):
        """Return [(what, function of an id)]: it makes a record and tells if it links."""
        least = self.least_of(Model._name, field.name)

        def linked(records, record_id):
            return self.is_linked(records.sudo(), field, record_id)

        def by_value(record_id):
            value = self.value_of(field, target, record_id)
            return linked(Model.create({**least, field.name: value}), record_id)

        def by_context(record_id):
            value = self.value_of(field, target, record_id)
            form = Model.with_context(**{f"default_{field.name}": value})
            return linked(form.create(least), record_id)

        return [("value", by_value), ("context", by_context)]

    def least_of(self, name, without):
        """Return what a record needs at least: of its own place, and nothing that is closed."""
        known = self.__dict__.setdefault("known_leasts", {})
        if name not in known:
            Model, place = self.env[name], self.places["own"]
            given = Model.default_get(list(Model._fields))
            wanted = {
                name: field
                for name, field in Model._fields.items()
                if field.required and not (field.readonly or field.compute or name in given)
            }
            is_known = all(field.comodel_name in place.settled for field in wanted.values())
            least = {} if is_known else self._least_values(Model, place)
            known[name] = {
                name: place.settled[field.comodel_name][:1].id
                if field.comodel_name in place.settled
                else least.get(name)
                for name, field in wanted.items()
            }
        return {field: value for field, value in known[name].items() if field != without}

    def is_linked(self, record, field, record_id):
        value = record[field.name]
        return bool(value) and record_id in value.ids

    def test_forged_write(self):
        """Nor does a change of one's own record."""
        tally = Tally("links of a record")
        for role in self.roles:
            env = self.as_role(role)
            for name in self.community_models(transient=False):
                record = self.own_record(role, env[name])
                if not record:
                    continue
                for field in self.links(env[name]):
                    if field.type == "many2one_reference" or not field.store:
                        continue
                    target = field.comodel_name or ANY_MODEL[0]
                    if hidden := self.hidden_from(role, target):
                        call = self.change_of(record, field, target)
                        self.try_door(tally, f"{role}: {field}", hidden, call)
        self.conclude(tally, 800, REFUSED)

    def change_of(self, record, field, target):
        """Return the function of an id that writes a link and tells whether it was made."""

        def change(record_id):
            before = self.is_linked(record.sudo(), field, record_id)
            record.write({field.name: self.value_of(field, target, record_id)})
            return not before and self.is_linked(record.sudo(), field, record_id)

        return change

    def own_record(self, role, Model):
        """Return a record of the world that the role may write, or nothing."""
        for place in self.places.values():
            record = Model.browse(place.settled[Model._name][:1].id)
            if record.id in self.readable[role][Model._name] and record.has_access("write"):
                return record
        return Model

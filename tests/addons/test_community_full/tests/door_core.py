"""Odoo's own tables: what they hold of a record of ours is told to whoever may read the record."""

import ast
import contextlib
from types import SimpleNamespace
from unittest.mock import patch

from .door_case import Tally

# A sequence or a counter is no document: its own test.
NOT_ABOUT_RECORDS = ("ir.sequence", "ir.sequence.date_range")
KIND_FIELDS = ("res_model", "model")


class CoreDoors:
    """Messages, followers, tracking, activities, attachments, mails, external ids, counters."""

    def threads(self):
        """Yield the world's records that have messages, by superuser."""
        for name in self.community_models(transient=False):
            if hasattr(self.env[name], "message_post") and self.env[name]._auto:
                yield from self.world(name)

    def leave_traces(self):
        """Let Odoo's tables hold something of each record: as everyday work leaves it."""
        env = self.env
        writer = self.roles["internal"].partner_id
        field = env["ir.model.fields"]._get("community.household", "active")
        for record in self.threads():
            about = {"model": record._name, "res_id": record.id}
            message = env["mail.message"].create(
                {**about, "body": f"About {record.display_name}", "message_type": "comment"}
            )
            env["mail.tracking.value"].create(
                {
                    "mail_message_id": message.id,
                    "field_id": field.id,
                    "old_value_char": record.display_name,
                }
            )
            env["mail.mail"].create({"mail_message_id": message.id, "body_html": "x"})
            env["mail.message.schedule"].create(
                {"mail_message_id": message.id, "scheduled_datetime": "2099-01-01"}
            )
            about = {"res_model": record._name, "res_id": record.id}
            env["mail.followers"].create({**about, "partner_id": writer.id})
            env["ir.attachment"].create({**about, "name": record.display_name or "x", "raw": b"x"})
            env["ir.model.data"].create(
                {
                    "module": "__export__",
                    "name": f"{record._table}_{record.id}",
                    "model": record._name,
                    "res_id": record.id,
                }
            )
            kind = env.ref("mail.mail_activity_data_todo")
            env["mail.activity"].create(
                {
                    **about,
                    "res_model_id": env["ir.model"]._get_id(record._name),
                    "activity_type_id": kind.id,
                    "user_id": self.env.uid,
                    "summary": record.display_name,
                }
            )
            env["mail.activity.schedule"].create(
                {"res_model": record._name, "res_ids": str(record.ids), "summary": "x"}
            )
        env.flush_all()

    def tables(self):
        """Yield (model, path to the kind of record, path to its number) of tables about records."""
        for name in sorted(self.env.registry):
            Model = self.env[name]
            if name.startswith("community.") or Model._abstract or not Model._auto:
                continue
            kind = next((f for f in KIND_FIELDS if f in Model._fields), None)
            number = next((f for f in ("res_id", "res_ids") if f in Model._fields), None)
            references = [
                field.name
                for field in Model._fields.values()
                if field.type == "many2one_reference" and field.store
            ]
            if references:
                field = Model._fields[references[0]]
                yield name, field.model_field, field.name
            elif kind and number and Model._fields[number].store:
                yield name, kind, number
            else:
                link = next(
                    (
                        field.name
                        for field in Model._fields.values()
                        if field.comodel_name == "mail.message"
                        and field.type == "many2one"
                        and field.store
                        and field.required
                    ),
                    None,
                )
                if link:
                    yield name, f"{link}.model", f"{link}.res_id"

    def document(self, row, kind, number):
        """Return (model, ids) that a row is about, read as superuser."""
        model, numbers = row, row
        for step in kind.split("."):
            model = model[step]
        for step in number.split("."):
            numbers = numbers[step]
        if isinstance(numbers, str):
            numbers = [int(n) for n in numbers.strip("[]").split(",") if n.strip()]
        return model, numbers if isinstance(numbers, list) else [numbers]

    def is_ours(self, model, numbers):
        """Tell whether a row is about a record of the world, and not about a shipped one."""
        return model in self.places["own"].settled and set(numbers) <= set(self.world(model).ids)

    def test_core_tables(self):
        self.leave_traces()
        tally, walked = Tally("core tables"), set()
        for name, kind, number in self.tables():
            rows = (
                self.env[name].sudo().search([]).filtered_domain([(kind, "=like", "community.%")])
            )
            about = {row.id: self.document(row, kind, number) for row in rows}
            about = {row: document for row, document in about.items() if self.is_ours(*document)}
            if name == "ir.model.data":
                # What an addon ships is named in its own files.
                given = rows.filtered(lambda row: row.module == "__export__").ids
                about = {row: document for row, document in about.items() if row in given}
            if not about:
                continue
            walked.add(name)
            for role in self.roles:
                Model = self.as_role(role)[name]
                if not Model.has_access("read"):
                    continue
                hidden = {
                    row: document
                    for row, document in about.items()
                    if not set(document[1]) <= self.readable[role].get(document[0], set())
                }
                self.walk_table(tally, role, Model, kind.split(".")[0], about, hidden)
        self.assertGreaterEqual(
            walked, {"ir.attachment", "mail.activity", "mail.followers", "mail.message"}
        )
        tally.name = f"core tables ({', '.join(sorted(walked))})"
        self.conclude(tally, 3000, ("AccessError",))

    def walk_table(self, tally, role, Model, group, about, hidden):
        """Try to find the hidden rows in a list and each by its number."""
        domain = [("id", "in", list(about))]
        roads = {
            "search": lambda: Model.search(domain).ids,
            "groups": lambda: [
                number
                for _group, ids in Model._read_group(domain, [group], ["id:array_agg"])
                for number in ids
            ],
        }
        if len(hidden) == len(about):
            roads["count"] = lambda: Model.search_count(domain)
        for road, call in roads.items():
            kind, told = self.outcome(call)
            tally.count(f"{role}: {Model._name} {road}", kind, len(hidden))
            if kind == "answer":
                found = [] if told == "0" else ast.literal_eval(told)
                found = hidden if isinstance(found, int) else found
                for number in hidden.keys() & set(found):
                    what = f"{role}: {Model._name} {road}"
                    tally.leaks.append((what, str(hidden[number]), ""))
        for number, document in list(hidden.items())[:: max(1, len(hidden) // 20)]:
            kind, told = self.outcome(Model.browse(number).read)
            tally.count(f"{role}: {Model._name} read", kind)
            if kind == "answer" and told != "[]":
                tally.leaks.append((f"{role}: {Model._name} read", str(document), told[:200]))

    def test_names_of_records(self):
        """Who is given an activity or named in a message on a hidden record hears no name of it."""
        tally, kept = Tally("names in activities and messages"), 0
        env = self.env
        kind = env.ref("mail.mail_activity_data_todo")
        records = list(self.threads())
        activities, messages = env["mail.activity"], env["mail.message"]
        for record in records:
            about = {"res_model_id": env["ir.model"]._get_id(record._name), "res_id": record.id}
            activities += activities.create({**about, "activity_type_id": kind.id})
            about = {"model": record._name, "res_id": record.id}
            messages += messages.create({**about, "body": "x"})
        for role, user in self.roles.items():
            # Raw SQL: each role in its turn is the one that all of them are meant for.
            env.flush_all()
            env.cr.execute(
                "UPDATE mail_activity SET user_id = %s WHERE id = ANY(%s)",
                [user.id, activities.ids],
            )
            env.cr.execute(
                """INSERT INTO mail_message_res_partner_rel (mail_message_id, res_partner_id)
                   SELECT m.id, %s FROM mail_message m WHERE m.id = ANY(%s)""",
                [user.partner_id.id, messages.ids],
            )
            mine = self.as_role(role)
            for Model, rows, name in (
                (mine["mail.activity"], activities, "res_name"),
                (mine["mail.message"], messages, "record_name"),
            ):
                if not Model.has_access("read"):
                    continue
                self.env.invalidate_all(flush=False)
                for row in Model.search([("id", "in", rows.ids)]).read([name, "res_id"]):
                    record = records[rows.ids.index(row["id"])]
                    tally.count(f"{role}: {name}", "answer")
                    if record.id in self.readable[role][record._name]:
                        self.assertEqual(row[name], record.display_name, (role, record))
                        kept += 1
                    elif row[name]:
                        tally.leaks.append((f"{role}: {Model._name}", row[name], str(record)))
            if mine["mail.activity"].has_access("read"):
                self.search_names(tally, mine, role, records)
        tally.name += f" ({kept} readable ones kept)"
        self.assertGreater(kept, 100)
        self.conclude(tally, 2000)

    def search_names(self, tally, env, role, records):
        """A search for a name finds the activities of records that the role may read.

        All names in one search, and one of each tenth record alone.
        """
        self.env.invalidate_all(flush=False)
        names = [record.display_name for record in records if record.display_name]
        self.turns = getattr(self, "turns", 0) + 1
        alone = [("=", name) for name in names[self.turns % 10 :: 10]]
        for operator, asked in [("in", names), *alone]:
            tally.count(f"{role}: search", "answer", len(asked) if operator == "in" else 1)
            found = env["mail.activity"].search([("res_name", operator, asked)])
            for activity in found.sudo():
                if activity.res_id not in self.readable[role][activity.res_model]:
                    tally.leaks.append((f"{role}: search", activity.res_model, str(asked)[:200]))

    def test_the_walk_finds_a_name(self):
        """A search that works out the names as superuser is found, among all names at once."""
        hidden = self.hidden_from("grid_worker", "community.resident")
        user = self.roles["grid_worker"]
        hidden.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)
        env = self.as_role("grid_worker")
        Activity = type(env["mail.activity"])
        search = Activity._search_res_name
        for is_open in (False, True):
            tally = Tally("names searched as superuser")
            as_odoo = patch.object(
                Activity,
                "_search_res_name",
                lambda self, operator, value: search(self.sudo(), operator, value),
            )
            with as_odoo if is_open else contextlib.nullcontext():
                self.search_names(tally, env, "grid_worker", [hidden, *self.threads()])
            self.assertEqual(bool(tally.leaks), is_open)

    def test_counters_of_petitions(self):
        """The numbers of the registers move for nobody's eyes; drawing one still works."""
        tally = Tally("counters")
        series = self.env["ir.sequence"].search([("code", "=like", "community.petition%")])
        self.assertTrue(series.date_range_ids)
        for role in self.roles:
            env = self.as_role(role)
            for name, ids in (
                ("ir.sequence", series.ids),
                ("ir.sequence.date_range", series.date_range_ids.ids),
            ):
                Model = env[name]
                for number in ids:
                    for call in (
                        lambda Model=Model, number=number: Model.search([("id", "=", number)]).ids,
                        lambda Model=Model, number=number: Model.browse(number).read(),
                        lambda Model=Model, number=number: Model._read_group(
                            [("id", "=", number)], ["create_uid"], ["__count"]
                        ),
                    ):
                        kind, told = self.outcome(call)
                        tally.count(f"{role}: {name}", kind)
                        if kind == "answer" and told != "[]":
                            tally.leaks.append((f"{role}: {name}", told[:200], ""))
        self.conclude(tally, 100)

    def test_refusals_name_nobody(self):
        """In debug mode, which anybody switches on in the address, Odoo names what it refuses."""
        tally = Tally("refusals in debug mode")
        debug = SimpleNamespace(session=SimpleNamespace(debug="1"))
        with patch("odoo.addons.base.models.res_users.request", debug):
            for role in self.roles:
                env = self.as_role(role)
                for name in self.community_models(transient=False):
                    if hidden := self.hidden_from(role, name):
                        kind, told = self.outcome(env[name].browse(hidden.id).read, ["create_uid"])
                        tally.count(f"{role}: {name}", kind)
                        if any(word in told for word in self.words(hidden)):
                            tally.leaks.append((f"{role}: {name}", told[:300], ""))
        self.conclude(tally, 1000, ("AccessError", "ValueError"))

"""Tables of dialogs: nobody reads what somebody else typed, and everybody what they typed."""

from unittest.mock import patch

from lxml import etree

from odoo.exceptions import UserError
from odoo.fields import Domain

from .door_case import Tally

# Dialogs that keep a text until they are swept: it says nothing of anybody.
KEEPS_TEXT = {
    "community.access.log.compare": "a seal or an anchor, which prove something to nobody else",
    "community.ledger.export": "the filter of a list, read by the download",
    "community.life.event.ending.line": "kind of a record, and its name as the program wrote it",
    "community.match.return": "who gets whole numbers, and why: the access log holds it too",
    "community.party.member.export": "why the list is taken: the access log holds it too",
    "community.privacy.export": "why the copy is made: the access log holds it too",
    "community.volunteer.export": "why the list is taken: the access log holds it too",
}
# Dialogs in which the program writes a text that stays until they are swept.
KEEPS_SHOWN = {
    "community.fact.change.wizard": "the name of a kind of record",
    "community.life.event.ending.line": "kind of a record, and its name as the program wrote it",
    "community.petition.intake": "number and code of what was handed over, read out to the sender",
}
TEXTS = ("char", "text", "html", "json", "binary", "monetary")


class DialogDoors:
    """The rows of each dialog, one by the superuser and one by each role, for each role."""

    def label_of(self, Model):
        """Return a field in which something was typed."""
        return next(
            (name for name, field in Model._fields.items() if field.store and field.type == "char"),
            "create_uid",
        )

    def lists(self, Model, rows):
        """Yield (road, call) that would find any of the rows."""
        domain, label = [("id", "in", rows)], self.label_of(Model)
        yield "search", lambda: Model.search(domain).ids
        yield "search_read", lambda: Model.search_read(domain, ["id", label])
        yield "web_search_read", lambda: Model.web_search_read(domain, {label: {}})["records"]
        yield "groups", lambda: Model._read_group(domain, ["create_uid"], ["id:array_agg"])
        yield "formatted groups", lambda: Model.formatted_read_group(domain, [label], ["__count"])
        yield "name_search", lambda: Model.name_search("", domain)
        for other, link in self.links_to(Model._name):
            Other = Model.env[other]
            if Other.has_access("read"):
                yield (
                    f"path from {other}",
                    lambda Other=Other, link=link: Other.search([(f"{link}.id", "in", rows)]).ids,
                )

    def roads(self, Model, row):
        """Yield (road, call) that would give, change or delete a row."""
        record, label = Model.browse(row), self.label_of(Model)
        yield "read", lambda: record.read([label])
        yield "web_read", lambda: record.web_read({label: {}})
        yield "export", lambda: record.export_data([label])["datas"]
        yield "write", lambda: record.write({label: "x"} if label != "create_uid" else {})
        yield "copy", lambda: record.copy_data()
        yield "unlink", lambda: record.unlink()

    def links_to(self, name):
        return [
            (model, field.name)
            for model in self.community_models(transient=True)
            for field in self.env[model]._fields.values()
            if field.comodel_name == name and field.store
        ]

    def test_dialogs_are_private(self):
        tally, own = Tally("dialog tables"), 0
        for name, row in self.dialogs.items():
            theirs = {
                role: self._dialog_row(self.env[name], user.id) for role, user in self.roles.items()
            }
            for role in self.roles:
                Model = self.as_role(role)[name]
                if not Model.has_access("read"):
                    continue
                neighbour = "administrator" if role == "officer" else "officer"
                rows = [row.id, theirs[neighbour].id]
                tries = [(road, call, len(rows)) for road, call in self.lists(Model, rows)]
                tries += [
                    (road, call, 1) for number in rows for road, call in self.roads(Model, number)
                ]
                for road, call, times in tries:
                    kind, told = self.outcome(call)
                    tally.count(f"{role}: {name} {road}", kind, times)
                    if kind == "answer" and told not in ("[]", "None", "False"):
                        tally.leaks.append((f"{role}: {name} {road}", told[:200], ""))
                with self.subTest(role=role, dialog=name):
                    mine = Model.search([("id", "=", theirs[role].id)])
                    self.assertTrue(mine.read(["create_uid"]), "who typed it reads it")
                    own += 1
        tables = len(self.dialogs)
        tally.name = f"dialog tables ({tables} tables, {own} makers read their own)"
        self.conclude(tally, 1000, ("AccessError", "UserError"))
        self.assertGreater(tables, 20)

    def test_the_walk_finds_a_dialog_that_is_open(self):
        """Without the one rule on all dialogs, rows of others are found."""
        dialogs = {name: self.dialogs[name] for name in ("community.visit.plan",)}
        roles = {role: self.roles[role] for role in ("officer", "administrator")}
        rules = type(self.env["ir.rule"])
        domain = rules._community_domain

        def without(self, model_name):
            return Domain.TRUE if model_name in dialogs else domain(self, model_name)

        with (
            patch.object(self, "dialogs", dialogs),
            patch.object(self, "roles", roles),
            patch.object(rules, "_community_domain", without),
            self.assertRaisesRegex(AssertionError, "told something"),
        ):
            self.test_dialogs_are_private()

    def forgetting(self):
        """Yield (dialog, names of the methods that end it) of the dialogs that forget."""
        for name in self.dialogs:
            Model = type(self.env[name])
            ends = [
                attribute
                for attribute in dir(Model)
                if getattr(getattr(Model, attribute, None), "ends_dialog", False)
            ]
            if ends:
                yield name, ends

    def sends_at_once(self, name):
        """Tell whether each form with the last button sends what was typed together with it."""
        buttons = [f"//button[@name='{end}']" for end in dict(self.forgetting())[name]]
        forms = [
            arch
            for view in self.env["ir.ui.view"].search([("model", "=", name), ("type", "=", "form")])
            for arch in [etree.fromstring(view.get_combined_arch())]
            if any(arch.xpath(button) for button in buttons)
        ]
        return forms and all(form.get("js_class") == "community_dialog" for form in forms)

    def test_each_dialog_with_a_text_forgets_it(self):
        forgetting = dict(self.forgetting())
        for name in self.dialogs:
            typed = {
                field.name
                for field in self.env[name]._fields.values()
                if field.store and field.type in TEXTS and not (field.readonly or field.related)
            }
            with self.subTest(dialog=name):
                if name in KEEPS_TEXT:
                    continue
                self.assertEqual(bool(typed), name in forgetting, typed)
                if name in forgetting:
                    self.assertTrue(self.sends_at_once(name), "js_class of its form")
                if typed:
                    self.assertFalse(typed - self.env[name]._typed_fields().keys() - {"model"})
        self.assertGreater(len(forgetting), 12)

    def test_each_dialog_that_shows_a_text_forgets_it(self):
        """What the program writes into a dialog, about somebody, does not outlive it either."""
        shows = set()
        for name in self.dialogs:
            fields = self.env[name]._fields.values()
            if not any(
                f.store and f.readonly and f.type in TEXTS and not f.related for f in fields
            ):
                continue
            shows.add(name)
            # A line goes with its dialog.
            holders = [name, *(f.comodel_name for f in fields if f.comodel_name in self.dialogs)]
            with self.subTest(dialog=name):
                is_ending = any(hasattr(self.env[holder], "_forget") for holder in holders)
                self.assertTrue(is_ending or name in KEEPS_SHOWN)
        self.assertLessEqual(KEEPS_SHOWN.keys(), shows)
        self.assertGreater(len(shows), 3)

    def test_what_was_typed_is_forgotten(self):
        """After a success and after a refusal, whichever this row of the world meets."""
        tally = Tally("dialogs that end")
        with self.enter_registry_test_mode():
            for name, ends in self.forgetting():
                for method in ends:
                    row = self._dialog_row(self.env[name], self.env.uid)
                    typed = row._typed_fields()
                    self.assertTrue(any(row[field] for field in typed), name)
                    kind, _told = self.outcome(getattr(row, method))
                    tally.count(f"{name}.{method}", kind)
                    # What Odoo does after it has undone the transaction of a refusal.
                    self.env.cr.postrollback.run()
                    self.env.invalidate_all(flush=False)
                    left = {
                        field: row[field]
                        for field in typed
                        if row.exists() and row[field] and str(row[field]) != "-"
                    }
                    if left:
                        tally.leaks.append((f"{name}.{method}: {kind}", str(left), ""))
                    elif kind != "answer" and row.exists():
                        with self.assertRaisesRegex(UserError, "type it again"):
                            getattr(row, method)()
        self.conclude(tally, 13, ("AccessError", "UserError", "ValidationError"))

    def test_the_job_sweeps_within_the_hour(self):
        rows = {
            name: (self._dialog_row(Model, 1), self._dialog_row(Model, 1))
            for name, Model in ((name, self.env[name]) for name in self.dialogs)
        }
        self.env.flush_all()
        for name, (old, young) in rows.items():
            table = self.env[name]._table
            for row, minutes in ((old, 46), (young, 30)):
                # Raw SQL: nobody writes the day of a change.
                self.env.cr.execute(
                    f"UPDATE {table} SET write_date = (now() AT TIME ZONE 'UTC') "
                    f"- make_interval(mins => {minutes}) WHERE id = %s",
                    [row.id],
                )
        self.env.invalidate_all()
        job = self.env.ref("community_service.ir_cron_sweep_dialogs")
        self.assertLessEqual(job.interval_number, 10)
        self.assertEqual(job.interval_type, "minutes")
        self.env["community.dialog.mixin"]._cron_sweep()
        for name, (old, young) in rows.items():
            with self.subTest(dialog=name):
                self.assertFalse(old.exists())
                self.assertTrue(young.exists())

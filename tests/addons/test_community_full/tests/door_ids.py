"""Searches that name hidden lines by their ids: they find what they find for a line nobody has."""

import contextlib
from unittest.mock import patch

from .door_case import NOWHERE, Tally

X2MANY = ("one2many", "many2many")


class IdDoors:
    """A list of lines compared with numbers tells of no line that the reader may not read."""

    def conditions(self, name):
        """Yield the ways to compare the lines of a field with a list of numbers."""
        yield lambda ids: [(name, "in", ids)]
        yield lambda ids: [(name, "not in", ids)]
        yield lambda ids: [(name, "=", ids[0])]
        yield lambda ids: [(name, "!=", ids[0])]
        yield lambda ids: ["!", (name, "in", ids)]
        yield lambda ids: [(name, "in", [*ids, NOWHERE - 1])]
        yield lambda ids: [(name, "child_of", ids)]
        yield lambda ids: [(name, "parent_of", ids)]
        yield lambda ids: ["|", (name, "in", ids), ("id", "=", 0)]
        yield lambda ids: [(name, "any", [("id", "in", ids)])]

    def hidden_lines(self, role, env, name, field):
        """Return hidden lines, those first that hang on a record that the role reads."""
        readable = self.readable[role][name]
        own = self.world(name).browse(number for number in self.worlds[name] if number in readable)
        lines = own.with_context(active_test=False)[field.name]
        Lines = env[field.comodel_name].with_context(active_test=False)
        readable = Lines.search([("id", "in", lines.ids)]) if Lines.has_access("read") else Lines
        hidden = [line for line in lines.ids if line not in readable.ids]
        others = [line.id for line in self.hidden_from(role, field.comodel_name)]
        return list(dict.fromkeys([*hidden[:2], *others]))

    def paths(self, name, comodel):
        """Return a few links of other models by which the same lines are reached."""
        found = [
            (model, field.name)
            for model in self.community_models(transient=False)
            for field in self.env[model]._fields.values()
            if field.comodel_name == name and field.store
        ]
        return found[:1]

    def test_lines_named_by_their_ids(self):
        tally, self.turn = Tally("link ids"), 0
        for role in self.roles:
            env = self.as_role(role)
            for name in self.community_models(transient=False):
                Model = env[name].with_context(active_test=False)
                if not Model.has_access("read"):
                    continue
                for field in Model._fields.values():
                    if (
                        field.type not in X2MANY
                        or not (field.store or field.search)
                        or not field.comodel_name.startswith("community.")
                        or not Model._has_field_access(field, "read")
                    ):
                        continue
                    self.try_lines(tally, role, Model, field)
        self.conclude(tally, 4000, ("AccessError", "UserError", "ValueError"))

    def test_the_walk_finds_a_line_named_by_its_id(self):
        """Odoo's own search compares ids as superuser: the walk sees what it tells an auditor."""
        Model = self.as_role("auditor")["community.resident"].with_context(active_test=False)
        field = Model._fields["category_line_ids"]
        for is_open in (False, True):
            tally, self.turn = Tally("lines with Odoo's own search"), 0
            as_odoo = patch.object(type(Model), "_community_condition", lambda self, found: found)
            with as_odoo if is_open else contextlib.nullcontext():
                self.try_lines(tally, "auditor", Model, field)
            self.assertTrue(tally.tried)
            self.assertEqual(bool(tally.leaks), is_open)

    def try_lines(self, tally, role, Model, field):
        # The plain way each time, of the others one in its turn.
        plain, *others = self.conditions(field.name)
        self.turn += 1
        ways = (plain, others[self.turn % len(others)])
        roads = [(Model, way, way is plain) for way in ways]
        for other, link in self.paths(Model._name, field.comodel_name):
            Other = Model.env[other]
            if Other.has_access("read") and Other._has_field_access(Other._fields[link], "read"):
                path = f"{link}.{field.name}"
                roads.append((Other, lambda ids, path=path: [(path, "in", ids)], True))
        lines = self.hidden_lines(role, Model.env, Model._name, field)
        for Searched, way, is_plain in roads if lines else ():
            # All in one list: what any of them adds to what is found of nobody's line shows.
            found = self.found(Searched, way(lines))
            what = f"{role}: {Searched._name} {way(lines)}"
            tally.count(what, found[0], len(lines))
            if is_plain and found == ("answer", "[]"):
                # Nobody's line is in no list either.
                continue
            nobody = self.found(Searched, way([NOWHERE]))
            if found != nobody:
                tally.leaks.append((what, str(found)[:200], str(nobody)[:200]))

    def found(self, Model, domain):
        kind, told = self.outcome(lambda: sorted(Model.search(domain).ids))
        return (kind, told) if kind == "answer" else (kind, "")

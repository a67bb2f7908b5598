"""Searches that name hidden lines by their ids: they find what they find for a line nobody has."""

from .door_case import NOWHERE, Tally

X2MANY = ("one2many", "many2many")


class IdDoors:
    """A list of lines compared with numbers tells of no line that the reader may not read."""

    def conditions(self, name):
        """Yield the ways to compare the lines of a field with a number."""
        yield lambda i: [(name, "in", [i])]
        yield lambda i: [(name, "not in", [i])]
        yield lambda i: [(name, "=", i)]
        yield lambda i: [(name, "!=", i)]
        yield lambda i: ["!", (name, "in", [i])]
        yield lambda i: [(name, "in", [i, NOWHERE - 1])]
        yield lambda i: [(name, "child_of", i)]
        yield lambda i: [(name, "parent_of", [i])]
        yield lambda i: ["|", (name, "in", [i]), ("id", "=", 0)]
        yield lambda i: [(name, "any", [("id", "in", [i])])]

    def hidden_lines(self, role, env, name, field):
        """Return hidden lines, those first that hang on a record that the role reads."""
        own = self.world(name).filtered(lambda record: record.id in self.readable[role][name])
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

    def try_lines(self, tally, role, Model, field):
        # The plain way each time, the others in their turn.
        plain, *others = self.conditions(field.name)
        self.turn += 1
        ways = (plain, others[self.turn % len(others)], others[(self.turn + 4) % len(others)])
        roads = [(Model, way) for way in ways]
        for other, link in self.paths(Model._name, field.comodel_name):
            Other = Model.env[other]
            if Other.has_access("read") and Other._has_field_access(Other._fields[link], "read"):
                path = f"{link}.{field.name}"
                roads.append((Other, lambda i, path=path: [(path, "in", [i])]))
        # What is found of nobody's line: asked once for each way.
        nobody = {}
        for line in self.hidden_lines(role, Model.env, Model._name, field):
            for number, (Searched, way) in enumerate(roads):
                found = self.found(Searched, way(line))
                tally.count(f"{role}: {Searched._name} {way(line)}", found[0])
                if number not in nobody:
                    nobody[number] = self.found(Searched, way(NOWHERE))
                if found != nobody[number]:
                    what = f"{role}: {Searched._name} {way(line)}"
                    tally.leaks.append((what, str(found)[:200], str(nobody[number])[:200]))

    def found(self, Model, domain):
        kind, told = self.outcome(lambda: sorted(Model.search(domain).ids))
        return (kind, told) if kind == "answer" else (kind, "")

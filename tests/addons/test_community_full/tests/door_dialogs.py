"""Tables of dialogs: nobody reads what somebody else typed, and everybody what they typed."""

from .door_case import Tally


class DialogDoors:
    """The rows of each dialog, one by the superuser and one by each role, for each role."""

    def roads(self, Model, row):
        """Yield (road, call) that would give, change or delete a row."""
        domain = [("id", "=", row)]
        record = Model.browse(row)
        label = next(
            (name for name, field in Model._fields.items() if field.store and field.type == "char"),
            "create_uid",
        )
        yield "search", lambda: Model.search(domain).ids
        yield "search_read", lambda: Model.search_read(domain, ["id", label])
        yield "web_search_read", lambda: Model.web_search_read(domain, {label: {}})["records"]
        yield "groups", lambda: Model._read_group(domain, ["create_uid"], ["id:array_agg"])
        yield "formatted groups", lambda: Model.formatted_read_group(domain, [label], ["__count"])
        yield "name_search", lambda: Model.name_search("", domain)
        yield "read", lambda: record.read([label])
        yield "web_read", lambda: record.web_read({label: {}})
        yield "export", lambda: record.export_data([label])["datas"]
        yield "write", lambda: record.write({label: "x"} if label != "create_uid" else {})
        yield "copy", lambda: record.copy_data()
        yield "unlink", lambda: record.unlink()
        for other, link in self.links_to(Model._name):
            Other = Model.env[other]
            if Other.has_access("read"):
                yield (
                    f"path from {other}",
                    lambda Other=Other, link=link: Other.search([(f"{link}.id", "=", row)]).ids,
                )

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
                others = [row.id, *(theirs[key].id for key in ("officer", "administrator"))]
                for number in others:
                    if number == theirs[role].id:
                        continue
                    for road, call in self.roads(Model, number):
                        tally.tried += 1
                        kind, told = self.outcome(call)
                        tally.outcomes[kind] += 1
                        if kind == "answer" and told not in ("[]", "None", "False"):
                            tally.leaks.append((f"{role}: {name} {road}", told[:200], ""))
                with self.subTest(role=role, dialog=name):
                    mine = Model.search([("id", "=", theirs[role].id)])
                    self.assertTrue(mine.read(["create_uid"]), "who typed it reads it")
                    own += 1
        tables = len(self.dialogs)
        tally.name = f"dialog tables ({tables} tables, {own} makers read their own)"
        self.assertGreater(tables, 20)
        self.conclude(tally, 1000, ("AccessError", "UserError"))

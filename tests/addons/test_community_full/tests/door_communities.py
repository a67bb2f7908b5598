"""Two communities in one installation: neither sees, counts or changes anything of the other."""

from odoo.fields import Command

from .door_case import Tally

# What a reader of a record gets by each way to it.
EMPTY = ("[]", "0", "None", "False", "{}")


class CommunityDoors:
    """Records of every model in both communities, tried by the staff of the other one."""

    def foreign(self, role):
        """Yield (model, records) of the world that are another community's than the role's."""
        mine = self.companies[role][0]
        for name, owners in self.owners.items():
            if ids := [number for number, owner in owners.items() if owner not in (False, mine)]:
                yield name, self.env[name].sudo().browse(ids)

    def ways(self, Model, records):
        """Return (name, function) of ways to read and to count records."""
        domain = [("id", "in", records.ids)]
        ways = [
            ("count", lambda: Model.search_count(domain)),
            (
                "groups",
                lambda: [row for row in Model._read_group(domain, [], ["__count"]) if row[0]],
            ),
            ("read", lambda: Model.browse(records[:1].id).read(["display_name"])),
            ("names", lambda: Model.name_search(records[:1].display_name, domain)),
        ]
        return ways if Model._rec_name != "id" else ways[:3]

    def test_two_communities_know_nothing_of_each_other(self):
        """The staff of each finds, counts, reads and changes no record of the other."""
        tally, changed, turn, staff = Tally("another community"), 0, 0, set()
        self.owners = {
            name: {record.id: record.company_id.id for record in self.world(name)}
            for name in self.community_models(transient=False)
            if "company_id" in self.env[name]._fields
        }
        companies = {self.places[key].company.id for key in ("own", "company")}
        for role in self.roles:
            env = self.as_role(role)
            for name, records in self.foreign(role):
                staff.add((role, self.owners[name][records[0].id]))
                Model = env[name].with_context(active_test=False)
                self.assertFalse(set(records.ids) & self.readable[role][name], (role, name))
                for operation in ("write", "unlink"):
                    changed += len(records)
                    theirs = Model.browse(records.ids)._filtered_access(operation)
                    self.assertFalse(theirs, (role, name, operation))
                ways = self.ways(Model, records)
                turn += 1
                for way, call in (ways[turn % len(ways)], ways[(turn + 1) % len(ways)]):
                    tally.tried += 1
                    kind, told = self.outcome(call)
                    tally.outcomes[kind] += 1
                    if kind == "answer" and told not in EMPTY:
                        tally.leaks.append((f"{role}: {name} {way}", told[:200], ""))
        self.assertEqual({company for _role, company in staff}, companies)
        self.assertEqual({role for role, _company in staff}, set(self.roles))
        tally.name = f"another community ({changed} rights asked)"
        self.conclude(tally, 3000, ("AccessError", "UserError"))

    def shared_links(self):
        """Yield (model, field) of links that somebody sets to a row of a shared table.

        Not those of a line to its row, whose community it takes.
        """
        for name in self.community_models(transient=False):
            Model = self.env[name]
            for field in Model._fields.values() if "company_id" in Model._fields else ():
                comodel = self.env.registry.get(field.comodel_name)
                if (
                    field.type in ("many2one", "many2many")
                    and field.store
                    and not (field.readonly or field.related)
                    and field.name != getattr(Model, "_shared_parent", "")
                    and getattr(comodel, "_shared_rows", False)
                ):
                    yield Model, field

    def test_no_record_links_a_row_of_the_other_community(self):
        """Whoever works for both, and the program itself, mixes them no more than anybody else.

        That who reads one community names no row of the other is tried with the forged calls.
        """
        tally = Tally("own rows of the other community")
        for Model, field in self.shared_links():
            with self.subTest(field=str(field)):
                self.assertTrue(field.check_company and Model._check_company_auto)
            record = self.places["own"].settled[Model._name][:1].sudo()
            row = self.places["company"].settled[field.comodel_name][:1]
            self.assertEqual(record.company_id, self.places["own"].company)
            self.assertEqual(row.company_id, self.places["company"].company)
            value = row.id if field.type == "many2one" else [Command.set(row.ids)]
            kind, told = self.outcome(record.write, {field.name: value})
            tally.count(str(field), kind)
            if kind == "answer":
                tally.leaks.append((str(field), told, ""))
        self.conclude(tally, 20, ("UserError", "ValidationError"))

    def test_nobody_of_a_community_changes_what_all_share(self):
        """Of every shared table: its rows are read by both, and changed by neither."""
        tally = Tally("shared rows")
        for name in self.community_models(transient=False):
            if not getattr(self.env.registry[name], "_shared_rows", False):
                continue
            row = self.env[name].search([("company_id", "=", False)], limit=1)
            self.assertTrue(row, name)
            for role in self.roles:
                if role == "administrator":
                    continue
                mine = self.as_role(role)[name].browse(row.id)
                value = row[row._rec_name or "id"] if row._rec_name else row.id
                for call in (
                    lambda mine=mine, row=row, value=value: mine.write({row._rec_name: value}),
                    mine.unlink,
                    lambda mine=mine: mine.write({"company_id": mine.env.company.id}),
                ):
                    tally.tried += 1
                    kind, told = self.outcome(call)
                    tally.outcomes[kind] += 1
                    if kind == "answer":
                        tally.leaks.append((f"{role}: {name}", told[:200], ""))
        self.conclude(tally, 500, ("AccessError", "UserError"))

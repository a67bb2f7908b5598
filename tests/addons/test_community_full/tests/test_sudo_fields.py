from odoo.tests import TransactionCase, tagged

from .access_case import read_table


@tagged("post_install", "-at_install", "community", "community_rights")
class TestSudoFields(TransactionCase):
    """Related and computed fields that read as superuser what a reader may not: all are known.

    Odoo reads a related field, and works out a stored one, as superuser. A field whose path leads
    through a model with rules of its own can tell what these hide. Each is worked out as the reader
    (``related_sudo=False``), or stands in ``tests/access/sudo_fields.csv`` with the reason.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        implied = {
            group.id: {group.id, *group.all_implied_by_ids.ids}
            for group in cls.env["res.groups"].search([])
        }
        cls.readers, cls.rules = {}, {}
        for line in cls.env["ir.model.access"].search([("perm_read", "=", True)]):
            model = line.model_id.model
            cls.readers.setdefault(model, set()).update(implied.get(line.group_id.id, {0}))
        for rule in cls.env["ir.rule"].search([("perm_read", "=", True)]):
            cls.rules.setdefault(rule.model_id.model, []).append(rule)

    def is_fenced_only(self, name):
        """Tell whether a model's rules part communities and nothing else."""
        return all(
            (not rule.groups and "company" in (rule.domain_force or ""))
            or (rule.domain_force or "").replace(" ", "") == "[(1,'=',1)]"
            for rule in self.rules.get(name, ())
        )

    def hides_more(self, name, target):
        """Tell whether some reader of a model may not read all of another one."""
        if target == name or not target.startswith("community."):
            return False
        readers = self.readers.get(name, set())
        return not self.is_fenced_only(target) or not readers <= self.readers.get(target, set())

    def paths(self, field):
        return [field.related] if field.related else self.env.registry.field_depends[field]

    def targets(self, Model, field):
        """Return the models with rules of their own that a field passes or ends in.

        The parent whose rules those of the record ask is no further model, and a link that the
        rules themselves read (place, organisation, community) is how the right is worked out.
        """
        domains = [rule.domain_force or "" for rule in self.rules.get(Model._name, ())]
        if any(f"'{field.name}'" in text or f"'{field.name}." in text for text in domains):
            return set()
        found = {field.comodel_name} if field.comodel_name else set()
        for path in self.paths(field):
            here, first = Model, path.split(".")[0]
            asked = any(f"'{first}." in text for text in domains)
            for number, step in enumerate(path.split(".")):
                target = here._fields[step].comodel_name if step in here._fields else None
                if not target:
                    break
                if not (number == 0 and asked):
                    found.add(target)
                here = self.env[target]
        return {name for name in found if self.hides_more(Model._name, name)}

    def through_rules(self):
        """Yield the fields that read as superuser through a model that hides more."""
        for name, Model in ((name, self.env[name]) for name in sorted(self.env.registry)):
            if not name.startswith("community.") or Model._abstract:
                continue
            if Model._transient:
                continue  # private, and what a dialog links was asked for
            for field in Model._fields.values():
                if (field.related or field.compute) and field.compute_sudo and field.groups != ".":
                    if field.name != "currency_id" and self.targets(Model, field):
                        yield str(field)

    def test_each_is_worked_out_as_the_reader_or_justified(self):
        found = sorted(self.through_rules())
        table = read_table("sudo_fields.csv")
        listed = [row["field"] for row in table]
        self.assertEqual(listed, sorted(listed), "rows are sorted")
        self.assertFalse(
            set(found) - set(listed),
            "make these related_sudo=False, or say in tests/access/sudo_fields.csv why not",
        )
        self.assertFalse(set(listed) - set(found), "these rows have no such field")
        self.assertTrue(all(len(row["why"]) > 20 for row in table))

    def test_the_walk_finds_the_one_that_told(self):
        """Categories of a home in the list of full cover."""
        Cover = self.env["community.aid.cover"]
        field = Cover._fields["category_ids"]
        self.assertFalse(field.compute_sudo)
        self.assertIn("community.household", self.targets(Cover, field))

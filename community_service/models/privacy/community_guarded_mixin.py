from odoo import api, models
from odoo.fields import Domain

PERSON = "community.resident"
# A home is told by its columns: whoever is its head need not be named.
BY_COLUMNS = ("community.household",)
# Where a sentence may stand in a row of values.
WORDS = ("char", "text", "selection", "many2one")


class CommunityGuardedMixin(models.AbstractModel):
    """What is about people whose file is kept only leaves in no list, and the list says so.

    The use of a file is restricted by the person's own request (PIPL art. 44). Figures count the
    person all the same. A list with whole numbers leaves with all of its rows: a manager has said
    which body gets it, and by which rule.
    """

    _inherit = "community.guarded.mixin"

    @api.model
    def _ways_to_people(self, paths):
        """Return the links on which a list with these columns tells of people, as tuples of names.

        A list of people tells of each of them, besides.

        :param paths: columns, each a list of field names; what is no field ends a path
        """
        ways = set()
        if self._name not in (PERSON, *BY_COLUMNS):
            ways |= {
                (name,)
                for name, field in self._fields.items()
                if field.type == "many2one" and field.store and field.comodel_name == PERSON
            }
        for path in paths:
            model = self
            for step, name in enumerate(path, 1):
                field = model._fields.get(name)
                if field is None or not field.comodel_name:
                    break
                model = self.env[field.comodel_name]
                if model._name == PERSON:
                    ways.add(tuple(path[:step]))
        return ways

    @api.model
    def _restricted_people(self):
        # sudo: whose file is restricted everybody is told who may read it; of the others nothing
        # is told but how many rows are left out.
        Resident = self.env[PERSON].sudo().with_context(active_test=False)
        return Resident.search([("restricted_since", "!=", False)], order="id")

    def _kept_back(self, paths):
        """Return those of these records that stay here when a list with these columns leaves."""
        people = self._restricted_people() if self else None
        if not people:
            return self.browse()
        if self._name == PERSON:
            return self & people.with_env(self.env)
        ways = [".".join(way) for way in self._ways_to_people(paths)]
        # sudo: about whom a row is does not depend on what its reader may see of the way there.
        return (
            self.sudo()
            .with_context(active_test=False)
            .filtered(lambda one: any(one.mapped(way) & people for way in ways))
            .with_env(self.env)
        )

    @api.model
    def _kept_back_parted(self, domain, columns):
        """Part a selection in what leaves with these columns and what stays here.

        :param domain: domain of the records, under the rules of the reader
        :param columns: pairs of a list of names of stored fields, and the domain of the lines that
            count where the first of them is a list
        :return: (domain of what leaves, number of rows that stay)
        """
        people = self._restricted_people()
        if not people:
            return domain, 0
        about = Domain.FALSE
        for path, lines in [([], Domain.TRUE), *columns]:
            for first, *rest in self._ways_to_people([path]):
                told = Domain(".".join(rest) or "id", "in", people.ids)
                if self._fields[first].type in ("one2many", "many2many"):
                    told &= lines
                about |= Domain(first, "any", told)
        if self._name == PERSON:
            about |= Domain("id", "in", people.ids)
        query = self.sudo().with_context(active_test=False)._search(about)
        count = self.search_count(domain & Domain("id", "in", query))
        return domain & Domain("id", "not in", query), count

    @api.model
    def _kept_back_sentence(self, count):
        """Return the sentence with which a list says how many rows it lacks, or an empty text."""
        if not count:
            return ""
        return self.env._(
            "%(count)s rows are left out: these people have asked that their file is kept and not "
            "used. Ask whoever is in charge of personal data where a law wants them in the list.",
            count=count,
        )

    def export_data(self, fields_to_export):
        """Export as before, without the rows that stay here; a last line says how many they are."""
        paths = [str(path).replace("/", ".").split(".") for path in fields_to_export]
        kept = self.exists()._kept_back(paths)
        if not kept:
            return super().export_data(fields_to_export)
        result = super(CommunityGuardedMixin, self - kept).export_data(fields_to_export)
        line = [""] * len(paths)
        line[self._place_of_words(paths)] = self._kept_back_sentence(len(kept))
        result["datas"].append(line)
        return result

    @api.model
    def _place_of_words(self, paths):
        """Return the number of the first column that holds words: the others may be added up."""
        for number, path in enumerate(paths):
            model, field = self, None
            for name in path:
                field = model._fields.get(name)
                if field is None:
                    break
                model = self.env[field.comodel_name] if field.comodel_name else model
            if field is not None and field.type in WORDS:
                return number
        return 0

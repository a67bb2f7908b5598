import collections
import inspect
import re
import sys

from odoo import api, models
from odoo.tools import ormcache

# What a domain or a path names.
WORDS = re.compile(r"[a-z][a-z0-9_.]*")
# How code names a field: as an attribute, or as a text.
NAMED = re.compile(r"\.([a-z_0-9]+)\b|[\"']([a-z_0-9]+)[\"']")


class CommunityBurdenField(models.Model):
    """What needs a field: ledgers, indicators, demanded forms, papers, other facts."""

    _inherit = "community.burden.field"

    @api.model
    def _uses(self, names):
        """Return what needs the fields of some models, in the reader's language.

        The number of queries does not depend on how many there are.

        :param names: names of models
        :return: dict ``(model, field)`` -> list of texts
        """
        found = collections.defaultdict(dict)
        for kind, uses in (
            (self.env._("ledger"), self._uses_of_ledgers()),
            (self.env._("indicator"), self._uses_of_indicators()),
            (self.env._("demanded form"), self._uses_of_forms()),
        ):
            for field, record in uses:
                found[field][f"{kind} “{record.name}”"] = True
        papers, worked_out = self.env._("papers"), self.env._("other facts follow from it")
        rules = self.env._("rules of the program")
        texts = self._texts_of_papers([name for name in names if name in self.env])
        for name, text in texts.items():
            code = self._words_of_code(name)
            for field in self.env[name]._fields.values():
                if field.name in code:
                    found[name, field.name][rules] = True
                if re.search(rf"\b{field.name}\b", text):
                    found[name, field.name][papers] = True
                if any(other.store for other in self.env.registry.get_dependent_fields(field)):
                    found[name, field.name][worked_out] = True
        return {field: list(texts) for field, texts in found.items()}

    @api.model
    def _on_way(self, model, path):
        """Return the ``(model, field)`` that a path of field names leads through."""
        way = []
        for name in path.split("."):
            field = self._field_of(model, name)
            if field is None:
                break
            way.append((model, name))
            model = field.comodel_name
            if not model:
                break
        return way

    @api.model
    def _uses_of_ledgers(self):
        # sudo: that a ledger has a column tells of nobody; of a closed ledger just its name.
        columns = (
            self.env["community.ledger.column"].sudo().search([("ledger_id.active", "=", True)])
        )
        for column in columns:
            for field in self._on_way(column.ledger_id.model, column.path or ""):
                yield field, column.ledger_id

    @api.model
    def _uses_of_indicators(self):
        # sudo: as above.
        for indicator in self.env["community.indicator"].sudo().search([("model", "!=", False)]):
            for field in self._named_by(indicator):
                yield field, indicator

    @api.model
    def _named_by(self, indicator):
        """Return the ``(model, field)`` that an indicator names in its domain or adds up."""
        texts = f"{indicator.domain or ''} {indicator.link_path or ''}"
        return {
            field
            for word in WORDS.findall(texts)
            for field in self._on_way(indicator.model or "", word)
        }

    @api.model
    def _uses_of_forms(self):
        # sudo: as above; the register of forms is read by every officer.
        cells = self.env["community.form.cell"].sudo().search([("form_id.state", "=", "approved")])
        for cell in cells:
            named = self._named_by(cell.indicator_id) if cell.indicator_id else set()
            if cell.column_id:
                named |= set(self._on_way(cell.ledger_id.model, cell.column_id.path or ""))
            for field in named:
                yield field, cell.form_id

    @api.model
    @ormcache("model")
    def _words_of_code(self, model):
        """Return what the code of a model reads or names beside the definition of its fields."""
        words = set()
        for part in type(self.env[model]).__mro__:
            module = sys.modules.get(part.__module__)
            if module and part.__module__.startswith("odoo.addons.community_"):
                words.update(NAMED.findall(inspect.getsource(module)))
        return frozenset(word for pair in words for word in pair if word)

    @api.model
    def _texts_of_papers(self, names):
        """Return what the papers of each model are made of: templates, and its code for them."""
        # sudo: the program's own templates, in which names of fields are looked for alone.
        Report, View = self.env["ir.actions.report"].sudo(), self.env["ir.ui.view"].sudo()
        reports = Report.search([("model", "in", list(names))])
        templates = View.search([("key", "in", reports.mapped("report_name"))]).grouped("key")
        texts = {name: [] for name in names}
        for report in reports:
            views = templates.get(report.report_name, View)
            texts[report.model] += [view.arch_db for view in views]
        for name in names:
            for part in type(self.env[name]).__mro__:
                module = sys.modules.get(part.__module__)
                if part.__module__.endswith("_paper") and module:
                    texts[name].append(inspect.getsource(module))
        return {name: "\n".join(parts) for name, parts in texts.items()}

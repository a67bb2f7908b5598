from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class CommunitySelectionMixin(models.AbstractModel):
    """A record in which a user writes which other records are meant.

    A condition is a question: whoever may choose it and sees how many records answer it, learns
    what they may not read. So it asks only what its writer may read, step by step of each path.
    """

    _name = "community.selection.mixin"
    _description = "Selection written by a user"
    _inherit = ["community.closed.mixin"]

    @api.model
    def _asked_fields(self, records, domain):
        """Return what a domain asks: the (records of the model, field) of each step of its paths.

        :param records: records of the model that is selected from, none will do
        :param domain: the domain, with domains inside
        """
        asked = []
        for condition in Domain(domain).iter_conditions():
            steps = self._path_fields(records, condition.field_expr)
            asked += steps
            is_domain = isinstance(condition.value, Domain) or (
                condition.operator.endswith("any") and isinstance(condition.value, (list, tuple))
            )
            if is_domain and steps and steps[-1][1].relational:
                model, field = steps[-1]
                asked += self._asked_fields(model.env[field.comodel_name], condition.value)
        return asked

    @api.model
    def _path_fields(self, records, path):
        """Return the (records of the model, field) of each step of ``path``, as far as it leads."""
        steps = []
        for name in path.split("."):
            field = records._fields.get(name)
            if field is None:
                # Part of a date, or a mistake: the search itself says so.
                break
            steps.append((records, field))
            if not field.relational:
                break
            records = records.env[field.comodel_name]
        return steps

    @api.model
    def _refuse_unreadable(self, steps, masked=()):
        """Refuse steps that the user may not read.

        :param steps: as ``_asked_fields`` returns them
        :param masked: names of closed fields that are shown masked and nothing else
        :raises AccessError: naming the field and its kind of record
        """
        for records, field in steps:
            is_open = records.has_access("read") and (
                field.name in masked or records._has_field_access(field, "read")
            )
            if not is_open or self._is_beside_rules(records, field):
                raise AccessError(
                    self.env._(
                        "“%(field)s” of %(kind)s is not yours to read, so nothing is selected or "
                        "counted by it: leave it out, or ask those who keep that file.",
                        field=field._description_string(self.env),
                        kind=self.env["ir.model"].sudo()._get(records._name).name,
                    )
                )

    @api.model
    def _is_beside_rules(self, records, field):
        """Tell whether a search by this field passes record rules that hold for the user."""
        if self.env.su or not field.related or field.store or not field.compute_sudo:
            return False
        # Such a field is searched as superuser all along its path.
        return any(
            model._name.startswith("community.")
            and not self.env["ir.rule"]._compute_domain(model._name, "read").is_true()
            for model, _field in self._path_fields(records, field.related)[1:]
        )

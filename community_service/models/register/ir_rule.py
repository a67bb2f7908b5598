from odoo import api, models, tools
from odoo.fields import Domain
from odoo.tools import SQL


# Sensitivity travels: what leads to a person of a sensitive category is as closed as the line.
#
# A model says in ``_tells_sensitive`` which of its records tell of health, disability, aid and
# the like (PIPL art. 28). Whatever links to such a record tells the same, and whatever links to
# that. Whoever may not see the categories finds none of them by any road: rules hold for reading,
# searching, counting, for paths through other records and behind figures.
class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _community_domain(self, model_name):
        domain = super()._community_domain(model_name)
        if (
            model_name.startswith("community.")
            and self.env["res.users"]._is_community_auditor_only()
        ):
            domain &= ~self._sensitive_domain(model_name)
        return domain

    @api.model
    @tools.ormcache("model_name")
    def _sensitive_domain(self, model_name):
        """Return the domain of the records that tell of somebody's sensitive category.

        It is the same for every user, community and day.

        :param str model_name: a model of ours
        """
        return self._told_domain(model_name, frozenset())

    def _told_domain(self, model_name, before):
        """Return what a model tells itself or through its links, but for those to ``before``."""
        own = self._told_by_itself(model_name)
        if own.is_true() or not self._tells_by_links(model_name):
            return own
        told, seen = [own], before | {model_name}
        for field in self._links_of(model_name):
            if field.type == "many2one":
                if field.comodel_name not in seen:
                    linked = self._told_domain(field.comodel_name, seen)
                    told.append(self._link_domain(field, linked))
            else:
                told += [
                    Domain(field.model_field, "=", name)
                    & self._ids_domain(field, name, self._told_nearby(name))
                    for name in self._nearby_models()
                    if name not in seen
                ]
        return Domain.OR(told)

    def _told_nearby(self, model_name):
        """Return what a model tells itself or through a link to one that tells it itself."""
        links = [field for field in self._links_of(model_name) if field.type == "many2one"]
        linked = [
            self._link_domain(field, self._told_by_itself(field.comodel_name)) for field in links
        ]
        return Domain.OR([self._told_by_itself(model_name), *linked])

    def _nearby_models(self):
        """Return the names of our models that tell something themselves or by one link."""
        return [
            name
            for name, model in sorted(self.env.registry.items())
            if name.startswith("community.")
            and not model._abstract
            and not model._transient
            and not self._told_nearby(name).is_false()
        ]

    def _told_by_itself(self, model_name):
        model = self.env[model_name]
        tells = getattr(model, "_tells_sensitive", None)
        return tells() if tells else Domain.FALSE

    def _tells_by_links(self, model_name):
        return getattr(self.env.registry[model_name], "_sensitive_by_links", True)

    def _links_of(self, model_name):
        return [
            field
            for field in self.env[model_name]._fields.values()
            if field.store
            and (
                field.type == "many2one_reference"
                or field.type == "many2one"
                and field.comodel_name.startswith("community.")
            )
        ]

    def _link_domain(self, field, linked):
        if linked.is_false():
            return Domain.FALSE
        if linked.is_true():
            return Domain(field.name, "!=", False)
        return Domain(field.name, "any!", linked)

    def _ids_domain(self, field, name, linked):
        """Return the domain of the records that name one of ``linked`` by model and number."""
        if linked.is_true():
            return Domain.TRUE
        number = field.name

        def told(env, domain):
            # sudo: which records tell something does not depend on who asks.
            return env[name].sudo()._search(domain, active_test=False)

        def to_sql(model, alias, query):
            # Not unknown where there is no number: what is left over is asked for by its negation.
            column = model._field_to_sql(alias, number, query)
            return SQL("COALESCE(%s IN %s, FALSE)", column, told(model.env, linked).subselect())

        def predicate(record):
            domain = linked & Domain("id", "=", record[number])
            return bool(list(told(record.env, domain)))

        return Domain.custom(to_sql=to_sql, predicate=predicate)

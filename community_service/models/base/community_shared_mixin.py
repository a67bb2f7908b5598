from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

ADMINISTRATOR = "community_service.group_community_administrator"


class CommunitySharedMixin(models.AbstractModel):
    """What all communities of an installation work by, and what one of them says for itself.

    A row without a company is shared: every community works by it, and the administrator of the
    service alone changes it. A row of a company is that community's own: its managers change it,
    and no other community sees it. An own row with the key of a shared one stands in its place,
    also when it is archived: the community then does without.

    Rights on shared rows are kept in ``ir.rule``, for this and :class:`community.shared.part.mixin`
    alike; the fence between communities is a rule of each model.
    """

    _name = "community.shared.mixin"
    _description = "Shared or Own Setting"
    _inherit = ["community.closed.mixin"]
    # Rows without a company are the administrator's of the service; see ``ir.rule``.
    _shared_rows = True
    # The fields by which an own row stands in place of a shared one. None: the table is taken as a
    # whole, a community has its own or works by the shared one.
    _shared_by = ("code",)

    company_id = fields.Many2one(
        "res.company",
        "Community",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        default=lambda self: self._default_company_id(),
        help="Empty: shared by all communities, and changed by the administrator of the service.",
    )

    @api.model
    def _default_company_id(self):
        """Return the community that a new row belongs to: the user's own, or none where shared."""
        is_shared = self.env.su or self.env.user.has_group(ADMINISTRATOR)
        return self.env["res.company"] if is_shared else self.env.company

    def _settled_fields(self):
        return super()._settled_fields() | {"company_id"}

    def _settled_sentence(self, name):
        if name != "company_id":
            return super()._settled_sentence(name)
        return self.env._(
            "%(record)s stays with its community, because others may go by it: make another one.",
            record=self.display_name,
        )

    # which rows a community works by

    @api.model
    def _in_use(self, company, domain=(), day=None):
        """Return the rows by which one community works; see :meth:`_in_use_by`."""
        return self._in_use_by(company, domain, day).get(company, self.browse())

    def _held_by(self, company):
        """Return what a community has in place of this row: its own one, or this one."""
        self.ensure_one()
        own = self.with_context(active_test=False).search(
            self._own_domain() & Domain("company_id", "=", company.id), limit=1
        )
        return own or self

    @api.model
    def _in_use_by(self, companies, domain=(), day=None):
        """Return the rows by which each community works, in their order, with one query for all.

        Archived rows are not in use, but stand in the place of shared ones.

        :param companies: these communities
        :param domain: which of the rows in use
        :param date day: matters to rules with a history alone, see ``community.dated.mixin``
        :return: dict company -> rows
        """
        domain = Domain(domain)
        if "active" in self._fields:
            domain &= Domain("active", "=", True)
        rows = self.with_context(active_test=False).search(
            Domain("company_id", "in", [False, *companies.ids])
        )
        groups = rows.grouped("company_id")
        shared = groups.get(companies.browse(), rows.browse())
        found = {}
        for company in companies:
            own = groups.get(company, rows.browse())
            held = (rows & (shared | own) if own else shared)._not_replaced()
            found[company] = self.browse(held.filtered_domain(domain).ids)
        return found

    def _not_replaced(self):
        """Leave out the shared rows of these in whose place an own one of these stands."""
        own = self.filtered("company_id")
        if not own:
            return self
        if not self._shared_by:
            return own
        keys = {row._own_key() for row in own}
        return self.filtered(lambda row: row.company_id or row._own_key() not in keys)

    def _own_key(self):
        """Return what an own row has in common with the shared one in whose place it stands."""
        return tuple(self[name] for name in self._shared_by or ("id",))

    def _own_domain(self):
        """Return the domain of the rows with the key of this one; all rows of a whole table."""
        return Domain.AND(Domain(name, "=", self[name]) for name in self._shared_by or ())

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Offer what this community works by: no shared row in whose place an own one stands."""
        domain = Domain(domain or []) & self._offered_domain()
        return super().name_search(name, domain, operator, limit)

    @api.model
    def _offered_domain(self):
        """Return the domain of the rows that the user's community works by."""
        own = self.with_context(active_test=False).search(
            [("company_id", "=", self.env.company.id)]
        )
        if not own:
            return Domain.TRUE
        replaced = Domain.OR(row._own_domain() for row in own)
        return ~(Domain("company_id", "=", False) & replaced)

    # own rows in place of shared ones

    def action_make_own(self):
        """Make an own row of the user's community in place of this shared one, and open it.

        What this community has entered goes by the own row from now on; nothing changes for
        another. Where the own row is there already, it is opened.

        :raises AccessError: to whoever may not make rows of this kind
        """
        self.ensure_one()
        self.check_access("read")
        own = self if self.company_id else self._own_of(self.env.company)
        return {
            "type": "ir.actions.act_window",
            "name": own.display_name,
            "res_model": self._name,
            "res_id": own.id,
            "views": [(False, "form")],
        }

    def _own_of(self, company):
        """Return the row of a company in place of this shared one, made where there is none."""
        table = self.with_context(active_test=False)
        own = table.search(self._own_domain() & Domain("company_id", "=", company.id))
        if not own:
            self._check_may_make_own()
            rows = self if self._shared_by else table.search([("company_id", "=", False)])
            pairs = [(row, row._copy_for(company)) for row in rows._with_dependents(company)]
            self._carry_over(pairs, company)
            own = self.browse(copy.id for row, copy in pairs if row == self)
        return own[:1]

    def _with_dependents(self, company):
        """Return these shared rows, and the shared ones that go by them, without an own one yet."""
        table = self.with_context(active_test=False)
        links = [
            field.name
            for field in self._fields.values()
            if field.comodel_name == self._name and field.store and field.type != "one2many"
        ]
        taken = {row._own_key() for row in table.search([("company_id", "=", company.id)])}
        found, new = self, self
        while new and links and self._shared_by:
            linked = Domain.OR(Domain(name, "in", new.ids) for name in links)
            new = table.search(linked & Domain("company_id", "=", False)) - found
            found |= new.filtered(lambda row: row._own_key() not in taken)
        return found

    def _check_may_make_own(self):
        """Refuse whoever may not give the own community a row of its own.

        :raises AccessError: to them
        """
        self.browse().check_access("create")

    def _copy_for(self, company):
        """Return a copy of this row that belongs to a company."""
        same = {name: self[name] for name in self._shared_by or ()}
        return self.copy({"company_id": company.id, **same})

    @api.model
    def _carry_over(self, pairs, company):
        """Let everything of a company that goes by a shared row, or a line of one, go by its copy.

        :param list pairs: (shared row, its copy)
        """
        self.env.flush_all()
        self._move_links(self._name, pairs, company)
        for name, field in self._fields.items():
            if field.type == "one2many" and field.copy:
                lines = [
                    line
                    for shared, own in pairs
                    for line in zip(shared[name], own[name], strict=True)
                ]
                self._move_links(field.comodel_name, lines, company)
        self.env.invalidate_all()

    @api.model
    def _move_links(self, name, pairs, company):
        """Move the links of a company from the first of each pair of records to the second."""
        for table, column, link in self._links_of_company(name):
            for shared, own in pairs:
                # Raw SQL, below access rules on purpose: all of the community goes by the own row,
                # whatever its manager may open. The copy says the same, so nothing follows.
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s link SET %s = %s WHERE %s = %s AND %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        own.id,
                        SQL.identifier("link", column),
                        shared.id,
                        link(company),
                    )
                )

    @api.model
    def _links_of_company(self, comodel):
        """Yield (table, column, function company -> SQL) of what links to a model, of a community.

        :param str comodel: the model
        """

        def own_row(company):
            return SQL("link.company_id = %s", company.id)

        for name, model in sorted(self.env.registry.items()):
            company_id = model._fields.get("company_id")
            if not name.startswith("community.") or not company_id or not company_id.store:
                continue
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.comodel_name != comodel or not field.store:
                    continue
                if field.type == "many2one":
                    yield model._table, field.name, own_row
                elif field.type == "many2many":

                    def by_record(company, table=model._table, column=field.column1):
                        return SQL(
                            "EXISTS (SELECT FROM %s r WHERE r.id = %s AND r.company_id = %s)",
                            SQL.identifier(table),
                            SQL.identifier("link", column),
                            company.id,
                        )

                    yield field.relation, field.column2, by_record

    @api.model
    def _own_copy_groups(self):
        """Return the external ids of the groups that are offered a copy, parted by commas."""
        return "community_service.group_community_manager"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show whose each row is, and offer a copy of a shared one."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type not in ("form", "list"):
            return arch, view
        button = arch.makeelement(
            "button",
            {
                "name": "action_make_own",
                "type": "object",
                "string": self.env._("Own Copy"),
                "invisible": "company_id or not id",
                "groups": self._own_copy_groups(),
            },
        )
        field = arch.makeelement("field", {"name": "company_id"})
        is_shown = arch.xpath(".//field[@name='company_id'][not(ancestor::field)]")
        if view_type == "list":
            field.set("optional", "show")
            field.set("readonly", "1")
            arch.extend([button] if is_shown else [field, button])
            return arch, view
        header = arch.find("header")
        if header is None:
            header = arch.makeelement("header", {})
            arch.insert(0, header)
        header.append(button)
        if not is_shown:
            field.set("placeholder", self.env._("All communities"))
            field.set("readonly", "id")
            groups = arch.xpath(".//group[not(ancestor::field)][not(group)]")
            (groups[0] if groups else arch).append(field)
        return arch, view

    # what is said to whoever may not

    def _shared_sentence(self):
        """Return why this shared row is not changed by this user, and what to do instead."""
        return self.env._(
            "“%(record)s” holds for all communities, and the administrator of the service changes "
            "it. Press “Own Copy” and change what holds for yours.",
            record=self.display_name,
        )

    @api.model
    def _refuse_shared(self, records):
        """Return the error about shared rows that the user may read and not change, or None."""
        shared = records.sudo().filtered(lambda row: not row.company_id).sudo(False)
        if shared and shared.has_access("read"):
            return AccessError(shared[:1]._shared_sentence())
        return None

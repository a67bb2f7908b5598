from odoo import api, fields, models, tools

# Columns of every model that are nobody's fact.
PLAIN = {"active", "company_id", "currency_id", "figure_ref", *models.MAGIC_COLUMNS}


class CommunityLoggedMixin(models.AbstractModel):
    """A person's file: whoever gets a fact of it leaves a line in the access log.

    A model names what its lists show in ``_list_fields``; whatever else may be read is a fact of
    the file, a new field as well. Every call that returns facts leaves one line per record: a form,
    ``read`` and ``search_read`` of any number of records, a form of something else that shows this
    record, groups, an export, a ledger, a paper. Lists leave none. The smart button *Who saw this
    file* opens the lines for managers and auditors.
    """

    _name = "community.logged.mixin"
    _description = "Record with logged access"
    _inherit = ["community.guarded.mixin"]

    @api.model
    def _list_fields(self):
        """Return the set of the fields that lists show; each part adds its own to ``super()``."""
        return {"display_name"}

    @api.model
    @tools.ormcache()
    def _file_facts(self):
        """Return the names of the facts of a file: what may be read and is not in ``_list_fields``.

        Closed fields are none: they leave by ``action_reveal`` alone, which has its own line.
        """
        plain = PLAIN | self._list_fields()
        for mixin in ("mail.thread", "mail.activity.mixin"):
            plain |= self.env[mixin]._fields.keys()
        return frozenset(
            name
            for name, field in self._fields.items()
            if name not in plain and field.groups != fields.NO_ACCESS
        )

    def _read_format(self, fnames, load="_classic_read"):
        """Format as Odoo does; all calls that return values of records end here."""
        result = super()._read_format(fnames, load)
        if not self.env.su and not self._file_facts().isdisjoint(fnames):
            # Of a record in a form that is being edited, the stored one.
            ids = [values["id"] or values["id"].origin for values in result]
            self.env["community.access.log"]._log("view", self.browse(filter(None, ids)))
        return result

    def copy_data(self, default=None):
        """Return the values of a copy as Odoo does: all of them are facts."""
        result = super().copy_data(default)
        if not self.env.su:
            self.env["community.access.log"]._log("view", self)
        return result

    # Lines are written by calls that Odoo would start on a read-only transaction, where the INSERT
    # would fail, so that the call would be repeated with an error in the server's log. Odoo takes
    # the first class of the MRO that has the mark.

    def read(self, fields=None, load="_classic_read"):
        """Read as Odoo does, on a transaction that may write."""
        return super().read(fields, load)

    read._readonly = False

    @api.model
    def search_read(
        self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs
    ):
        """Search and read as Odoo does, on a transaction that may write."""
        return super().search_read(domain, fields, offset, limit, order, **read_kwargs)

    search_read._readonly = False

    def web_read(self, specification):
        """Read as Odoo does, on a transaction that may write."""
        return super().web_read(specification)

    web_read._readonly = False

    @api.model
    def web_search_read(
        self, domain, specification, offset=0, limit=None, order=None, count_limit=None
    ):
        """Search and read as Odoo does, on a transaction that may write."""
        return super().web_search_read(domain, specification, offset, limit, order, count_limit)

    web_search_read._readonly = False

    @api.model
    def web_name_search(self, name, specification, domain=None, operator="ilike", limit=100):
        """Search and read as Odoo does, on a transaction that may write."""
        return super().web_name_search(name, specification, domain, operator, limit)

    web_name_search._readonly = False

    @api.model
    def web_read_group(
        self, domain, groupby, aggregates=(), limit=None, offset=0, order=None, **how
    ):
        """Group and read as Odoo does, on a transaction that may write."""
        return super().web_read_group(domain, groupby, aggregates, limit, offset, order, **how)

    web_read_group._readonly = False

    def action_access_log(self):
        """Open the list of accesses to this record.

        :raises AccessError: to whoever may not read the access log
        """
        self.ensure_one()
        self.check_access("read")
        self.env["community.access.log"].check_access("read")
        return self.env["community.access.log"]._action_of(self)

    def _count_accesses(self):
        """Set ``access_count``, which a model that inherits this declares for the log's readers."""
        self._count_links("access_count", "community.access.log", "res_id")

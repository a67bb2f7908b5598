import re

from odoo import api, fields, models
from odoo.exceptions import MissingError, UserError

IDS = "id:array_agg"
# Aggregates that return the values of the records themselves.
LISTED = ("array_agg", "array_agg_distinct")
# Of amounts in a group Odoo asks in which currencies they are.
NO_VALUES = ("currency_id", "company_id")


class CommunityGuardedMixin(models.AbstractModel):
    """Guards of every record that holds personal data or leads to it.

    Exports are logged, and fields that only the program sets are closed to everybody else. That
    nobody hangs a record of their own on somebody they may not see is the work of ``base``.
    """

    _name = "community.guarded.mixin"
    _description = "Record with personal data"
    _inherit = ["community.figure.mixin", "community.closed.mixin"]

    def export_data(self, fields_to_export):
        """Export as Odoo does, and log who took how many records and which columns."""
        if self - self.exists():
            raise MissingError(
                self.env._("Some of these records no longer exist: reload the list and try again.")
            )
        result = super().export_data(fields_to_export)
        paths = [str(path).replace("/", ".").split(".") for path in fields_to_export]
        columns = ", ".join(map(str, fields_to_export))
        self.env["community.access.log"]._log_taken(self, paths, description=columns)
        return result

    def _name_for_reader(self):
        """Return the record's name, or only its kind to a user who may not read it.

        For sentences of checks that run as superuser and may meet a record of another grid.
        """
        self.ensure_one()
        if self.with_user(self.env.user).has_access("read"):
            return self.display_name
        kind = self.env["ir.model"]._get(self._name).name
        return self.env._("%(kind)s of another grid", kind=kind)

    # Facts of a file in groups

    @api.model
    def formatted_read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None
    ):
        """Group as Odoo does; groups that tell facts of single people leave a line for each."""
        facts = self._grouped_facts(groupby, aggregates)
        if not facts:
            return super().formatted_read_group(
                domain, groupby, aggregates, having, offset, limit, order
            )
        aggregates = [spec.replace(":recordset", ":array_agg") for spec in aggregates]
        asked = [*aggregates, *({IDS} - set(aggregates))]
        groups = super().formatted_read_group(domain, groupby, asked, having, offset, limit, order)
        self._log_groups(facts, groups, aggregates)
        return groups

    # See community.logged.mixin: the log is written.
    formatted_read_group._readonly = False

    @api.model
    def formatted_read_grouping_sets(self, domain, grouping_sets, aggregates=(), *, order=None):
        """Group as Odoo does; groups that tell facts of single people leave a line for each."""
        specs = [spec for groupby in grouping_sets for spec in groupby]
        facts = self._grouped_facts(specs, aggregates)
        if not facts:
            return super().formatted_read_grouping_sets(
                domain, grouping_sets, aggregates, order=order
            )
        aggregates = [spec.replace(":recordset", ":array_agg") for spec in aggregates]
        asked = [*aggregates, *({IDS} - set(aggregates))]
        answer = super().formatted_read_grouping_sets(domain, grouping_sets, asked, order=order)
        self._log_groups(facts, [group for groups in answer for group in groups], aggregates)
        return answer

    formatted_read_grouping_sets._readonly = False

    @api.model
    @api.deprecated("Since 19.0, read_group is deprecated in Odoo: use formatted_read_group.")
    def read_group(  # pylint: disable=redefined-outer-name
        self, domain, fields, groupby, offset=0, limit=None, orderby=False, lazy=True
    ):
        """Group as Odoo does, no facts of a file: this old call cannot tell whose they were."""
        groupby = [groupby] if isinstance(groupby, str) else groupby
        named = {word for text in fields for word in re.split(r"\W+", text)}
        self._refuse_grouped_facts([*groupby, *(named & self._fields.keys())])
        return super().read_group(domain, fields, groupby, offset, limit, orderby, lazy)

    @api.model
    def read_progress_bar(self, domain, group_by, progress_bar):
        """Count as Odoo does, no facts of a file."""
        self._refuse_grouped_facts([group_by, progress_bar["field"]])
        return super().read_progress_bar(domain, group_by, progress_bar)

    @api.model
    def search_panel_select_range(self, field_name, **kwargs):
        """List and count values as Odoo does, no facts of a file."""
        self._refuse_grouped_facts([field_name])
        return super().search_panel_select_range(field_name, **kwargs)

    @api.model
    def search_panel_select_multi_range(self, field_name, **kwargs):
        """List and count values as Odoo does, no facts of a file."""
        self._refuse_grouped_facts([field_name, kwargs.get("group_by") or field_name])
        return super().search_panel_select_multi_range(field_name, **kwargs)

    @api.model
    def _refuse_grouped_facts(self, specs):
        self.browse().check_access("read")
        if self._grouped_facts(specs, ()):
            raise UserError(
                self.env._(
                    "Facts of a person's file are not counted this way: group the list, or read "
                    "the files."
                )
            )

    @api.model
    def _files_on(self, path):
        """Return the links to each file of which ``path`` names a fact, as ``[((links), fact)]``.

        :param list path: names of fields; what is no field ends it
        """
        model, found = self.browse(), []
        for step, name in enumerate(path):
            field = model._fields.get(name)
            if field is None:
                break
            # A ledger shows closed numbers masked.
            if hasattr(model, "_file_facts") and (
                name in model._file_facts() or field.groups == fields.NO_ACCESS
            ):
                found.append((tuple(path[:step]), name))
            if not field.comodel_name:
                break
            model = self.env[field.comodel_name]
        return found

    @api.model
    def _grouped_facts(self, groupby, aggregates):
        """Return the links to the files of which a grouped call reads facts, as a set."""
        if self.env.su:
            return set()
        counts = ("count", "count_distinct")
        specs = [spec for spec in aggregates if spec.partition(":")[2] not in counts]
        return {
            links
            for spec in (*groupby, *specs)
            for links, _fact in self._files_on(spec.partition(":")[0].split("."))
        }

    @api.model
    def _log_groups(self, facts, groups, aggregates):
        """Log whose facts the groups tell: of all where values are listed, else of small groups.

        :param facts: links to the files, as of :meth:`_grouped_facts`
        :param groups: groups with the ids of their records; ids that nobody asked for are removed
        :param aggregates: what was asked for
        """
        parts = [spec.partition(":") for spec in aggregates]
        lists = any(how in LISTED and name not in NO_VALUES for name, _colon, how in parts)
        few = self.env.company.community_suppress_below
        ids = set()
        for group in groups:
            found = group[IDS] if IDS in aggregates else group.pop(IDS)
            if lists or len(found or ()) < few:
                ids.update(found or ())
        records = self.browse(sorted(ids))
        for links in facts:
            # Whose facts were grouped is noted, whatever else of the way the reader may read.
            files = records.sudo().mapped(".".join(links)).sudo(False) if links else records
            self.env["community.access.log"]._log("view", files)

from odoo import models
from odoo.fields import Domain


class CommunityRecordMixin(models.AbstractModel):
    """What records of every domain do alike."""

    _name = "community.record.mixin"
    _description = "Record with Counts and Checks"

    # what links here

    def _count_links(self, name, comodel, link, domain=None):
        """Set a field to the number of records that link here, in one query for the batch.

        The reader's own rules decide what counts. A record that is not saved yet has none; in a
        form that is being edited the number is that of the record behind it.

        :param str name: the field to set
        :param str comodel: the model whose records are counted
        :param str link: its link to these records, of one, of many, or by model and number
        :param domain: which of them count
        """
        field = self.env[comodel]._fields[link]
        domain = Domain(link, "in", self.ids) & Domain(domain or [])
        if field.type == "many2one_reference":
            domain &= Domain(field.model_field, "=", self._name)
        groups = self.env[comodel]._read_group(domain, [link], ["__count"])
        # A reference is grouped by its bare number, any other link by the record.
        counts = {getattr(key, "id", key): count for key, count in groups}
        for record in self:
            record[name] = counts.get(record._origin.id, 0)

    def _list_action(self, xmlid, domain, **values):
        """Return a list action as a button of this one record opens it.

        :param str xmlid: the action; its own filters and defaults are left behind
        :param list domain: what the list holds
        :param values: keys of the action that differ
        :raises AccessError: to whoever may not read this record, or nothing of what is listed
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        self.env[action["res_model"]].check_access("read")
        return action | {"domain": domain, "context": {}} | values

    def _links_action(self, xmlid, link, **context):
        """Return the list of what links to this record; what is made there links to it, too.

        :param str xmlid: the action
        :param str link: the link of its model to this one
        :param context: further defaults and filters
        :raises AccessError: as in :meth:`_list_action`
        """
        context = {f"default_{link}": self.id, **context}
        return self._list_action(xmlid, [(link, "=", self.id)], context=context)

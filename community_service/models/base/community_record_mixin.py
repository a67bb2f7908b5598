from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class CommunityRecordMixin(models.AbstractModel):
    """What records of every domain do alike.

    They count and list what links to them, and they refuse a step out of its turn and a day that
    is still to come, each in one sentence that a model may word for itself.
    """

    _name = "community.record.mixin"
    _inherit = ["community.paper.mixin"]
    _description = "Record with Counts and Checks"

    # Whether a record tells what the records tell that it links to.
    _sensitive_by_links = True

    # what it tells of somebody

    @api.model
    def _tells_sensitive(self):
        """Return the domain of the records that tell by being there of a sensitive category.

        Health, disability, aid (PIPL art. 28): whoever may not see the categories does not see
        these records, nor any that link to them; see ``ir.rule`` in the register.
        """
        return Domain.FALSE

    @api.model
    def _sensitive_fields(self):
        """Return the names of the fields that show or ask for the reader's sensitive categories."""
        return set()

    # many at once

    @api.model
    def _each_whole(self, items, call):
        """Do something for many: for all of them at once, or else for as many as that goes.

        What is refused is halved until each refusal stands alone, so that one of many costs a few
        tries, and each item is done whole or not at all. Items go in their order.

        :param list items: whatever ``call`` takes
        :param call: takes a list of items and returns a list of results, one for each; it raises
            ``UserError`` when one of them cannot be
        :return: list of ``(result, why)``, one for each item: ``why`` is empty or a sentence
        """
        if not items:
            return []
        try:
            with self.env.cr.savepoint():
                return [(result, "") for result in call(items)]
        except AccessError:
            why = self.env._("You may not record this here: ask the office.")
        except UserError as error:
            why = str(error)
        if len(items) == 1:
            return [(None, why)]
        half = len(items) // 2
        return self._each_whole(items[:half], call) + self._each_whole(items[half:], call)

    # what links here

    def _count_links(self, name, comodel, link, domain=None):
        """Set a field to the number of records that link here, in one query for the batch.

        The reader's own rules decide what counts: nothing for whoever may read no such record. One
        that is not saved yet has none; in a form that is being edited the number is that of the
        record behind it.

        :param str name: the field to set
        :param str comodel: the model whose records are counted
        :param str link: its link to these records, of one, of many, or by model and number
        :param domain: which of them count
        """
        field = self.env[comodel]._fields[link]
        domain = Domain(link, "in", self.ids) & Domain(domain or [])
        if field.type == "many2one_reference":
            domain &= Domain(field.model_field, "=", self._name)
        groups = self._groups_seen(comodel, domain, [link])
        # A reference is grouped by its bare number, any other link by the record.
        counts = {getattr(key, "id", key): count for key, count in groups}
        for record in self:
            record[name] = counts.get(record._origin.id, 0)

    def _groups_seen(self, comodel, domain, groupby, aggregates=("__count",)):
        """Return ``_read_group`` of what the reader may see; none where such records are closed.

        Whoever keeps what all communities share reads the catalogue, and no request.
        """
        Model = self.env[comodel]
        return Model._read_group(domain, groupby, aggregates) if Model.has_access("read") else []

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

    # who is told

    @api.model
    def _staff_groups(self):
        """Return the groups whose users work on such records, those who stand in first.

        Whoever has none of them is not told of a record, whatever name stands on it.
        """
        return (
            "community_service.group_community_manager",
            "community_service.group_community_officer",
            "community_service.group_community_grid_worker",
        )

    def _in_charge(self):
        """Return the users in charge of one record, the nearest first, those who left as well."""
        users = self.env["res.users"]
        for name in ("officer_id", "user_id"):
            if name in self._fields and self._fields[name].comodel_name == "res.users":
                users |= self[name]
        return users

    def _person_in_charge(self, named=None):
        """Return who is told of one record: somebody who works here, or nobody.

        The one answer for warnings, escalations and assignments: whoever is named, or else in
        charge, or else the substitute, or else somebody who stands in and may open the record. In
        the place of somebody who is away today comes the substitute.

        :param named: users that come first, in their order
        """
        self.ensure_one()
        company = self.company_id if "company_id" in self._fields else self.env.company
        # Whom to tell is the program's question, also where its caller may not read users.
        record, users = self.sudo(), self.env["res.users"].sudo()
        users |= (named or users).sudo() | record._in_charge()
        groups = self._staff_groups()
        found = users._here_instead(company)._at_work(groups, company)[:1]
        for group in groups if not found else ():
            for user in users._all_at_work(group, company):
                # Nobody is told of what they cannot open.
                if user._may_open(record):
                    found = user
                    break
            if found:
                break
        return (found or users._at_work(groups, company)[:1]).with_env(self.env)

    # steps and days

    def _check_state(self, *states, why=None):
        """Refuse a step while a record is in another state than those to which it belongs.

        :param str states: values of ``state``
        :param str why: what the reader is told of the record in place of its state
        :raises UserError: about the first record in another state
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if record.state in states:
                continue
            if why:
                name = record.display_name
                raise UserError(self.env._("%(record)s: %(why)s", record=name, why=why))
            needed = [labels[state] for state in states]
            raise UserError(record._state_sentence(labels[record.state], needed))

    def _state_sentence(self, state, needed):
        """Return the sentence about a step out of its turn.

        :param str state: label of the state that the record is in
        :param list needed: labels of those to which the step belongs
        """
        return self.env._(
            "%(record)s is “%(state)s”: this is done while it is “%(needed)s”.",
            record=self.display_name,
            state=state,
            needed=" / ".join(needed),
        )

    def _check_filled(self, *names):
        """Refuse a step while something is missing that belongs to it; blanks fill nothing.

        :param str names: fields
        :raises UserError: about the first record and field without a value
        """
        for record in self:
            for name in names:
                value = record[name]
                if not (value.strip() if isinstance(value, str) else value):
                    raise UserError(
                        self.env._(
                            "%(record)s: “%(field)s” is missing. Fill it in, then take the step.",
                            record=record.display_name,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    def _check_not_future(self, *names):
        """Refuse days that are still to come; an empty one is none.

        :param str names: fields of type date
        :raises ValidationError: about the first such day
        """
        today = fields.Date.context_today(self)
        for record in self:
            for name in names:
                if record[name] and record[name] > today:
                    raise ValidationError(record._future_sentence(name))

    def _future_sentence(self, name):
        """Return the sentence about a day in the future.

        :param str name: the field that holds it
        """
        return self.env._(
            "%(record)s: %(field)s %(date)s lies in the future. Correct the day, or enter it when "
            "it has happened.",
            record=self.display_name,
            field=self._fields[name]._description_string(self.env),
            date=self[name],
        )

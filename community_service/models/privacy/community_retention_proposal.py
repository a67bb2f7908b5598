from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import mute_logger

from ...tools.trusted import trusted
from .community_privacy_request import MANAGER

# So many are proposed of one kind at a time: a list that somebody can go through.
BATCH = 500
# What tells which record it was, and of nobody.
KEPT = {"number", "code", "color", "client_key", "state"}
PEOPLE = ("community.resident", "res.partner")
WORDS = ("char", "text", "html", "json", "binary")


class CommunityRetentionProposal(models.Model):
    """A record past its term: a manager keeps it for a reason, or has it cleared.

    The job proposes and clears nothing. Cleared, a record loses its words, files and links to
    people; day, kind and place stay, so that figures of the past stay what they were. Where nothing
    depends on it, it may be deleted instead.
    """

    _name = "community.retention.proposal"
    _description = "Proposal to Clear a Record"
    _inherit = ["community.closed.mixin", "community.record.mixin"]
    _order = "date, id"
    _rec_name = "why"

    code = fields.Selection(
        selection=lambda self: (
            self.env["community.retention.rule"]._fields["code"]._description_selection(self.env)
        ),
        string="What it is",
        required=True,
        readonly=True,
        index=True,
    )
    res_model = fields.Char("Model of the record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Number of the record", model_field="res_model", required=True, readonly=True
    )
    matter = fields.Char("Record concerned", compute="_compute_matter", exportable=False)
    date = fields.Date("Over since", readonly=True)
    date_end = fields.Date("Kept until", readonly=True)
    why = fields.Char("Why it is proposed", readonly=True)
    state = fields.Selection(
        [
            ("open", "To decide"),
            ("kept", "Kept longer"),
            ("cleared", "Cleared"),
            ("deleted", "Deleted"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    date_keep = fields.Date("Keep until")
    reason = fields.Char("Why it is kept")
    user_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    date_decided = fields.Date("Decision of", readonly=True)
    company_id = fields.Many2one(
        "res.company", "Community", required=True, readonly=True, index=True, ondelete="cascade"
    )

    _record_uniq = models.UniqueIndex(
        "(res_model, res_id)", "This record is proposed already: decide there."
    )
    _check_kept = models.Constraint(
        "CHECK (state <> 'kept' OR date_keep IS NOT NULL AND length(trim(reason)) > 0)",
        "What is kept longer has a day until which, and a reason.",
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_matter(self):
        for model, lines in self.grouped("res_model").items():
            if model not in self.env:
                lines.matter = model
                continue
            label = self.env["ir.model"]._get(model).name
            Model = self.env[model].with_context(active_test=False)
            found = Model
            if Model.has_access("read"):
                found = Model.search([("id", "in", lines.mapped("res_id"))])
            names = {record.id: record.display_name for record in found}
            for line in lines:
                line.matter = names.get(line.res_id) or f"{label} {line.res_id}"

    @api.depends("matter")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.matter

    def _settled_fields(self):
        settled = super()._settled_fields()
        return settled | self._all_fields_but() if self.state in ("cleared", "deleted") else settled

    def _settled_sentence(self, name):
        return self.env._(
            "%(record)s was decided on %(date)s and is gone: nothing is changed any more.",
            record=self.display_name,
            date=self.date_decided,
        )

    # the list

    @api.model
    def _cron_propose(self):
        """Bring the list up to today: what is past its term, and nothing else."""
        today = fields.Date.context_today(self)
        self.search([("state", "=", "kept"), ("date_keep", "<", today)])._set_closed(state="open")
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        Rule = self.env["community.retention.rule"]
        for company, rules in Rule._in_use_by(companies, day=today).items():
            self._drop_early(company, rules, today)
            for rule in rules.filtered(lambda one: not one.is_archive):
                self._propose(company, rule, today)

    @api.model
    def _drop_early(self, company, rules, today):
        """Take off the list what is within its term again, or not over any more."""
        by_code = {rule.code: rule for rule in rules if not rule.is_archive}
        lines = self.search([("company_id", "=", company.id), ("state", "=", "open")])
        for code, proposals in lines.filtered("date_end").grouped("code").items():
            rule = by_code.get(code)
            over = set()
            if rule:
                Model = self.env[proposals[:1].res_model].with_context(active_test=False)
                domain = rule._over_domain(rule._first_day_kept(today))
                over = set(
                    Model.search(domain & Domain("id", "in", proposals.mapped("res_id"))).ids
                )
            proposals.filtered(lambda line: line.res_id not in over).unlink()  # noqa: B023

    @api.model
    def _propose(self, company, rule, today):
        kind = rule._retention_kinds()[rule.code]
        Model = self.env[kind.model].with_context(active_test=False)
        known = self._search([("res_model", "=", kind.model)]).subselect("res_id")
        records = Model.search(
            rule._over_domain(rule._first_day_kept(today))
            & Domain("company_id", "=", company.id)
            & Domain("id", "not in", known),
            order="id",
            limit=BATCH,
        )
        self._list_records(rule, records, company)

    @api.model
    def _list_records(self, rule, records, company, why=False):
        """Propose records of one kind; whoever asks for them earlier says why."""
        rows = []
        for record in records:
            day = rule._matter_day(record)
            end = day and fields.Date.add(day, years=rule.years)
            rows.append(
                {
                    "code": rule.code,
                    "res_model": record._name,
                    "res_id": record.id,
                    "date": day,
                    "date_end": not why and end,
                    "why": why or rule.name,
                    "company_id": company.id,
                }
            )
        return self.create(rows)

    @api.model
    def _propose_of(self, resident, why):
        """Propose what is over of one person, before its term; archives stay.

        :param resident: the person
        :param str why: who asked for it
        :return: the proposals, those that stood there already among them
        """
        today = fields.Date.context_today(self)
        tomorrow = fields.Date.add(today, days=1)
        company = resident.company_id
        found = self.browse()
        for rule in self.env["community.retention.rule"]._in_use(company, day=today):
            kind = rule._retention_kinds()[rule.code]
            Model = self.env[kind.model].with_context(active_test=False)
            link = "id" if kind.model == resident._name else "resident_id"
            if rule.is_archive or link not in Model._fields:
                continue
            records = Model.search(
                rule._over_domain(tomorrow) & Domain(link, "=", resident.id), order="id"
            )
            there = self.search([("res_model", "=", kind.model), ("res_id", "in", records.ids)])
            new = records.filtered(lambda one, there=there: one.id not in there.mapped("res_id"))
            found |= there | self._list_records(rule, new, company, why)
        return found

    # the decision

    def _check_manager(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("A manager of the community decides what is kept and what is cleared.")
            )

    def _decide(self, state):
        self._set_closed(
            state=state, user_id=self.env.uid, date_decided=fields.Date.context_today(self)
        )

    def action_keep(self):
        """Keep records longer, until the day and for the reason that stand there.

        :raises UserError: without a day to come, or without a reason
        """
        self._check_manager()
        self._check_state("open")
        today = fields.Date.context_today(self)
        for line in self:
            line._check_filled("date_keep", "reason")
            if line.date_keep <= today:
                raise UserError(
                    self.env._(
                        "%(record)s: %(day)s is no day to come. Say until when it is kept.",
                        record=line.display_name,
                        day=line.date_keep,
                    )
                )
        self._decide("kept")

    def action_clear(self):
        """Take words, files and people out of the records; day, kind and place stay.

        :raises UserError: for a record that is not over, or on which something rests
        """
        self._check_manager()
        self._check_state("open")
        for line in self:
            record = line._record()
            name = line.display_name
            if record:
                line._try(record, line._clear, name)
        self._decide("cleared")

    def action_delete(self):
        """Delete the records themselves, where nothing depends on them.

        :raises UserError: for a record that is not over, or that something depends on
        """
        self._check_manager()
        self._check_state("open")
        for line in self:
            record = line._record()
            name = line.display_name
            if record:
                self.env["community.access.log"]._log("clear", record, reason=line.why)
                # A register that nothing leaves lets go of what is past its term.
                record = record.with_context(**trusted(community_past_term=True))
                line._try(record, lambda one: one.unlink(), name)
        self._decide("deleted")

    def action_open(self):
        """Open the record behind a proposal, as its reader may."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _record(self):
        """Return the record, which the manager may read and which is still over, or nothing."""
        self.ensure_one()
        mine = self.env[self.res_model].with_context(active_test=False).browse(self.res_id)
        if not mine.exists():
            return mine.browse()
        mine.check_access("read")
        rule = self.env["community.retention.rule"].new({"code": self.code, "years": 1})
        # sudo: whether it is over is asked of the program.
        tomorrow = fields.Date.add(fields.Date.context_today(self), days=1)
        if not mine.sudo().filtered_domain(rule._over_domain(tomorrow)):
            raise UserError(
                self.env._(
                    "%(record)s is not over any more and stays as it is.", record=self.display_name
                )
            )
        # sudo: what is over is settled and closed to everybody; the manager's right was asked.
        return mine.sudo()

    def _try(self, record, act, name):
        """Do something to a record, or say in one sentence what stands in the way."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                act(record)
                self.env.flush_all()
        except (UserError, IntegrityError) as refusal:
            said = str(refusal)
            if isinstance(refusal, IntegrityError):
                said = record._sql_error_to_message(refusal)
            raise UserError(
                self.env._(
                    "%(record)s stays, because something rests on it. %(why)s",
                    record=name,
                    why=said,
                ).strip()
            ) from refusal

    def _clear(self, record):
        if self._bound_to_people(record):
            raise UserError(
                self.env._("It is nothing without its person: delete it, or keep it for a reason.")
            )
        self.env["community.access.log"]._log("clear", record, reason=self.why)
        quiet = trusted(community_no_fact_lines=True, community_sync_later=True)
        record = record.with_context(tracking_disable=True, **quiet)
        is_person = record._name == "community.resident"
        contact = record.partner_id if is_person else self.env["res.partner"]
        self._blank(record)
        if is_person:
            self._clear_person(record, contact)

    def _blank(self, records):
        """Blank words, files and people of records, of their lines and of what hangs on them."""
        if not records:
            return
        for name, field in records._fields.items():
            if field.type == "one2many" and field.comodel_name.startswith("community."):
                inverse = records.env[field.comodel_name]._fields.get(field.inverse_name)
                # A line belongs to its record alone.
                if inverse is not None and inverse.type == "many2one" and inverse.required:
                    lines = records[name]
                    if not lines or not lines._auto or self._is_kind(lines):
                        continue
                    if self._bound_to_people(lines, but=field.inverse_name):
                        lines.with_context(**trusted(community_past_term=True)).unlink()
                    else:
                        self._blank(lines)
        for record in records:
            if values := self._blank_values(record):
                record.write(values)
        self._clear_beside(records)

    @api.model
    def _bound_to_people(self, records, but=""):
        """Tell whether records name a person where a name has to stand.

        :param str but: the link to the record that is cleared itself
        """
        return any(
            field.store
            and field.name != but
            and field.required
            and field.type == "many2one"
            and field.comodel_name in PEOPLE
            for field in records._fields.values()
        )

    def _is_kind(self, records):
        """Tell whether records have a term of their own."""
        kinds = self.env["community.retention.rule"]._retention_kinds().values()
        return records._name in {kind.model for kind in kinds}

    def _blank_values(self, record):
        """Return what a cleared record says in place of its words, people and personal facts."""
        person = record._name == "community.resident"
        facts = set(record._person_facts()) - {"date_death"} if person else set()
        # Which model a number belongs to is no word.
        kept = KEPT | {getattr(field, "model_field", "") for field in record._fields.values()}
        values = {}
        for name, field in record._fields.items():
            if (
                not field.store
                or field.related
                or name in models.MAGIC_COLUMNS
                or name in kept
                or (field.compute and field.readonly)
                or not record[name]
            ):
                continue
            if field.type in WORDS:
                # What has to stand there is a dash; closed numbers have a form of their own.
                is_word = field.type in ("char", "text", "html") and name not in facts
                is_open = field.groups != fields.NO_ACCESS
                values[name] = "—" if is_word and is_open else False
            elif field.comodel_name in PEOPLE and field.type == "many2many":
                values[name] = [Command.clear()]
            elif not field.required and (field.comodel_name in PEOPLE or name in facts):
                values[name] = False
        if person:
            values |= {"name": self.env._("Cleared"), "id_kind": "other"}
        return values

    def _clear_beside(self, records):
        """Remove what hangs on cleared records: messages, files, activities."""
        domain = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        self.env["ir.attachment"].sudo().search(domain).unlink()
        self.env["mail.activity"].sudo().with_context(active_test=False).search(domain).unlink()
        messages = [("model", "=", records._name), ("res_id", "in", records.ids)]
        self.env["mail.message"].sudo().search(messages).unlink()

    def _clear_person(self, resident, contact):
        """Remove what is kept beside a person's file: past facts, relatives, marks, the contact."""
        for model, links in (
            ("community.fact.change", ("resident_id",)),
            ("community.kinship", ("resident_id", "relative_id")),
            ("community.category.line", ("resident_id",)),
        ):
            domain = Domain.OR(Domain(link, "=", resident.id) for link in links)
            self.env[model].sudo().with_context(active_test=False).search(domain).unlink()
        resident.active = False
        # The contact of somebody who has an account is the account's.
        if contact and not contact.with_context(active_test=False).user_ids:
            words = dict.fromkeys(("phone", "email", "street", "street2", "zip", "city"), False)
            contact.write({"name": self.env._("Cleared"), "active": False, **words})

    @api.ondelete(at_uninstall=False)
    def _unlink_open_only(self):
        for line in self:
            if line.state in ("cleared", "deleted"):
                raise UserError(line._settled_sentence("state"))

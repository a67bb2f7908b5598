from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

UNIT_KINDS = [
    ("government", "Government body"),
    ("public_institution", "Public institution"),
    ("state_enterprise", "State-owned enterprise"),
    ("non_public", "Non-public enterprise"),
    ("new_social", "New social organisation"),
    ("other", "Other unit"),
]
PRESENCES = [
    ("own", "Own Party organisation"),
    ("attached", "Attached to another organisation"),
    ("none", "No Party organisation"),
    ("unknown", "Not known"),
]


class CommunityPartyUnit(models.Model):
    """A unit, or a new organisation, for as long as it is stationed in the community.

    Units stationed here support the residents' committee and send a representative when asked
    (Organic Law of Urban Residents Committees, art. 19). What is known of it, as of which day,
    stands in its lines; a unit without a line that holds is one of which nothing is known.
    """

    _name = "community.party.unit"
    _description = "Stationed Unit"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "partner_id, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name", "contact_name"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Unit",
        domain="[('is_company', '=', True)]",
        index=True,
        ondelete="restrict",
    )
    new_name = fields.Char(
        "Name of the unit",
        store=False,
        help="Of a unit that is no contact yet: it becomes one.",
    )
    unit_kind = fields.Selection(
        UNIT_KINDS, "Kind of unit", required=True, index=True, tracking=True
    )
    organization_id = fields.Many2one(
        string="In touch with", default=lambda self: self._default_organization()
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    date_from = fields.Date(
        "Stationed since", tracking=True, help="Empty: since before anybody knows."
    )
    date_to = fields.Date("Stationed until", tracking=True, help="The last day.")
    leave_reason = fields.Char("Why it left", tracking=True)
    contact_name = fields.Char("Contact person")
    contact_phone = fields.Char("Phone of the unit")
    note = fields.Text()
    line_ids = fields.One2many("community.party.unit.line", "unit_id", "What is known of it")
    presence = fields.Selection(
        PRESENCES,
        "Party organisation there",
        compute="_compute_known",
        search="_search_presence",
        help="As known today, or on the last day that it was stationed here.",
    )
    attached_to = fields.Char("Attached to", compute="_compute_known")
    employee_count = fields.Integer("Employees", compute="_compute_known")
    member_count = fields.Integer("Party members there", compute="_compute_known")
    is_counted = fields.Boolean("Numbers known", compute="_compute_known")
    is_double = fields.Boolean(
        "Entered twice",
        compute="_compute_is_double",
        search="_search_is_double",
        help="Another file of the same contact holds on the same days, as after contacts were "
        "merged: it is counted once, by the earlier file.",
    )
    project_ids = fields.Many2many(
        "community.party.project",
        "community_party_project_unit_rel",
        "unit_id",
        "project_id",
        "Projects",
    )
    project_count = fields.Integer("Number of projects", compute="_compute_project_count")
    pledge_count = fields.Integer("Number of pledges", compute="_compute_pledge_count")
    agreement_ids = fields.One2many("community.party.agreement", "unit_id", "Agreements")
    agreement_count = fields.Integer("Number of agreements", compute="_compute_link_counts")
    contact_ids = fields.One2many("community.party.contact", "unit_id", "Contacts with it")
    contact_count = fields.Integer("Number of contacts", compute="_compute_link_counts")
    delegate_ids = fields.One2many("community.party.delegate", "unit_id", "Sent to the committee")
    cooperation_ids = fields.One2many(
        "community.party.cooperation", "unit_id", "Needs and resources"
    )
    cooperation_count = fields.Integer(
        "Number of needs and resources", compute="_compute_link_counts"
    )

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "It cannot end before it begins.",
    )
    _check_partner = models.Constraint(
        "CHECK (partner_id IS NOT NULL)", "Choose the unit, or enter its name."
    )

    @api.model
    def _default_organization(self):
        return self.env["community.party.organization"]._kept_by_me()[:1].id

    # what is known of it

    @api.depends(
        "line_ids.date_from",
        "line_ids.presence",
        "line_ids.attached_to",
        "line_ids.employee_count",
        "line_ids.member_count",
        "date_to",
    )
    def _compute_known(self):
        today = fields.Date.context_today(self)
        for unit in self:
            line = unit._line_on(min(unit.date_to or today, today))
            unit.presence = line.presence or "unknown"
            unit.attached_to = line.attached_to
            unit.employee_count = line.employee_count
            unit.member_count = line.member_count
            unit.is_counted = line.is_counted

    def _line_on(self, day):
        """Return the line that says what was known of this unit on ``day``; none if nothing was.

        :param day: a date
        """
        self.ensure_one()
        begun = self.line_ids.filtered(lambda line: not line.date_from or line.date_from <= day)
        return begun.sorted(lambda line: line.date_from or fields.Date.to_date("0001-01-01"))[-1:]

    def _search_presence(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        here = Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        # A unit that has left is asked for its last day.
        gone = self.search(~here)
        found = gone.filtered(lambda unit: unit.presence in value)
        known = Domain.OR(
            here & self._presence_domain(presence, today) for presence in value if presence
        )
        return known | Domain("id", "in", found.ids)

    @api.model
    def _presence_domain(self, presence, day):
        """Return the domain of the units of which ``presence`` was known on ``day``.

        :param str presence: ``own``, ``attached``, ``none``, or ``unknown``, which holds also where
            no line says anything
        :param day: a date
        """
        holds = (Domain("date_from", "=", False) | Domain("date_from", "<=", day)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )
        if presence == "unknown":
            return ~Domain("line_ids", "any", holds & Domain("presence", "!=", "unknown"))
        return Domain("line_ids", "any", holds & Domain("presence", "=", presence))

    @api.model
    def _here_domain(self, date_from, date_to):
        """Return the domain of the units stationed here on some day of a period."""
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", date_to)) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", date_from)
        )

    def _was_here(self, date_from, date_to):
        """Return whether this unit was stationed here on some day of a period.

        :param date_from: first day, or False: since always
        :param date_to: last day, or False: still
        """
        self.ensure_one()
        begun = not (self.date_from and date_to and self.date_from > date_to)
        return begun and not (self.date_to and date_from and self.date_to < date_from)

    # a unit stands here once

    @api.depends("partner_id", "date_from", "date_to")
    def _compute_is_double(self):
        doubles = self._doubles(self.partner_id.ids)
        for unit in self:
            unit.is_double = unit._origin in doubles

    def _search_is_double(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = self._doubles().ids
        return [("id", "in" if True in value else "not in", ids)]

    @api.model
    def _doubles(self, partner_ids=None):
        """Return the units that an earlier file of the same contact tells of on the same days.

        :param partner_ids: of these contacts only
        """
        domain = Domain("partner_id", "in", partner_ids) if partner_ids is not None else Domain.TRUE
        # sudo: whether it is counted twice does not depend on who looks.
        groups = self.sudo()._read_group(
            domain, ["company_id", "partner_id"], ["id:recordset"], [("__count", ">", 1)]
        )
        doubles = self.browse()
        for _company, _partner, units in groups:
            kept = units.browse()
            for unit in units.sorted("id"):
                if any(unit._was_here(other.date_from, other.date_to) for other in kept):
                    doubles |= unit.with_env(self.env)
                else:
                    kept |= unit
        return doubles

    @api.constrains("partner_id", "date_from", "date_to", "company_id")
    def _check_once(self):
        for unit in self:
            # sudo: the other file may be kept by another organisation; it is named by its days.
            others = self.sudo().search(
                Domain("id", "!=", unit.id)
                & Domain("partner_id", "=", unit.partner_id.id)
                & Domain("company_id", "=", unit.company_id.id)
            )
            for other in others:
                if unit._was_here(other.date_from, other.date_to):
                    raise ValidationError(
                        self.env._(
                            "%(unit)s stands here already, in touch with %(organization)s: a unit "
                            "has one file for the same days. Open that one, or correct the days.",
                            unit=unit.display_name,
                            organization=other.organization_id.name,
                        )
                    )

    @api.constrains("date_to")
    def _check_left(self):
        for unit in self.filtered("date_to"):
            # sudo: agreements of all organisations count; the sentence names days alone. They are
            # searched, so that no link of theirs stays in the cache that the reader shares.
            agreements = self.env["community.party.agreement"].sudo()
            agreements = agreements.search([("unit_id", "=", unit.id), ("state", "=", "signed")])
            days = agreements.mapped("date_signed") + agreements.line_ids.mapped("date_done")
            after = [day for day in days if day and day > unit.date_to]
            if after:
                raise ValidationError(
                    self.env._(
                        "%(unit)s would have left on %(left)s, and an agreement was signed or "
                        "fulfilled on %(date)s: correct one of the days.",
                        unit=unit.display_name,
                        left=unit.date_to,
                        date=max(after),
                    )
                )

    @api.constrains("partner_id")
    def _check_is_unit(self):
        for unit in self:
            if not unit.partner_id.is_company:
                raise ValidationError(
                    self.env._(
                        "%(name)s is a person and no unit: choose a company, or enter the name of "
                        "the unit.",
                        name=unit.partner_id.name,
                    )
                )

    # pledges and projects

    @api.depends("project_ids")
    @api.depends_context("uid")
    def _compute_project_count(self):
        self._count_links("project_count", "community.party.project", "unit_ids")

    @api.depends("agreement_ids", "contact_ids", "cooperation_ids")
    @api.depends_context("uid")
    def _compute_link_counts(self):
        for part in ("agreement", "contact", "cooperation"):
            self._count_links(f"{part}_count", f"community.party.{part}", "unit_id")

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_pledge_count(self):
        groups = self.env["community.party.pledge"]._read_group(
            Domain("partner_id", "in", self.partner_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("state", "not in", ("withdrawn", "lapsed")),
            ["partner_id", "company_id"],
            ["__count"],
        )
        counts = {(partner, company): count for partner, company, count in groups}
        for unit in self:
            unit.pledge_count = counts.get((unit.partner_id, unit.company_id), 0)

    # entered by name

    @api.model
    def _born_values(self, vals):
        values = super()._born_values(vals)
        name = (vals.get("new_name") or "").strip()
        if not name or vals.get("partner_id"):
            return values
        # sudo: whoever keeps the file of an organisation need not keep contacts; the contact holds
        # the name alone, and one of the same name is chosen and not made again.
        partners = self.env["res.partner"].sudo()
        found = partners.search(
            [("name", "=ilike", name), ("is_company", "=", True)], limit=1, order="id"
        )
        if found:
            raise UserError(
                self.env._(
                    "A contact “%(name)s” is there already: choose it as the unit.",
                    name=found.name,
                )
            )
        organization = self.env["community.party.organization"].browse(
            vals.get("organization_id") or self._default_organization()
        )
        company = organization.sudo().company_id or self.env.company
        partner = partners.create({"name": name, "is_company": True, "company_id": company.id})
        return {**values, "partner_id": partner.id}

    # actions

    def action_join(self):
        """Join files with the earlier one of the same contact, with all that stands in them.

        The earlier file is left, and holds for the days of both.

        :raises UserError: about a file that stands here once, or while both say something else of
            one day or have an agreement of one year
        """
        self.check_access("write")
        for unit in self.sorted("id"):
            # sudo: the earlier file may be kept by another organisation; whoever joins writes both.
            earlier = self.sudo().search(
                Domain("partner_id", "=", unit.partner_id.id)
                & Domain("company_id", "=", unit.company_id.id)
                & Domain("id", "<", unit.id),
                order="id",
            )
            kept = earlier.filtered(
                lambda other, unit=unit: unit._was_here(other.date_from, other.date_to)
            )[:1]
            if not kept:
                raise UserError(
                    self.env._(
                        "%(unit)s has one file for its days: there is nothing to join.",
                        unit=unit.display_name,
                    )
                )
            kept.with_env(self.env).check_access("write")
            unit._join(kept)
        return True

    def _join(self, kept):
        """Move what links to this file to the kept one, and remove this one."""
        # sudo: signed agreements and what other organisations keep go with the file; who may do it
        # was asked before.
        gone = self.sudo()
        starts, ends = (gone | kept).mapped("date_from"), (gone | kept).mapped("date_to")
        gone._join_lines(kept)
        for model in self.env.registry.models.values():
            names = [
                name
                for name, field in model._fields.items()
                if model._auto
                and field.comodel_name == self._name
                and field.type in ("many2one", "many2many")
                and field.store
                and not (field.compute or field.related)
            ]
            links = self.env[model._name].sudo().with_context(active_test=False)
            domain = Domain.OR(Domain(name, "in", gone.ids) for name in names)
            # All links of a record at once: whoever leads a project takes part in it.
            for record in links.search(domain) if names else ():
                moved = {
                    name: (record[name] - gone) | kept for name in names if gone & record[name]
                }
                record.write(
                    {
                        name: units.id
                        if record._fields[name].type == "many2one"
                        else [Command.set(units.ids)]
                        for name, units in moved.items()
                    }
                )
        gone.message_change_thread(kept)
        files = self.env["ir.attachment"].sudo()
        files.search([("res_model", "=", self._name), ("res_id", "in", gone.ids)]).write(
            {"res_id": kept.id}
        )
        self.env.flush_all()
        gone.unlink()
        kept.write(
            {
                "date_from": min(starts) if all(starts) else False,
                "date_to": max(ends) if all(ends) else False,
            }
        )

    def _join_lines(self, kept):
        """Drop what both files say of one day; what one of them does not know, the other says."""
        for line in self.line_ids:
            same = kept.line_ids.filtered(lambda other, day=line.date_from: other.date_from == day)
            if not same:
                continue
            if line.presence in ("unknown", same.presence):
                line.unlink()
            elif same.presence == "unknown":
                same.unlink()
            else:
                raise UserError(
                    self.env._(
                        "The two files of %(unit)s say different things as of %(date)s: correct "
                        "one of the lines, then join the files.",
                        unit=kept.display_name,
                        date=line.date_from or "…",
                    )
                )

    def action_open_projects(self):
        """Open the projects in which this unit takes part."""
        return self._links_action("community_party.community_party_project_action", "unit_ids")

    def action_open_agreements(self):
        """Open the agreements with this unit."""
        return self._links_action("community_party.community_party_agreement_action", "unit_id")

    def action_open_contacts(self):
        """Open the contacts with this unit, in both directions."""
        return self._links_action("community_party.community_party_contact_action", "unit_id")

    def action_open_cooperation(self):
        """Open what this unit needs and what it offers."""
        return self._links_action(
            "community_party.community_party_cooperation_action_resource", "unit_id"
        )

    def action_open_pledges(self):
        """Open what this unit has taken on, by itself or as one that reported here."""
        domain = [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        return self._list_action("community_party.community_party_pledge_action", domain)

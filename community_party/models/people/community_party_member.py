from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from odoo.addons.community_service.tools.age_field import Age
from odoo.addons.community_service.tools.ending import MOVED
from odoo.addons.community_service.tools.listed import listed

from .community_resident import STILL_MEMBER

_lt = LazyTranslate(__name__)

BRANCH = "community_party.group_party_branch"


# In the order in which texts sort, for charts and pivots.
AGE_BANDS = (
    (35, "0_35"),
    (45, "36_45"),
    (55, "46_55"),
    (60, "56_60"),
    (70, "61_70"),
    (200, "over_70"),
)

# What of a member's file moves the category.
FOLLOWED = {
    "active",
    "company_id",
    "date_full",
    "date_probation",
    "partner_id",
    "resident_id",
    "stage",
    "status",
}


class CommunityPartyMember(models.Model):
    """A person on the way into the Party or in it, in one organisation.

    Members are contacts; a member who lives in the community may also stand in the register.
    """

    _name = "community.party.member"
    _description = "Party Member"
    _inherit = [
        "community.person.mixin",
        "community.party.scoped.mixin",
        "community.logged.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", copy=False
    )
    name = fields.Char("Full name", related="partner_id.name", store=True, index="trigram")
    resident_id = fields.Many2one(
        "community.resident",
        "In the register",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
    )
    number = fields.Char(copy=False, index=True)
    organization_id = fields.Many2one(tracking=True)
    category_ids = fields.Many2many("community.party.category", string="Kinds", check_company=True)
    stage = fields.Selection(
        [
            ("applicant", "Applicant"),
            ("activist", "Activist"),
            ("candidate", "Candidate"),
            ("probationary", "Probationary member"),
            ("full", "Full member"),
        ],
        default="full",
        required=True,
        index=True,
        tracking=True,
    )
    status = fields.Selection(
        [
            ("normal", "Normal"),
            ("mobile", "Mobile"),
            ("lost_contact", "Lost contact"),
            ("suspended", "Membership suspended"),
            ("transferred", "Transferred"),
            ("removed", "Removed"),
            ("deceased", "Deceased"),
        ],
        default="normal",
        required=True,
        index=True,
        tracking=True,
    )
    date_probation = fields.Date(
        "Admitted on", help="The day on which the branch general meeting accepted the person."
    )
    date_full = fields.Date("Standing from", help="The day on which probation ended.")
    access_count = fields.Integer(
        "Accesses",
        compute="_compute_access_count",
        groups="community_service.group_community_manager,community_service.group_community_auditor",
    )
    active = fields.Boolean(default=True)

    birth_date = fields.Date(compute="_compute_facts", store=True, readonly=False)
    sex = fields.Selection(
        [("male", "Male"), ("female", "Female")],
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    education = fields.Selection(
        selection=lambda self: (
            self.env["community.resident"]._fields["education"]._description_selection(self.env)
        ),
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    ethnicity = fields.Char(compute="_compute_facts", store=True, readonly=False)
    age = Age(compute="_compute_age")
    age_band = fields.Selection(
        [
            ("0_35", "35 and younger"),
            ("36_45", "36 to 45"),
            ("46_55", "46 to 55"),
            ("56_60", "56 to 60"),
            ("61_70", "61 to 70"),
            ("over_70", "over 70"),
        ],
        compute="_compute_age_band",
        store=True,
        # Unlike "string", this label is not exported by itself.
        falsy_value_label=_lt("Age unknown"),  # pylint: disable=translation-field
    )
    phone = fields.Char(
        compute="_compute_phone",
        inverse="_inverse_phone",
        search="_search_phone",
        compute_sudo=True,
    )
    company_name = fields.Char("Works at")
    job = fields.Char("Post in work")
    needs = fields.Text(help="What the member needs, as asked in talks.")
    strengths = fields.Text(help="What the member can do for others, as asked in talks.")
    # dues
    dues_category = fields.Selection(
        [
            ("salary", "Monthly pay"),
            ("annual_salary", "Annual pay"),
            ("self_employed", "Self-employed"),
            ("pension", "Pension"),
            ("farmer", "Farmer"),
            ("student", "Student"),
            ("laid_off", "Laid off or unemployed"),
            ("relief", "Lives on relief"),
            ("dibao", "Receives dibao"),
            ("fixed", "Fixed amount"),
        ],
        tracking=True,
        help="By which rule the monthly dues are worked out. When two fit, the lower one counts.",
    )
    dues_base_reason = fields.Char("Why this rule", tracking=True)

    post_ids = fields.One2many("community.party.post", "member_id", "Posts", groups=BRANCH)
    attempt_ids = fields.One2many(
        "community.party.contact.attempt", "member_id", "Attempts to reach", groups=BRANCH
    )
    decision_ids = fields.One2many(
        "community.party.membership.decision", "member_id", "Decisions", groups=BRANCH
    )
    date_last_contact = fields.Date("Last contact", tracking=True)
    whereabouts = fields.Char(help="Where a member who is away lives or works.")
    contact_proposal = fields.Selection(
        [("suspend", "Suspension may be decided"), ("remove", "Removal may be decided")],
        "Proposed",
        compute="_compute_contact_proposal",
        search="_search_contact_proposal",
    )
    post_names = fields.Char("Posts held", compute="_compute_post_names", groups=BRANCH)
    main_post = fields.Selection(
        lambda self: (
            self.env["community.party.post"]._fields["kind"]._description_selection(self.env)
        ),
        "Post in the Party",
        compute="_compute_main_post",
        store=True,
        compute_sudo=True,
        # Unlike "string", this label is not exported by itself.
        falsy_value_label=_lt("No post"),  # pylint: disable=translation-field
    )

    _partner_uniq = models.UniqueIndex(
        "(company_id, partner_id) WHERE active IS TRUE",
        "This contact is in the Party file already.",
    )
    _resident_uniq = models.UniqueIndex(
        "(resident_id) WHERE resident_id IS NOT NULL AND active IS TRUE",
        "This resident is in the Party file already.",
    )

    @api.depends_context("uid")
    def _compute_access_count(self):
        self._count_accesses()

    # Facts about the person: of the register when it knows the member, else entered here.

    @api.depends(
        "resident_id.birth_date",
        "resident_id.sex",
        "resident_id.education",
        "resident_id.ethnicity",
    )
    def _compute_facts(self):
        # A keeper of the Party file need not see the household; these facts are the member's own.
        for member in self.sudo():
            resident = member.resident_id
            for name in ("birth_date", "sex", "education", "ethnicity"):
                member[name] = resident[name] or member[name]

    @api.depends("birth_date")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for member in self:
            born = member.birth_date
            member.age = relativedelta(today, born).years if born else None

    @api.depends("birth_date")
    def _compute_age_band(self):
        today = fields.Date.context_today(self)
        for member in self:
            member.age_band = member._age_band_on(today)

    @api.model
    def _cron_age_bands(self):
        """Move members whose birthday took them into the next band."""
        # Once a night over all communities; a band is no secret to the program.
        self.sudo().search([("birth_date", "!=", False)])._compute_age_band()

    def _label_of(self, name):
        """Return the reader's word for the choice that a field of one member holds."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    # Members away or out of contact: attempts, two timers, and proposals.
    #
    # 《中国共产党党员教育管理工作条例》 art. 24: out of contact for 6 months after every means was
    # tried, membership is suspended; two years later still untraceable, the member is removed.
    # Both
    # are decisions of the organisation; the program counts the days and changes no status.

    def _contact_limits(self, day=None):
        """Return the days of last contact and of suspension from which a decision is due.

        :param day: the day on which it is decided; today where none is given
        """
        today = day or fields.Date.context_today(self)
        whole = self.env["community.parameter"]._whole
        return (
            today - relativedelta(months=whole("party_lost_suspend_months", self.company_id)),
            today - relativedelta(years=whole("party_lost_remove_years", self.company_id)),
        )

    @api.depends("status", "date_last_contact", "decision_ids.date", "decision_ids.kind")
    def _compute_contact_proposal(self):
        # Whether a decision is due is no secret to whoever may read the member.
        for member in self.sudo():
            suspend, remove = member._contact_limits()
            since = member._suspended_since()
            proposal = False
            if member.status == "lost_contact":
                last = member.date_last_contact
                proposal = "suspend" if last and last <= suspend else False
            elif member.status == "suspended" and since and since <= remove:
                # Who was reached since is not removed for lost contact.
                last = member.date_last_contact
                proposal = False if last and last > since else "remove"
            member.contact_proposal = proposal

    def _decided_until(self, day):
        """Return the last decision on the membership of one member up to ``day``, or nothing."""
        lines = self.decision_ids.filtered(lambda line: line.date <= day)
        return lines.sorted(lambda line: (line.date, line.id))[-1:]

    def _suspended_since(self, day=None):
        """Return the day of the suspension for lost contact that runs on ``day``, or False."""
        line = self._decided_until(day or fields.Date.context_today(self))
        runs = line.kind == "suspend" and line.ground == "lost_contact"
        return line.date if runs else False

    def _last_contact_on(self, day):
        """Return the last day up to ``day`` on which one member was in contact, or False."""
        reached = self.attempt_ids.filtered(lambda line: line.is_reached and line.date <= day)
        days = reached.mapped("date")
        if self.date_last_contact and self.date_last_contact <= day:
            days.append(self.date_last_contact)
        return max(days, default=False)

    def _follow_decisions(self):
        """Let the status follow the last decision by its day, in whatever order they came.

        Who was transferred or has died stays so: a decision entered late is of a day before.
        """
        status = {
            "suspend": "suspended",
            "restore": "normal",
            "remove": "removed",
            "urge": "removed",
        }
        for member in self.filtered(lambda m: m.status not in ("transferred", "deceased")):
            last = member.decision_ids.sorted(lambda line: (line.date, line.id))[-1:]
            if last and member.status != status[last.kind]:
                # sudo: the status follows the decision alone; the guard of the member stops
                # everybody else.
                member.sudo().status = status[last.kind]

    def _search_contact_proposal(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("status", "in", ("lost_contact", "suspended"))])
        return [("id", "in", found.filtered(lambda m: m.contact_proposal in value).ids)]

    @api.depends("post_ids.kind", "post_ids.date_to")
    def _compute_post_names(self):
        Post = self.env["community.party.post"]
        held = Post._domain_held(fields.Date.context_today(self))
        labels = dict(Post._fields["kind"]._description_selection(self.env))
        for member in self:
            posts = member.post_ids.filtered_domain(held)
            member.post_names = listed(
                self.env.lang,
                (f"{post.organization_id.name} {labels[post.kind]}" for post in posts),
            )

    @api.depends("post_ids.kind", "post_ids.date_from", "post_ids.date_to")
    def _compute_main_post(self):
        held = self.env["community.party.post"]._domain_held(fields.Date.context_today(self))
        for member in self:
            posts = member.post_ids.filtered_domain(held).sorted("sequence")
            member.main_post = posts[:1].kind

    @api.model
    def _cron_posts(self):
        """Let the posts of members follow the days on which they begin and end."""
        # Once a night over all communities; only members whose post began or ended are written.
        Post = self.env["community.party.post"].sudo()
        members = Post.search(Post._domain_held(fields.Date.context_today(self))).member_id
        (members | self.sudo().search([("main_post", "!=", False)]))._compute_main_post()

    @api.depends("partner_id.phone")
    def _compute_phone(self):
        for member in self:
            member.phone = member.partner_id.phone

    def _inverse_phone(self):
        for member in self:
            # A form saves what it shows: a number left as it is changes no contact, and asks for
            # no right to keep contacts.
            # sudo: whoever reads the file reads this number; the change itself is the user's.
            if (member.phone or False) != (member.sudo().partner_id.phone or False):
                member.partner_id.phone = member.phone

    @api.model
    def _search_phone(self, operator, value):
        return Domain("partner_id.phone", operator, value)

    def write(self, vals):
        # A status that takes membership away stands on a decision, never on a field alone; the end
        # of a probation is recorded by the steps of admission.
        if vals.get("status") in ("suspended", "removed") and not self.env.su:
            for member in self:
                if member.stage == "full" and member.status != vals["status"]:
                    raise UserError(
                        self.env._(
                            "%(person)s: suspension and removal are decided by the organisation: "
                            "enter the decision and its basis under Decisions.",
                            person=member.name,
                        )
                    )
        moved = FOLLOWED & vals.keys()
        before = self._households_known() if moved & {"partner_id", "resident_id"} else None
        result = super().write(vals)
        if moved:
            self._sync_category(before)
        return result

    # derived category

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._sync_category()
        return members

    def unlink(self):
        households = self._households_known()
        result = super().unlink()
        self._sync_category(households)
        return result

    def _households_known(self):
        """Return the households in which the register knows these members."""
        # The category follows the file whoever keeps it; households are not shown.
        members = self.sudo()
        alone = members.filtered(lambda m: not m.resident_id)
        known = self.env["community.resident"].sudo()
        if alone:
            known = known.search([("partner_id", "in", alone.partner_id.ids)])
        return (members.resident_id | known).household_id

    def _sync_category(self, households=None):
        """Give and take the category of these members, and in ``households`` they were known in."""
        found = self.exists()._households_known()
        # As above; only the lines of the category are written.
        self.env["community.category"].sudo()._sync_derived(
            found | households if households else found
        )

    # The list of what lies in a member's file, put together from the records themselves.

    def _file_lines(self):
        """Return the table of contents of the file of one member, oldest first in each part.

        :return: list of (part, list of (day or False, what it is, note))
        """
        self.ensure_one()
        parts = (
            (self.env._("Admission"), self._file_of_admission()),
            (self.env._("Posts"), self._file_of_posts()),
            (self.env._("Transfers of relation"), self._file_of_transfers()),
            (self.env._("Democratic appraisal"), self._file_of_appraisals()),
            (self.env._("Discipline and decisions"), self._file_of_decisions()),
        )
        return [(part, lines) for part, lines in parts if lines]

    def _file_pages(self):
        """Return the rows of the file list by pages; a row without a number heads a part."""
        rows, number = [], 0
        for part, lines in self._file_lines():
            rows.append(["", "", part, ""])
            for day, name, note in lines:
                number += 1
                rows.append([number, self._paper_day(day), name, note])
        return self._paper_pages(rows, [2, 7, 13, 9], first=130.0) if rows else []

    def _file_of_admission(self):
        done = self.step_record_ids.filtered(lambda r: r.state == "done")
        return [
            (record.date, paper.name, record.carried_from or "")
            for record in done.sorted(lambda r: (r.step_sequence, r.date))
            for paper in record.material_ids
        ]

    def _file_of_posts(self):
        kinds = dict(self.post_ids._fields["kind"]._description_selection(self.env))
        return [
            (
                post.date_from,
                f"{post.organization_id.name} {kinds[post.kind]}",
                self.env._("until %(date)s", date=post.date_to) if post.date_to else "",
            )
            for post in self.post_ids.sorted("date_from")
        ]

    def _file_of_transfers(self):
        transfers = self.env["community.party.transfer"].search(
            [("member_id", "=", self.id), ("state", "in", ("issued", "received"))],
            order="date_issued, id",
        )
        return [
            (
                transfer.date_issued or transfer.date_received,
                self.env._("Letter %(number)s", number=transfer.number or ""),
                "{} → {}".format(
                    transfer.from_organization_id.name or transfer.other_name or "",
                    transfer.to_organization_id.name or transfer.other_name or "",
                ),
            )
            for transfer in transfers
        ]

    def _file_of_appraisals(self):
        """Return the lines of decided appraisals; empty here, their domain fills it."""
        return []

    def _file_of_decisions(self):
        lines = [
            (line.date_from, line._label_of("kind"), f"{line.decided_by} {line.basis}")
            for line in self.discipline_ids
        ]
        kinds = dict(self.decision_ids._fields["kind"]._description_selection(self.env))
        lines += [
            (line.date, kinds[line.kind], f"{line.decided_by} {line.basis}")
            for line in self.decision_ids
        ]
        return sorted(lines, key=lambda line: line[0])

    @api.model
    def _list_fields(self):
        names = (
            "age_band category_ids contact_proposal date_full dues_paid_until main_post name "
            "organization_id stage status"
        )
        return super()._list_fields() | set(names.split())

    # the end of a person

    @api.model
    def _takes_ended(self):
        # Membership does not end with a move.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}

    def _people_day(self, name):
        # The file of somebody who was a member is kept, also one that is entered afterwards.
        return super()._people_day(name) if self.status in STILL_MEMBER else None

import re
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.http import request

VISIT_MODES = [
    ("home", "At home only"),
    ("person", "In person anywhere"),
    ("any", "Also by phone or video"),
]
MANAGER = "community_service.group_community_manager"
# Limits of memory and time belong to whoever runs the server, not to the community.
# So does the address of the public pages: a manager could take that of another community.
OF_THE_SERVER = ("community_import_max_rows", "community_ledger_max_rows", "community_public_host")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
BODIES = ("community_manager_id", "community_secretary_id", "community_privacy_user_id")


class Bounds(models.Constraint):
    """The lowest and highest value of a setting: the database refuses any other.

    ``_check_community_bounds`` says it first, with the value, wherever the ORM writes.
    """

    def __init__(self, field, lowest, highest):
        self.field, self.lowest, self.highest = field, lowest, highest
        super().__init__(f"CHECK ({field} BETWEEN {lowest} AND {highest})", self._sentence)

    def _sentence(self, env, _diagnostics):
        return env._(
            "%(setting)s: give a whole number from %(lowest)s to %(highest)s.",
            setting=env["res.company"]._fields[self.field]._description_string(env),
            lowest=self.lowest,
            highest=self.highest,
        )


# A company is a community, and these are its own rules; what they mean stands on the screen.
#
# Each change goes into the access log. Managers of the service set the rules of their own
# community; anything else of a company is for whom Odoo lets.
class ResCompany(models.Model):
    _inherit = "res.company"

    community_manager_id = fields.Many2one(
        "res.users",
        "Community manager",
        domain=[("share", "=", False)],
        help="Told of requests on the day on which they are due.",
    )
    community_secretary_id = fields.Many2one(
        "res.users",
        "Community secretary",
        domain=[("share", "=", False)],
        help="Told of requests two working days after they were due.",
    )
    community_privacy_user_id = fields.Many2one(
        "res.users",
        "In charge of personal data",
        domain=[("share", "=", False)],
        help="Answers what people ask about their data, as the managers do.",
    )
    # visits
    community_visit_interval_months = fields.Integer("Visit every", default=12, required=True)
    community_visit_modes = fields.Selection(
        VISIT_MODES, "Visits that count", default="person", required=True
    )
    community_confirm_months = fields.Integer(
        "Confirm facts again after", default=12, required=True
    )
    # needs and categories
    community_need_days = fields.Integer("Answer a need within", default=5, required=True)
    community_newcomer_months = fields.Integer("Newcomer for", default=12, required=True)
    # caring station
    community_birthday_days = fields.Integer("Propose birthdays", default=14, required=True)
    community_event_recent_days = fields.Integer(
        "Propose events of the last", default=90, required=True
    )
    # requests
    community_request_days = fields.Integer("Finish a request within", default=5, required=True)
    community_referral_days = fields.Integer(
        "Answer of a department within", default=5, required=True
    )
    community_online_intake = fields.Boolean("Requests over the public page")
    community_online_per_hour = fields.Integer("Online requests at most", default=30, required=True)
    community_public_host = fields.Char(
        "Address of the public pages",
        help="Name of the host, such as east.example.org. Pages for people without an account then "
        "serve this community at that address, and no other there. Empty: it has none of its own.",
    )
    community_public_per_address = fields.Integer(
        "Tries of a connection in a quarter of an hour", default=30, required=True
    )
    community_public_in_all = fields.Integer(
        "Tries of all in a quarter of an hour", default=600, required=True
    )
    # volunteers
    community_volunteer_step_minutes = fields.Integer(
        "Volunteer hours in steps of", default=30, required=True
    )
    community_volunteer_entry_days = fields.Integer(
        "Enter volunteer hours within", default=10, required=True
    )
    community_volunteer_claims = fields.Integer("Matters in hand at once", default=3, required=True)
    # training and work
    community_employed_months = fields.Integer("Found work within", default=6, required=True)
    community_post_subsidy_months = fields.Integer(
        "Subsidy of a post for", default=36, required=True
    )
    community_post_near_years = fields.Integer("Near retirement from", default=5, required=True)
    community_post_warn_days = fields.Integer(
        "Warn before a subsidy ends", default=60, required=True
    )
    community_older_men = fields.Integer("Older men from", default=50, required=True)
    community_older_women = fields.Integer("Older women from", default=40, required=True)
    # without a signal
    community_offline_hours = fields.Integer(
        "Keep the day on a phone for", default=12, required=True
    )
    # corrections
    community_undo_minutes = fields.Integer("Undo within", default=10, required=True)
    community_reverse_days = fields.Integer("Reverse within", default=30, required=True)
    # figures
    community_register_since = fields.Date(
        "Register kept since",
        help="Figures of the population of an earlier day are a dash. Empty: the day on which the "
        "first resident was entered.",
    )
    # publication
    community_online_book = fields.Boolean("Open book over the public page")
    community_suppress_below = fields.Integer("Leave out counts below", default=5, required=True)
    # files
    community_import_max_rows = fields.Integer("Rows of an import", default=200_000, required=True)
    community_ledger_max_rows = fields.Integer("Rows of a ledger", default=250_000, required=True)

    _community_visit_interval_months = Bounds("community_visit_interval_months", 1, 120)
    _community_confirm_months = Bounds("community_confirm_months", 1, 120)
    _community_need_days = Bounds("community_need_days", 1, 250)
    _community_newcomer_months = Bounds("community_newcomer_months", 1, 120)
    _community_birthday_days = Bounds("community_birthday_days", 0, 365)
    _community_event_recent_days = Bounds("community_event_recent_days", 0, 3650)
    _community_request_days = Bounds("community_request_days", 1, 250)
    _community_referral_days = Bounds("community_referral_days", 1, 250)
    _community_online_per_hour = Bounds("community_online_per_hour", 1, 1000)
    _community_public_per_address = Bounds("community_public_per_address", 5, 1000)
    _community_public_in_all = Bounds("community_public_in_all", 50, 100_000)
    _community_volunteer_step_minutes = Bounds("community_volunteer_step_minutes", 1, 60)
    _community_volunteer_entry_days = Bounds("community_volunteer_entry_days", 1, 250)
    _community_volunteer_claims = Bounds("community_volunteer_claims", 0, 50)
    _community_employed_months = Bounds("community_employed_months", 1, 60)
    _community_post_subsidy_months = Bounds("community_post_subsidy_months", 1, 120)
    _community_post_near_years = Bounds("community_post_near_years", 0, 20)
    _community_post_warn_days = Bounds("community_post_warn_days", 1, 365)
    _community_older_men = Bounds("community_older_men", 30, 70)
    _community_older_women = Bounds("community_older_women", 30, 70)
    _community_offline_hours = Bounds("community_offline_hours", 0, 72)
    _community_undo_minutes = Bounds("community_undo_minutes", 1, 1440)
    _community_reverse_days = Bounds("community_reverse_days", 1, 366)
    _community_suppress_below = Bounds("community_suppress_below", 2, 100)
    _community_import_max_rows = Bounds("community_import_max_rows", 10, 1_000_000)
    _community_ledger_max_rows = Bounds("community_ledger_max_rows", 10, 1_000_000)

    _community_public_host_uniq = models.UniqueIndex(
        "(community_public_host) WHERE community_public_host IS NOT NULL",
        "The public pages of another community have this address.",
    )

    @api.constrains("community_public_host")
    def _check_community_public_host(self):
        for company in self:
            host = company.community_public_host
            if host and not HOST.fullmatch(host):
                raise ValidationError(
                    self.env._(
                        "%(community)s: “%(host)s” is no name of a host. Give it in small letters, "
                        "without https://, port and path, such as east.example.org.",
                        community=company.name,
                        host=host,
                    )
                )

    @api.model
    def _communities_of_address(self):
        """Return the communities whose matters the public pages tell of at this address.

        That is the community with this address, or all without an address of their own. Called by
        the program, without a request of a stranger, all of them.
        """
        # sudo: a stranger reads no company; the caller reads no more than its public rules.
        companies = self.sudo()
        if not request:
            return companies.search([])  # pylint: disable=no-search-all
        host = urlsplit(f"//{request.httprequest.host}").hostname
        known = Domain("community_public_host", "=", False)
        found = companies.search(known | Domain("community_public_host", "=", host))
        return found.filtered("community_public_host") or found

    @api.model
    def _community_of_address(self):
        """Return the community that the public pages serve at this address, or none.

        That is the community with this address, else the one of whoever asks, unless it has an
        address of its own.
        """
        # sudo: as above.
        mine = self.env.company.sudo()
        if not request:
            return mine
        found = self._communities_of_address()
        return found if found[:1].community_public_host else mine & found

    def _community_base_url(self):
        """Return the beginning of the addresses of this community's public pages."""
        base = self.get_base_url()
        # sudo: the address stands on papers, whoever prints them.
        host = self.sudo().community_public_host
        if not host:
            return base
        parts = urlsplit(base)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{host}{port}"

    @api.model
    def _community_bounds(self):
        """Return ``{field: Bounds}`` of the settings that are numbers."""
        found = (item for item in self._table_objects.values() if isinstance(item, Bounds))
        return {bounds.field: bounds for bounds in found}

    @api.model
    def _community_settings(self):
        """Return the names of the fields that are settings of a community."""
        return {
            *self._community_bounds(),
            "community_visit_modes",
            "community_online_intake",
            "community_online_book",
            "community_register_since",
        }

    @api.constrains(lambda self: tuple(self._community_bounds()))
    def _check_community_bounds(self):
        for company in self:
            for name, bounds in self._community_bounds().items():
                if not bounds.lowest <= company[name] <= bounds.highest:
                    raise ValidationError(
                        self.env._(
                            "%(setting)s: %(value)s is not possible; give a whole number from "
                            "%(lowest)s to %(highest)s.",
                            setting=self._fields[name]._description_string(self.env),
                            value=company[name],
                            lowest=bounds.lowest,
                            highest=bounds.highest,
                        )
                    )

    @api.constrains(*BODIES)
    def _check_community_bodies(self):
        for company in self:
            for user in self.env["res.users"].union(*(company[name] for name in BODIES)):
                if user.share or company not in user.company_ids:
                    raise ValidationError(
                        self.env._(
                            "%(user)s does not work in %(community)s, and could not open what is "
                            "passed on: choose somebody who does.",
                            user=user.name,
                            community=company.name,
                        )
                    )

    def write(self, vals):
        names = sorted(self._community_settings() & vals.keys())
        before = {company: [company[name] for name in names] for company in self if names}
        result = super(ResCompany, self._to_set_rules(vals)).write(vals)
        for company, values in before.items():
            # The row belongs to the community whose rule it was, whichever the user works in.
            log = self.env["community.access.log"].with_company(company)
            for name, old in zip(names, values, strict=True):
                if company[name] != old:
                    rule = name.removeprefix("community_")
                    # A record by its number: who reads the log reads names by their own right.
                    old, new = (getattr(value, "id", value) for value in (old, company[name]))
                    log._log("setting", company, description=f"{rule}: {old} → {new}")
        return result

    def _to_set_rules(self, vals):
        """Return the companies as superuser where a manager sets rules of the own community."""
        rules = (self._community_settings() | set(BODIES)) - set(OF_THE_SERVER)
        if (
            self.env.su
            or not vals
            or not vals.keys() <= rules
            or not self.env.user.has_group(MANAGER)
            or not self <= self.env.user.company_ids
            or self.has_access("write")
        ):
            return self
        # A constraint may name what is chosen: only what the manager may read.
        for name, value in vals.items():
            if value and (model := self._fields[name].comodel_name):
                self.env[model].browse(value).check_access("read")
        # sudo: of the company just these fields, each checked above, as the manager's office asks.
        return self.sudo()

    # the screen of the community's own managers

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show on the managers' screen what Odoo's own settings show of the community."""
        arch, view = super()._get_view(view_id, view_type, **options)
        place = arch.find(".//div[@name='community_settings']")
        if place is not None:
            settings, _view = self.env["res.config.settings"]._get_view(view_type="form")
            for block in settings.iterfind(".//app[@name='community_service']/block"):
                title = place.makeelement("h2", {"class": "mt-4"})
                title.text = block.get("title")
                rows = place.makeelement("div", {"class": "row mt-2 o_settings_container"})
                rows.set("name", block.get("name"))
                rows.extend([rule for rule in block if rule.get("id") not in OF_THE_SERVER])
                if len(rows):
                    place.extend([title, rows])
        return arch, view

    def _action_community_settings(self):
        """Return the action of the managers' screen of this community."""
        self.ensure_one()
        view = self.env.ref("community_service.community_company_view_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settings"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
        }

    def _community_tz(self):
        """Return the time zone in whose day this community lives."""
        return self.partner_id.tz or "Asia/Shanghai"

    def _is_community_unnamed(self):
        """Tell whether this company still has the name that Odoo gave it."""
        return (self.name or "").strip().lower().startswith(("my company", "yourcompany"))

    def _community_name(self):
        """Return the name of the community for a paper or a heading.

        :raises UserError: while it has none of its own
        """
        self.ensure_one()
        if self._is_community_unnamed():
            raise UserError(
                self.env._(
                    "This would bear the name “%(name)s”, which Odoo gave the company. An "
                    "administrator enters the name of the community first: Configuration → First "
                    "Steps.",
                    name=self.name,
                )
            )
        return self.name

from collections.abc import Callable
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..aid.community_aid_case import ENDED
from ..requests.community_request import OPEN

GROUP = "community_service.group_community_"
NAMED = 3
OLD = 80
# From this month on the holidays of the next year have been announced.
ANNOUNCED = 12


def rename(field):
    """Return what writes the successor into the field in which the other one stood."""
    return lambda records, _user, successor: records.write({field: successor.id})


class WorkPart(NamedTuple):
    """Open records of one model that are in somebody's hands.

    :param domain: what is open
    :param link: path to the user in whose hands it is
    :param take: from records, user and successor, hands them over
    """

    model: str
    domain: Domain
    link: str
    take: Callable

    def label(self, env):
        """Return the name of the records."""
        return env["ir.model"]._get(self.model).name


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                10,
                "community_service.group_community_manager",
                "community_service.community_due_action",
            ),
            (
                15,
                "community_service.group_community_auditor",
                "community_service.community_due_action",
            ),
        ]

    def _community_home(self):
        """Open the First Steps for whoever may give rights, until there is a manager.

        One of any community: who looks after a database with other companies in it is not held up.
        """
        home = super()._community_home()
        if home or not self.has_group("base.group_system"):
            return home
        # sudo: whether there is one, and nothing of whom.
        managers = Domain("all_group_ids", "in", self.env.ref(f"{GROUP}manager").ids)
        if self.sudo().search_count(managers, limit=1):
            return home
        return self.env.ref("community_service.community_first_steps_action").id

    def _next_step_help(self, help_message, is_by_grid):
        """Tell whoever has no grid whom to ask, and the desk of an empty community what to do."""
        self.ensure_one()
        help_message = super()._next_step_help(help_message, is_by_grid)
        if is_by_grid and self._is_without_grid():
            return self._ask_for_a_grid()
        here = Domain("company_id", "in", self.env.companies.ids)
        if not self.has_group(f"{GROUP}officer") or self.env["community.household"].search_count(
            here, limit=1
        ):
            return help_message
        links = [("/odoo/imports/new", self.env._("Import the register"))]
        if self.has_group(f"{GROUP}manager"):
            links.append(("/odoo/first-steps", self.env._("First Steps")))
        link = Markup('<a class="btn btn-secondary m-1" href="{}">{}</a>')
        steps = Markup("").join(link.format(*pair) for pair in links)
        return Markup("{}<p>{}</p>").format(Markup(help_message or ""), steps)

    def _is_without_grid(self):
        """Tell whether this user's only work is that of a grid worker, and there is no grid yet."""
        if self._community_roles() != [f"{GROUP}grid_worker"]:
            return False
        Line = self.env["community.grid.officer"]
        lines = Domain(self.env["community.grid"]._current_lines_domain())
        return not Line.search_count(lines & Domain("user_id", "=", self.id), limit=1)

    def _ask_for_a_grid(self):
        """Return the help that names who enters workers on grids here."""
        return Markup('<p class="o_view_nocontent_smiling_face">{}</p><p>{}</p>').format(
            self.env._("You look after no grid yet"), self._whom_to_ask_for_a_grid()
        )

    def _whom_to_ask_for_a_grid(self):
        managers = self._all_at_work(f"{GROUP}manager", self.env.company)[:NAMED]
        names = self.env._(", ").join(managers.mapped("name")) or self.env._("the administrator")
        return self.env._(
            "Ask %(names)s to enter you on a grid: its homes and people then stand here.",
            names=names,
        )

    # what is in somebody's hands

    @api.model
    def _absences(self, company):
        """Add who is away today by a hand-over that a substitute accepted; the latest counts."""
        today = fields.Date.context_today(self)
        pairs = self.env["community.handover"]._absent_on(today, company.id)
        users = {user: self.browse(user) for pair in pairs for user in pair}
        own = {users[user]: users[successor] for user, successor in pairs}
        return super()._absences(company) | own

    @api.model
    def _work_parts(self):
        """Return the list of :class:`WorkPart` that somebody may have in hand; addons add theirs.

        Of what its readers alone may know (an accusation) nothing is counted here.
        """
        is_open = Domain("state", "=", "open")

        def part(model, domain, field="user_id"):
            return WorkPart(model, Domain(domain), field, rename(field))

        return [
            part("community.visit", Domain("state", "=", "planned")),
            part("community.visit.need", is_open),
            part(
                "community.request",
                Domain("state", "in", OPEN) & Domain("merged_into_id", "=", False),
                "officer_id",
            ),
            part("community.aid.case", Domain("state", "not in", ENDED)),
            part("community.life.event", Domain("state", "in", ("proposed", "planned"))),
            part("community.programme.task", Domain("date_done", "=", False)),
            part("community.privacy.request", is_open),
            part("community.privacy.incident", is_open),
            part("community.privacy.assessment", Domain("is_renewed", "=", False)),
        ]

    def _open_records(self, part, company=None):
        """Return the open records of one part in the hands of this user.

        :param company: the community; empty: any
        """
        mine = part.domain & Domain(part.link, "in", self.ids)
        if company:
            mine &= Domain("company_id", "=", company.id)
        # sudo: whose they are is asked of all of them, also by somebody who may open none.
        return self.env[part.model].sudo().search(mine)

    def _grid_lines(self, company=None):
        """Return the lines of this user on grids that have not ended."""
        today = fields.Date.context_today(self)
        lines = Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        if company:
            lines &= Domain("company_id", "=", company.id)
        # sudo: as above.
        Line = self.env["community.grid.officer"].sudo()
        return Line.search(lines & Domain("user_id", "in", self.ids))

    def _open_work_lines(self, company=None):
        """Return a line for each kind of open work of this user: what it is, and how much."""
        grids = self._grid_lines(company).grid_id
        lines = [
            self.env._("Grid %(grid)s", grid=grid.display_name) for grid in grids.sorted("code")
        ]
        for part in self._work_parts():
            if count := len(self._open_records(part, company)):
                lines.append(
                    self.env._("%(kind)s: %(count)s", kind=part.label(self.env), count=count)
                )
        return lines

    def write(self, vals):
        # Somebody archives an account; what the program itself does is not held up.
        if vals.get("active", True) is False and not self.env.su:
            for user in self.filtered("active"):
                if lines := user._open_work_lines():
                    raise UserError(
                        self.env._(
                            "%(user)s still has open work and cannot be archived:\n%(work)s\nHand "
                            "it over first: Configuration → Hand-over.",
                            user=user.name,
                            work="\n".join(lines),
                        )
                    )
        return super().write(vals)

    # the morning

    def _tell_digest(self, company, days):
        """Put the digest of the morning into the messages of one user, unless there is nothing.

        It is counted under the user's own rules, and holds numbers and no names.
        """
        self.ensure_one()
        mine = self.with_user(self).with_company(company)
        mine = mine.with_context(allowed_company_ids=company.ids, lang=self.lang)
        lines = mine._digest_lines(days)
        if not lines:
            return
        item = Markup('<li><a href="{}">{}</a></li>')
        body = Markup("<ul>{}</ul>").format(Markup("").join(item.format(*line) for line in lines))
        # sudo: the program writes it, to this one user.
        self.sudo().partner_id.message_notify(
            partner_ids=self.partner_id.ids,
            subject=mine.env._("This morning in %(community)s", community=company.sudo().name),
            body=body,
        )

    def _digest_lines(self, days):
        """Return what the day holds for this user: pairs (address, text)."""
        today = days[-1]
        found = []

        def add(address, text, count):
            if count:
                found.append((address, text % {"count": count}))

        Due = self.env["community.due"]
        if Due.has_access("read"):
            due = Domain.TRUE
            if not self.has_group(f"{GROUP}manager"):
                due = Domain("user_id", "=", self.id)
            is_today, is_late = Domain("date_due", "=", today), Domain("date_due", "<", today)
            add("/odoo/board", self.env._("%(count)s due today"), Due.search_count(due & is_today))
            add("/odoo/board", self.env._("%(count)s overdue"), Due.search_count(due & is_late))
        Alert = self.env["community.contact.alert"]
        if Alert.has_access("read"):
            count = Alert.search_count(Alert._open_domain())
            add("/odoo/no-contact", self.env._("%(count)s homes of which nobody has heard"), count)
        Need = self.env["community.visit.need"]
        if Need.has_access("read"):
            promises = Domain("state", "=", "open") & Domain("user_id", "=", self.id)
            count = Need.search_count(promises & Domain("date_due", "<=", today))
            add("/odoo/promises", self.env._("%(count)s promises due"), count)
        Resident = self.env["community.resident"]
        if Resident.has_access("read"):
            count = Resident.search_count(self._birthdays(days))
            add(
                "/odoo/residents", self.env._("%(count)s birthdays of people of 80 and over"), count
            )
        Material = self.env["community.request.material"]
        if Material.has_access("read"):
            count = Material.search_count(self._missing_papers())
            add("/odoo/requests", self.env._("%(count)s papers missing"), count)
        if today.month >= ANNOUNCED and self.has_group(f"{GROUP}manager"):
            year = today.year + 1
            here = Domain("date", ">=", f"{year}-01-01") & Domain("date", "<=", f"{year}-12-31")
            if not self.env["community.holiday"].search_count(here, limit=1):
                text = self.env._("The holidays of %(year)s are not entered yet", year=year)
                found.append(("/odoo/community-holidays", text))
        return found

    @api.model
    def _birthdays(self, days):
        """Return the domain of the living of 80 and over whose birthday is on one of these days."""
        domain = Domain.FALSE
        for day in days:
            is_day = Domain("birth_date.month_number", "=", day.month) & Domain(
                "birth_date.day_of_month", "=", day.day
            )
            if (day.month, day.day) == (2, 28) and (day + relativedelta(days=1)).month == 3:
                # Born on a leap day: kept on the day before where there is none.
                leap = Domain("birth_date.month_number", "=", 2)
                is_day |= leap & Domain("birth_date.day_of_month", "=", 29)
            domain |= is_day & Domain("birth_date", "<=", day - relativedelta(years=OLD))
        return domain & Domain("date_death", "=", False) & Domain("household_id", "!=", False)

    @api.model
    def _missing_papers(self):
        """Return the domain of papers that open requests of this user still lack."""
        running = Domain("state", "=", "missing") & Domain("request_id.state", "in", OPEN)
        return running & Domain("request_id.officer_id", "=", self.id)

    # how it is done

    def help_cards(self):
        """Return the help cards of this user's work: what to do, in the order of a day.

        :return: list of dicts: ``title``, ``lines`` (list of texts)
        :raises AccessError: about anybody else
        """
        if self != self.env.user:
            raise AccessError(
                self.env._("A help card is for whoever reads it: open it from your own menu.")
            )
        cards = self._help_cards()
        return [
            {"title": cards[role][0], "lines": cards[role][1]}
            for role in self._community_roles()
            if role in cards
        ]

    def practise(self):
        """Let whoever works here into the practice community, which is made when it is missing.

        In it they look after its grid, so that a grid worker sees its homes as well.

        :return: id of the practice community
        :raises AccessError: for anybody else, and for whoever has no work in a community
        """
        if self != self.env.user or not self._community_roles():
            raise AccessError(
                self.env._("Whoever works in a community practises, and for themselves alone.")
            )
        # sudo: a company is made and entered, of which nothing but fictional people is known.
        practice = self.env["res.company"].sudo()._practice()
        user = self.sudo()
        if practice not in user.company_ids:
            user.company_ids |= practice
        grid = self.env["community.grid"].sudo().search([("company_id", "=", practice.id)], limit=1)
        if self not in grid.officer_ids:
            grid.officer_line_ids.create({"grid_id": grid.id, "user_id": self.id})
        return practice.id

    @api.model
    def _help_cards(self):
        """Return ``{external id of a group: (title, lines)}``; addons add theirs."""
        return {
            f"{GROUP}grid_worker": (
                self.env._("Grid worker"),
                [
                    self.env._(
                        "My Day opens by itself: today's doors in the order in which one walks."
                    ),
                    self.env._("Tap a card, say who was met and how it went, save: three taps."),
                    self.env._("Nobody home is one tap; the next try is planned."),
                    self.env._(
                        "The magnifier finds a home by 5-2-502, and a person by name or last four."
                    ),
                    self.env._(
                        "What is promised at a door gets a day and stands under Open Promises."
                    ),
                    self.env._("Without a signal go on: what was saved goes out by itself later."),
                ],
            ),
            f"{GROUP}officer": (
                self.env._("Community officer"),
                [
                    self.env._("Requests open by themselves: what waits, by its due day."),
                    self.env._(
                        "Ctrl+K: two characters of a name or four digits, and the person is there."
                    ),
                    self.env._(
                        "A new request: the person, the item, the papers that are there; it is due."
                    ),
                    self.env._("Missing papers are told all at once, and stand on the receipt."),
                    self.env._(
                        "Drop the register as a workbook; nothing is written before you confirm."
                    ),
                ],
            ),
            f"{GROUP}manager": (
                self.env._("Community manager"),
                [
                    self.env._(
                        "The board opens by itself: each figure opens the records behind it."
                    ),
                    self.env._("First Steps shows what is still to be set up."),
                    self.env._(
                        "When somebody leaves, Hand-over gives all open work to one who accepts it."
                    ),
                    self.env._(
                        "In heat, snow or flood a surge list calls everybody of chosen categories."
                    ),
                    self.env._("Check the access log now and then: who opened what, and why."),
                ],
            ),
            f"{GROUP}auditor": (
                self.env._("Auditor"),
                [
                    self.env._("You read everything but closed values, and change nothing."),
                    self.env._(
                        "The access log says who opened what; Verify shows what was removed."
                    ),
                    self.env._("Each figure of a report opens the records behind it."),
                ],
            ),
        }

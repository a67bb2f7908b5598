import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.identity import id_check_digit

MANAGER = "community_service.group_community_manager"
WORKER = "community_service.group_community_grid_worker"

# From this hour on, by the community's own clock.
MORNING = 8

# Nobody is called so; the region 999999 of their numbers does not exist.
PRACTICE_HOMES = (
    (("赵练一", "male", "1938-04-05"), ("钱练二", "female", "1940-09-10")),
    (("孙练三", "female", "1945-01-20"),),
    (("李练四", "male", "1972-07-07"), ("周练五", "female", "1974-11-11")),
    (("吴练六", "female", "1950-02-03"),),
    (("郑练七", "male", "1985-08-18"), ("王练八", "female", "1986-05-06")),
    (("冯练九", "male", "1935-12-01"),),
    (("陈练十", "female", "1968-03-14"),),
    (("褚学一", "male", "1990-10-10"), ("卫学二", "female", "1992-06-21")),
)

# So long a password is asked for before the rules count as set.
PASSWORD_LENGTH = 8


class ResCompany(models.Model):
    """The first steps of a community: what is done, and what comes next."""

    _inherit = "res.company"

    community_step_name = fields.Boolean("Has a name", compute="_compute_community_steps")
    community_step_yuan = fields.Boolean("Reckons in yuan", compute="_compute_community_steps")
    community_step_manager = fields.Boolean("Has a manager", compute="_compute_community_steps")
    community_step_register = fields.Boolean("Has a register", compute="_compute_community_steps")
    community_step_grids = fields.Boolean("Has grids", compute="_compute_community_steps")
    community_step_people = fields.Boolean("Has workers", compute="_compute_community_steps")
    community_step_plan = fields.Boolean("Has a plan", compute="_compute_community_steps")
    community_step_second_factor = fields.Boolean(
        "Asks for a second factor", compute="_compute_community_safety"
    )
    community_step_timeout = fields.Boolean(
        "Locks desks left alone", compute="_compute_community_safety"
    )
    community_step_passwords = fields.Boolean(
        "Has rules for passwords", compute="_compute_community_safety"
    )
    community_step_secure = fields.Boolean(
        "Is opened by https", compute="_compute_community_safety"
    )
    community_digest_date = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="The last day on which the morning's digest was told, by the community's own clock.",
    )
    community_is_practice = fields.Boolean("For practice", readonly=True, copy=False)
    community_is_to_manage = fields.Boolean(
        "May become manager", compute="_compute_community_is_to_manage"
    )

    def _compute_community_steps(self):
        """Tell what is there. Whoever sets up need not see files to learn that there are some."""
        # sudo: whether there is anything at all, of this community, and nothing of it.
        env = self.sudo().env
        Users = env["res.users"]
        for company in self.sudo():
            own = Domain("company_id", "=", company.id)
            in_grid = env["community.grid.officer"].search(
                own & Domain(env["community.grid"]._current_lines_domain())
            )
            company.community_step_name = not company._is_community_unnamed()
            company.community_step_yuan = company.currency_id.name == "CNY"
            company.community_step_manager = bool(Users._all_at_work(MANAGER, company))
            company.community_step_register = bool(env["community.household"].search(own, limit=1))
            company.community_step_grids = bool(
                env["community.area"].search(own & Domain("own_grid_id", "!=", False), limit=1)
            )
            company.community_step_people = bool(in_grid.user_id._at_work([WORKER], company))
            company.community_step_plan = bool(env["community.visit"].search(own, limit=1))

    def _compute_community_safety(self):
        """Tell what of Odoo's own means of safety is on; they hold for the whole database."""
        # sudo: settings of the database, of which this page says no more than on or off.
        parameter = self.env["ir.config_parameter"].sudo().get_param
        groups = self.env["res.groups"].sudo()
        timeouts = [name for name in ("lock_timeout_inactivity",) if name in groups._fields]
        is_locked = any(groups.search([(name, ">", 0)], limit=1) for name in timeouts)
        length = parameter("auth_password_policy.minlength") or "0"
        address = (parameter("web.base.url") or "").lower()
        for company in self:
            company.community_step_second_factor = bool(parameter("auth_totp.policy"))
            company.community_step_timeout = is_locked
            # A phone keeps nothing of a page whose address is not secure.
            company.community_step_secure = address.startswith("https://")
            company.community_step_passwords = length.isdecimal() and int(length) >= PASSWORD_LENGTH

    @api.depends_context("uid")
    def _compute_community_is_to_manage(self):
        user = self.env.user
        for company in self:
            company.community_is_to_manage = (
                user.has_group("base.group_erp_manager")
                and not user.has_group(MANAGER)
                and company in user.company_ids
            )

    def action_enter_name(self):
        """Open a small page on which the community gets its name, and what papers say of it.

        :raises AccessError: to whoever may not write it
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter the name"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (self.env.ref("community_service.community_company_view_form_name").id, "form")
            ],
            "target": "new",
        }

    def action_use_yuan(self):
        """Let amounts of this community be in yuan: Odoo begins with the dollar.

        :raises AccessError: to whoever may not write the community
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: Odoo brings the yuan along switched off; whoever may write the community chose it.
        yuan = self.env.ref("base.CNY").sudo()
        yuan.active = True
        self.currency_id = yuan.sudo(False)

    def action_become_manager(self):
        """Make whoever sets up the community its manager, as they asked.

        :raises AccessError: for whoever may not give rights, or does not work in this community
        """
        self.ensure_one()
        if not self.community_is_to_manage:
            raise AccessError(
                self.env._(
                    "%(community)s: only whoever may give rights in this database, works in the "
                    "community and is not its manager yet becomes manager here. Ask the "
                    "administrator.",
                    community=self.name,
                )
            )
        self.env.user.write({"group_ids": [fields.Command.link(self.env.ref(MANAGER).id)]})
        # The menus are read anew.
        return {"type": "ir.actions.act_url", "url": "/odoo/first-steps", "target": "self"}

    def _action_first_steps(self):
        """Return the action of the page of first steps of this community."""
        self.ensure_one()
        view = self.env.ref("community_service.community_company_view_form_first_steps")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("First Steps"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
        }

    # the morning

    @api.model
    def _cron_digest(self):
        """Tell everybody who works here what the day holds, once, at eight by the local clock.

        The job runs every hour, because it is not eight everywhere at once. After days on which the
        machine was off the birthdays of these days are told as well.
        """
        groups = self.env["res.groups"]._community_groups()
        now = fields.Datetime.now()
        # sudo: the job serves all communities, and asks as each of the users what they see.
        companies = self.sudo().search(
            [("user_ids", "!=", False), ("community_is_practice", "=", False)]
        )
        for found in companies:
            company = found.with_context(tz=found._community_tz())
            here = fields.Datetime.context_timestamp(company, now)
            today = here.date()
            told = company.community_digest_date
            if not told:
                # Of the morning of the day on which a community begins here nobody is told.
                told = today - datetime.timedelta(days=here.hour <= MORNING)
                company.community_digest_date = told
            if here.hour < MORNING or told >= today:
                continue
            days = [told + datetime.timedelta(days=n + 1) for n in range((today - told).days)]
            for user in company.user_ids._at_work(groups, company):
                user._tell_digest(company, days)
            company.community_digest_date = today

    # practice

    @api.model
    def _practice(self):
        """Return the practice community of this database; made with its people when missing.

        It is a company of its own: no figure, list or paper of a real community counts it.
        """
        # One at a time: two who press the button at once find the same community.
        self.env.cr.execute("SELECT pg_advisory_xact_lock(hashtext('community_practice'))")
        practice = self.search([("community_is_practice", "=", True)], limit=1)
        if practice:
            return practice
        practice = self.create({"name": self.env._("Practice Community")})
        practice.community_is_practice = True
        env = self.env(context={"allowed_company_ids": practice.ids, "lang": self.env.lang})
        grid = env["community.grid"].create(
            {"name": env._("Practice grid"), "code": "P1", "company_id": practice.id}
        )
        estate, *buildings = env["community.area"].create(
            [
                {"name": "练习小区", "kind": "estate", "company_id": practice.id},
                *(
                    {"name": f"{number}号楼", "kind": "building", "company_id": practice.id}
                    for number in (1, 2)
                ),
            ]
        )
        estate.own_grid_id = grid
        for building in buildings:
            building.parent_id = estate
        homes = iter(PRACTICE_HOMES)
        for building in buildings:
            for room, people in zip(("101", "102", "201", "202"), homes, strict=False):
                self._practice_home(env, building, room, people)
        return practice

    @api.model
    def _practice_home(self, env, building, room, people):
        dwelling = env["community.dwelling"].create({"area_id": building.id, "room": room})
        household = env["community.household"].create({"dwelling_id": dwelling.id})
        for number, (name, sex, birth) in enumerate(people):
            first = f"999999{birth.replace('-', '')}{number * 2 + 900 + (sex == 'male')}"
            env["community.resident"].create(
                {
                    "name": name,
                    "sex": sex,
                    "birth_date": birth,
                    "id_number": first + id_check_digit(first),
                    "residency_ids": [
                        fields.Command.create(
                            {
                                "household_id": household.id,
                                "role": "spouse" if number else "head",
                                "kind": "both",
                            }
                        )
                    ],
                }
            )

from odoo.tests import HttpCase, new_test_user, tagged

from .all_roles_case import MORE_ROLES

HOMES = {
    "grid_worker": "community_service.community_my_day_action",
    "officer": "community_service.community_request_action",
    "manager": "community_service.community_due_action",
    "auditor": "community_service.community_due_action",
    "party_branch": "community_party.community_party_organization_action_life",
    "party_officer": "community_party.community_party_organization_action_life",
    "party_manager": "community_party.community_party_organization_action_life",
    "party_treasurer": "community_party.community_party_dues_action",
    "mediator": "community_mediation.community_mediation_case_action",
    "coordinator": "community_mediation.community_mediation_case_action",
    "petition_officer": "community_mediation.community_petition_action",
    "petition_above": "community_mediation.community_petition_action",
}
MAIN = {
    **dict.fromkeys(("grid_worker", "officer", "manager", "auditor"), "service"),
    **dict.fromkeys(("party_branch", "party_officer", "party_manager", "party_treasurer"), "party"),
    **dict.fromkeys(("mediator", "coordinator", "petition_officer", "petition_above"), "mediation"),
}
MOST_OF_A_WORKER, MOST = 12, 25


class HomeCase(HttpCase):
    """A user of every role, with all three addons installed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            **{
                role: f"community_service.group_community_{role}"
                for role in ("grid_worker", "officer", "manager", "auditor")
            },
            **MORE_ROLES,
            "petition_above": "community_mediation.group_petition_above",
        }
        groups.pop("administrator")
        cls.groups = groups
        cls.users = {role: cls.user(role, group) for role, group in groups.items()}

    @classmethod
    def user(cls, name, groups):
        return new_test_user(cls.env, login=f"home_{name}", groups=groups, tz="Asia/Shanghai")

    def menus(self, user, debug=False):
        return self.env["ir.ui.menu"].with_user(user).load_web_menus(debug)

    def entries(self, menus, children=None, in_more=False):
        """Return the external ids of the entries beside *More*, or of those in it."""
        found = []
        for child in menus["root"]["children"] if children is None else children:
            menu = menus[child]
            is_more = menu["xmlid"] == "community_service.community_menu_more"
            if is_more and not in_more:
                continue
            if menu["children"]:
                found += self.entries(menus, menu["children"], in_more)
            elif menu["actionID"]:
                found.append(menu["xmlid"])
        return found


@tagged("post_install", "-at_install", "community", "community_rights")
class TestHome(HomeCase):
    def test_each_role_has_its_home(self):
        """Each role opens with its own screen, by a route that its user may read."""
        self.assertEqual(set(HOMES), set(self.users))
        for role, user in self.users.items():
            with self.subTest(role=role):
                action = self.env.ref(HOMES[role])
                self.assertEqual(user._community_home(), action.id)
                if action._name == "ir.actions.act_window":
                    records = self.env[action.res_model].with_user(user)
                    self.assertTrue(records.has_access("read"))

    def test_the_client_is_told_and_the_own_choice_wins(self):
        """The session names the home; who chose another has that; nothing is written to users."""
        for role in ("grid_worker", "manager", "party_branch"):
            user = self.users[role]
            with self.subTest(role=role):
                self.authenticate(user.login, user.login)
                told = self.make_jsonrpc_request("/web/session/get_session_info", {})
                self.assertEqual(told["home_action_id"], self.env.ref(HOMES[role]).id)
                self.assertFalse(user.action_id)
                chosen = self.env.ref("community_service.community_household_action")
                user.action_id = chosen.id
                told = self.make_jsonrpc_request("/web/session/get_session_info", {})
                self.assertEqual(told["home_action_id"], chosen.id)

    def test_who_has_several_roles_opens_the_widest(self):
        """A secretary who is manager and keeps the Party file opens the board."""
        both = self.user(
            "both", "community_service.group_community_manager,community_party.group_party_manager"
        )
        self.assertEqual(both._community_home(), self.env.ref(HOMES["manager"]).id)
        plain = self.user("plain", "base.group_user")
        self.assertFalse(plain._community_home())
        self.authenticate(plain.login, plain.login)
        told = self.make_jsonrpc_request("/web/session/get_session_info", {})
        self.assertFalse(told["home_action_id"])
        self.assertFalse(told["community_find"])

    def test_no_robot_greets_who_works_here(self):
        """Opening the client starts no chat with OdooBot; for other users it is as it was."""
        if "odoobot_state" not in self.env["res.users"]._fields:
            self.skipTest("mail_bot is not installed")
        plain = self.user("plain", "base.group_user")
        for user in (self.users["grid_worker"], self.users["petition_above"], plain):
            user.odoobot_state = False
            user.with_user(user)._on_webclient_bootstrap()
        worker = self.users["grid_worker"]
        channels = self.env["discuss.channel.member"].search(
            [("partner_id", "=", worker.partner_id.id)]
        )
        self.assertFalse(channels.filtered(lambda m: m.channel_id.channel_type == "chat"))
        self.assertEqual(worker.odoobot_state, "disabled")
        self.assertEqual(plain.odoobot_state, "onboarding_emoji")

    def test_menus_are_few(self):
        """At most 12 entries for a grid worker, 25 for any other role; the rest is under More."""
        for role, user in self.users.items():
            for debug in (False, "1"):
                with self.subTest(role=role, debug=debug):
                    entries = self.entries(self.menus(user, debug))
                    most = MOST_OF_A_WORKER if role == "grid_worker" else MOST
                    self.assertLessEqual(len(entries), most, entries)
                    self.assertGreaterEqual(len(entries), 1)
                    self.assertEqual(len(entries), len(set(entries)))

    def test_nothing_is_lost_but_the_shop(self):
        """Beside More and in it stands whatever Odoo would show, each once; the shop does not."""
        for role, user in self.users.items():
            with self.subTest(role=role):
                menus = self.menus(user)
                all_of_it = self.entries(menus, in_more=True)
                by_odoo = self.env["ir.ui.menu"].with_user(user).load_menus(False)
                leaves = {
                    menu["xmlid"]
                    for menu in by_odoo.values()
                    if menu["id"] and menu["action_id"] and not menu["children"]
                }
                self.assertEqual(len(all_of_it), len(set(all_of_it)))
                self.assertEqual(set(all_of_it), leaves)
                shop = [xmlid for xmlid in all_of_it if xmlid.startswith("base.menu_module")]
                self.assertFalse(shop)
                apps = [menus[child]["xmlid"] for child in menus["root"]["children"]]
                addon = MAIN[role]
                self.assertEqual(len(apps), 1)
                self.assertTrue(apps[0].startswith(f"community_{addon}."), apps)

    def test_party_and_mediation_carry_no_menus_of_the_grid_worker(self):
        """Beside More they have entries of their own app alone."""
        for role, addon in MAIN.items():
            if addon != "service":
                for xmlid in self.entries(self.menus(self.users[role])):
                    self.assertTrue(xmlid.startswith(f"community_{addon}."), (role, xmlid))

    def test_both_works_have_both_menus(self):
        """Who was made grid worker besides keeping a branch has both apps with their entries."""
        both = self.user(
            "both",
            "community_service.group_community_grid_worker,community_party.group_party_branch",
        )
        menus = self.menus(both)
        apps = [menus[child]["xmlid"] for child in menus["root"]["children"]]
        self.assertEqual(
            apps,
            [
                "community_party.community_party_menu_root",
                "community_service.community_menu_root",
            ],
        )
        self.assertIn("community_service.community_menu_my_day", self.entries(menus))

    def test_other_users_keep_their_menus(self):
        """Without a role of ours, and for the administrator, the apps stand as Odoo gives them."""
        plain = self.user("plain", "base.group_user")
        menus = self.menus(plain)
        self.assertNotIn("community_service.community_menu_more", str(menus))
        shop = self.env.ref("base.menu_management").id
        self.assertIn(shop, menus["root"]["children"])
        admin = self.user("admin", "base.group_system")
        roots = self.menus(admin)["root"]["children"]
        self.assertIn(shop, roots)
        self.assertIn(self.env.ref("base.menu_administration").id, roots)

    def test_an_app_with_a_right_of_its_own_stays(self):
        """Who was given a right of another app keeps that app beside ours."""
        group = self.env["res.groups"].create({"name": "Another app"})
        menu = self.env["ir.ui.menu"].create(
            {
                "name": "Another app",
                "group_ids": [(4, group.id)],
                "action": f"ir.actions.act_window,{self.env.ref('base.action_partner_form').id}",
            }
        )
        worker = self.users["grid_worker"]
        worker.group_ids = [(4, group.id)]
        self.assertIn(menu.id, self.menus(worker)["root"]["children"])

    def test_every_named_menu_exists(self):
        """What the lists of the addons name is there: a wrong name would hide an entry unseen."""
        for role, names in self.env["ir.ui.menu"]._community_everyday().items():
            self.assertTrue(self.env.ref(role))
            for name in names:
                self.assertEqual(self.env.ref(name)._name, "ir.ui.menu", name)

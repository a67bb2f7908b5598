from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestOpenRight(CommunityCase):
    """Who could read past every rule is listed, and said where managers and administrators look."""

    def setUp(self):
        super().setUp()
        self.Right = self.env["community.open.right"]
        self.restrict(True)

    def restrict(self, value):
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", value)

    def kinds(self, user):
        self.env.flush_all()
        rights = self.Right.with_user(self.manager).search([("user_id", "=", user.id)])
        return {(right.kind, right.is_by_all) for right in rights}

    def give(self, user, name):
        user.group_ids = [Command.link(self.env.ref(name).id)]

    def test_single_users(self):
        self.assertFalse(self.kinds(self.plain))
        self.give(self.plain, "mail.group_mail_template_editor")
        self.assertEqual(self.kinds(self.plain), {("template", False)})
        self.give(self.officer, "base.group_system")
        self.assertEqual(
            self.kinds(self.officer),
            {("system", False), ("access", False), ("template", False)},
        )
        self.officer.active = False
        self.assertFalse(self.kinds(self.officer))

    def test_the_setting_for_all_users(self):
        self.restrict(False)
        people = (self.worker, self.manager, self.plain)
        for user in people:
            self.assertEqual(self.kinds(user), {("template", True)})
        right = self.Right.search([("user_id", "=", self.plain.id)])
        self.assertIn("restrict mail templates", right.remedy)
        self.assertTrue(right.explanation)
        self.restrict(True)
        for user in people:
            self.assertFalse(self.kinds(user))

    def test_a_role_of_ours_for_every_user(self):
        officer = self.env.ref("community_service.group_community_officer")
        self.env.ref("base.group_user").implied_ids = [Command.link(officer.id)]
        self.assertEqual(self.kinds(self.plain), {("everyone", True)})

    def test_the_warning(self):
        self.assertFalse(self.Right._warning(), "an administrator there has to be")
        self.restrict(False)
        warning = self.Right._warning()
        self.assertIn("Writes mail templates (", warning)
        verdict = self.env["community.access.log"].with_user(self.manager).action_verify()
        self.assertIn(warning, verdict["params"]["message"])
        admin = new_test_user(self.env, login="open_right_admin", groups="base.group_system")
        settings = Form(self.env["res.config.settings"].with_user(admin))
        self.assertEqual(settings.community_open_rights, warning)
        self.restrict(True)
        settings = Form(self.env["res.config.settings"].with_user(admin))
        self.assertFalse(settings.community_open_rights)

    def test_who_reads_the_list(self):
        for user in (self.manager, self.auditor):
            self.assertTrue(self.Right.with_user(user).search([]))
        for user in (self.worker, self.officer, self.plain):
            with self.assertRaises(AccessError):
                self.Right.with_user(user).search([])
        for user in (self.manager, self.auditor):
            with self.assertRaises(AccessError):
                self.Right.with_user(user).search([], limit=1).unlink()

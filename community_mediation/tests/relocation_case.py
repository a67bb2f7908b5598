from odoo.fields import Command

from .common import MediationCase


class RelocationCase(MediationCase):
    """A renovation of one building with four households and a team of one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.households = cls.env["community.household"]
        for name in ("王建国", "陈秀兰", "赵德明", "孙桂英"):
            cls.households |= cls.make_household([{"name": name, "role": "head"}])
        cls.body = cls.env["res.partner"].create({"name": "东河区人民政府"})
        cls.policy = cls.env.ref("community_mediation.relocation_policy_paid_first")
        cls.project = cls.make_project()
        cls.project.action_make_files()
        cls.files = cls.project.file_ids.sorted("number")
        cls.file = cls.files[0]

    @classmethod
    def make_project(cls, **values):
        """Create a project in the signing time, of building 1."""
        return cls.env["community.relocation.project"].create(
            {
                "name": "望河片区棚户区改造",
                "code": "WH",
                "state": "signing",
                "body_id": cls.body.id,
                "area_ids": [Command.set(cls.building1.ids)],
                "policy_ids": [Command.set(cls.policy.ids)],
                "date_start": "2026-01-05",
                "date_sign_from": "2026-03-01",
                "date_sign_to": "2026-05-31",
                "target_rate": 75,
                "member_ids": [
                    Command.create({"user_id": cls.mediator_user.id, "date_from": "2026-01-05"})
                ],
                **values,
            }
        )

from odoo.fields import Command

from .common import MediationCase


class DisputeCase(MediationCase):
    """A committee with a mediator and a leak between two families, as far as a test needs it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Mediator = cls.env["community.mediation.mediator"]
        cls.mediator, cls.mediator2 = Mediator.create(
            [
                {"partner_id": user.partner_id.id, "user_id": user.id, "sex": sex}
                for user, sex in ((cls.mediator_user, "female"), (cls.mediator_user2, "male"))
            ]
        )
        cls.chair = Mediator.create(
            {"partner_id": cls.env["res.partner"].create({"name": "方志民"}).id, "sex": "male"}
        )
        cls.committee = cls.env["community.mediation.committee"].create(
            {
                "name": "东河社区人民调解委员会",
                "date_from": "2024-01-01",
                "date_to": "2028-12-31",
                "member_ids": [
                    Command.create({"mediator_id": mediator.id, "role": role})
                    for mediator, role in (
                        (cls.chair, "chair"),
                        (cls.mediator, "member"),
                        (cls.mediator2, "member"),
                    )
                ],
            }
        )
        cls.above = cls.make_household([{"name": "王建国", "role": "head"}])
        cls.below = cls.make_household([{"name": "陈秀兰", "role": "head"}])
        cls.neighbours = cls.env.ref("community_mediation.dispute_kind_neighbours")

    @classmethod
    def make_case(cls, **values):
        """Create a registered case of the leak; the mediator is ``mediator``."""
        case = cls.env["community.mediation.case"].create(
            {
                "description": "楼上漏水，两家说不拢",
                "kind_id": cls.neighbours.id,
                "committee_id": cls.committee.id,
                "mediator_ids": [Command.set(cls.mediator.ids)],
                "date_received": "2025-03-01",
                "participant_ids": [
                    Command.create({"side": "one", "resident_id": cls.below.head_id.id}),
                    Command.create({"side": "two", "resident_id": cls.above.head_id.id}),
                ],
                **values,
            }
        )
        case.action_register()
        return case.with_user(cls.mediator_user)

    @classmethod
    def make_accepted(cls, day="2025-03-03", **values):
        """Create an accepted case."""
        case = cls.make_case(**values)
        cls.move(case, "accept", date=day, is_rights_told=True)
        return case

    @classmethod
    def move(cls, case, kind, **values):
        """Make a move of the case through its dialog."""
        move = case.env["community.mediation.move"].create(
            {"case_id": case.id, "kind": kind, **values}
        )
        return move.action_apply()

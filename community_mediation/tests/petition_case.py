from odoo.fields import Command

from .common import MediationCase


class PetitionCase(MediationCase):
    """A petition about a leaking pipe, a body that answers, and one above it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Partner = cls.env["res.partner"]
        cls.body = Partner.create({"name": "东河区住建局", "is_company": True})
        cls.above = Partner.create({"name": "市住建局", "is_company": True})
        cls.household = cls.make_household([{"name": "王建国", "role": "head"}])

    @classmethod
    def make_petition(cls, **values):
        """Create a petition received on 2024-03-01 from one person with an address."""
        petition = cls.env["community.petition"].create(
            {
                "description": "楼道水管漏水三年，物业不修",
                "topic": "property",
                "date_received": "2024-03-01",
                "user_id": cls.petition_officer.id,
                "person_ids": [Command.create({"name": "周玉兰", "address": "望河小区2号楼301"})],
                **values,
            }
        )
        return petition.with_user(cls.petition_officer)

    @classmethod
    def make_accusation(cls, **values):
        """Create an accusation; who is accused comes with the values."""
        return cls.make_petition(kind="accusation", topic="conduct", **values)

    @classmethod
    def make_accepted(cls, day="2024-03-10", **values):
        """Create a petition that the community has accepted."""
        petition = cls.make_petition(**values)
        cls.step(petition, "accept", day, is_told=True)
        return petition

    @classmethod
    def make_answered(cls, day="2024-04-10", delivered="2024-04-12", **values):
        """Create a petition whose answer the petitioner has received."""
        petition = cls.make_accepted(**values)
        cls.answer(petition, day)
        if delivered:
            cls.step(petition, "deliver", delivered)
        return petition

    @classmethod
    def answer(cls, petition, day, **values):
        """Give the written answer."""
        cls.step(
            petition,
            "answer",
            day,
            **{
                "outcome": "support",
                "answer_facts": "水管老化，属实",
                "answer_opinion": "本月内更换主管道",
                "answer_basis": "《物业管理条例》第三十五条",
                **values,
            },
        )

    @classmethod
    def step(cls, petition, kind, day=None, **values):
        """Take a step of the petition through its dialog."""
        if day:
            values["date"] = day
        move = petition.env["community.petition.move"].create(
            {"petition_id": petition.id, "kind": kind, **values}
        )
        return move.action_apply()

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command

from .common import PartyCase


class CobuildingCase(PartyCase):
    """Units, projects and what goes on with them, made in a line as the keeper of a branch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Unit = cls.env["community.party.unit"].with_user(cls.branch_user)
        cls.Project = cls.env["community.party.project"].with_user(cls.branch_user)

    @classmethod
    def make_unit(cls, name="东河小学", unit_kind="public_institution", **values):
        return cls.Unit.create({"new_name": name, "unit_kind": unit_kind, **values})

    @classmethod
    def make_line(cls, unit, presence, date_from=False, **values):
        return unit.line_ids.create(
            {"unit_id": unit.id, "presence": presence, "date_from": date_from, **values}
        )

    @classmethod
    def make_project(cls, *units, **values):
        return cls.Project.create(
            {
                "name": "老年食堂",
                "unit_ids": [unit.id for unit in units],
                "date_from": "2026-01-10",
                "date_due": "2026-06-30",
                **values,
            }
        )

    @classmethod
    def make_agreement(cls, unit, lines=(("unit", "2026-05-01"),), **values):
        """Make an agreement; each line is a side and the day by which it is promised."""
        return (
            cls.env["community.party.agreement"]
            .with_user(cls.branch_user)
            .create(
                {
                    "unit_id": unit.id,
                    "year": 2026,
                    "line_ids": [
                        Command.create({"side": side, "name": f"{side} {due}", "date_due": due})
                        for side, due in lines
                    ],
                    **values,
                }
            )
        )

    def sign(self, agreement, day="2026-02-10"):
        agreement.write(
            {"date_signed": day, "unit_signer": "何静", "organization_signer": "赵党员"}
        )
        agreement.action_sign()

    @classmethod
    def make_contact(cls, unit, **values):
        return (
            cls.env["community.party.contact"]
            .with_user(cls.branch_user)
            .create({"name": "借礼堂", "unit_id": unit.id, "date": "2026-06-01", **values})
        )

    @classmethod
    def make_cooperation(cls, direction, **values):
        return (
            cls.env["community.party.cooperation"]
            .with_user(cls.branch_user)
            .create({"name": "会议室", "direction": direction, "kind": "room", **values})
        )

    @contextmanager
    def refused(self, words):
        """Expect a refusal that says these words, and leave nothing behind."""
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            yield
        self.env.invalidate_all()
        self.assertRegex(str(caught.exception), words)

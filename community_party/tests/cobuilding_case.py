from contextlib import contextmanager

from odoo.exceptions import UserError

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

    @contextmanager
    def refused(self, words):
        """Expect a refusal that says these words, and leave nothing behind."""
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            yield
        self.env.invalidate_all()
        self.assertRegex(str(caught.exception), words)

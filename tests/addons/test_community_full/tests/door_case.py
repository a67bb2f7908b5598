"""The world in which side doors are tried: all roles, records of every model in three places."""

import collections
import logging
import re

import psycopg2

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from .access_case import AccessCase

_logger = logging.getLogger(__name__)

# A record that nobody has: what is said of it must be said of a hidden one as well.
NOWHERE = 2**31 - 2
# Where a record that is not stored yet lies in memory.
NEW_ID = re.compile(r"NewId_0x[0-9a-f]+")
ROLES = {
    "grid_worker": "community_service.group_community_grid_worker",
    "officer": "community_service.group_community_officer",
    "manager": "community_service.group_community_manager",
    "auditor": "community_service.group_community_auditor",
    "party_branch": "community_party.group_party_branch",
    "party_officer": "community_party.group_party_officer",
    "party_treasurer": "community_party.group_party_treasurer",
    "party_manager": "community_party.group_party_manager",
    "mediator": "community_mediation.group_mediation_mediator",
    "coordinator": "community_mediation.group_mediation_coordinator",
    "petition_officer": "community_mediation.group_petition_officer",
    "accused_officer": "community_mediation.group_petition_officer",
    "petition_above": "community_mediation.group_petition_above",
    "administrator": "base.group_system",
    "internal": "base.group_user",
    "portal": "base.group_portal",
}


# The staff of the second community, each as able as those of the first.
STAFF = ("manager", "party_manager", "coordinator", "petition_officer")


class Tally:
    """How often a door was tried, and what came of it."""

    def __init__(self, name):
        self.name, self.tried, self.outcomes, self.leaks = name, 0, collections.Counter(), []
        self.first = {}

    def count(self, what, kind, times=1):
        """Note attempts and their outcome: "answer", or the class of the refusal."""
        self.tried += times
        self.outcomes[kind] += times
        self.first.setdefault(kind, what)

    def __str__(self):
        outcomes = ", ".join(f"{count} {name}" for name, count in self.outcomes.most_common())
        return f"Tried: {self.name}: {self.tried}, {len(self.leaks)} told something ({outcomes})"


class DoorCase(AccessCase):
    """All roles, the staff of two communities, and records of every model in three places."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {}
        for role, group in ROLES.items():
            cls.roles[role] = cls.users.get(role) or new_test_user(
                cls.env, login=role, groups=group, tz="Asia/Shanghai"
            )
        cls.roles["other_worker"] = cls.worker2
        other = cls.places["company"]
        cls.roles["other_community"] = other.worker
        for role in STAFF:
            cls.roles[f"{role}_there"] = new_test_user(
                cls.env,
                login=f"{role}_there",
                groups=ROLES[role],
                tz="Asia/Shanghai",
                company_id=other.company.id,
                company_ids=[Command.set(other.company.ids)],
            )
        export = cls.env.ref("base.group_allow_export")
        for role in ("party_manager", "coordinator", "petition_officer", "administrator"):
            cls.roles[role].group_ids = [Command.link(export.id)]
        for place in cls.places.values():
            for name in cls.community_models(transient=False):
                cls.record_of(name, place)
            place.settled = dict(place.records)
        cls.extra = cls._extra_records()
        # Dialogs that the superuser has opened: nobody else's.
        cls.dialogs = {
            name: cls._dialog_row(cls.env[name], 1) for name in cls.community_models(transient=True)
        }
        cls.labels = {
            label
            for model in cls.env.registry.values()
            for label in (model._description, *(field.string for field in model._fields.values()))
        }
        # A refusal of a whole model names the groups that may read it.
        for group in cls.env["res.groups"].search([]):
            cls.labels |= {group.name, group.privilege_id.name}
        cls.env.flush_all()
        cls.companies = {role: user.company_id.ids for role, user in cls.roles.items()}
        # By model, the ids of the world's records: asked for at every door.
        cls.worlds = {
            name: tuple(cls._world_ids(name)) for name in cls.community_models(transient=False)
        }
        cls.readable = {role: cls._readable_by(user) for role, user in cls.roles.items()}

    @classmethod
    def _extra_records(cls):
        """Make what some may not read though they read the file that it hangs on."""
        place = cls.places["own"]
        sensitive = cls.env["community.category"].search([("is_sensitive", "=", True)])
        lines = cls.env["community.category.line"]
        for category in sensitive.filtered(lambda category: not category.is_derived):
            link = "household_id" if category.subject == "household" else "resident_id"
            owner = place.household if category.subject == "household" else place.resident
            lines += lines.create({"category_id": category.id, link: owner.id})
        accusation = cls.env["community.petition"].create(
            {
                "kind": "accusation",
                "description": "Takes money for a place in the home",
                "household_id": place.household.id,
                "accused_user_ids": [Command.set((cls.manager | cls.officer | cls.auditor).ids)],
            }
        )
        person = cls.env["community.petition.person"].create(
            {"petition_id": accusation.id, "name": "Sender of the accusation"}
        )
        return {
            "community.category.line": lines,
            "community.petition": accusation,
            "community.petition.person": person,
        }

    @classmethod
    def _world_ids(cls, name):
        found = [record for place in cls.places.values() for record in place.settled[name].ids]
        return dict.fromkeys([*found, *(cls.extra[name].ids if name in cls.extra else ())])

    @classmethod
    def world(cls, name):
        """Return the world's records of a model, as superuser."""
        return cls.env[name].sudo().browse(cls.worlds[name])

    @classmethod
    def _dialog_row(cls, Model, uid):
        """Insert what a user has typed in a dialog; its own ``create`` may want a whole story."""
        records = cls.places["own"].records
        now = cls.env.cr.now()
        values = {"create_uid": uid, "write_uid": uid, "create_date": now, "write_date": now}
        for name, field in Model._fields.items():
            if not field.store or not field.column_type or name in ("id", *values):
                continue
            if name == "is_forgotten":
                continue
            if field.type == "many2one":
                linked = records.get(field.comodel_name) or cls.env[field.comodel_name]
                if not linked and field.required:
                    linked = (
                        cls._dialog_row(cls.env[field.comodel_name], uid)
                        if cls.env[field.comodel_name]._transient
                        else cls.env[field.comodel_name].search([], limit=1)
                    )
                values[name] = linked[:1].id or None
            elif field.type in ("char", "text", "html"):
                values[name] = f"typed {Model._name}"
            elif field.type == "json":
                values[name] = "{}"
            elif field.type == "selection":
                # One that is asked of the data may have nothing to choose from.
                values[name] = (field.get_values(cls.env) or ["typed"])[0]
            elif field.type in ("date", "datetime"):
                values[name] = "2026-01-05"
            else:
                values[name] = "1"
        columns = SQL(", ").join(map(SQL.identifier, values))
        cls.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(Model._table),
                columns,
                tuple(values.values()),
            )
        )
        return Model.browse(cls.env.cr.fetchone()[0])

    @classmethod
    def as_role(cls, role):
        """Return an environment of the role, as a request of its user has it."""
        user = cls.roles[role]
        return cls.env(
            user=user,
            su=False,
            context={"lang": "en_US", "allowed_company_ids": cls.companies[role]},
        )

    @classmethod
    def _readable_by(cls, user):
        """Return, by model, the ids of the world's records that a user may read."""
        env = cls.env(user=user, su=False, context={"allowed_company_ids": user.company_id.ids})
        found = {}
        for name in cls.community_models(transient=False):
            ids = cls.world(name).ids
            Model = env[name].with_context(active_test=False)
            found[name] = set(
                Model.search([("id", "in", ids)]).ids if Model.has_access("read") else ()
            )
        return found

    def hidden_from(self, role, name):
        """Return a record of a model that the role may not read, as superuser, or nothing."""
        if name in self.dialogs:
            return self.dialogs[name]
        readable = self.readable[role][name]
        hidden = next((number for number in self.worlds[name] if number not in readable), ())
        return self.env[name].sudo().browse(hidden)

    def outcome(self, function, *args, **kwargs):
        """Return what a client is told: the answer, or class and sentence of the refusal."""
        # Values in the cache of this test are no excuse: a client starts with an empty one.
        if self.env.transaction.field_data:
            self.env.invalidate_all(flush=False)
        try:
            with (
                self.env.cr.savepoint(flush=False),
                mute_logger(
                    "odoo.addons.base.models.ir_rule",
                    "odoo.addons.base.models.ir_model",
                    "odoo.sql_db",
                    "odoo.models",
                ),
            ):
                answer = function(*args, **kwargs)
                self.env.flush_all()
                return "answer", repr(answer)
        except (Exception, psycopg2.Error) as error:
            return type(error).__name__, str(error)
        finally:
            self.env.transaction.clear()

    def try_door(self, tally, what, hidden, function):
        """Try a call with a hidden record: refused without a word of it, or answered as of nobody.

        :param function: takes the number of the record; an empty answer tells nothing
        """
        kind, told = self.outcome(function, hidden.id)
        tally.count(what, kind)
        if kind != "answer":
            if words := [word for word in self.words(hidden) if word in told]:
                other, nobody = self.outcome(function, NOWHERE)
                if any(word not in nobody for word in words):
                    tally.leaks.append((what, f"{kind}: {told[:200]}", f"{other}: {nobody[:200]}"))
        elif told not in ("None", "False", "[]"):
            other, nobody = self.outcome(function, NOWHERE)
            told, nobody = self.alike(told, hidden.id), self.alike(nobody, hidden.id)
            if (other, nobody) != (kind, told):
                tally.leaks.append((what, f"{kind}: {told[:200]}", f"{other}: {nobody[:200]}"))

    def alike(self, text, number):
        """Return an answer without what differs by itself: the number asked for, and addresses."""
        text = NEW_ID.sub("new", text)
        return text.replace(str(NOWHERE), "#").replace(str(number), "#")

    def words(self, hidden):
        """Return texts that stand in a record and, in a sentence, would tell of it."""
        known = self.__dict__.setdefault("known_words", {})
        if hidden not in known:
            texts = {
                hidden[name]
                for name, field in hidden._fields.items()
                if field.type in ("char", "text") and (field.store or name == "display_name")
            }
            # Not what stands on every screen, as the word "Member".
            known[hidden] = {
                text
                for text in texts - self.labels
                if text and len(text) > 3 and text not in hidden._description
            }
        return known[hidden]

    def conclude(self, tally, least, refusals=("AccessError",)):
        """Print how much was tried; fail on a leak, on too few attempts and on a faulty one.

        :param refusals: classes of errors that are a refusal; any other is a fault of the attempt
        """
        _logger.info("%s", tally)
        shown = "\n".join(
            f"{what}\n   {told}\n   {nobody}" for what, told, nobody in tally.leaks[:30]
        )
        self.assertFalse(
            tally.leaks, f"{len(tally.leaks)} of {tally.tried} told something:\n{shown}"
        )
        faults = {
            f"{number} {name}, first {tally.first[name]}"
            for name, number in tally.outcomes.items()
            if name not in (*refusals, "answer")
        }
        self.assertFalse(faults, "these are faults of an attempt, not refusals")
        self.assertGreaterEqual(tally.tried, least, "so few attempts show little")

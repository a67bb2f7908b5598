import datetime
import logging

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase, read_table

_logger = logging.getLogger(__name__)

LONG_AGO = datetime.date(1990, 1, 1)
# A picker of the people of one home offers nobody who has left it, one of companies no people.
OF_OTHERS = ("household_id", "member_ids", "is_company")


@tagged("post_install", "-at_install", "community", "community_rights")
class TestEndedPeople(AccessCase):
    """Nobody who is no longer there is entered anywhere, but where a reviewed table says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.links = [
            (model, name)
            for model in cls.community_models()
            for name in sorted(cls.env[model]._people_links())
        ]

    def people_fields(self):
        """Return the (model, field) of all links to people that somebody enters."""
        return {
            (model, name)
            for model in self.community_models()
            for name, field in self.env[model]._fields.items()
            if field.type in ("many2one", "many2many")
            and field.store
            and not field.readonly
            and self.env[field.comodel_name]._person_ends
        }

    def test_the_table_names_each_exception(self):
        """Each link that takes somebody no longer there stands in the table, and no other."""
        table = {(row["model"], row["field"]): set(row["ends"].split("+")) for row in self.table()}
        found = {}
        for model, name in sorted(self.people_fields()):
            field = self.env[model]._fields[name]
            known = self.env[field.comodel_name]._person_ends
            if taken := known - self.env[model]._people_links().get(name, frozenset()):
                found[model, name] = set(taken)
        self.assertEqual(found, table)
        self.assertFalse([row for row in self.table() if not row["why"].strip()])
        self.assertGreater(len(self.links), 90)

    def table(self):
        return read_table("ended_people.csv")

    def dead(self):
        """Return somebody who died long ago, as each kind of person: ``{model: record}``."""
        place = self.places["own"]
        resident = place.env["community.resident"].create({"name": "故人"})
        partner = place.env["res.partner"].create({"name": "故人"})
        resident.partner_id = partner
        people = {"community.resident": resident, "res.partner": partner}
        people["community.volunteer"] = place.env["community.volunteer"].create(
            {"partner_id": partner.id, "resident_id": resident.id}
        )
        people["community.mediation.mediator"] = place.env["community.mediation.mediator"].create(
            {"partner_id": partner.id, "resident_id": resident.id}
        )
        member = self.record_of("community.party.member", place)
        people["community.party.member"] = member.create(
            {
                "partner_id": partner.id,
                "resident_id": resident.id,
                "organization_id": member.organization_id.id,
            }
        )
        resident.date_death = LONG_AGO
        return people

    @mute_logger("odoo.sql_db")
    def test_every_link_refuses_the_dead(self):
        """Each link of each model, written with somebody dead as the program, says who died."""
        place, told, others = self.places["own"], 0, {}
        for model, name in self.links:
            field = self.env[model]._fields[name]
            if "died" not in self.env[model]._people_links()[name] or self.env[model]._transient:
                continue
            with self.subTest(link=f"{model}.{name}"), self.env.cr.savepoint() as point:
                record = self.record_of(model, place).sudo()
                person = self.dead()[field.comodel_name]
                value = [Command.link(person.id)] if field.type == "many2many" else person.id
                try:
                    record.write({name: value})
                    self.env.flush_all()
                    self.fail("somebody dead was entered")
                except UserError as error:
                    if "died on 1990-01-01" in str(error):
                        told += 1
                    else:
                        others[model, name] = str(error)
                except IntegrityError as error:
                    others[model, name] = str(error)
                point.rollback()
            self.env.invalidate_all()
            place.records = dict(place.settled)
        _logger.info("%s links told of the death, others refused first: %s", told, others)
        self.assertGreater(told, 80)
        self.assertLess(len(others), 20, others)

    def test_no_picker_offers_them(self):
        """The domain of each link, as its forms give it, leaves out who is no longer there."""
        seen = 0
        for model, name in self.links:
            comodel = self.env[model]._fields[name].comodel_name
            if "end_kind" in self.env[comodel]._fields:
                told = self.env[model].fields_get([name], ["domain"])[name]["domain"]
                self.assertIn("end_kind", str(told), f"{model}.{name}")
                seen += 1
        self.assertGreater(seen, 60)

    def test_no_form_takes_its_picker_back(self):
        """A domain that stands in a form replaces the field's own: it leaves them out as well."""
        forms = self.env["ir.ui.view"].search(
            [
                ("type", "in", ("form", "list")),
                ("model", "like", "community.%"),
                ("mode", "=", "primary"),
            ]
        )
        wrong = []
        for view in forms:
            arch = etree.fromstring(self.env[view.model].get_view(view.id, view.type)["arch"])
            self.look_at(arch, view.model, view, wrong)
        self.assertFalse(wrong)
        self.assertGreater(len(forms), 150)

    def look_at(self, node, model, view, wrong):
        for child in node:
            inner = model
            if child.tag == "field":
                field = self.env[model]._fields[child.get("name")]
                if field.relational:
                    inner = field.comodel_name
                domain = child.get("domain")
                refused = self.env[model]._people_links().get(field.name)
                if domain and refused and not any(w in domain for w in (*OF_OTHERS, "end_kind")):
                    wrong.append((view.xml_id, field.name, domain))
            self.look_at(child, inner, view, wrong)

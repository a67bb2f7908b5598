import re
import unicodedata

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.register_address import read_address
from ..aid.community_aid_case import ENDED
from ..requests.community_request import OPEN

PEOPLE = 8
HOMES = 8
NUMBERS = 3
SHORTEST, LONGEST = 2, 60

ROOM = re.compile(r"[A-Za-z]?\d{3,4}[A-Za-z]?")
# A number of ours, or its end: at least four characters, a digit among them.
NUMBER = re.compile(r"(?=.*\d)[A-Za-z\d第号字（）()\u4e00-\u9fff-]{4,30}")

BUILDING_WORDS = "(号楼|#楼|楼栋|号|[栋幢座楼#])"
ENTRANCE_WORDS = "(单元|门|梯)"


class CommunityResident(models.Model):
    """One search on every page: a person, a home, a number, under the rules of whoever searches."""

    _inherit = "community.resident"

    @api.model
    def find_anywhere(self, text):
        """Return what a text may mean, people first, then homes, then numbered matters.

        Read as lists read, under the rules of the user: what their lists do not show is not found
        here. The number of queries does not depend on how much is found. The text is kept nowhere.

        :param str text: characters of a name, its pinyin or initials, the last four characters of
            an ID number or a phone, ``5-2-502``, ``5号楼502``, a room, a number or its end
        :return: list of dicts: ``model`` and ``id`` of what opens, ``kind`` (person, home, number),
            ``title``, ``detail``; of a person also ``age`` (years or False) and ``home_id``
            (household or False); of a person and a home ``open_count``, the matters that are open
            and that the user may see. Nothing for fewer than two characters
        :raises AccessError: for whoever reads no residents
        """
        self.check_access("read")
        if not isinstance(text, str):
            return []
        text = unicodedata.normalize("NFKC", text).strip()
        if not SHORTEST <= len(text) <= LONGEST:
            return []
        return [*self._find_people(text), *self._find_homes(text), *self._find_numbers(text)]

    def _find_people(self, text):
        domain = Domain("display_name", "ilike", text)
        people = self.search_read(domain, ["name", "age", "household_id"], limit=PEOPLE)
        of_people = self._count_open("person", [person["id"] for person in people])
        homes = {person["household_id"][0] for person in people if person["household_id"]}
        of_homes = self._count_open("home only", list(homes))
        return [
            {
                "kind": "person",
                "model": self._name,
                "id": person["id"],
                "title": person["name"],
                "age": person["age"],
                "home_id": home[0],
                "detail": home[1],
                "open_count": of_people.get(person["id"], 0) + of_homes.get(home[0], 0),
            }
            for person in people
            for home in [person["household_id"] or (False, "")]
        ]

    def _find_homes(self, text):
        Household = self.env["community.household"]
        domain = self._home_domain(text)
        if not domain or not Household.has_access("read"):
            return []
        homes = Household.search_read(domain, ["display_name", "code"], limit=HOMES)
        counts = self._count_open("home", [home["id"] for home in homes])
        return [
            {
                "kind": "home",
                "model": "community.household",
                "id": home["id"],
                "title": home["display_name"],
                "detail": home["code"] or "",
                "open_count": counts.get(home["id"], 0),
            }
            for home in homes
        ]

    def _find_numbers(self, text):
        if not NUMBER.fullmatch(text):
            return []
        found = []
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", text)
        for model, field in self._numbered():
            records = self.env[model]
            if records.has_access("read"):
                rows = records.search_read([(field, "=ilike", pattern)], [field], limit=NUMBERS)
                kind = self.env["ir.model"]._get(model).name
                found += [
                    {
                        "kind": "number",
                        "model": model,
                        "id": row["id"],
                        "title": row[field],
                        "detail": kind,
                    }
                    for row in rows
                ]
        return found

    @api.model
    def _home_domain(self, text):
        """Return the domain of the households that an address or a room may mean, or None."""
        if ROOM.fullmatch(text):
            return Domain("room", "in", [text, text.upper(), text.lstrip("0")])
        place = read_address(text)
        if not place.building:
            return None
        # Word by word, and never a part of another number: 5号楼 is not 15号楼.
        pattern = rf"(^|[^0-9A-Za-z]){re.escape(place.building)}{BUILDING_WORDS}"
        if place.entrance:
            pattern += rf"(.*[^0-9])?{re.escape(place.entrance)}{ENTRANCE_WORDS}"
        domain = Domain.custom(
            to_sql=lambda model, alias, query: self._matches(model, alias, pattern)
        )
        if place.room:
            domain &= Domain("room", "=", place.room)
        for name in (place.estate, place.district):
            if name:
                domain &= Domain("address", "ilike", name)
        return domain

    @api.model
    def _matches(self, model, alias, pattern):
        field = model._fields["address"]
        return SQL("%s ~* %s", SQL.identifier(alias, "address", to_flush=field), pattern)

    @api.model
    def _numbered(self):
        """Return pairs (model, field of its number) of what is found by its number."""
        return [
            ("community.household", "code"),
            ("community.request", "number"),
            ("community.request", "external_number"),
            ("community.aid.case", "number"),
            ("community.certificate", "number"),
        ]

    @api.model
    def _open_matters(self):
        """Return what is open: (model, domain, link to the person, link to the home); addons add.

        A matter that knows no person has False there, and counts for whoever lives in the home.
        """
        return [
            # What a need became counts as that.
            (
                "community.visit.need",
                [("state", "=", "open"), ("follow_up_id", "=", 0)],
                False,
                "household_id",
            ),
            (
                "community.request",
                [("state", "in", OPEN), ("merged_into_id", "=", False)],
                "resident_id",
                "household_id",
            ),
            ("community.aid.case", [("state", "not in", ENDED)], "resident_id", "household_id"),
        ]

    def _count_open(self, whose, ids):
        """Return ``{id: number of open matters that the user may see}``.

        :param str whose: ``person``, ``home``, or ``home only``: what names no person
        :param list ids: of people or of homes
        """
        counts = {}
        for model, domain, person, home in self._open_matters():
            link = person if whose == "person" else home
            if not ids or not link or (whose == "home only" and person):
                continue
            records = self.env[model]
            if not records.has_access("read"):
                continue
            found = Domain(domain) & Domain(link, "in", ids)
            for record, count in records._read_group(found, [link], ["__count"]):
                counts[record.id] = counts.get(record.id, 0) + count
        return counts

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..register.community_residency import LIVING_KINDS, REGISTERED_KINDS

# (key, youngest, oldest) in whole years; 60, 65 and 80 overlap on purpose
BANDS = (
    ("0_3", 0, 3),
    ("4_6", 4, 6),
    ("7_17", 7, 17),
    ("18_59", 18, 59),
    ("60", 60, None),
    ("65", 65, None),
    ("80", 80, None),
)
# The ages at which a band begins, oldest first.
EDGES = tuple(sorted((low for _key, low, _high in BANDS), reverse=True))
GROUPS = ("registered", "permanent", "floating", "living", "split")
COLUMNS = ("total", "male", "female", *(f"age_{key}" for key, _low, _high in BANDS))
FLOWS = ("births", "deaths", "moved_in", "moved_out")
DWELLINGS = ("dwellings", "lived_in", "empty", "rented")
AGES = ("age_0_3", "age_4_6", "age_7_17", "age_18_59", "age_60")
# (whole, parts that do not overlap): what a reader could subtract from what
SUMS = (
    *((f"{group}_total", (f"{group}_male", f"{group}_female")) for group in GROUPS),
    *((f"{group}_total", tuple(f"{group}_{age}" for age in AGES)) for group in GROUPS),
    *((f"{group}_age_60", (f"{group}_age_65",)) for group in GROUPS),
    *((f"{group}_age_65", (f"{group}_age_80",)) for group in GROUPS),
    *((f"registered_{column}", (f"permanent_{column}", f"split_{column}")) for column in COLUMNS),
    *((f"living_{column}", (f"permanent_{column}", f"floating_{column}")) for column in COLUMNS),
    ("dwellings", ("lived_in", "empty")),
    ("lived_in", ("rented",)),
)


class CommunityPopulationFigures(models.AbstractModel):
    """Counts people, movements and dwellings as of any date, under the reader's rules.

    A fixed number of statements whatever the size of the register; each figure has a domain that
    opens exactly the records counted.
    """

    _name = "community.population.figures"
    _description = "Population Figures"

    @api.model
    def _count(self, date_from, date_to, place=Domain.TRUE):
        """Return the figures of a statement under the reader's rules.

        :param date date_from: first day of the movements
        :param date date_to: last day of the movements, and the day the population is counted on
        :param place: domain on ``area_id``, shared by households and dwellings
        :return: dict of every group and column (``registered_total``, ``living_age_60``...), of
            births, deaths, moves and dwellings
        """
        figures = {}
        figures.update(self._count_people(date_to, place))
        figures.update(self._count_flows(date_from, date_to, place))
        figures.update(self._count_dwellings(date_to, place))
        return figures

    @api.model
    def _residency_query(self, domain, place):
        Residency = self.env["community.residency"]
        household = Domain("household_id", "any!", place) if not place.is_true() else Domain.TRUE
        return Residency._search(domain & household)

    @api.model
    def _count_people(self, date, place):
        self.env.flush_all()
        on_date = Domain(self.env["community.residency"]._on_date_domain(date))
        query = self._residency_query(on_date, place)
        alias = SQL.identifier("community_residency")
        query.add_join(
            "JOIN", "person", "community_resident", SQL("person.id = %s.resident_id", alias)
        )
        query.groupby = SQL("person.id")
        edges = [self._birth_range(date, low, None)[0] for low in EDGES]
        people = query.select(
            SQL("person.sex"),
            SQL(
                "width_bucket(person.birth_date, %s::date[]) AS step",
                [edge + relativedelta(days=1) for edge in edges],
            ),
            SQL("bool_or(%s.kind IN %s) AS living", alias, LIVING_KINDS),
            SQL("bool_or(%s.kind IN %s) AS registered", alias, REGISTERED_KINDS),
        )
        # Raw SQL: 50 figures in one pass; the inner query carries the reader's rules. A step is
        # how many of the ages in EDGES the person has not reached.
        rows = self.env.execute_query(
            SQL(
                "SELECT registered, living, sex, step, count(*) FROM (%s) p "
                "GROUP BY registered, living, sex, step",
                people,
            )
        )
        figures = {f"{group}_{column}": 0 for group in GROUPS for column in COLUMNS}
        for registered, living, sex, step, count in rows:
            groups = {
                "registered": registered,
                "permanent": registered and living,
                "floating": living and not registered,
                "living": living,
                "split": registered and not living,
            }
            reached = -1 if step is None or step == len(EDGES) else EDGES[step]
            columns = {
                "total": True,
                "male": sex == "male",
                "female": sex == "female",
                **{
                    f"age_{key}": low <= reached and (high is None or reached <= high)
                    for key, low, high in BANDS
                },
            }
            for group in (key for key, is_in in groups.items() if is_in):
                for column in (key for key, is_in in columns.items() if is_in):
                    figures[f"{group}_{column}"] += count
        return figures

    @api.model
    def _birth_range(self, date, low, high):
        """Return (newest birth date, day before the oldest) of the ages ``low`` to ``high``."""
        newest = date - relativedelta(years=low)
        return newest, high is not None and date - relativedelta(years=high + 1)

    @api.model
    def _count_flows(self, date_from, date_to, place):
        Residency = self.env["community.residency"]
        Resident = self.env["community.resident"].with_context(active_test=False)
        counts = {}
        for key in FLOWS:
            domain = self._flow_domain(key, date_from, date_to, place)
            model = Resident if key in ("births", "deaths") else Residency
            counts[key] = model.search_count(domain)
        return counts

    @api.model
    def _flow_domain(self, key, date_from, date_to, place):
        home = (
            Domain("residency_ids", "any!", Domain("household_id", "any!", place))
            if not place.is_true()
            else Domain.TRUE
        )
        household = Domain("household_id", "any!", place) if not place.is_true() else Domain.TRUE

        def within(field):
            return Domain(field, ">=", date_from) & Domain(field, "<=", date_to)

        if key == "births":
            return within("birth_date") & home
        if key == "deaths":
            return within("date_death") & home
        if key == "moved_in":
            return within("date_from") & Domain("start_reason", "=", "move_in") & household
        return within("date_to") & Domain("end_reason", "=", "move_out") & household

    @api.model
    def _count_dwellings(self, date, place):
        Dwelling = self.env["community.dwelling"]
        (dwellings,) = Dwelling._read_group(place, [], ["__count"])[0]
        # Who is at home is the costly question: it is asked once.
        lived_in = dict(
            Dwelling._read_group(
                self._dwelling_domain("lived_in", date, place), ["tenure"], ["__count"]
            )
        )
        return {
            "dwellings": dwellings,
            "lived_in": sum(lived_in.values()),
            "empty": dwellings - sum(lived_in.values()),
            "rented": lived_in.get("rent", 0),
        }

    @api.model
    def _dwelling_domain(self, key, date, place):
        living = Domain(self.env["community.residency"]._on_date_domain(date)) & Domain(
            "kind", "in", LIVING_KINDS
        )
        lived_in = Domain("household_ids.residency_ids", "any!", living)
        return (
            place
            & {
                "dwellings": Domain.TRUE,
                "lived_in": lived_in,
                "empty": ~lived_in,
                "rented": lived_in & Domain("tenure", "=", "rent"),
            }[key]
        )

    @api.model
    def _people_domain(self, group, column, date, place):
        """Return the domain of the residents behind one cell."""
        on_date = Domain(self.env["community.residency"]._on_date_domain(date))
        if not place.is_true():
            on_date &= Domain("household_id", "any!", place)
        living = Domain("residency_ids", "any", on_date & Domain("kind", "in", LIVING_KINDS))
        registered = Domain(
            "residency_ids", "any", on_date & Domain("kind", "in", REGISTERED_KINDS)
        )
        domain = {
            "registered": registered,
            "permanent": registered & living,
            "floating": living & ~registered,
            "living": living,
            "split": registered & ~living,
        }[group]
        if column in ("male", "female"):
            return domain & Domain("sex", "=", column)
        for key, low, high in BANDS:
            if column == f"age_{key}":
                newest, oldest = self._birth_range(date, low, high)
                domain &= Domain("birth_date", "<=", newest)
                if oldest:
                    domain &= Domain("birth_date", ">", oldest)
        return domain

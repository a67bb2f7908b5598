from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..aid.community_aid_case import ENDED
from ..requests.community_request import OPEN


class OfferPart(NamedTuple):
    """Records of one model that somebody may take on.

    :param kind: key of the field ``kind``; one part for each model
    :param domain: which are open to claims: what ``_is_claimable`` says of each of them
    :param date: field of the day by which it is to be done, or nothing
    """

    kind: str
    model: str
    domain: Domain
    date: str = ""


class CommunityClaimOffer(models.Model):
    """What may be taken on: each open matter in one line that tells of nobody.

    Whoever may help need not see whose matter it is. A line holds the kind, the words for helpers,
    the estate and the day; the record behind it is closed to everybody and opens under its own
    rules. Worked out whenever it is read, so that a matter that closes is offered no more.
    """

    _name = "community.claim.offer"
    _description = "Matter to Take On"
    _inherit = ["community.guarded.mixin"]
    _auto = False
    _log_access = False
    _order = "date_due, id"
    _rec_name = "kind"
    _depends = {
        "community.area": ["kind", "parent_path"],
        "community.household": ["area_id"],
    }
    # A line says nothing of a household but that one of the estate has a matter of this kind.
    _sensitive_by_links = False

    kind = fields.Selection(
        [
            ("need", "Need"),
            ("request", "Request"),
            ("aid", "Help for a household"),
            ("life_event", "Caring event"),
            ("life_task", "Step of a life event"),
        ],
        "Type",
        readonly=True,
    )
    name = fields.Char("What is to be done", compute="_compute_name")
    area_id = fields.Many2one("community.area", "Estate", readonly=True)
    grid_id = fields.Many2one("community.grid", readonly=True)
    date_due = fields.Date("Due by", readonly=True)
    claim_count = fields.Integer("Claims", compute="_compute_claim_count")
    company_id = fields.Many2one("res.company", "Community", readonly=True)
    res_model = fields.Char(
        "Model", readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    res_id = fields.Many2oneReference(
        "Record",
        model_field="res_model",
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )

    @api.depends("res_model", "res_id")
    def _compute_name(self):
        for model, offers in self._by_model():
            # Whoever may help reads these words and nothing else of the record.
            records = self.env[model].sudo().browse(offers.sudo().mapped("res_id"))
            for offer, record in zip(offers, records, strict=True):
                offer.name = record._offer_text()

    @api.depends("res_model", "res_id")
    def _compute_claim_count(self):
        for model, offers in self._by_model():
            numbers = dict(zip(offers.sudo().mapped("res_id"), offers, strict=True))
            # How many have taken a matter on, not who.
            groups = (
                self.env["community.contribution"]
                .sudo()
                ._read_group(
                    [
                        ("res_model", "=", model),
                        ("res_id", "in", list(numbers)),
                        ("state", "in", ("claimed", "fulfilled", "confirmed")),
                    ],
                    ["res_id"],
                    ["__count"],
                )
            )
            counts = dict(groups)
            for res_id, offer in numbers.items():
                offer.claim_count = counts.get(res_id, 0)

    @api.depends("kind")
    def _compute_display_name(self):
        for offer in self:
            offer.display_name = offer.name

    def _by_model(self):
        # The model is closed to everybody; nothing of it is shown.
        return [
            (model, offers.with_env(self.env))
            for model, offers in self.sudo().grouped("res_model").items()
        ]

    def exists(self):
        # sudo: a line is there or not, whoever asks, as with any record; a line that is there and
        # hidden is then refused, and not silently left out.
        return super(CommunityClaimOffer, self.sudo()).exists().with_env(self.env)

    @property
    def _table_query(self):
        # Raw SQL: the rows of several models as one list; record rules apply to its result as to
        # any table.
        parts = self._sorted_parts()
        return SQL(" UNION ALL ").join(
            self._offer_rows(part, number, len(parts)) for number, part in enumerate(parts)
        )

    @api.model
    def _sorted_parts(self):
        """Return the parts in the order that gives the lines their ids; see ``community.due``."""
        return sorted(self._offer_parts(), key=lambda part: part.model)

    def _offer_rows(self, part, number, count):
        # sudo: that a matter of this kind is open in an estate is told to helpers by purpose.
        records = self.env[part.model].sudo()
        query = records._search(part.domain)

        def column(name):
            field = records._fields.get(name)
            if not field or not field.store:
                return SQL("NULL")
            return records._field_to_sql(query.table, name, query)

        hidden = records._claim_hides_household
        return SQL(
            "(%s)",
            query.select(
                SQL("%s::bigint * %s + %s AS id", SQL.identifier(query.table, "id"), count, number),
                SQL("%s AS kind", part.kind),
                SQL("%s AS res_model", part.model),
                SQL("%s AS res_id", SQL.identifier(query.table, "id")),
                SQL("%s::date AS date_due", column(part.date)),
                SQL("%s::int AS grid_id", SQL("NULL") if hidden else column("grid_id")),
                SQL(
                    """(SELECT e.id FROM community_area a
                          JOIN community_area e ON e.kind = 'estate'
                           AND a.parent_path LIKE e.parent_path || '%%'
                         WHERE a.id = COALESCE(%s::int, (
                               SELECT h.area_id FROM community_household h WHERE h.id = %s::int))
                       ) AS area_id""",
                    column("area_id"),
                    column("household_id"),
                ),
                SQL("%s AS company_id", column("company_id")),
            ),
        )

    def _offer_parts(self):
        """Return the list of :class:`OfferPart` of what may be taken on; an addon adds its own.

        It is the same for every reader.
        """
        return [
            # What a need has become is offered in its place.
            OfferPart(
                "need",
                "community.visit.need",
                Domain("state", "=", "open") & Domain("follow_up_id", "in", (False, 0)),
                "date_due",
            ),
            OfferPart(
                "request",
                "community.request",
                Domain("state", "in", OPEN) & Domain("merged_into_id", "=", False),
                "date_due",
            ),
            OfferPart("aid", "community.aid.case", Domain("state", "not in", ENDED)),
            OfferPart(
                "life_event", "community.life.event", Domain("state", "=", "planned"), "date_due"
            ),
            OfferPart(
                "life_task",
                "community.life.event.task",
                Domain("is_claimable", "=", True)
                & Domain("is_done", "=", False)
                & Domain("event_id.state", "=", "planned"),
                "date_due",
            ),
        ]

    def _matter(self):
        """Return the record behind one line, for the user, who may not be allowed to read it.

        :raises UserError: if it is not open to claims any more
        """
        self.ensure_one()
        if not self.exists():
            raise UserError(self.env._("This is taken on no more: load the list again."))
        self.check_access("read")
        # sudo: what stands behind a line is closed to everybody; see above.
        line = self.sudo()
        return self.env[line.res_model].browse(line.res_id)

    def action_claim(self):
        """Open the dialog in which somebody takes the matter on; for those who may see it.

        :raises AccessError: to whoever may not read the record behind the line
        """
        return self._matter().action_claim()

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.ending import ARCHIVED, DIED, NO_LONGER_THERE, Ending


class CommunityPersonMixin(models.AbstractModel):
    """Somebody who takes part by choice, and whom the register may know: when that ends.

    A model that inherits it has ``partner_id`` (the contact), ``resident_id`` (the register's file,
    where there is one) and ``active``. Who moves away may still take part; who is dead or in the
    archive is not entered any more.
    """

    _name = "community.person.mixin"
    _description = "Person who Takes Part"
    _inherit = ["community.record.mixin"]

    _person_ends = NO_LONGER_THERE

    end_kind = fields.Selection(
        [(DIED, "Died"), (ARCHIVED, "Archived")],
        "No longer there",
        compute="_compute_end_kind",
        search="_search_end_kind",
        compute_sudo=True,
    )

    @api.depends("active", "partner_id", "resident_id.date_death")
    def _compute_end_kind(self):
        ended = self._origin._ended_people()
        for person in self:
            ending = ended.get(person._origin)
            person.end_kind = ending.kind if ending else False

    @api.model
    def _search_end_kind(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Whoever may choose a person may know that the person is dead.
        dead = (
            self.env["community.resident"]
            .sudo()
            .with_context(active_test=False)
            ._search([("date_death", "!=", False)])
        )
        mine = self.sudo().with_context(active_test=False)
        contacts = dead.subselect("partner_id")
        died = Domain(
            "id",
            "in",
            mine._search(
                Domain("resident_id", "in", dead)
                | Domain("resident_id", "=", False) & Domain("partner_id", "in", contacts)
            ),
        )
        there = Domain("active", "=", True)
        domains = {DIED: died, ARCHIVED: ~there & ~died, False: there & ~died}
        return Domain.OR(domains[kind] for kind in value if kind in domains)

    def _ended_people(self):
        """Return ``{person: Ending}`` of those who have died or stand in the archive."""
        # The register answers for whoever may choose these people.
        mine = self.sudo().with_context(active_test=False)
        alone = mine.filtered(lambda person: not person.resident_id)
        dead = {
            resident: ending
            for resident, ending in mine.resident_id._ended_people().items()
            if ending.kind == DIED
        }
        contacts = alone.partner_id._ended_people() if alone else {}
        ended = {}
        for person, own in zip(self, mine, strict=True):
            ending = dead.get(own.resident_id) or (
                not own.resident_id and contacts.get(own.partner_id)
            )
            if ending:
                ended[person] = ending
            elif not own.active:
                day = fields.Datetime.context_timestamp(self, own.write_date).date()
                ended[person] = Ending(ARCHIVED, day)
        return ended

    def _propose_ends(self):
        mine = self.sudo().with_context(active_test=False)
        (mine.resident_id | mine.partner_id._residents())._person_ended()

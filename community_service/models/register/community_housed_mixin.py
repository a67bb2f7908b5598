from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityHousedMixin(models.AbstractModel):
    """A record of a household that follows from what the record belongs to: a person, a case.

    A model that inherits it names these links in ``_household_links``, nearest first. A model on
    which the household can be entered says so with ``_household_entered``: what was entered stays.
    """

    _name = "community.housed.mixin"
    _description = "Record that Finds its Household"
    _inherit = ["community.scoped.mixin"]

    _household_links = ()
    _household_entered = False

    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.depends(lambda self: self._household_links)
    def _compute_household_id(self):
        for record in self:
            household = record.household_id
            if not (household and self._household_entered):
                linked = (record[name].household_id for name in self._household_links)
                household = next(filter(None, linked), household)
            record.household_id = household

    def _check_resident_of_household(self):
        """Refuse a person (``resident_id``) who never belonged to the record's household."""
        for record in self:
            resident, household = record.resident_id, record.household_id
            if not (resident and household):
                continue
            # Whoever opens the record need not see all homes that the person has had.
            person = resident.sudo()
            if household in person.residency_ids.household_id:
                continue
            if household not in person._all_lives().household_id:
                raise ValidationError(
                    self.env._(
                        "%(resident)s has never belonged to %(household)s: choose a person of "
                        "this household, or leave the person empty.",
                        resident=resident.display_name,
                        household=household.display_name,
                    )
                )

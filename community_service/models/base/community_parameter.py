from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import ormcache


class CommunityParameter(models.Model):
    """A number of a rule, with the text it comes from, the day it was checked and who changed it.

    Rules change by law and by place: a community edits the number, the program never holds it as a
    constant. Other addons ship theirs under an owner of their own, whose managers edit them.
    """

    _name = "community.parameter"
    _description = "Number of a Rule"
    _inherit = ["community.confirmed.mixin", "mail.thread"]
    _order = "owner, sequence, id"
    _local_fields = ("value", "is_local")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    owner = fields.Selection([("service", "Community service")], required=True, readonly=True)
    value = fields.Float(digits=(16, 4), required=True, tracking=True)
    unit = fields.Char(translate=True)
    lowest = fields.Float(digits=(16, 4), readonly=True)
    highest = fields.Float(digits=(16, 4), readonly=True, default=1_000_000)
    legal_basis = fields.Char(translate=True, tracking=True, help="Law or document, and article.")
    is_local = fields.Boolean(
        "No national source", readonly=True, help="The place sets this number; no text does."
    )
    date_as_of = fields.Date("Checked on", tracking=True, help="The day the text was last read.")

    _code_uniq = models.UniqueIndex("(code)", "This code is used by another number.")

    @api.constrains("value", "lowest", "highest")
    def _check_value(self):
        for parameter in self:
            if not parameter.lowest <= parameter.value <= parameter.highest:
                raise ValidationError(
                    self.env._(
                        "%(parameter)s: %(value)g is not between %(lowest)g and %(highest)g. Enter "
                        "a number within these bounds.",
                        parameter=parameter.name,
                        value=parameter.value,
                        lowest=parameter.lowest,
                        highest=parameter.highest,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        parameters = super().create(vals_list)
        self.env.registry.clear_cache()
        return parameters

    def write(self, vals):
        self._check_owner()
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _rests_on_local(self):
        return self.is_local

    def action_confirm(self):
        """Note that the number is the one of the place; those confirm who may edit it."""
        self._check_owner()
        return super().action_confirm()

    @api.model
    def _owner_groups(self):
        """Return owner -> the group whose members edit its numbers; addons add theirs."""
        return {"service": "community_service.group_community_manager"}

    def _check_owner(self):
        groups = self._owner_groups()
        for parameter in self:
            if not self.env.su and not self.env.user.has_group(groups[parameter.owner]):
                raise AccessError(
                    self.env._(
                        "“%(parameter)s” is edited by the managers of its own addon: ask one of "
                        "them.",
                        parameter=parameter.name,
                    )
                )

    @api.model
    def _value(self, code):
        """Return the number of a rule.

        :param str code: its code, such as ``party_probation_months``
        :return: float
        :raises KeyError: when no rule has this code
        """
        return self._values()[code]

    @api.model
    def _whole(self, code):
        """Return the number of a rule as an int: months, days, people."""
        return int(self._value(code))

    @api.model
    @ormcache()
    def _values(self):
        # Rules are the same for everybody who works by them, whatever they may read.
        return {parameter.code: parameter.value for parameter in self.sudo().search([])}

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, ormcache


class CommunityParameter(models.Model):
    """A number of a rule, with the text it comes from, the day it was checked and who changed it.

    Rules change by law and by place: the number is edited, the program never holds it as a
    constant. What is shared holds for every community that has no number of its own, and its own
    one is edited by the managers of the addon that owns the rule.
    """

    _name = "community.parameter"
    _description = "Number of a Rule"
    _inherit = ["community.shared.mixin", "community.confirmed.mixin", "mail.thread"]
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

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "This code is used by another number."
    )

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
        # Shared numbers have another keeper, whom the rules know.
        for parameter in self.filtered("company_id"):
            if not self.env.su and not self.env.user.has_group(groups[parameter.owner]):
                raise AccessError(
                    self.env._(
                        "“%(parameter)s” is edited by the managers of its own addon: ask one of "
                        "them.",
                        parameter=parameter.name,
                    )
                )

    @api.model
    def _own_copy_groups(self):
        return ",".join(sorted(set(self._owner_groups().values())))

    def _check_may_make_own(self):
        """Let those give their community a number of its own who edit it afterwards."""
        if not self.env.su and not self.env.user.has_group(self._owner_groups()[self.owner]):
            raise AccessError(
                self.env._(
                    "“%(parameter)s” is edited by the managers of its own addon: ask one of them.",
                    parameter=self.name,
                )
            )

    def _copy_for(self, company):
        """Return the number of a company in place of this shared one, still to be confirmed."""
        stays = ("code", "owner", "lowest", "highest", "is_local")
        # sudo: nobody makes rules on a screen, and what belongs to the rule is closed. Who may have
        # this one was asked.
        shared = self.sudo()
        values = shared.copy_data({"company_id": company.id})[0]
        own = shared.create(values | {name: shared[name] for name in stays})
        shared.copy_translations(own)
        return own.sudo(False)

    @api.model
    def _value(self, code, company):
        """Return the number of a rule in a community.

        :param str code: its code, such as ``party_probation_months``
        :param company: the community whose matter it is; an empty one goes by the shared number
        :return: float
        :raises KeyError: when no rule has this code
        """
        return self._values(company)[code]

    @api.model
    def _sql_value(self, code, company_id):
        """Return the number of a rule as :meth:`_value` gives it, inside a query.

        :param SQL company_id: the column of the community
        """
        return SQL(
            """(SELECT p.value FROM community_parameter p WHERE p.code = %s
                 AND (p.company_id IS NULL OR p.company_id = %s)
               ORDER BY p.company_id NULLS LAST LIMIT 1)""",
            code,
            company_id,
        )

    @api.model
    def _whole(self, code, company):
        """Return the number of a rule in a community as an int: months, days, people."""
        return int(self._value(code, company))

    @api.model
    @ormcache("company.id")
    def _values(self, company):
        # Rules are the same for everybody who works by them, whatever they may read.
        rows = self.sudo().search_fetch(
            [("company_id", "in", [False, company.id])], ["code", "value", "company_id"]
        )
        # Own numbers come last and go before the shared ones.
        return {row.code: row.value for row in rows.sorted(lambda row: bool(row.company_id))}

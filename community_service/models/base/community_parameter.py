from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL, ormcache


class CommunityParameter(models.Model):
    """A number of a rule, with the text it comes from, the day it was checked and who changed it.

    Rules change by law and by place: the number is edited, the program never holds it as a
    constant. What is shared holds for every community that has no number of its own, and its own
    one is edited by the managers of the addon that owns the rule.

    A rule has a history: what happened before the day of another number goes by the earlier one,
    whenever it is entered.
    """

    _name = "community.parameter"
    _description = "Number of a Rule"
    _inherit = ["community.dated.mixin", "community.confirmed.mixin", "mail.thread"]
    _order = "owner, sequence, code, valid_from, id"
    _local_fields = ("value", "is_local")

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    owner = fields.Selection(
        [("service", "Community service")], "Addon", required=True, readonly=True
    )
    value = fields.Float(digits=(16, 4), required=True, tracking=True)
    unit = fields.Char(translate=True)
    lowest = fields.Float(digits=(16, 4), readonly=True)
    highest = fields.Float(digits=(16, 4), readonly=True, default=1_000_000)
    legal_basis = fields.Char(translate=True, tracking=True, help="Law or document, and article.")
    is_local = fields.Boolean(
        "No national source", readonly=True, help="The place sets this number; no text does."
    )
    date_as_of = fields.Date(tracking=True)
    source = fields.Char(tracking=True)
    valid_from = fields.Date(tracking=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(valid_from, '-infinity'::date))",
        "This rule has a number from this day already: edit that one.",
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
        stays = ("code", "owner", "lowest", "highest", "is_local", "valid_from")
        # sudo: nobody makes rules on a screen, and what belongs to the rule is closed. Who may have
        # this one was asked.
        shared = self.sudo()
        values = shared.copy_data({"company_id": company.id})[0]
        own = shared.create(values | {name: shared[name] for name in stays})
        shared.copy_translations(own)
        return own.sudo(False)

    def action_new_number(self):
        """Make the number of this rule that holds from today, with the day to be corrected.

        Where there is one from today, it is opened. What happened before keeps the earlier number.

        :raises AccessError: to whoever may not edit the number
        """
        self.ensure_one()
        self.check_access("write")
        self._check_owner()
        stays = ("owner", "lowest", "highest", "is_local")
        number = self._new_edition({name: self[name] for name in stays})
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": number.id,
            "views": [(False, "form")],
        }

    @api.model
    def _value(self, code, company, day=None, default=None):
        """Return the number of a rule in a community on a day.

        A matter keeps the rule of its day: pass the day on which its clock started, or on which it
        happened, so that it counts alike whenever it is entered.

        :param str code: its code, such as ``party_probation_months``
        :param company: the community whose matter it is; an empty one goes by the shared number
        :param date day: the day of the matter; without one, today
        :param float default: what is returned where no rule has this code: while an older database
            is updated, columns may be filled before the rules are loaded
        :return: float; before the first day from which a number is known, that first number
        :raises KeyError: when no rule has this code and no default is given
        """
        numbers = self._values(company).get(code)
        if numbers is None:
            if default is None:
                raise KeyError(code)
            return default
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        return next((value for since, value in reversed(numbers) if since <= day), numbers[0][1])

    @api.model
    def _sql_value(self, code, company_id, day):
        """Return the number of a rule as :meth:`_value` gives it, inside a query.

        :param SQL company_id: the column of the community
        :param SQL day: the day of the matter
        """
        return SQL(
            """(SELECT p.value FROM community_parameter p WHERE p.code = %(code)s
                 AND (p.company_id IS NULL OR p.company_id = %(company_id)s)
               ORDER BY COALESCE(p.valid_from, '-infinity') > %(day)s,
                 CASE WHEN COALESCE(p.valid_from, '-infinity') > %(day)s
                   THEN p.valid_from END,
                 p.valid_from DESC NULLS LAST, p.company_id NULLS LAST LIMIT 1)""",
            code=code,
            company_id=company_id,
            day=day,
        )

    @api.model
    def _whole(self, code, company, day=None, default=None):
        """Return the number of a rule in a community as an int: months, days, people."""
        return int(self._value(code, company, day, default))

    @api.model
    @ormcache("company.id")
    def _values(self, company):
        """Return code -> the numbers of the rule as pairs (first day, number), the last last."""
        # Rules are the same for everybody who works by them, whatever they may read.
        rows = self.sudo().search_fetch(
            [("company_id", "in", [False, company.id])],
            ["code", "value", "company_id", "valid_from"],
        )
        numbers = {}
        # Of two numbers from one day the own one comes last, and the last one counts.
        for row in rows.sorted(lambda row: (row._since(), bool(row.company_id))):
            numbers.setdefault(row.code, []).append((row._since(), row.value))
        return {code: tuple(pairs) for code, pairs in numbers.items()}

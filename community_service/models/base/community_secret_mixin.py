from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount

from ...tools.said_day import local_day

HIDDEN = "****"


class CommunitySecretMixin(models.AbstractModel):
    """Values that leave the database only through a logged question with a reason.

    A model lists them in ``_secret_fields`` and declares each with ``groups=fields.NO_ACCESS``, so
    that read, search, grouping, order, export and name search refuse them to everybody. What a
    screen shows and takes are companions: a mask, and an entry field that ignores its own mask.
    """

    _name = "community.secret.mixin"
    _description = "Record with secrets"

    _secret_fields = ()
    _reveal_group = "community_service.group_community_grid_worker"

    @api.model
    def _released_fields(self):
        """Return the names of the secrets that a demanded form may ask for.

        They stand in it as stars, and whole by a release for that form alone; other secrets never
        leave in a form.
        """
        return set()

    def action_reveal(self, reason, field_names=None):
        """Return secrets of one record and log who asked, for what and why.

        :param str reason: why, at least 4 characters; it is stored in the access log
        :param list field_names: some of the record's secret fields; all of them when left out
        :return: ``{field: {"label": str, "value": raw value, "display": text for a person}}``
        :raises AccessError: to whoever may not read the record or may not reveal
        :raises UserError: without a reason, or for a field that is no secret of the record
        """
        self.ensure_one()
        self.check_access("read")
        if not self._can_reveal():
            raise AccessError(
                self.env._(
                    "Your role reads files without their secrets: ask a worker of the community."
                )
            )
        reason = self.env["community.access.log"]._stated_reason(reason)
        field_names = list(field_names or self._secret_fields)
        if unknown := set(field_names) - set(self._secret_fields):
            raise UserError(
                self.env._(
                    "%(fields)s: not a hidden field of this record. Read it in the usual way.",
                    fields=", ".join(sorted(map(str, unknown))),
                )
            )
        # The one place where a closed field is opened; right and reason were checked above.
        record = self.sudo()
        self.env["community.access.log"]._log(
            "reveal", self, reason=reason, field_names=field_names
        )
        return {
            name: {
                "label": self._fields[name]._description_string(self.env),
                "value": record._secret_value(name),
                "display": record._secret_display(name),
            }
            for name in field_names
        }

    def _can_reveal(self):
        """Tell whether the current user's role may ever reveal; rules on the record come first."""
        return self.env.user.has_group(self._reveal_group)

    def _secret_value(self, name):
        return self._fields[name].convert_to_read(self[name], self)

    def _secret_display(self, name):
        """Return a secret as a person reads it; an empty text when nothing is known."""
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "monetary":
            currency = self[field.get_currency_field(self)] or self.env.company.currency_id
            return format_amount(self.env, value, currency) if value else ""
        if field.type == "date":
            return local_day(self.env, value) if value else ""
        if field.type == "json":
            return "\n".join(f"{key}: {text}" for key, text in (value or {}).items())
        return str(value or "")

    # entry companions

    def _secret_hint(self, name):
        """Return what stands for a secret on a screen: stars when there is one."""
        return HIDDEN if self[name] else False

    def _set_secret(self, name, text):
        """Store ``text`` in a closed field unless it is the field's own mask; ``""`` empties it.

        A note is free text and may hold asterisks: only the whole mask leaves it as it is. Numbers
        and phones never do, and their masks show some digits.

        :raises UserError: when an amount is not a number from 0 on
        """
        self.ensure_one()
        text = (text or "").strip()
        is_note = self._fields[name].type == "text"
        if text == HIDDEN or ("*" in text and not is_note):
            return
        value = text or False
        if text and self._fields[name].type == "monetary":
            try:
                value = float(text.replace(",", "").replace("，", "").rstrip("元 "))
            except ValueError:
                value = -1
            if value < 0:
                raise UserError(
                    self.env._(
                        "%(field)s: “%(value)s” is not an amount. Use digits, like 1850.50.",
                        field=self._fields[name]._description_string(self.env),
                        value=text,
                    )
                )
        # Writing is allowed to whoever may write the record; reading back is not.
        self.sudo()[name] = value

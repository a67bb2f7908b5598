from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, ormcache

from ...tools.burden import LEAST_ENTRIES, share

MANAGER = "community_service.group_community_manager"
ADDON = "community_service"
# Below this share of the records (in per cent) a field is proposed for dropping.
SELDOM = 5
# Of fewer records a share says nothing.
LEAST_RECORDS = 20
# Neither entered by anybody nor ever empty, or of many rows.
NOT_TOLD = ("boolean", "one2many", "many2many", "binary", "reference", "properties")
NUMBERS = ("integer", "float", "monetary")
TEXTS = ("char", "text", "html")
# The faces of a closed field: how it is entered and how it is shown.
FACES = ("_input", "_display", "_masked")


class CommunityBurdenField(models.Model):
    """A field that hardly any record of a community has filled in: kept with a reason, or hidden.

    A hidden field is taken out of the form of its records, in this community alone, until the
    decision is taken back; what was entered stays, and lists, ledgers and papers still show it. The
    views themselves are not touched, so that an update of the program changes nothing about it.
    """

    _name = "community.burden.field"
    _description = "Field Hardly Filled In"
    _inherit = ["community.closed.mixin", "community.record.mixin"]
    _log_access = False
    _rec_name = "field_name"
    _order = "share, entry_model, field_name"

    company_id = fields.Many2one(
        "res.company", "Community", required=True, readonly=True, index=True, ondelete="cascade"
    )
    entry_model = fields.Char(
        "Model", required=True, readonly=True, export_string_translation=False
    )
    field_name = fields.Char(required=True, readonly=True, export_string_translation=False)
    what = fields.Char("Which form", compute="_compute_what")
    label = fields.Char("Field", compute="_compute_what")
    place = fields.Char("Where it stands", compute="_compute_what")
    used_in = fields.Char(
        "Where it is needed",
        compute="_compute_used_in",
        help="Ledgers, indicators, demanded forms and papers that show it, and whether other facts "
        "are worked out from it.",
    )
    record_count = fields.Integer("Records in use", readonly=True)
    filled_count = fields.Integer(
        "Records that have it (whole)", readonly=True, groups=fields.NO_ACCESS
    )
    is_few = fields.Boolean(readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)
    filled = fields.Char("Records that have it", compute="_compute_filled", compute_sudo=True)
    share = fields.Float(
        "Share (%)",
        readonly=True,
        digits=(5, 1),
        aggregator=None,
        help="Of the records in use. A closed field shows no number below five.",
    )
    date_counted = fields.Date("Counted on", readonly=True)
    decision = fields.Selection(
        [("open", "Proposed for dropping"), ("keep", "Kept in the form"), ("hide", "Hidden")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    reason = fields.Char("Why", help="Why it is kept, or hidden although something needs it.")

    _field_uniq = models.UniqueIndex(
        "(company_id, entry_model, field_name)", "This field has its line already."
    )

    @api.depends("entry_model", "field_name", "decision")
    @api.depends_context("lang")
    def _compute_what(self):
        places = {name: self._places(name) for name in set(self.mapped("entry_model"))}
        for row in self:
            # A closed field is known by the name under which it is entered.
            field = self._field_of(row.entry_model, f"{row.field_name}_input")
            field = field or self._field_of(row.entry_model, row.field_name)
            row.what = self.env["ir.model"]._get(row.entry_model).name or row.entry_model
            row.label = field._description_string(self.env) if field else row.field_name
            row.place = places[row.entry_model].get(row.field_name, "")

    @api.depends("label")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.label

    @api.depends("filled_count", "is_few")
    def _compute_filled(self):
        for row in self:
            row.filled = (
                self.env._("fewer than %(count)s", count=row._least())
                if row.is_few
                else str(row.filled_count)
            )

    @api.depends("entry_model", "field_name")
    @api.depends_context("lang", "uid")
    def _compute_used_in(self):
        uses = self._uses(set(self.mapped("entry_model")))
        for row in self:
            row.used_in = ", ".join(uses.get((row.entry_model, row.field_name), []))

    @api.model
    def _field_of(self, model, name):
        return self.env[model]._fields.get(name) if model in self.env else None

    def _least(self):
        """Return below which number of a closed field nothing is told."""
        return max(LEAST_ENTRIES, self.env.company.sudo().community_suppress_below)

    # counting

    @api.model
    def _counted_models(self):
        """Return the names of the models whose forms are looked at.

        They are those of this addon with records of a community; confidential files of other addons
        are not counted for its managers.
        """
        record = self.env.registry["community.record.mixin"]
        return sorted(
            name
            for name, model in self.env.registry.items()
            if name.startswith("community.")
            and not name.startswith("community.burden.")
            and model._original_module == ADDON
            and model._auto
            and not model._transient
            and not model._abstract
            and issubclass(model, record)
            and "company_id" in model._fields
            and model._fields["company_id"].store
        )

    @api.model
    def _arch(self, model):
        """Return the form of a model as it stands, or None; hidden fields are in it."""
        View = self.env["ir.ui.view"].sudo()
        if not View.default_view(model, "form"):
            return None
        # sudo: the form as the program brings it, whoever may see which part of it.
        bare = self.env[model].sudo().with_context(community_burden_all=True)
        return bare._get_view(view_type="form")[0]

    @api.model
    def _entered(self, model, arch):
        """Return ``{field: node}`` of the fields that people enter on a form, once each."""
        fields_of, found = self.env[model]._fields, {}
        for node in arch.iterfind(".//field"):
            name = node.get("name")
            if next(node.iterancestors("field"), None) is not None or name in found:
                continue
            shut = (node.get("invisible"), node.get("readonly"))
            if any(value in ("1", "True", "true") for value in shut):
                continue
            closed = name.removesuffix("_input")
            field = fields_of.get(closed if closed in fields_of else name)
            if (
                field is not None
                and field.store
                and field.column_type
                and not field.compute
                and not field.related
                and not field.readonly
                and not field.required
                and not field.company_dependent
                and field.type not in NOT_TOLD
                and field.name not in ("company_id", "active", "sequence", "state")
                and not node.get("required")
            ):
                found.setdefault(field.name, node)
        return found

    @api.model
    def _filled(self, model, names):
        """Return how many records of the community a model has, and how many have each field.

        One query, whatever the number of records and fields.
        """
        records = self.env[model]
        columns = [*names, "company_id", *(["active"] if "active" in records._fields else [])]
        records.flush_model(columns)
        wanted = SQL("company_id = %s", self.env.company.id)
        if "active" in columns:
            wanted = SQL("%s AND active", wanted)
        conditions = []
        for name in names:
            column, kind = SQL.identifier(name), records._fields[name].type
            if kind in NUMBERS:
                filled = SQL("COALESCE(%s, 0) <> 0", column)
            elif kind in TEXTS and not records._fields[name].translate:
                filled = SQL("COALESCE(%s, '') <> ''", column)
            else:
                filled = SQL("%s IS NOT NULL", column)
            conditions.append(SQL("COUNT(*) FILTER (WHERE %s)", filled))
        # Raw SQL: all fields of a table are counted in one look at it. That so many records have a
        # field tells of none of them; see below for those that are closed.
        query = SQL(
            "SELECT COUNT(*), %s FROM %s WHERE %s",
            SQL(", ").join(conditions),
            SQL.identifier(records._table),
            wanted,
        )
        (row,) = self.env.execute_query(query)
        return row[0], dict(zip(names, row[1:], strict=True))

    @api.model
    def action_count(self):
        """Count anew which fields hardly any record of the community has filled in.

        :return: action: the list
        :raises AccessError: to whoever does not manage the community
        """
        self._check_decider()
        company, today = self.env.company, fields.Date.context_today(self)
        # sudo: numbers alone are written, and by the program alone.
        known = self.sudo().search([("company_id", "=", company.id)])
        rows = {(row.entry_model, row.field_name): row for row in known}
        new, kept, least = [], self.browse(), self._least()
        for model in self._counted_models():
            arch = self._arch(model)
            names = list(self._entered(model, arch)) if arch is not None else []
            if not names:
                continue
            count, filled = self._filled(model, names)
            for name, number in filled.items():
                row = rows.get((model, name), self.browse())
                # Of a closed field no small number is told, and neither that there is none.
                is_few = self._is_closed(model, name) and number < least
                part = share(least - 1 if is_few else number, count)
                if count < LEAST_RECORDS or part >= SELDOM:
                    part = share(number, count)
                    if row.decision not in ("keep", "hide"):
                        continue
                values = {
                    "record_count": count,
                    "filled_count": 0 if is_few else number,
                    "is_few": is_few,
                    "share": part,
                    "date_counted": today,
                }
                if row:
                    row.write(values)
                    kept |= row
                else:
                    own = {"company_id": company.id, "entry_model": model, "field_name": name}
                    new.append({**own, **values})
        (known.filtered(lambda row: row.decision == "open") - kept).unlink()
        self.sudo().create(new)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_burden_field_action"
        )

    @api.model
    def _is_closed(self, model, name):
        return self.env[model]._fields[name].groups == fields.NO_ACCESS

    # where it stands

    @api.model
    @ormcache("model", "self.env.lang", cache="templates")
    def _places(self, model):
        """Return ``{field: headings}``: the page and the group in which it stands on the form."""
        arch = self._arch(model) if model in self.env else None
        if arch is None:
            return {}
        found = {}
        for name, node in self._entered(model, arch).items():
            titles = [one.get("string") for one in node.iterancestors("page", "group", "setting")]
            found[name] = " / ".join(title for title in reversed(titles) if title)
        return found

    # deciding

    def action_keep(self):
        """Keep the field, for the reason that stands on the line.

        :raises AccessError: to whoever does not manage the community
        :raises UserError: without a reason
        """
        self._check_decider()
        for row in self:
            row._check_filled("reason")
        self._decide("keep")

    def action_hide(self):
        """Take the field out of the form of its records in this community; nothing is deleted.

        :return: action: the page is loaded anew, with the form as it is now
        :raises AccessError: to whoever does not manage the community
        :raises UserError: where something needs the field and no reason is given
        """
        self._check_decider()
        for row in self:
            if row.used_in and not (row.reason or "").strip():
                raise UserError(
                    self.env._(
                        "“%(field)s” of %(form)s is needed by: %(uses)s. Say why nobody enters it "
                        "here any more, or keep it.",
                        field=row.label,
                        form=row.what,
                        uses=row.used_in,
                    )
                )
        self._decide("hide")
        return {"type": "ir.actions.client", "tag": "reload"}

    def action_reopen(self):
        """Take the decision back: a hidden field is on its form again, with what was entered.

        :return: action: the page is loaded anew, with the form as it is now
        :raises AccessError: to whoever does not manage the community
        """
        self._check_decider()
        self._decide("open")
        return {"type": "ir.actions.client", "tag": "reload"}

    def _decide(self, decision):
        self.check_access("write")
        for row in self:
            if row.decision != decision:
                # Who decided, and why, is told by the access log as of every rule.
                self.env["community.access.log"].with_company(row.company_id)._log(
                    "setting",
                    row.company_id,
                    reason=row.reason or "",
                    description=f"{row.entry_model}.{row.field_name}: {row.decision} → {decision}",
                )
        self._set_closed(decision=decision)

    @api.model
    def _check_decider(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "Which fields a form has is decided by a community manager: ask one of them."
                )
            )

    # hiding

    @api.model
    @ormcache()
    def _hidden(self):
        """Return ``{company id: {model: names}}`` of the fields that are hidden; names sorted."""
        found = {}
        # sudo: whoever opens a form sees it as the community's manager has decided.
        hidden = self.sudo().search([("decision", "=", "hide")], order="entry_model, field_name")
        for row in hidden:
            of_community = found.setdefault(row.company_id.id, {})
            of_community.setdefault(row.entry_model, []).append(row.field_name)
        return {
            company: {model: tuple(names) for model, names in of_community.items()}
            for company, of_community in found.items()
        }

    @api.model
    def _hidden_of(self, model):
        """Return the names of the fields of a model hidden in the community worked in."""
        if self.env.context.get("community_burden_all"):
            return ()
        return self._hidden().get(self.env.company.id, {}).get(model, ())

    @api.model
    def _take_away(self, arch, names):
        """Take fields out of a form, in whatever face they stand there, and their labels."""
        faces = {f"{name}{face}" for name in names for face in ("", *FACES)}
        for tag, attribute in (("field", "name"), ("label", "for")) if faces else ():
            for node in arch.findall(f".//{tag}"):
                # A form may hold lines of another model: those are its own.
                is_own = next(node.iterancestors("field"), None) is None
                if is_own and node.get(attribute) in faces:
                    node.getparent().remove(node)

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("decision") for vals in vals_list):
            self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "decision" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        if any(row.decision == "hide" for row in self):
            self.env.registry.clear_cache()
        return super().unlink()

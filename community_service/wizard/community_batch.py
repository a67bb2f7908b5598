import datetime
import re
import uuid

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..models.base.community_dialog_mixin import ends_dialog
from ..models.visits.community_visit import HAPPENED
from ..tools.identity import mask_id_number
from ..tools.register_values import clean_name

# One page of answers that somebody still reads; more is several batches.
MOST = 500

# A number beside a name: a whole one, or its last four.
NUMBER = re.compile(r"[0-9][0-9Xx-]{2,}")


class CommunityBatch(models.TransientModel):
    """One and the same thing for many: doors, gifts, people who came, categories.

    Each row is done whole or not at all, with the rights of the user, and says what came of it. For
    the minutes that the community grants one button takes all of it back, row by row, but where
    something depends on it by now.
    """

    _name = "community.batch"
    _description = "Batch"
    _inherit = ["community.dialog.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("door", "Many doors"),
            ("gift", "Many gifts"),
            ("sign_in", "Many sign-ins"),
            ("category", "Many categories"),
        ],
        required=True,
        default="door",
    )
    state = fields.Selection(
        [("draft", "To be recorded"), ("done", "Recorded"), ("undone", "Taken back")],
        default="draft",
        required=True,
        readonly=True,
    )
    # whom it is about
    area_id = fields.Many2one("community.area", "Building or entrance")
    of_category_id = fields.Many2one("community.category", "Homes with the category")
    household_ids = fields.Many2many(
        "community.household",
        string="Households",
        compute="_compute_household_ids",
        store=True,
        readonly=False,
        compute_sudo=False,  # those that the user finds
    )
    household_count = fields.Integer("Homes chosen", compute="_compute_household_count")
    # doors
    outcome = fields.Selection(
        selection=lambda self: [
            choice for choice in self._lent("community.visit", "state") if choice[0] in HAPPENED
        ],
        string="Outcome at the doors",
        default="absent",
    )
    mode = fields.Selection(
        selection=lambda self: self._lent("community.visit", "mode"), default="home"
    )
    situation = fields.Text("How it went")
    # gifts
    item_id = fields.Many2one("community.caring.item", "What is handed out")
    quantity = fields.Float("For each home", digits=(12, 2), default=1.0)
    occasion = fields.Selection(
        selection=lambda self: self._lent("community.life.event", "reason"), default="other"
    )
    on_hand = fields.Float(related="item_id.on_hand", related_sudo=False)
    # sign-ins
    activity_id = fields.Many2one("community.activity")
    names = fields.Text(
        "List of names",
        help="One person a line: the name, and where names are alike a number or its last four.",
    )
    # categories
    category_id = fields.Many2one("community.category", "Category that begins")
    ended_category_id = fields.Many2one("community.category", "Category that ends")
    date = fields.Date("On", default=fields.Date.context_today, required=True)
    reason = fields.Char("Reason for all of them")
    # what came of it
    row_ids = fields.One2many("community.batch.row", "batch_id", "Results", readonly=True)
    done_count = fields.Integer("Rows recorded", readonly=True)
    refused_count = fields.Integer("Rows not recorded", readonly=True)
    undo_until = fields.Datetime("Can be taken back until", compute="_compute_can_undo")
    can_undo = fields.Boolean("Can be taken back", compute="_compute_can_undo")

    @api.model
    def _lent(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.model
    def default_get(self, fields):
        """Begin with the homes that are ticked in a list."""
        self.browse().check_access("create")
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "community.household":
            ids = self.env.context.get("active_ids") or []
            # Under the reader's rules, whatever the client names.
            found = self.env["community.household"].search([("id", "in", ids)])
            values["household_ids"] = [Command.set(found.ids)]
        return values

    @api.depends("area_id", "of_category_id")
    def _compute_household_ids(self):
        for batch in self:
            inside = Domain("member_count", ">", 0)
            if batch.area_id:
                inside &= Domain("area_id", "child_of", batch.area_id.id)
            if batch.of_category_id:
                inside &= Domain("category_ids", "in", batch.of_category_id.ids)
            # Without a choice of a place those stay that were ticked in a list.
            homes = batch.household_ids
            if batch.area_id or batch.of_category_id:
                homes = self.env["community.household"].search(inside, limit=MOST + 1)
            batch.household_ids = homes

    @api.depends("household_ids")
    def _compute_household_count(self):
        for batch in self:
            batch.household_count = len(batch.household_ids)

    @api.depends("state", "row_ids")
    def _compute_can_undo(self):
        now = fields.Datetime.now()
        minutes = datetime.timedelta(minutes=self.env.company.community_undo_minutes)
        for batch in self:
            # By the rows, which no client writes.
            made = min(batch.row_ids.mapped("create_date"), default=False)
            batch.undo_until = made and made + minutes
            batch.can_undo = bool(batch.state == "done" and made and made + minutes >= now)

    @ends_dialog
    def action_record(self):
        """Do it for each of them; the screen then shows what came of each.

        :return: the action that shows the rows
        :raises UserError: when something is missing that all rows need, or it was recorded already
        """
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "This batch has been recorded: its rows say what came of it. Begin a new one."
                )
            )
        rows = getattr(self, f"_record_{self.kind}")()
        done = [row for row in rows if row["state"] == "done"]
        # The rows and what undoes them are closed to the user; the records were made as the user.
        self.sudo().write(
            {
                "row_ids": [Command.clear()]
                + [Command.create({**row, "sequence": n}) for n, row in enumerate(rows)],
                "state": "done" if done else "draft",
                "done_count": len(done),
                "refused_count": len(rows) - len(done),
            }
        )
        return self._reopen()

    def action_undo(self):
        """Take all of it back, row by row; a row on which something depends stays, and says why.

        :return: the action that shows the rows
        :raises UserError: when there is nothing to take back, or the time has run out
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "done":
            raise UserError(self.env._("There is nothing to take back here."))
        if not self.can_undo:
            raise UserError(
                self.env._(
                    "A batch can be taken back for %(minutes)s minutes: correct the records "
                    "themselves.",
                    minutes=self.env.company.community_undo_minutes,
                )
            )
        undo = getattr(self, f"_undo_{self.kind}")
        # The closed values of our own rows; what they name is written with the user's rights.
        for row in self.sudo().row_ids.filtered(lambda row: row.state == "done"):
            _result, why = self._tried(lambda row=row: undo(row.undo_values))
            row.write({"state": "kept" if why else "undone", "why": why})
        self.sudo().state = "undone"
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _tried(self, call):
        """Return ``(result, "")`` of a call that is made whole, or ``(None, why not)``."""
        try:
            with self.env.cr.savepoint():
                return call(), ""
        except AccessError:
            return None, self.env._("You may not record this here: ask the office.")
        except UserError as error:
            return None, str(error)

    def _row(self, label, call):
        """Return the row of one home or person for whom something is done."""
        undo, why = self._tried(call)
        state = "refused" if why else "done"
        return {"label": label, "state": state, "why": why, "undo_values": undo}

    def _homes(self):
        """Return the households of this batch as the user finds them.

        :raises UserError: without any, or with too many
        """
        homes = self.env["community.household"].search([("id", "in", self.household_ids.ids)])
        if not homes:
            raise UserError(
                self.env._("No home is chosen: choose a building, or tick homes in their list.")
            )
        if len(homes) > MOST:
            raise UserError(
                self.env._(
                    "More than %(count)s homes are too many for one batch: choose an entrance.",
                    count=MOST,
                )
            )
        return homes

    def _check_alone(self, record, own=()):
        """Refuse to take back a record to which something was linked since.

        :param own: names of models whose links belong to the record
        """
        found, _rows = self.env["community.household.operation"]._pointing_rows(
            record, "community."
        )
        for link in found:
            if link["model"] not in own:
                raise UserError(
                    self.env._(
                        "%(kind)s was entered for it since: correct the record itself.",
                        kind=self.env["ir.model"]._get(link["model"]).name,
                    )
                )

    def _check_as_recorded(self, is_same):
        if not is_same:
            raise UserError(
                self.env._("It was changed since it was recorded: correct the record itself.")
            )

    # doors: as a phone would send them, one key for the round

    def _record_door(self):
        homes = self._homes()
        key = uuid.uuid4().hex
        values = {
            "client_key": key,
            "state": self.outcome or "absent",
            "date": fields.Date.to_string(self.date),
        }
        if self.outcome == "done":
            values |= {"mode": self.mode or "home", "situation": (self.situation or "").strip()}
        labels = {home.id: home.address for home in homes}
        return [
            {
                "label": labels[row["id"]],
                "state": "done" if row["is_done"] else "refused",
                "why": row["why"],
                "undo_values": {"key": key, "household": row["id"]},
            }
            for row in homes.save_at_their_doors(values)
        ]

    def _undo_door(self, values):
        home = self.env["community.household"].browse(values["household"])
        rows = home.undo_at_their_doors(values["key"])
        self._check_as_recorded(bool(rows))
        if not rows[0]["is_done"]:
            raise UserError(rows[0]["why"])

    # gifts: an event of the caring station for each home, and what left the stock for it

    def _record_gift(self):
        if not self.item_id:
            raise UserError(self.env._("Choose what is handed out."))
        had = self.env["community.caring.stock.move"]._read_group(
            Domain("item_id", "=", self.item_id.id)
            & Domain("date", "=", self.date)
            & Domain("kind", "in", ("out", "back")),
            ["household_id"],
            ["change:sum"],
        )
        had = {home.id for home, change in had if change < 0}
        return [
            self._row(home.address, lambda home=home: self._give(home, home.id in had))
            for home in self._homes()
        ]

    def _give(self, home, had):
        if had:
            raise UserError(
                self.env._(
                    "%(home)s had %(item)s on %(date)s already: hand out more at the event.",
                    home=home.address,
                    item=self.item_id.name,
                    date=self.date,
                )
            )
        event = self.env["community.life.event"].create(
            {
                "household_id": home.id,
                "reason": self.occasion or "other",
                "date": self.date,
                "user_id": self.env.uid,
            }
        )
        move = self.env["community.caring.stock.move"].create(
            {
                "kind": "out",
                "item_id": self.item_id.id,
                "quantity": self.quantity,
                "event_id": event.id,
                "date": self.date,
                "note": self.reason,
            }
        )
        if not event.task_ids:
            event.action_done()
        return {"event": event.id, "move": move.id, "state": event.state}

    def _undo_gift(self, values):
        event = self.env["community.life.event"].browse(values["event"]).exists()
        move = self.env["community.caring.stock.move"].browse(values["move"]).exists()
        self._check_as_recorded(
            event.state == values["state"]
            and event.gift_ids == move
            and not (move.is_signed or event.satisfaction or event.result or event.expense)
            and not any(event.task_ids.mapped("is_done"))
        )
        self._check_alone(
            event, ("community.life.event.task", "community.caring.stock.move", event._name)
        )
        move.create(
            {
                "kind": "back",
                "item_id": move.item_id.id,
                "quantity": move.quantity,
                "event_id": event.id,
                "date": fields.Date.context_today(self),
            }
        )
        if event.state == "done":
            event.action_reopen()
        event._cancel(self.env._("Taken back with its batch"))

    # sign-ins: by a pasted list

    def _record_sign_in(self):
        activity = self.activity_id
        if not activity:
            raise UserError(self.env._("Choose the activity that people came to."))
        lines = [line for line in map(str.strip, (self.names or "").splitlines()) if line]
        if not lines:
            raise UserError(self.env._("Nobody is named: paste the list, one person a line."))
        if len(lines) > MOST:
            raise UserError(
                self.env._(
                    "%(count)s lines are too many for one batch: paste 500 at most.",
                    count=len(lines),
                )
            )
        activity.check_access("read")
        if activity.state == "planned" and activity.has_access("write"):
            activity.action_open()
        Attendance = self.env["community.attendance"]
        listed = Attendance.search([("activity_id", "=", activity.id)])
        people = self._people_named(lines, listed)
        rows, new, marked, seen = [], [], [], set()
        for line, (who, why) in zip(lines, people, strict=True):
            row = {"label": self._covered(line), "state": "refused", "why": why}
            rows.append(row)
            if why:
                continue
            if who in seen:
                row["why"] = self.env._("Named twice in this list.")
            elif who._name == Attendance._name and who.state == "present":
                row["why"] = self.env._("Signed in already.")
            else:
                (marked if who._name == Attendance._name else new).append((row, who))
            seen.add(who)
        if not self._sign_in_all(new, marked):
            for row, who in new + marked:
                undo, row["why"] = self._tried(lambda who=who: self._sign_in(who))
                row |= {"undo_values": undo, "state": "refused" if row["why"] else "done"}
        return rows

    def _sign_in_all(self, new, marked):
        """Sign all of them in at once; return whether that could be."""

        def sign_in():
            before = {line: line.state for _row, line in marked}
            made = self.env["community.attendance"].create(
                [self._sign_in_values(who) for _row, who in new]
            )
            made.union(*before)._mark_present()
            for (row, _who), line in zip(new, made, strict=True):
                row["undo_values"] = {"line": line.id, "was": False}
            for row, line in marked:
                row["undo_values"] = {"line": line.id, "was": before[line]}

        _result, why = self._tried(sign_in)
        for row, _who in () if why else new + marked:
            row |= {"state": "done", "why": ""}
        return not why

    def _sign_in_values(self, who):
        return {"activity_id": self.activity_id.id, "resident_id": who.id, "state": "present"}

    def _sign_in(self, who):
        if who._name == "community.attendance":
            was = who.state
            who._mark_present()
            return {"line": who.id, "was": was}
        line = self.env["community.attendance"].create(self._sign_in_values(who))
        return {"line": line.id, "was": False}

    def _people_named(self, lines, listed):
        """Return for each line whom it names: ``(attendance or resident, why nobody)``.

        Who stands on the list of the activity comes first. Numbers are compared as wholes or by
        their last four, under the user's own rules.
        """
        Resident = self.env["community.resident"]
        read = [self._name_and_number(line) for line in lines]
        names = {clean_name(name) for name, _number in read if name}
        by_name = Resident.search([("name", "in", list(names))]).grouped("name")
        on_list, of_resident = {}, {}
        for line in listed:
            on_list.setdefault(clean_name(line.person), []).append(line)
            if line.resident_id:
                of_resident[line.resident_id] = line
        found = []
        for name, number in read:
            name = clean_name(name)
            if number:
                domain = Resident._find_domain(number)
                if name:
                    domain = Domain(domain) & Domain("name", "=", name)
                people = list(Resident.search(domain, limit=3))
            else:
                people = on_list.get(name) or list(by_name.get(name, ()))
            people = [of_resident.get(person, person) for person in people]
            why = ""
            if not people:
                why = self.env._("No such person is to be found: check name and number.")
            elif len(people) > 1:
                why = self.env._("Several people have this name: add four digits of a number.")
            found.append((people[0] if people else Resident, why))
        return found

    def _name_and_number(self, line):
        """Return name and number of a line, as it is copied from a sheet or a chat."""
        line = re.sub(r"^\s*\d{1,3}\s*[.、)）]\s*", "", line)
        numbers = NUMBER.findall(line)
        name = re.split(r"[,，;；\t]|\s{2,}", NUMBER.sub(" ", line).strip(" ,，;；\t"))[0]
        return name.strip(), max(numbers, key=len, default="").upper()

    def _covered(self, line):
        """Return a line as it is shown afterwards: no whole number stays."""
        return NUMBER.sub(lambda match: mask_id_number(match[0]) or "****", line)[:60]

    def _undo_sign_in(self, values):
        line = self.env["community.attendance"].browse(values["line"]).exists()
        self._check_as_recorded(line.state == "present" and not line.note)
        self._check_alone(line)
        line.write({"state": values["was"] or "registered"})
        if not values["was"]:
            line.unlink()

    # categories of homes: one begins, one ends, or one takes the place of the other

    def _record_category(self):
        if not (self.category_id or self.ended_category_id):
            raise UserError(self.env._("Choose the category that begins, or the one that ends."))
        if self.category_id == self.ended_category_id:
            raise UserError(self.env._("The same category cannot begin and end on one day."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say in one line why the categories change."))
        homes = self._homes()
        lines = self.env["community.category.line"].search(
            Domain("household_id", "in", homes.ids)
            & Domain("resident_id", "=", False)
            & Domain("category_id", "in", (self.category_id | self.ended_category_id).ids)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", self.date))
        )
        of_home = lines.grouped("household_id")
        return [
            self._row(
                home.address,
                lambda home=home: self._categorize(home, of_home.get(home, lines.browse())),
            )
            for home in homes
        ]

    def _categorize(self, home, lines):
        ended = lines.filtered(lambda line: line.category_id == self.ended_category_id)
        if self.category_id in lines.category_id:
            raise UserError(
                self.env._(
                    "%(home)s has “%(category)s” already.",
                    home=home.address,
                    category=self.category_id.name,
                )
            )
        if self.ended_category_id and not ended:
            raise UserError(
                self.env._(
                    "%(home)s has no “%(category)s” that could end.",
                    home=home.address,
                    category=self.ended_category_id.name,
                )
            )
        if any(line.source == "derived" for line in ended):
            raise UserError(
                self.env._(
                    "“%(category)s” of %(home)s follows from facts: correct the fact behind it.",
                    home=home.address,
                    category=self.ended_category_id.name,
                )
            )
        before = [
            [line.id, fields.Date.to_string(line.date_to) or False, line.reason or False]
            for line in ended
        ]
        last = self.date - relativedelta(days=1) if self.category_id else self.date
        if any(line.date_from > last for line in ended):
            raise UserError(
                self.env._(
                    "“%(category)s” of %(home)s began on that day or later: choose a later day.",
                    home=home.address,
                    category=self.ended_category_id.name,
                )
            )
        if ended:
            ended.write({"date_to": last, "reason": self.reason})
        made = lines.browse()
        if self.category_id:
            made = made.create(
                {
                    "category_id": self.category_id.id,
                    "household_id": home.id,
                    "date_from": self.date,
                    "reason": self.reason,
                }
            )
        return {
            "made": made.id,
            "until": fields.Date.to_string(made.date_to) or False,
            "ended": before,
            "last": fields.Date.to_string(last),
        }

    def _undo_category(self, values):
        Line = self.env["community.category.line"]
        made = Line.browse(values["made"] or []).exists()
        ended = Line.browse([number for number, _to, _reason in values["ended"]]).exists()
        self._check_as_recorded(
            bool(made) == bool(values["made"])
            and len(ended) == len(values["ended"])
            and (fields.Date.to_string(made.date_to) or False) == values["until"]
            and all(fields.Date.to_string(line.date_to) == values["last"] for line in ended)
        )
        for line in made | ended:
            line.check_access("write")
            self._check_alone(line)
        # Workers delete no line; this one is of their own batch of a few minutes ago.
        made.sudo().unlink()
        for number, date_to, reason in values["ended"]:
            Line.browse(number).write({"date_to": date_to, "reason": reason})

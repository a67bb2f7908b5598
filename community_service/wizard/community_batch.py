import datetime
import uuid

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..models.base.community_dialog_mixin import ends_dialog
from ..models.visits.community_visit import HAPPENED
from ..tools.attendance import NUMBER
from ..tools.identity import mask_id_number

# One page of answers that somebody still reads; more is several batches.
MOST = 500


class CommunityBatch(models.TransientModel):
    """One and the same thing for many: doors, gifts, people who came, categories.

    Each row is done whole or not at all, with the rights of the user, and says what came of it. For
    some minutes one button takes all of it back, but where something depends on it by now.
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

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for batch in self:
            batch.display_name = kinds.get(batch.kind, "")

    def action_open(self):
        """Open what came of this batch; as a dialog, for a page shows no button to take it back."""
        self.ensure_one()
        self.check_access("read")
        return self._reopen()

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
        # The closed values of our own rows; what they name is written with the user's rights.
        rows = self.sudo().row_ids.filtered(lambda row: row.state == "done")
        whys = getattr(self, f"_undo_{self.kind}")(rows.mapped("undo_values"))
        for row, why in zip(rows, whys, strict=True):
            row.write({"state": "kept" if why else "undone", "why": why})
        self.sudo().state = "undone"
        return self._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _each(self, items, call):
        """Return ``(result, why)`` of each."""
        return self.env["community.household"]._each_whole(items, call)

    def _rows(self, homes, whys, call):
        """Return the rows of homes for whom something is done, but for those told not to.

        :param dict whys: why nothing is done, by home
        :param call: takes the homes and returns for each what undoes it
        """
        left = [home for home in homes if home not in whys]
        found = dict(zip(left, self._each(left, call), strict=True))
        rows = []
        for home in homes:
            undo, why = found.get(home) or (None, whys[home])
            state = "refused" if why else "done"
            rows.append({"label": home.address, "state": state, "why": why, "undo_values": undo})
        return rows

    def _undone(self, values, whys, call):
        """Take back what no reason keeps; return why each stays, or an empty text.

        :param list values: what undoes each row
        :param list whys: why a row stays, an empty text where nothing stands in the way
        :param call: takes such values and returns a list as long
        """
        whys = list(whys)
        left = [n for n, why in enumerate(whys) if not why]
        results = self._each(left, lambda some: call([values[n] for n in some]))
        for n, (_result, why) in zip(left, results, strict=True):
            whys[n] = why
        return whys

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

    def _whys_not_alone(self, records, own=()):
        """Return by record why it is not taken back: something was linked to it since.

        :param own: names of models whose links belong to the records
        """
        Operation = self.env["community.household.operation"]
        whys = {}
        for number, kinds in Operation._linked_to(records, "community.").items():
            others = [model for model in kinds if model not in own]
            if others:
                whys[records.browse(number)] = self.env._(
                    "%(kind)s was entered for it since: correct the record itself.",
                    kind=self.env["ir.model"]._get(others[0]).name,
                )
        return whys

    def _why_changed(self):
        return self.env._("It was changed since it was recorded: correct the record itself.")

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
        homes = self.env["community.household"].browse([one["household"] for one in values])
        rows = {row["id"]: row for row in homes.undo_at_their_doors(values[0]["key"])}
        gone = {"why": self._why_changed()}
        return [rows.get(one["household"], gone)["why"] for one in values]

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
        homes = self._homes()
        whys = {
            home: self.env._(
                "%(home)s had %(item)s on %(date)s already: hand out more at the event.",
                home=home.address,
                item=self.item_id.name,
                date=self.date,
            )
            for home in homes
            if home.id in had
        }
        return self._rows(homes, whys, self._give)

    def _give(self, homes):
        Move = self.env["community.caring.stock.move"]
        return Move._give_to(
            homes, self.item_id, self.quantity, self.occasion or "other", self.date, self.reason
        )

    def _undo_gift(self, values):
        Event, Move = self.env["community.life.event"], self.env["community.caring.stock.move"]
        events = Event.browse([one["event"] for one in values]).exists()
        moves = Move.browse([one["move"] for one in values]).exists()
        linked = self._whys_not_alone(
            events, ("community.life.event.task", "community.caring.stock.move", Event._name)
        )

        def why_not(event, move, state):
            as_recorded = (
                event
                and move
                and event.state == state
                and event.gift_ids == move
                and not (move.is_signed or event.satisfaction or event.result or event.expense)
                and not any(event.task_ids.mapped("is_done"))
            )
            return linked.get(event, "") if as_recorded else self._why_changed()

        event_of, move_of = events.grouped("id"), moves.grouped("id")
        pairs = [
            (event_of.get(one["event"], Event), move_of.get(one["move"], Move)) for one in values
        ]
        whys = [
            why_not(event, move, one["state"])
            for (event, move), one in zip(pairs, values, strict=True)
        ]
        reason = self.env._("Taken back with its batch")
        return self._undone(pairs, whys, lambda some: Move._take_back(some, reason))

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
        people = Attendance._people_named(activity, lines)
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
        taken = new + marked
        results = self._each([who for _row, who in taken], self._sign_in)
        for (row, _who), (undo, why) in zip(taken, results, strict=True):
            row |= {"undo_values": undo, "state": "refused" if why else "done", "why": why}
        return rows

    def _sign_in(self, people):
        """Sign these people in, lines of the activity and residents; return what undoes each."""
        Attendance = self.env["community.attendance"]
        lines = Attendance.union(*(who for who in people if who._name == Attendance._name))
        before = {line: line.state for line in lines}
        new = [who for who in people if who._name != Attendance._name]
        made = Attendance.create(
            [
                {"activity_id": self.activity_id.id, "resident_id": who.id, "state": "present"}
                for who in new
            ]
        )
        (lines | made)._mark_present()
        line_of = dict(zip(new, made, strict=True))
        return [
            {"line": line_of[who].id, "was": False}
            if who in line_of
            else {"line": who.id, "was": before[who]}
            for who in people
        ]

    def _covered(self, line):
        """Return a line as it is shown afterwards: no whole number stays."""
        return NUMBER.sub(lambda match: mask_id_number(match[0]) or "****", line)[:60]

    def _undo_sign_in(self, values):
        Attendance = self.env["community.attendance"]
        lines = Attendance.browse([one["line"] for one in values]).exists()
        linked, line_of, whys = self._whys_not_alone(lines), lines.grouped("id"), []
        for one in values:
            line = line_of.get(one["line"], Attendance)
            as_recorded = line.state == "present" and not line.note
            whys.append(linked.get(line, "") if as_recorded else self._why_changed())

        def take_back(some):
            for was in {one["was"] for one in some}:
                alike = lines.browse([one["line"] for one in some if one["was"] == was])
                alike.write({"state": was or "registered"})
                if not was:
                    alike.unlink()
            return some

        return self._undone(values, whys, take_back)

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
        last = self.date - relativedelta(days=1) if self.category_id else self.date
        whys = {
            home: why
            for home in homes
            if (why := self._why_not_category(home, of_home.get(home, lines.browse()), last))
        }
        ended = lines.filtered(lambda line: line.category_id == self.ended_category_id)
        ended_of = ended.grouped("household_id")

        def categorize(some):
            return self._categorize(
                [(home, ended_of.get(home, lines.browse())) for home in some], last
            )

        return self._rows(homes, whys, categorize)

    def _why_not_category(self, home, lines, last):
        """Return why the categories of a home do not change so, or an empty text.

        :param lines: those of the home that are of one of the two categories
        :param date last: the last day of what ends
        """
        ended = lines.filtered(lambda line: line.category_id == self.ended_category_id)
        if self.category_id in lines.category_id:
            return self.env._(
                "%(home)s has “%(category)s” already.",
                home=home.address,
                category=self.category_id.name,
            )
        if self.ended_category_id and not ended:
            return self.env._(
                "%(home)s has no “%(category)s” that could end.",
                home=home.address,
                category=self.ended_category_id.name,
            )
        if any(line.source == "derived" for line in ended):
            return self.env._(
                "“%(category)s” of %(home)s follows from facts: correct the fact behind it.",
                home=home.address,
                category=self.ended_category_id.name,
            )
        if any(line.date_from > last for line in ended):
            return self.env._(
                "“%(category)s” of %(home)s began on that day or later: choose a later day.",
                home=home.address,
                category=self.ended_category_id.name,
            )
        return ""

    def _categorize(self, homes, last):
        """Let the categories of these homes change; return what undoes each.

        :param list homes: pairs of a household and its lines that end
        """
        Line = self.env["community.category.line"]
        before = [
            [
                [line.id, fields.Date.to_string(line.date_to) or False, line.reason or False]
                for line in ended
            ]
            for _home, ended in homes
        ]
        if ended := Line.union(*(lines for _home, lines in homes)):
            ended.write({"date_to": last, "reason": self.reason})
        made = Line.create(
            [
                {
                    "category_id": self.category_id.id,
                    "household_id": home.id,
                    "date_from": self.date,
                    "reason": self.reason,
                }
                for home, _ended in (homes if self.category_id else ())
            ]
        )
        made_of = made.grouped("household_id")
        return [
            {
                "made": made_of.get(home, Line).id,
                "until": fields.Date.to_string(made_of.get(home, Line).date_to) or False,
                "ended": was,
                "last": fields.Date.to_string(last),
            }
            for (home, _ended), was in zip(homes, before, strict=True)
        ]

    def _undo_category(self, values):
        Line = self.env["community.category.line"]
        made = Line.browse([one["made"] for one in values if one["made"]]).exists()
        ended = Line.browse([row[0] for one in values for row in one["ended"]]).exists()
        linked, line_of, whys = self._whys_not_alone(made | ended), (made | ended).grouped("id"), []
        for one in values:
            new = line_of.get(one["made"], Line)
            old = Line.union(*(line_of.get(row[0], Line) for row in one["ended"]))
            as_recorded = (
                bool(new) == bool(one["made"])
                and len(old) == len(one["ended"])
                and (fields.Date.to_string(new.date_to) or False) == one["until"]
                and all(fields.Date.to_string(line.date_to) == one["last"] for line in old)
            )
            kept = "".join(filter(None, (linked.get(line, "") for line in new | old)))
            whys.append(kept if as_recorded else self._why_changed())
        return self._undone(values, whys, self._take_categories_back)

    def _take_categories_back(self, values):
        Line = self.env["community.category.line"]
        made = Line.browse([one["made"] for one in values if one["made"]])
        was = {}
        for one in values:
            for number, date_to, reason in one["ended"]:
                was.setdefault((date_to, reason), []).append(number)
        Line.union(made, *map(Line.browse, was.values())).check_access("write")
        # Workers delete no line; these are of their own batch of a few minutes ago.
        made.sudo().unlink()
        for (date_to, reason), numbers in was.items():
            Line.browse(numbers).write({"date_to": date_to, "reason": reason})
        return values

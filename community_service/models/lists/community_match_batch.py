from odoo import api, fields, models
from odoo.exceptions import UserError

NAMED = 5


class CommunityMatchBatch(models.Model):
    """What was done at once with everybody whom a list has found; it can be taken back whole."""

    _name = "community.match.batch"
    _description = "Batch of a List"
    _inherit = ["community.guarded.mixin"]
    _order = "id desc"
    _rec_names_search = ["category_id.name", "activity_id.name", "mark"]
    _check_company_auto = True

    match_id = fields.Many2one(
        "community.match",
        "List",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="match_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        [
            ("category", "Care category"),
            ("activity", "List of an activity"),
            ("mark", "Mark"),
        ],
        "What was given",
        required=True,
        readonly=True,
    )
    category_id = fields.Many2one(
        "community.category", readonly=True, ondelete="restrict", check_company=True
    )
    activity_id = fields.Many2one(
        "community.activity",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    mark = fields.Char(readonly=True)
    date_from = fields.Date("Starts on", readonly=True)
    date_to = fields.Date("Ends on", readonly=True)
    user_id = fields.Many2one("res.users", "Done by", readonly=True)
    date = fields.Datetime("Done on", readonly=True)
    made_count = fields.Integer("People", readonly=True)
    known_count = fields.Integer(
        "Had it before", readonly=True, help="They keep it when the batch is taken back."
    )
    gone_count = fields.Integer(
        "Left out", readonly=True, help="Died, moved away or archived since the list was matched."
    )
    kept_count = fields.Integer(
        "Files not used",
        readonly=True,
        help="Left out, because these people have asked that their file is kept and not used.",
    )
    state = fields.Selection(
        [("done", "Given"), ("undone", "Taken back")], default="done", required=True, readonly=True
    )
    undone_by_id = fields.Many2one("res.users", "Taken back by", readonly=True)
    date_undone = fields.Datetime("Taken back on", readonly=True)

    category_line_ids = fields.One2many(
        "community.category.line", "match_batch_id", "Category lines"
    )
    attendance_ids = fields.One2many("community.attendance", "match_batch_id", "Sign-ups")
    mark_ids = fields.One2many("community.match.mark", "batch_id", "Marks")

    @api.depends("kind", "category_id.name", "activity_id.name", "mark")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.category_id.name or batch.activity_id.name or batch.mark

    # doing

    @api.model
    def _do(self, match, kind, category=None, activity=None, mark="", day=None):
        """Give everybody found by a confirmed list one thing, in one transaction.

        Who has it already keeps it as it is and is counted; who has died, moved away or was
        archived since is left out, and so is whoever asked that the file is not used.

        :param match: the list
        :param str kind: ``category``, ``activity`` or ``mark``
        :param category: what people, or their households, are given
        :param activity: on whose list people are put
        :param str mark: the words of a mark
        :param date day: from which a category holds; today if empty
        :raises UserError: if nobody is left to be given it
        """
        match._check_state("confirmed")
        people = match._found_rows().resident_id
        here = people.filtered(
            lambda person: person.active and not person.date_death and person.household_id
        )
        given = self._may_be_given(here)
        values = {
            "match_id": match.id,
            "kind": kind,
            "category_id": category.id if category else False,
            "activity_id": activity.id if activity else False,
            "mark": mark,
            "date_from": day or fields.Date.context_today(self),
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "gone_count": len(people) - len(here),
            "kept_count": len(here - given),
        }
        # A batch is the program's own record; each line of it is entered as its user.
        batch = self.sudo().create(values).sudo(False)
        made, known = getattr(batch, f"_give_{kind}")(given)
        if not made:
            raise UserError(
                self.env._(
                    "%(file)s: of %(people)s people found here nobody is left who does not have "
                    "“%(batch)s” already or whose file may be used.",
                    file=match.filename,
                    people=len(here),
                    batch=batch.display_name,
                )
            )
        batch.sudo()._set_closed(made_count=made, known_count=known)
        match.message_post(
            body=self.env._(
                "“%(batch)s” given to %(made)s; %(known)s had it before, %(gone)s are no longer "
                "here, of %(kept)s the file is not used by their own request.",
                batch=batch.display_name,
                made=made,
                known=known,
                gone=batch.gone_count,
                kept=batch.kept_count,
            )
        )
        return batch

    def _may_be_given(self, people):
        """Return those of these people to whom something may be given; higher domains leave out."""
        return people

    def _give_category(self, people):
        """Give a category to people, or to their households; return how many got it and had it."""
        Line = self.env["community.category.line"]
        by_home = self.category_id.subject == "household"
        link = "household_id" if by_home else "resident_id"
        holders = people.household_id if by_home else people
        domain = [("category_id", "=", self.category_id.id), (link, "in", holders.ids)]
        if by_home:
            domain.append(("resident_id", "=", False))
        held = Line.search(domain + Line._current_domain(self.date_from))
        known = held[link]
        lines = Line.create(
            [
                {
                    "category_id": self.category_id.id,
                    link: holder.id,
                    "date_from": self.date_from,
                    "reason": self.match_id.filename,
                }
                for holder in holders - known
            ]
        )
        lines._set_closed(match_batch_id=self.id)
        if lines[:1].date_to:
            self.sudo()._set_closed(date_to=lines[0].date_to)
        return len(lines), len(holders & known)

    def _give_activity(self, people):
        """Put people on the list of an activity; return how many were put and stood there."""
        Attendance = self.env["community.attendance"]
        known = Attendance.search(
            [("activity_id", "=", self.activity_id.id), ("resident_id", "in", people.ids)]
        ).resident_id
        made = Attendance.create(
            [
                {"activity_id": self.activity_id.id, "resident_id": person.id}
                for person in people - known
            ]
        )
        made._set_closed(match_batch_id=self.id)
        return len(made), len(known)

    def _give_mark(self, people):
        """Mark people; return how many got the mark and had it."""
        Mark = self.env["community.match.mark"]
        known = Mark.search([("name", "=", self.mark), ("resident_id", "in", people.ids)])
        # Marks come from batches alone: the right to act on the list was asked.
        made = Mark.sudo().create(
            [
                {"name": self.mark, "resident_id": person.id, "batch_id": self.id}
                for person in people - known.resident_id
            ]
        )
        return len(made), len(known.resident_id)

    # taking back

    def action_undo(self):
        """Take the batch back: whatever it gave goes, and who had it before keeps it.

        :raises UserError: naming what was built on it since
        """
        self.ensure_one()
        self.match_id._one()
        self._check_state("done")
        if obstacle := self._obstacle():
            raise UserError(obstacle)
        # The right to act on the list was asked. What the batch gave by mistake goes as if it had
        # never been entered, which officers otherwise leave to managers.
        secret = self.sudo()
        secret.category_line_ids.unlink()
        secret.attendance_ids.unlink()
        secret.mark_ids.unlink()
        secret._set_closed(
            state="undone", undone_by_id=self.env.uid, date_undone=fields.Datetime.now()
        )
        self.match_id.message_post(
            body=self.env._("“%(batch)s” was taken back.", batch=self.display_name)
        )

    def _obstacle(self):
        """Return the sentence that names what depends on this batch, or nothing."""
        used = self.attendance_ids.filtered(
            lambda line: line.state != "registered" or line.activity_id.state == "done"
        )
        if used:
            return self.env._(
                "“%(batch)s” cannot be taken back: %(count)s people of it have been signed in, "
                "have left or were absent since (%(names)s). Take the others off the list one by "
                "one.",
                batch=self.display_name,
                count=len(used),
                names="、".join(used[:NAMED].mapped("person")),
            )
        changed = self.category_line_ids.filtered(
            lambda line: (
                line.category_id != self.category_id
                or line.date_from != self.date_from
                or (line.date_to or False) != (self.date_to or False)
            )
        )
        if changed:
            holders = [
                (line.resident_id or line.household_id).display_name for line in changed[:NAMED]
            ]
            return self.env._(
                "“%(batch)s” cannot be taken back: %(count)s of its lines were ended or changed "
                "since (%(names)s). End the others one by one.",
                batch=self.display_name,
                count=len(changed),
                names="、".join(holders),
            )
        return None

    def action_view_people(self):
        """Open what the batch gave: lines of the category, sign-ups or marks."""
        self.ensure_one()
        name = {
            "category": "community_category_line_action",
            "activity": "community_attendance_action",
            "mark": "community_match_mark_action",
        }[self.kind]
        link = "batch_id" if self.kind == "mark" else "match_batch_id"
        return self._list_action(f"community_service.{name}", [(link, "=", self.id)])

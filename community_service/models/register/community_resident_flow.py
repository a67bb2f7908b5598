from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.trusted import trusted
from .community_household_operation import SAME_PERSON

# What the program works out of a file, and what is not a fact of the person.
NO_FACTS = {"active", "company_id", "grid_id", "merged_into_id"}

# A number goes with the kind of its document and with the reason of what is odd about it.
WITH_NUMBER = ("id_number", "id_kind", "id_override_reason")


class CommunityResident(models.Model):
    """Two files of one person: what points to one goes to the other, which is kept."""

    _inherit = "community.resident"

    # Not "cascade": the kept file may be deleted, the other one was somebody's work.
    merged_into_id = fields.Many2one(
        "community.resident",
        "Merged into",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )

    @api.model
    def _person_facts(self):
        """Return the names of the fields that somebody entered about a person, in their order.

        A field that an addon adds is a fact as well.
        """
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and field.type not in ("one2many", "many2many")
            and name not in NO_FACTS
            and name not in models.MAGIC_COLUMNS
            and (not field.readonly or name in self._secret_fields)
            and not name.startswith(("message_", "activity_"))
        ]

    def action_compare(self):
        """Open two files side by side: they may be of one person.

        :raises UserError: unless two residents are chosen
        :raises AccessError: to whoever may not read both
        """
        return self.env["community.resident.compare"]._action(self)

    def _merge_obstacle(self, kept):
        """Return the sentence that names why this file does not go into ``kept``, or None."""
        for resident in self | kept:
            if resident.merged_into_id or not resident.active:
                return self.env._(
                    "%(resident)s: an archived file is not merged. Take it from the archive first.",
                    resident=resident.name,
                )
        if self.company_id != kept.company_id:
            return self.env._(
                "%(resident)s: the two files are of two communities.", resident=kept.name
            )
        if bool(self.date_death) != bool(kept.date_death):
            return self.env._(
                "One file of %(resident)s says that the person has died, the other one does not: "
                "record the death there, or reverse it here, and merge then.",
                resident=kept.name,
            )
        if self.partner_id.with_context(active_test=False).user_ids:
            return self.env._(
                "The contact of one file of %(resident)s has an account: keep that file and let "
                "the other one go.",
                resident=self.name,
            )
        return self._merge_head_obstacle(kept)

    def _merge_head_obstacle(self, kept):
        homes = kept.residency_ids.filtered(lambda line: not line.date_to).household_id
        for line in self.residency_ids:
            others = line.household_id._open_lines().resident_id - self
            if line.date_to or line.role != "head" or line.household_id in homes or not others:
                continue
            if any(line._is_same_life(own) for own in kept.residency_ids):
                return self.env._(
                    "%(resident)s is the head of %(household)s in the file that goes, and lives "
                    "elsewhere in the one that stays: change the head there first, or keep the "
                    "other file.",
                    resident=self.name,
                    household=line.household_id._name_for_reader(),
                )
        return None

    def _merge_into(self, kept, taken=()):
        """Merge this file into ``kept``: what points to it goes there, and it is archived.

        What is empty in the kept file is filled from this one; of ``taken`` the two exchange what
        they say. Where both live in one home the two lives are one; a life that the kept file leads
        elsewhere at the same time ends here. The merge is an operation of the household: it is
        undone and reversed like the others, also after work of later days, which stays with the
        kept file.

        :param kept: the other file
        :param taken: names of facts that this file says right
        :return: the operation
        :raises UserError: naming what stands in the way
        :raises AccessError: to whoever may not write both
        """
        self.ensure_one()
        kept.ensure_one()
        (self | kept).check_access("write")
        # Below access rules: a record of whatever addon follows its person, seen or not. Nothing
        # of it is shown. Both files were asked for above.
        Operation = self.env["community.household.operation"].sudo()
        words = trusted(community_sync_later=True)
        quiet = {"active_test": False, "tracking_disable": True, **words}
        gone, kept = self.sudo().with_context(**quiet), kept.sudo().with_context(**quiet)
        if obstacle := gone._merge_obstacle(kept):
            raise UserError(obstacle)
        today = fields.Date.context_today(self)
        files = gone | kept
        households = files.residency_ids.household_id
        before = Operation._snapshot(households, files)
        pointing = Operation._pointing_rows(gone)
        inhabited = households.filtered(lambda household: household._open_lines())
        home = kept.household_id or gone.household_id
        moved = {"kept": kept.id, "gone": gone.id}
        moved["facts"] = kept._exchange_facts(gone, kept._facts_to_exchange(gone, taken))
        staying = kept._join_lives(gone, today)
        kept._join_categories(gone, today)
        # From now on the other file's homes are homes of the kept one.
        gone.merged_into_id = kept
        moved["links"], columns = Operation._move_links(gone, kept, pointing, staying.ids)
        contacts = kept.partner_id | gone.partner_id
        moved |= {"contacts": contacts.ids, "contact_links": [], "columns": columns}
        if len(contacts) == 2:
            pointing = Operation._pointing_rows(gone.partner_id, "community.")
            moved["contact_links"], more = Operation._move_links(
                gone.partner_id, kept.partner_id, pointing
            )
            columns += more
        gone.active = False
        inhabited.filtered(lambda household: not household._open_lines()).active = False
        self.env.flush_all()
        self.env["community.category"].sudo()._sync_derived(households)
        pair, different = self._settle_pairs(gone, kept)
        operation = Operation.create(
            {
                "kind": SAME_PERSON[0],
                "date": today,
                "household_id": home.id,
                "household_ids": [(6, 0, households.ids)],
                "resident_ids": [(6, 0, files.ids)],
            }
        )
        old, new = Operation._differences(before, Operation._snapshot(households, files))
        moved |= {"pair": pair.ids, "different": different.ids}
        operation.write({"before": old, "after": new, "moved": moved})
        self.env["community.access.log"]._log(
            "merge", files.sudo(False), description=f"{gone.id} > {kept.id}"
        )
        return operation.sudo(False)

    @api.model
    def _settle_pairs(self, gone, kept):
        """Close the pair of these two; who is not the one is not the other either."""
        Pair = self.env["community.resident.duplicate"].sudo()
        of_gone = Pair.search(Domain("first_id", "=", gone.id) | Domain("second_id", "=", gone.id))
        decided = {"user_id": self.env.uid, "date_decided": fields.Date.context_today(self)}
        pair = of_gone.filtered(lambda pair: kept in pair.first_id | pair.second_id)
        pair.write({"state": "merged", **decided})
        of_kept = Pair.search(Domain("first_id", "=", kept.id) | Domain("second_id", "=", kept.id))
        known = of_kept.first_id | of_kept.second_id
        rows = []
        for other in of_gone.filtered(lambda pair: pair.state == "different"):
            person = (other.first_id | other.second_id) - gone
            if person not in known:
                first, second = (person | kept).sorted("id")
                rows.append(
                    {
                        "first_id": first.id,
                        "second_id": second.id,
                        "evidence": other.evidence,
                        "state": "different",
                        "user_id": other.user_id.id,
                        "date_decided": other.date_decided,
                    }
                )
        return pair, Pair.create(rows)

    # facts

    def _facts_to_exchange(self, other, taken):
        """Return ``{name: "copy" or "swap"}`` of the facts that this file takes from another."""
        how = {}
        for name in self._person_facts():
            own, given = self[name], other[name]
            if own == given or not given:
                continue
            if not own:
                how[name] = "swap" if name == "partner_id" else "copy"
            elif name in taken and name != "partner_id":
                how[name] = "swap"
        if "id_number" in how:
            for name in WITH_NUMBER:
                if self[name] != other[name]:
                    how[name] = "swap"
        elif "id_override_reason" not in taken:
            how.pop("id_override_reason", None)
        return how

    def _exchange_facts(self, other, how, is_back=False):
        """Take facts from another file, or give them back; return what a return needs to know.

        An exchange keeps in the file that goes what the kept one said: no closed value has to be
        written down elsewhere.

        :param how: ``{name: "copy" or "swap"}``, or what this method returned
        :return: ``{name: {"how", "mark"}}`` with a keyed mark of the value taken
        """
        mine, theirs = {}, {}
        for name, kind in how.items():
            kind = kind["how"] if is_back else kind
            field = self._fields[name]
            values = [field.convert_to_write(record[name], record) for record in (self, other)]
            if kind == "swap":
                mine[name], theirs[name] = values[1], values[0]
            else:
                mine[name] = False if is_back else values[1]
        if not mine:
            return {}
        silent = trusted(community_no_fact_lines=True)
        reason = self.env._("Two files of one person were merged")
        told = silent if is_back else trusted(community_fact={"kind": "correct", "reason": reason})
        if theirs:
            other.with_context(**silent).write(theirs)
        self.with_context(**told).write(mine)
        self.env.flush_all()
        mark = self.env["community.household.operation"]._mark
        return {name: {"how": how[name], "mark": mark(self[name])} for name in mine if not is_back}

    # lives and categories

    def _all_lives(self):
        """Return the residencies of these people, those of files merged into theirs among them."""
        files = self.with_context(active_test=False)
        while more := files.search([("merged_into_id", "in", files.ids)]) - files:
            files |= more
        return files.residency_ids

    def _join_lives(self, other, date):
        """Make one life of what two files say, before the rest of the lines moves here.

        :param other: the file that goes
        :param date: the day on which a life ends that this file leads elsewhere
        :return: the lines that stay with the other file
        """
        staying = self.env["community.residency"]
        for line in other.residency_ids.sorted("id"):
            same = self.residency_ids.filtered(lambda own, line=line: own._is_same_life(line))
            here = self.residency_ids.filtered(
                lambda own, line=line: own.household_id == line.household_id and own._overlaps(line)
            )
            if not same and not here:
                continue
            if here and same <= here:
                own = here.sorted(lambda own: bool(own.date_to))[0]
                values = own._joined_with(line)
                line.unlink()
                own.write(values)
            else:
                staying |= line
                if not line.date_to:
                    line.write(
                        {
                            "date_to": max(date, line.date_from or date),
                            "end_reason": "other",
                        }
                    )
            self.env.flush_all()
        return staying

    def _join_categories(self, other, date):
        """Of a category that both have, the line of this file goes on; the other one ends."""
        own = self.category_line_ids.filtered(lambda line: not line.date_to).category_id
        for line in other.category_line_ids:
            if not line.date_to and line.category_id in own:
                line.date_to = max(date, line.date_from)
        self.env.flush_all()

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.ending import ANY_END, ARCHIVED, DIED, MOVED, Ending
from ...tools.trusted import said

PROPOSAL = "community_service.mail_activity_person_ended"


class CommunityResident(models.Model):
    """The end of a person: what it is and since when, and what still runs then.

    What follows from it is no list that is kept, but asked of all parts whenever the facts change:
    so the order in which they are entered makes no difference, and a death that was wrong takes
    its proposals back.
    """

    _inherit = "community.resident"

    _person_ends = ANY_END

    end_kind = fields.Selection(
        [(DIED, "Died"), (MOVED, "Moved away"), (ARCHIVED, "Archived")],
        "No longer there",
        compute="_compute_end_kind",
        search="_search_end_kind",
        compute_sudo=True,
    )

    @api.depends("active", "date_death", "resident_kind", "residency_ids")
    def _compute_end_kind(self):
        ended = self._origin._ended_people()
        for resident in self:
            ending = ended.get(resident._origin)
            resident.end_kind = ending.kind if ending else False

    @api.model
    def _search_end_kind(self, operator, value):
        if operator != "in":
            return NotImplemented
        living = Domain("date_death", "=", False)
        moved = Domain("resident_kind", "=", "former") & Domain("residency_ids", "!=", False)
        domains = {
            DIED: Domain("date_death", "!=", False),
            ARCHIVED: living & Domain("active", "=", False),
            MOVED: living & Domain("active", "=", True) & moved,
            False: living & Domain("active", "=", True) & ~moved,
        }
        return Domain.OR(domains[kind] for kind in value if kind in domains)

    def _ended_people(self):
        """Return ``{resident: Ending}``: who died, moved away or stands in the archive."""
        ended = {}
        # The register answers for every part, whose users need not keep it.
        for resident, own in zip(self, self.sudo().with_context(active_test=False), strict=True):
            if own.date_death:
                ended[resident] = Ending(DIED, own.date_death)
            elif not own.active:
                day = own._left_on() or fields.Datetime.context_timestamp(self, own.write_date)
                day = day.date() if hasattr(day, "hour") else day
                ended[resident] = Ending(ARCHIVED, day, own.merged_into_id.name or "")
            elif own.resident_kind == "former" and (day := own._left_on()):
                ended[resident] = Ending(MOVED, day)
        return ended

    def _left_on(self):
        """Return the day on which the last residency of one person ended; None without any."""
        self.ensure_one()
        days = self.residency_ids.mapped("date_to")
        return max(days) if days and all(days) else None

    # what still runs

    def _ending_matters(self, ending):
        """Return what still runs in the name of one person: ``[(records, ticked beforehand)]``.

        The hook of the register for the end of a person: each part adds what it keeps in a person's
        name, and each model says in ``_ending_document`` where the proposal stands. Read with the
        rights of the user, who may be the program.

        :param ending: the :class:`Ending`
        """
        self.ensure_one()
        return []

    def _entered_after(self, ending):
        """Return what tells of a day after one person's death as if the person had been there.

        A hook beside :meth:`_ending_matters`: nothing of it can be ended, it is corrected or kept.

        :param ending: the :class:`Ending`, a death
        :return: list of recordsets
        """
        self.ensure_one()
        return []

    def _running(self, model, domain):
        """Return the records of a part that the reader may see at all; for the hook above."""
        records = self.env[model]
        return records.search(domain) if records.has_access("read") else records

    def _is_last_home_empty(self):
        """Tell whether nobody is left in the home that one person was in last."""
        self.ensure_one()
        home = self._last_home()
        return bool(home) and not home.open_residency_ids

    def _last_home(self):
        """Return the household that one person is in, or was in last."""
        self.ensure_one()
        lines = self.residency_ids.sorted(
            lambda line: (not line.date_to, line.date_to or line.date_from or line.create_date),
            reverse=True,
        )
        return self.household_id or lines[:1].household_id

    def _person_ended(self):
        """Bring what was proposed up to what the register says of these people now.

        Called whenever somebody dies, moves away or is archived, and when that is taken back; may
        be called at any time and as often as one likes. What somebody has marked as done was
        looked at and stays so, until the end itself is another one.
        """
        # The proposals of all parts, for their own people in charge.
        residents = self.sudo().with_context(active_test=False)
        Activity = self.env["mail.activity"].sudo().with_context(active_test=False)
        known = Activity.search(
            [("community_ended_id", "in", self.ids)] if self.ids else [("id", "=", 0)]
        ).grouped("community_ended_id")
        ended = residents._ended_people()
        for resident in residents:
            ending = ended.get(resident)
            wanted = {}
            if ending and not ending.kept:
                runs = [records for records, _ticked in resident._ending_matters(ending)]
                told = resident._entered_after(ending) if ending.kind == DIED else []
                for records, is_over in [(r, False) for r in runs] + [(r, True) for r in told]:
                    for record in records:
                        document = record._ending_document() or resident
                        key = (document._name, document.id)
                        lines = wanted.setdefault(key, (document, [], is_over))
                        lines[1].append(record)
            resident._propose_for(ending, wanted, known.get(resident, Activity.browse()))

    def _propose_for(self, ending, wanted, known):
        kept = known.browse()
        for key, (document, records, is_over) in wanted.items():
            there = known.filtered(lambda line, key=key: (line.res_model, line.res_id) == key)
            summary = self._ending_summary(ending, document, is_over)
            same = there.filtered(lambda line, summary=summary: line.summary == summary)
            if same:
                kept |= same
            else:
                kept |= self._propose_one(ending, document, records, summary)
        # What ended, or was proposed for an end that is another one now.
        (known.filtered("active") - kept).unlink()

    def _propose_one(self, ending, document, records, summary):
        user = document._person_in_charge()
        lines = [record._ending_line(ending) for record in records]
        # No mail: what stands behind a proposal is read on the record, by whoever may open it.
        return document.with_context(mail_activity_quick_update=True).activity_schedule(
            PROPOSAL,
            summary=summary,
            note=Markup().join(Markup("<p>%s</p>") % line for line in [self.name, *lines]),
            # Where nobody works on it, whoever may open the record finds it there.
            user_id=user.id,
            community_ended_id=self.id,
        )

    def _ending_summary(self, ending, document, is_over=False):
        """Return the line of a proposal, without a name: the record itself says who it is.

        :param bool is_over: it tells of a day after the death, and nothing of it runs
        """
        env = document.with_context(lang=document._person_in_charge().lang or self.env.lang).env
        if is_over:
            return env._(
                "A person in it had died before, on %(date)s: correct it, or keep it",
                date=ending.date,
            )
        if ending.kind == DIED:
            return env._("A person in it died on %(date)s: end it, or keep it", date=ending.date)
        if ending.kind == MOVED:
            return env._("A person in it left on %(date)s: end it, or keep it", date=ending.date)
        return env._(
            "A person in it was archived on %(date)s: end it, or keep it", date=ending.date
        )

    def _propose_ends(self):
        self._person_ended()

    @api.model
    def _cron_person_ended(self):
        """Take back what was proposed and has ended otherwise meanwhile."""
        open_for = self.env["mail.activity"].sudo().search([("community_ended_id", "!=", False)])
        open_for.community_ended_id._person_ended()

    # whenever facts of a person change

    def _check_archive(self):
        """Refuse to archive somebody who lives or is registered here.

        :raises UserError: naming the person, the home and the way out
        """
        for resident in self.filtered("active"):
            # What stands open is a fact of the person, whatever the reader's rules hide.
            line = resident.sudo().residency_ids.filtered(lambda line: not line.date_to)[:1]
            if line:
                raise UserError(
                    self.env._(
                        "%(resident)s is in %(household)s and cannot go to the archive: move the "
                        "person out there, or record the death.",
                        resident=resident.name,
                        household=line.household_id._name_for_reader(),
                    )
                )

    def _check_death_entered(self, vals):
        """Refuse a day of death by hand while somebody still lives or is registered somewhere.

        :raises UserError: naming the person, the home and the way out
        """
        for resident in self if vals.get("date_death") else ():
            line = resident.sudo().residency_ids.filtered(lambda line: not line.date_to)[:1]
            if line:
                raise UserError(
                    self.env._(
                        "%(resident)s is in %(household)s: record the death there, with “Death”, "
                        "so that everything ends with it.",
                        resident=resident.name,
                        household=line.household_id._name_for_reader(),
                    )
                )

    def write(self, vals):
        # Operations, and files that become one, say themselves what follows.
        by_hand = not said(self.env, "community_sync_later")
        if by_hand and "active" in vals and not vals["active"]:
            self._check_archive()
        if by_hand:
            self._check_death_entered(vals)
        result = super().write(vals)
        if by_hand and {"active", "date_death"} & vals.keys():
            self._person_ended()
        return result

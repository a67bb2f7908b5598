from odoo import fields, models
from odoo.exceptions import UserError


class CommunityPetition(models.Model):
    """Where a petition goes: to a body, to acceptance, to its legal path, to an earlier one."""

    _inherit = "community.petition"

    def _hand(self, kind, body, day):
        """Hand the petition to the body that has to answer (art. 22).

        :raises UserError: without a body, for one that is accused, or for a day that does not fit
        """
        self.ensure_one()
        self._check_state("registered", "handed", "accepted")
        if not body:
            self._need(self.env._("choose the responsible body"))
        self._check_day(day, self.date_received)
        if self.kind == "accusation" and body in self._accused_partners():
            raise UserError(
                self.env._(
                    "%(petition)s accuses %(body)s: an accusation is never passed to those whom it "
                    "accuses (Regulations on Petition Work, art. 30). Choose the discipline body.",
                    petition=self.display_name,
                    body=body.name,
                )
            )
        # Lines of this list are written by the program alone.
        self.env["community.petition.transfer"].sudo().create(
            {"petition_id": self.id, "kind": kind, "body_id": body.id, "date": day}
        )
        self._by_code({"state": "handed", "body_id": body.id, "date_accepted": False})

    def _object(self, day, reason):
        """Note that the body returned it as not its business, within the working days of art. 23.

        :raises UserError: without a reason, or after the last day
        """
        self.ensure_one()
        self._check_state("handed")
        reason = self._text(reason, self.env._("say why the body returns it"))
        transfer = self._open_transfer()
        self._check_day(day, transfer.date)
        if day > transfer.date_objection_due:
            raise UserError(
                self.env._(
                    "%(petition)s: %(body)s could return it until %(day)s (Regulations on Petition "
                    "Work, art. 23). It stays with this body; hand it to another one only with the "
                    "petition office.",
                    petition=self.display_name,
                    body=transfer.body_id.name,
                    day=transfer.date_objection_due,
                )
            )
        transfer.sudo().write({"date_objected": day, "objection": reason})
        self._by_code({"state": "registered", "body_id": False})

    def _open_transfer(self):
        return self.transfer_ids.filtered(lambda line: not line.date_objected)[:1]

    def _accept(self, day, is_told):
        """Note that the community, or the body it was handed to, has accepted the matter.

        :param bool is_told: whether the petitioner was told; not needed where nobody can be told
        """
        self.ensure_one()
        self._check_state("registered", "handed")
        transfer = self._open_transfer()
        self._check_day(day, transfer.date or self.date_received)
        if self.is_reachable and not is_told:
            self._need(self.env._("tell the petitioner that it was accepted, and tick it"))
        # As above: the program alone writes the lines.
        transfer.sudo().date_accepted = day
        told = day if self.is_reachable else False
        self._by_code({"state": "accepted", "date_accepted": day, "date_told": told})

    def _decline(self, day, reason):
        """Do not accept the matter; the petitioner is told why (art. 23)."""
        self.ensure_one()
        self._check_state("registered", "handed")
        self._check_day(day, self.date_received)
        reason = self._text(reason, self.env._("write the reason that the petitioner is told"))
        self._by_code({"state": "declined", "decision_note": reason, "date_told": day})

    def _redirect(self, day, path, reason):
        """Send what has a legal path there, and tell the petitioner (art. 31)."""
        self.ensure_one()
        self._check_state("registered", "handed", "accepted")
        self._check_day(day, self.date_received)
        if not path:
            self._need(self.env._("choose the legal path"))
        reason = self._text(reason, self.env._("write what the petitioner is told"))
        self._by_code(
            {
                "state": "redirected",
                "legal_path": path,
                "decision_note": reason,
                "date_told": day,
            }
        )

    def _report(self, day):
        """Note that an urgent matter was reported upward (art. 18, 46)."""
        self.ensure_one()
        self._check_day(day, self.date_received)
        self._by_code({"date_reported": day})

    def _extend(self, days, head, reason):
        """Add days to a complicated matter with leave of the head, and tell why (art. 34).

        :raises UserError: without leave or reason, or beyond the days that may be added
        """
        self.ensure_one()
        self._check_state("accepted")
        most = self.env["community.parameter"]._whole("petition_extension_days")
        left = most - self.extension_days
        if not 0 < days <= left:
            raise UserError(
                self.env._(
                    "%(petition)s: %(days)s days cannot be added. %(left)s of at most %(most)s are "
                    "left (Regulations on Petition Work, art. 34).",
                    petition=self.display_name,
                    days=days,
                    left=left,
                    most=most,
                )
            )
        head = self._text(head, self.env._("name the head of the body who gave leave"))
        reason = self._text(reason, self.env._("write the reason that the petitioner is told"))
        self._by_code(
            {
                "extension_days": self.extension_days + days,
                "extension_head": head,
                "extension_reason": reason,
            }
        )

    def _join(self, original):
        """Join a duplicate to the petition that came first; it stays in the register and counted.

        Regulations on Petition Work, art. 19: what is being handled is not taken up a second time.
        """
        self.ensure_one()
        self._check_state("registered", "handed", "accepted")
        if not original:
            self._need(self.env._("choose the petition that came first"))
        original = original.joined_id or original
        if original == self or self.joined_ids:
            self._need(self.env._("choose another petition, to which this one can be joined"))
        if self.kind != original.kind and "accusation" in (self.kind, original.kind):
            self._need(self.env._("an accusation is joined to an accusation only"))
        if original.kind == "accusation" and (
            (original.accused_user_ids - self.accused_user_ids)
            or (original.accused_partner_ids - self.accused_partner_ids)
        ):
            # Whoever may read this one learns of the other, so both name the same people.
            self._need(self.env._("both accusations have to name the same people and bodies"))
        self._by_code(
            {
                "state": "joined",
                "joined_id": original.id,
                "date_closed": fields.Date.context_today(self),
            }
        )
        original.message_post(body=self.env._("%s was joined to this petition", self.number))

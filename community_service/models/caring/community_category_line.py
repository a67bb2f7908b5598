from odoo import api, fields, models


class CommunityCategoryLine(models.Model):
    """A care category that begins proposes comfort; what a register brought was known before."""

    _inherit = "community.category.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        today = fields.Date.context_today(self)
        Event, causes = self.env["community.life.event"], []
        for line in lines:
            reason = line.category_id.life_event_reason
            if not reason or line.source == "import" or line.is_to_clarify or line.date_to:
                continue
            # Whoever enters the register as an old person alone has not just been left alone.
            holder = line.resident_id or line.household_id
            entered = fields.Datetime.context_timestamp(self, holder.create_date).date()
            if line.source == "derived" and entered >= today:
                continue
            causes.append(line._life_event_cause())
        Event._propose_all(
            [cause for cause in causes if Event._is_recent(cause[3], cause[2] or cause[1])]
        )
        return lines

    def unlink(self):
        causes = [line._life_event_cause() for line in self if line.category_id.life_event_reason]
        res = super().unlink()
        if causes:
            keys = [f"{cause[0]},{cause[4]}" for cause in causes]
            self.env["community.life.event"]._withdraw([("cause_key", "in", keys)])
        return res

    def _life_event_cause(self):
        resident, home = self.resident_id, self.household_id
        who = f"{resident.id}" if resident else f"household {home.id}"
        reason = self.category_id.life_event_reason
        return (reason, resident, home, self.date_from, f"{who} {self.date_from}", None)

from odoo import api, models

LOST_WORK = ("unemployed", "laid_off")

HAD_WORK = ("employed", "flexible")


class CommunityFactChange(models.Model):
    """A marriage and the loss of work propose an event; filling in an empty fact does not."""

    _inherit = "community.fact.change"

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        Event, causes = self.env["community.life.event"], []
        for change in changes.filtered(lambda c: c.kind == "change" and c.old_value):
            resident, home, day = change.resident_id, change.household_id, change.date
            if change.field_name == "marital" and change.new_value == "married":
                # Husband and wife of one home are one wedding.
                cause = f"household {home.id} {day}"
                causes.append(("wedding", resident, home, day, cause, None))
            elif (
                change.field_name == "employment"
                and change.old_value in HAD_WORK
                and change.new_value in LOST_WORK
            ):
                causes.append(("job_loss", resident, home, day, f"{resident.id} {day}", None))
        Event._propose_all(
            [cause for cause in causes if Event._is_recent(cause[3], cause[2] or cause[1])]
        )
        return changes

"""What an accused sees of the whole database before and after an accusation is the same."""

from odoo.fields import Command
from odoo.tools import mute_logger

from .door_case import Tally

ACCUSED = ("manager", "officer", "auditor", "administrator", "accused_officer")


class AccusationDoors:
    """Counts of every table, highest numbers, counters, workload and what *Verify* says."""

    def snapshot(self, role):
        """Return what a role can count, as ``{what: answer}``."""
        env = self.as_role(role)
        seen = {}
        self.env.flush_all()
        for name in sorted(self.env.registry):
            Model = env[name]
            if Model._abstract or Model._transient or not Model.has_access("read"):
                continue
            Model = Model.with_context(active_test=False)
            total = ["__count", "id:max"] if Model._auto else ["__count"]
            seen[name] = self.outcome(lambda M=Model, total=total: M._read_group([], [], total))
        for name in ("ir.sequence", "ir.sequence.date_range"):
            if env[name].has_access("read"):
                seen[f"rows of {name}"] = self.outcome(
                    lambda name=name: env[name].search_read([], ["number_next_actual"])
                )
        if env["ir.config_parameter"].has_access("read"):
            parameters = env["ir.config_parameter"]
            seen["parameters"] = self.outcome(lambda: parameters.search_read([], ["key", "value"]))
        work = env["community.mediation.work"]
        if work.has_access("read"):
            seen["workload"] = self.outcome(
                lambda: work.formatted_read_group([], ["work", "stage"], ["__count", "id:max"])
            )
        log = env["community.access.log"]
        if log.has_access("read"):
            seen["verify"] = self.outcome(lambda: log.action_verify()["params"]["message"])
        seen["my day"] = self.outcome(lambda: env["community.visit"].my_day())
        return seen

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def accuse(self, users):
        """Let a worker take an accusation, and an officer open, follow, note and hand it on."""
        self.as_role("grid_worker")["community.petition.intake"].create(
            {
                "kind": "accusation",
                "description": "Takes money",
                "household_id": self.places["own"].household.id,
                "accused_user_ids": [Command.set(users.ids)],
            }
        ).action_hand_over()
        petition = self.env["community.petition"].search(
            [("kind", "=", "accusation"), ("accused_user_ids", "in", users.ids)],
            order="id desc",
            limit=1,
        )
        mine = self.as_role("petition_officer")["community.petition"].browse(petition.id)
        mine.env["community.access.log"]._log("view", mine)
        mine.person_ids = [Command.create({"name": "Sender"})]
        mine.message_post(body="Given to the discipline body")
        mine.message_subscribe(partner_ids=self.roles["mediator"].partner_id.ids)
        mine.activity_schedule("mail.mail_activity_data_todo", user_id=mine.env.uid)
        body = self.env["res.partner"].search([("name", "=", "District office")], limit=1)
        move = mine.env["community.petition.move"]
        move.create({"petition_id": mine.id, "kind": "hand", "body_id": body.id}).action_apply()
        self.env["community.access.log.seal"]._seal()
        return petition

    def test_accusations_leave_no_count(self):
        tally = Tally("counts before and after an accusation")
        accused = [role for role in ACCUSED if role in self.roles]
        users = self.env["res.users"].union(*(self.roles[role] for role in accused))
        self.accuse(self.roles["mediator"])  # so that everything has been used once
        before = {role: self.snapshot(role) for role in accused}
        petition = self.accuse(users)
        for role in accused:
            after = self.snapshot(role)
            self.assertEqual(before[role].keys(), after.keys())
            for what, answer in after.items():
                tally.count(f"{role}: {what}", answer[0])
                if answer != before[role][what]:
                    tally.leaks.append((f"{role}: {what}", str(before[role][what]), str(answer)))
        self.assertTrue(self.as_role("petition_officer")["community.petition"].browse(petition.id))
        self.conclude(tally, 300, ("AccessError", "UserError", "ValueError"))

    def test_numbers_of_rows_jump_by_themselves(self):
        """Without any accusation: between two rows that follow each other numbers are missing."""
        petitions = self.env["community.petition"]
        for _time in range(12):
            petitions += petitions.create({"description": "x"})
        steps = [b - a for a, b in zip(petitions.ids, petitions.ids[1:], strict=False)]
        # That a die throws twelve times the same is no more likely than to win a lottery twice.
        self.assertGreater(max(steps), 1)
        self.assertGreater(len(set(steps)), 1)
        log, household = self.env["community.access.log"], self.places["own"].household
        for _time in range(12):
            log._log("print", household)
        rows = log.search([("kind", "=", "print"), ("res_id", "=", household.id)]).sorted("id").ids
        steps = [b - a for a, b in zip(rows, rows[1:], strict=False)]
        self.assertGreater(max(steps), 1)

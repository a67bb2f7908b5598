import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.community_service.models.figures.res_users import WorkPart, rename
from odoo.addons.community_service.tools.trusted import said

MANAGER = "community_party.group_party_manager"
OFFICER = "community_party.group_party_officer"


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                50,
                "community_party.group_party_branch",
                "community_party.community_party_organization_action_life",
            ),
            (
                55,
                "community_party.group_party_treasurer",
                "community_party.community_party_dues_action",
            ),
        ]

    @api.model
    def _work_parts(self):
        undone, today = Domain("date_done", "=", False), fields.Date.context_today(self)
        kept = Domain("date_to", "=", False) | Domain("date_to", ">=", today)

        def part(model, domain):
            return WorkPart(model, domain, "user_id", rename("user_id"))

        return [
            *super()._work_parts(),
            WorkPart("community.party.officer", kept, "user_id", self._take_keeping),
            part("community.party.appraisal.task", undone),
            part("community.party.fund.finding", undone),
            part("community.party.fund.source", Domain("open_amount", ">", 0)),
            part("community.party.contact", Domain("state", "=", "waiting")),
        ]

    @api.model
    def _take_keeping(self, lines, user, successor):
        """Let the successor keep the organisations that the user kept, from today on.

        Who reads a file of the Party is for the Party's manager to say, and not for the manager of
        the service who proposes a hand-over: whoever keeps an organisation after it keeps it
        already, reads all of them in any case, or is proposed by somebody who may say so.

        :raises UserError: when nobody who may say so has named the successor
        """
        today = fields.Date.context_today(self)
        proposer = self.env["res.users"].browse(said(lines.env, "community_handed_by", 0))
        is_free = successor.has_group(OFFICER) or (proposer and proposer.has_group(MANAGER))
        organizations = lines.organization_id
        there = lines.search(
            Domain("user_id", "=", successor.id)
            & Domain("organization_id", "in", organizations.chain_ids.ids)
            & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        missing = organizations.filtered(lambda o: not (o.chain_ids & there.organization_id))
        if missing and not is_free:
            raise UserError(
                self.env._(
                    "%(user)s keeps no file of %(count)s Party organisations that are handed over. "
                    "The Party manager names their next keeper first; then it can be taken over.",
                    user=successor.name,
                    count=len(missing),
                )
            )
        values = []
        for line in lines:
            organization, ends = line.organization_id, line.date_to
            if line.date_from >= today:
                line.unlink()
            else:
                line.date_to = today - datetime.timedelta(days=1)
            if organization not in there.organization_id | missing.browse(
                value["organization_id"] for value in values
            ):
                values.append(
                    {
                        "organization_id": organization.id,
                        "user_id": successor.id,
                        "date_from": today,
                        "date_to": ends,
                    }
                )
        lines.create(values)

    @api.model
    def _help_cards(self):
        return super()._help_cards() | {
            "community_party.group_party_branch": (
                self.env._("Branch"),
                [
                    self.env._("The year of the branch opens by itself: held, due, missing."),
                    self.env._("In a meeting tap the names, then type three numbers for a vote."),
                    self.env._("Each step of admission says its earliest and its latest day."),
                    self.env._(
                        "What somebody needs can be promised from Open Offers, without a name."
                    ),
                ],
            ),
            "community_party.group_party_officer": (
                self.env._("Party officer"),
                [
                    self.env._(
                        "The year of all organisations opens by itself: held, due, missing."
                    ),
                    self.env._(
                        "Members, transfers and decisions are entered once, with their day."
                    ),
                    self.env._("Compliance shows what each branch still has to hold."),
                ],
            ),
            "community_party.group_party_treasurer": (
                self.env._("Party treasurer"),
                [
                    self.env._("Dues open by themselves: who owes which month."),
                    self.env._(
                        "A fund needs two signatures; a posted entry is taken back, never changed."
                    ),
                ],
            ),
            "community_party.group_party_manager": (
                self.env._("Party manager"),
                [
                    self.env._(
                        "The year of all organisations opens by itself: held, due, missing."
                    ),
                    self.env._(
                        "Numbers of the rules have a day from which they hold, and a source."
                    ),
                    self.env._("Approvals wait in the clock of activities at the top."),
                ],
            ),
        }

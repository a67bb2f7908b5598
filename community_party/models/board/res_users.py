from odoo import api, models


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

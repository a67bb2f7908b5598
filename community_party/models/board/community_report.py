from odoo import models

from odoo.addons.community_service.models.figures.community_report import (
    PRACTICE,
    PROBLEMS,
    PROPOSALS,
)


class CommunityReport(models.Model):
    """What the Party's figures tell in the three parts of a situation report."""

    _inherit = "community.report"

    def _chapters(self):
        return super()._chapters() + [
            (
                PRACTICE,
                (10, self.env._("Party building that joins forces")),
                [
                    self.env._(
                        "{party_organizations_branch} Party branches work in the community."
                    ),
                    self.env._("{party_member_center} homes are centre households of members."),
                    self.env._("Members answer for {party_responsibility_area} areas."),
                    self.env._(
                        "{party_agreements} agreements of co-building were signed with units "
                        "stationed here."
                    ),
                    self.env._("{party_projects_done} co-building projects were done."),
                    self.env._("{party_needs_met} needs of the need list were met."),
                ],
            ),
            (
                PRACTICE,
                (40, self.env._("A strong membership")),
                [
                    self.env._(
                        "{party_members} Party members belong here, {party_members_new} of them "
                        "new."
                    ),
                    self.env._("{party_meetings_held} Party meetings were held."),
                    self.env._("{party_talks} heart-to-heart talks took place."),
                    self.env._(
                        "{party_opinions} opinions were heard and {party_opinions_adopted} of them "
                        "adopted."
                    ),
                    self.env._("{party_pledges_kept} pledges were kept."),
                ],
            ),
            (
                PROBLEMS,
                (40, self.env._("Members of many kinds")),
                [
                    self.env._("{party_members_kind_rural} members come from the village."),
                    self.env._("{party_members_kind_veteran} are demobilised soldiers."),
                    self.env._("{party_members_kind_retired} are retired."),
                    self.env._("{party_members_kind_laid_off} are out of work."),
                    self.env._("{party_members_kind_graduate} are graduates."),
                    self.env._(
                        "{party_members_kind_registered_only} are registered here and live "
                        "elsewhere."
                    ),
                    self.env._("{party_members_kind_migrant} came here for business."),
                    self.env._(
                        "{party_members_age_over_70} are over 70, and {party_members_age_to_35} "
                        "are 35 or younger."
                    ),
                    self.env._("With {party_members_lost} members there is no contact."),
                ],
            ),
            (
                PROBLEMS,
                (50, self.env._("Party life that is hard to hold")),
                [
                    self.env._("{party_meetings_missing} meetings that the rules ask are missing."),
                    self.env._(
                        "Of {party_attendance_counted} attendances that count, "
                        "{party_attendance_present} were kept."
                    ),
                ],
            ),
            (
                PROBLEMS,
                (60, self.env._("Units without a branch")),
                [
                    self.env._(
                        "{party_new_none} new organisations have no Party organisation, and "
                        "{party_new_attached} hang on to another one."
                    ),
                    self.env._("Of {party_new_unknown} it is not known."),
                    self.env._(
                        "{party_organizations_without_leader} Party organisations are led by "
                        "nobody."
                    ),
                ],
            ),
            (
                PROPOSALS,
                (10, self.env._("What is planned and promised")),
                [
                    self.env._(
                        "{party_plan_open} lines of the work plans of the Party are still open; "
                        "keep those first whose day has passed, {party_plan_overdue} of them."
                    ),
                    self.env._(
                        "{party_pledges_open} pledges are still to be kept; ask each of those who "
                        "gave them what they need for it."
                    ),
                ],
            ),
        ]

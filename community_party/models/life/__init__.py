"""Organisation life: meetings with those due and those who came, votes, minutes, talks, opinions,
plans.

What a branch had to hold in a period stands beside what it held.
"""

from . import community_party_meeting_source_mixin
from . import community_activity
from . import community_activity_kind
from . import community_attendance
from . import community_party_compliance
from . import community_party_discipline
from . import community_party_duty
from . import community_party_duty_waiver
from . import community_party_exemption
from . import community_party_member
from . import community_party_membership_decision
from . import community_party_minutes_version
from . import community_party_opinion
from . import community_party_organization
from . import community_party_plan
from . import community_party_plan_line
from . import community_party_post
from . import community_party_resolution
from . import community_party_study
from . import community_party_talk
from . import community_party_transfer
from . import community_resident

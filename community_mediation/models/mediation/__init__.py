"""Disputes from the door to the agreement and its performance, before the people's mediation
committee.

Sealed notes are open to the mediators of a case alone.
"""

from . import community_mediation_part
from . import community_dispute_kind
from . import community_mediation_case
from . import community_mediation_case_finding
from . import community_mediation_case_flow
from . import community_mediation_case_clock
from . import community_mediation_participant
from . import community_mediation_agreement
from . import community_mediation_agreement_paper
from . import community_mediation_committee
from . import community_mediation_committee_member
from . import community_mediation_followup
from . import community_mediation_group
from . import community_mediation_group_member
from . import community_mediation_duty
from . import community_life_event
from . import community_mediation_mediator
from . import community_mediation_note
from . import community_mediation_paper
from . import community_mediation_session
from . import community_visit_need
from . import community_household
from . import community_resident
from . import community_request
from . import community_visit
from . import community_mediation_term
from . import community_contact_alert
from . import community_privacy_notice
from . import community_retention_rule

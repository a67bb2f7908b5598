"""Organisations with their keepers, members with discipline and rights, posts and elections.

Transfers bring a member from one organisation to another; the network shows what is missing.
"""

from . import community_party_scoped_mixin
from . import community_party_officer
from . import community_party_filed_mixin
from . import community_party_candidate
from . import community_party_category
from . import community_party_contact_attempt
from . import community_party_discipline
from . import community_party_election
from . import community_party_elector
from . import community_party_member
from . import community_party_member_finding
from . import community_category
from . import community_resident
from . import community_party_membership_decision
from . import community_party_network
from . import community_party_organization
from . import community_party_post
from . import community_party_responsibility
from . import community_party_organization_paper
from . import community_party_transfer
from . import community_party_transfer_flow
from . import community_party_transfer_paper
from . import community_party_unqualified
from . import community_privacy_notice
from . import community_retention_rule

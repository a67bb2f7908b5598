"""Volunteers with skills, hours and stars: calls that ask those who match, neighbour pairs.

The portal shows each of them their own tasks, hours and certificates.
"""

from . import community_claim_mixin
from . import community_contribution
from . import community_claim_offer
from . import community_volunteer
from . import community_volunteer_search
from . import community_volunteer_skill
from . import community_volunteer_time
from . import community_volunteer_star
from . import community_volunteer_team
from . import community_volunteer_call
from . import community_household
from . import community_resident
from . import community_volunteer_signup
from . import community_volunteer_service
from . import community_volunteer_service_flow
from . import community_visit
from . import community_volunteer_pair
from . import community_contact_alert
from . import community_volunteer_certificate
from . import community_convenience_service
from . import community_convenience_order

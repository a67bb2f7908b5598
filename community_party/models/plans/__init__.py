"""What the organisations set out to do: work plans, pledges on open needs, and who reports here.

A pledge is a claim of the service seen from the Party file: the facts stand in the claim, and who
of the Party made it stands here alone.
"""

from . import community_party_organization
from . import community_party_member
from . import community_party_transfer
from . import community_claim_offer
from . import community_party_checkin
from . import community_party_pledge
from . import community_contribution
from . import community_party_plan
from . import community_party_plan_line
from . import community_report
from . import community_party_responsibility
from . import community_household

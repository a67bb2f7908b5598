"""What residents ask for: requests with a clock, agent service in seven steps, papers, referrals.

Certificates and the register of the seal, and the public page that shows how far a request is.
"""

from . import community_service_item
from . import community_service_material
from . import community_request
from . import community_request_flow
from . import community_request_clock
from . import community_request_paper
from . import community_request_search
from . import community_request_step
from . import community_visit_need
from . import community_household
from . import community_resident
from . import community_contact_alert
from . import community_request_wait
from . import community_request_material
from . import community_visit
from . import community_request_referral
from . import community_certificate
from . import community_seal_use
from . import res_users

"""Co-building: units stationed here, and what they and the community do for each other.

What is known of a unit is dated, so that a figure of any day stays right; what is not known is
never counted as none. Representatives speak for residents and units at meetings of their own, and
what they decide is carried out.
"""

from . import community_activity
from . import community_activity_kind
from . import community_attendance
from . import community_party_agreement
from . import community_party_agreement_line
from . import community_party_contact
from . import community_party_cooperation
from . import community_party_delegate
from . import community_party_mass_leader
from . import community_party_motion
from . import community_party_organization
from . import community_party_project
from . import community_party_representative
from . import community_party_resolution
from . import community_party_unit
from . import community_party_unit_line
from . import res_partner

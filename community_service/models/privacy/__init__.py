"""Duties of the law on personal information: what people are told, agree to and may ask for.

It stands above the domains that keep data of people, because what it does reaches all of them.
"""

from . import community_privacy_notice
from . import community_privacy_actor_mixin
from . import community_consent
from . import community_privacy_request
from . import community_retention_rule
from . import community_retention_proposal
from . import community_privacy_incident
from . import community_privacy_assessment
from . import community_request
from . import community_resident
from . import community_household
from . import community_visit
from . import community_match
from . import community_match_batch
from . import community_guarded_mixin
from . import community_visit_check
from . import community_category_line
from . import community_life_event
from . import community_import
from . import community_import_row

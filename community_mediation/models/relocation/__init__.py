"""Renovations and expropriations, with a file for every household: demands, explanations,
agreement, move.

The community coordinates; the body that decides is named.
"""

from . import community_relocation_part
from . import community_relocation_policy
from . import community_relocation_project
from . import community_relocation_project_flow
from . import community_relocation_member
from . import community_relocation_step
from . import community_relocation_talk
from . import community_relocation_file
from . import community_relocation_file_flow
from . import community_relocation_demand
from . import community_relocation_offer
from . import community_relocation_explanation
from . import community_visit
from . import community_household
from . import community_resident
from . import community_mediation_case
from . import community_privacy_notice

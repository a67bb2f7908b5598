"""The way into the Party: 25 steps as data, and what the rules added; each with its editions,
order, clock and papers.

Against a rule only a manager records a step, with a reason that is kept.
"""

from . import community_party_check
from . import community_party_member
from . import community_party_mentor
from . import community_party_step
from . import community_party_step_rule
from . import community_party_step_material
from . import community_party_step_record
from . import community_party_step_record_flow
from . import community_party_step_record_clock
from . import community_party_step_record_finding
from . import community_party_resolution
from . import community_resident

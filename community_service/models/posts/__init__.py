"""Work: welfare posts with seats, and people placed in a post, with an employer or by themselves.

Retirement ages and subsidies have days that warn in time.
"""

from . import community_retirement_age
from . import community_post
from . import community_placement
from . import community_placement_flow
from . import community_resident
from . import community_household

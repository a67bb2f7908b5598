from . import community_retirement_age
from . import community_post
from . import community_placement
from . import community_placement_flow
from . import community_resident
from . import community_household

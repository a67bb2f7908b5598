from . import community_retirement_age
from . import community_post
from . import community_placement
from . import community_placement_rules
from . import community_placement_resident
from . import community_placement_household

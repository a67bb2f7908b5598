from . import community_indicator
from . import community_contribution
from . import community_visit
from . import community_mediation_work
from . import community_due

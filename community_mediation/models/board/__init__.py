from . import community_indicator
from . import community_mediation_contribution
from . import community_mediation_my_day
from . import community_mediation_work
from . import community_mediation_due

from . import community_mediation_move
from . import community_mediation_start
from . import community_petition_intake
from . import community_petition_move

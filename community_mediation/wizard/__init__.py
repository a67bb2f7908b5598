from . import community_mediation_move
from . import community_mediation_start

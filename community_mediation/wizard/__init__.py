from ..wizard import community_mediation_move
from ..wizard import community_mediation_start
from ..wizard import community_petition_intake
from ..wizard import community_petition_move

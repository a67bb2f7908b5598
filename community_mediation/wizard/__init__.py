from . import community_mediation_move

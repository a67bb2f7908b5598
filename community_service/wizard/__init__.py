from . import community_visit_move

from . import community_dispute_kind
from . import community_parameter
from . import res_groups

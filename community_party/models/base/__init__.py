from . import community_parameter
from . import res_groups

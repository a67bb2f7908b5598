from . import community_matter_mixin
from . import community_parameter
from . import ir_sequence
from . import res_groups

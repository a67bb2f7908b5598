"""What disputes, files and petitions share: number series, steps that a dialog takes, numbers of
the rules.
"""

from . import community_matter_mixin
from . import community_parameter
from . import ir_sequence
from . import res_groups

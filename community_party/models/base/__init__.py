from . import community_party_scoped_mixin
from . import community_parameter
from . import community_party_officer
from . import res_groups

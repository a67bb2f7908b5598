from . import community_matter_mixin
from . import community_access_log
from . import community_parameter
from . import ir_sequence
from . import mail_followers
from . import res_groups

from . import community_party_appraisal_count
from . import community_party_dues_assess
from . import community_party_member_export
from . import community_party_minutes_correct
from . import community_party_step_withdraw

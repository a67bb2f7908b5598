from ..wizard import community_party_appraisal_count
from ..wizard import community_party_step_withdraw
from ..wizard import community_party_minutes_correct
from ..wizard import community_party_member_export

from . import community_party_step_withdraw

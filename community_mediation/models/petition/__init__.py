"""Petitions with the clocks of the 2022 regulations, from the register to the written answer.

Of an accusation whoever is accused learns nothing.
"""

from . import ir_rule
from . import community_petition_part
from . import community_petition
from . import community_petition_flow
from . import community_petition_clock
from . import community_petition_search
from . import community_mediation_case
from . import community_relocation_file
from . import community_legacy_issue
from . import community_visit
from . import community_petition_person
from . import community_request
from . import community_petition_review
from . import community_visit_need
from . import community_household
from . import community_resident
from . import community_petition_transfer
from . import community_access_log
from . import mail_followers
from . import res_company
from . import res_config_settings
from . import community_contact_alert
from . import community_privacy_notice
from . import community_retention_rule

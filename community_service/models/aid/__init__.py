"""Subsistence allowance and other aid: cases with family, income and assets, notices, decisions.

The program reckons and proposes, a named person decides; full cover lists who has no case.
"""

from . import community_aid_treatment
from . import community_aid_record
from . import community_aid_part
from . import community_aid_means
from . import community_aid_programme
from . import community_aid_standard
from . import community_aid_exclusion
from . import community_aid_income_kind
from . import community_aid_asset_kind
from . import community_aid_case
from . import community_aid_case_flow
from . import community_aid_case_clock
from . import community_aid_case_finding
from . import community_aid_case_search
from . import community_aid_case_paper
from . import community_aid_member
from . import community_aid_income
from . import community_aid_asset
from . import community_aid_notice
from . import community_aid_told
from . import community_contact_alert
from . import community_contact_signal
from . import community_aid_change
from . import community_aid_appeal
from . import community_aid_payment
from . import community_aid_month
from . import community_aid_payment_total
from . import community_visit
from . import community_visit_need
from . import community_category
from . import community_category_line
from . import community_residency
from . import community_household
from . import community_resident
from . import community_aid_cover

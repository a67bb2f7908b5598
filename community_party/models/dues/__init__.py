"""Dues: what is due by the confirmed base, what was paid, waived and handed on.

A closed year takes nothing more.
"""

from . import community_party_dues
from . import community_party_dues_base
from . import community_party_dues_entry
from . import community_party_dues_finding
from . import community_party_dues_payment
from . import community_party_dues_rate
from . import community_party_dues_rate_line
from . import community_party_dues_sheet
from . import community_party_dues_sheet_line
from . import community_party_dues_waiver
from . import community_party_dues_year
from . import community_party_member
from . import community_party_membership_decision
from . import community_party_transfer
from . import community_resident
from . import res_company

"""The fund of Party building and co-building: own account, earmarked use, clear books, audit.

What is posted does not change; a mistake is taken back by an entry of its own.
"""

from . import community_party_fund
from . import community_party_fund_year
from . import community_party_fund_part_mixin
from . import community_party_fund_source
from . import community_party_fund_budget
from . import community_party_fund_request
from . import community_party_fund_entry
from . import community_party_award
from . import community_party_fund_audit
from . import community_party_fund_finding

"""Lists that other offices send: matched with the register, acted on in bulk, given back filled in.

Whoever is not surely the person of a row is asked; what was done with a list can be taken back.
"""

from . import community_match_choice
from . import community_match_candidate
from . import community_match_row
from . import community_match_batch
from . import community_match_mark
from . import community_category_line
from . import community_attendance
from . import community_resident
from . import community_match
from . import community_match_finding
from . import community_match_paper

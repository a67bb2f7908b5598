"""A household workbook on its way into the register: read, checked, corrected, applied in batches.

Words of an office are learned; what cannot be right is refused with a sentence.
"""

from . import community_import_synonym
from . import community_household
from . import community_resident
from . import community_import_row
from . import community_import_change
from . import community_import_column
from . import community_import_word
from . import community_import
from . import community_import_flow
from . import community_import_clock
from . import community_import_finding
from . import community_import_search

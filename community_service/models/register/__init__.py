"""Who lives where: places and their grids, dwellings, households, residents and their residencies.

Facts and care categories have dates; operations change a family in one step and can be taken back.
"""

from . import base
from . import ir_rule
from . import mail_activity
from . import res_partner
from . import community_scoped_mixin
from . import community_categorized_mixin
from . import community_contact_mixin
from . import community_person_mixin
from . import community_engaged_mixin
from . import community_fact_mixin
from . import community_housed_mixin
from . import community_register_mixin
from . import community_grid
from . import community_grid_officer
from . import community_grid_assignment
from . import community_area
from . import community_dwelling
from . import community_category
from . import community_household
from . import community_household_flow
from . import community_household_paper
from . import community_household_search
from . import community_residency
from . import community_resident
from . import community_resident_search
from . import community_resident_finding
from . import community_resident_flow
from . import community_resident_paper
from . import community_resident_duplicate
from . import community_category_line
from . import community_kinship
from . import community_household_operation
from . import community_household_operation_flow
from . import community_fact_change

"""The caring station: weddings, births, illness and death become events with a team and steps.

Its stock is handed out against a signature.
"""

from . import community_caring_station
from . import community_caring_team
from . import community_caring_member
from . import community_caring_item
from . import community_caring_stock_move
from . import community_life_event
from . import community_life_event_flow
from . import community_life_event_task
from . import community_life_checklist
from . import community_life_checklist_line
from . import community_household
from . import community_household_operation
from . import community_residency
from . import community_fact_change
from . import community_category
from . import community_category_line
from . import community_visit
from . import community_visit_need
from . import community_resident
from . import community_request

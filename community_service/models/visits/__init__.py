"""What is done at a door: visits, their plan, *My Day*, *At the Door*, programmes and coverage.

A need that is found there is claimed by whoever takes it on, and a named person confirms what
was done.
"""

from . import community_claim_mixin
from . import community_help_mixin
from . import community_placed_mixin
from . import community_contacted_mixin
from . import community_contribution
from . import community_household
from . import community_household_operation
from . import community_dwelling
from . import community_resident
from . import community_contact_source_mixin
from . import community_visit
from . import community_visit_flow
from . import community_visit_clock
from . import community_visit_finding
from . import community_visit_search
from . import community_area
from . import community_grid
from . import community_phone
from . import community_category_line
from . import community_visit_need
from . import community_visit_check
from . import community_visit_check_flow
from . import community_visit_checklist
from . import community_visit_question
from . import community_visit_answer
from . import community_programme
from . import community_programme_task
from . import community_contact_alert
from . import community_contact_alert_finding
from . import community_contact_signal
from . import ir_http
from . import calendar_event
from . import mail_activity
from . import res_users

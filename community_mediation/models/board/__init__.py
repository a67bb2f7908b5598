"""What these files give to the figures of the service: indicators, *My Day*, what is due, the
workload by area.
"""

from . import community_indicator
from . import community_contribution
from . import community_claim_offer
from . import community_visit
from . import community_mediation_work
from . import community_due
from . import res_users
from . import ir_ui_menu
from . import community_resident
from . import community_form
from . import community_report
from . import community_open_book

"""What the Party file gives to the figures of the service: indicators, and what is due."""

from . import community_indicator
from . import community_due
from . import res_users
from . import ir_ui_menu
from . import community_form
from . import community_report
from . import community_open_book

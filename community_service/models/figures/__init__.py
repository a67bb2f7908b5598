"""What is reported: ledgers, indicators, the situation report, what is due, the board.

Every figure opens the records behind it, under the rules of its reader.
"""

from . import ir_http
from . import ir_module_module
from . import ir_actions_report
from . import community_selection_mixin
from . import community_access_log
from . import community_ledger
from . import community_ledger_column
from . import community_indicator
from . import community_indicator_finding
from . import community_report
from . import community_report_finding
from . import community_report_flow
from . import community_report_paper
from . import community_report_search
from . import community_report_line
from . import community_open_book
from . import community_open_book_finding
from . import community_open_book_line
from . import spreadsheet_dashboard_share
from . import community_due
from . import res_users
from . import ir_ui_menu
from . import community_resident
from . import community_visit
from . import res_company
from . import community_handover

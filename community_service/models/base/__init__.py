"""What every domain stands on: the guard of a record, secrets, the access log, the calendar,
parameters.

Nothing here knows a household.
"""

from . import community_closed_mixin
from . import community_common_money_mixin
from . import community_paper_mixin
from . import community_record_mixin
from . import community_named_mixin
from . import community_assigned_mixin
from . import base
from . import community_confirmed_mixin
from . import community_dialog_mixin
from . import community_shared_mixin
from . import community_dated_mixin
from . import community_shared_part_mixin
from . import community_figure_mixin
from . import community_guarded_mixin
from . import community_logged_mixin
from . import community_secret_mixin
from . import community_receipt_mixin
from . import community_calendar_mixin
from . import community_public_try
from . import community_access_log
from . import community_access_log_seal
from . import community_access_log_seal_finding
from . import community_workday_mixin
from . import community_holiday
from . import community_daily_job
from . import ir_actions_report
from . import ir_http
from . import ir_module_module
from . import ir_qweb_field_date
from . import ir_qweb_field_datetime
from . import ir_rule
from . import ir_ui_menu
from . import mail_activity
from . import mail_message
from . import res_groups
from . import community_open_right
from . import res_users
from . import community_parameter
from . import res_company
from . import res_config_settings

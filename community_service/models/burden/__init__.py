"""What the program itself costs: minutes of an entry, and fields that hardly anybody fills in.

Sums of roles and of places, never of people: no row leads to a user, a device or a moment.
"""

from . import res_company
from . import res_config_settings
from . import res_users
from . import ir_http
from . import community_burden_key
from . import community_burden_time
from . import community_phone
from . import community_form
from . import community_burden_field
from . import community_burden_field_finding
from . import community_record_mixin

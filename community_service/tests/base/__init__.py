from . import test_access_http
from . import test_access_log
from . import test_local_limits
from . import test_parameter
from . import test_record_mixin
from . import test_secret
from . import test_settings
from . import test_tools

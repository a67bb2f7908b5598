from . import test_burden_field
from . import test_burden_time

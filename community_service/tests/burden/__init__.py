from . import test_burden_time

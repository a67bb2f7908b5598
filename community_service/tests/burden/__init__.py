from . import test_burden_field
from . import test_burden_people
from . import test_burden_time
from . import test_burden_tour

from . import test_assessment
from . import test_award
from . import test_scheme

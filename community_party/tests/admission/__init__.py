from . import test_admission
from . import test_admission_migration
from . import test_admission_queries
from . import test_admission_resolution
from . import test_admission_rules
from . import test_admission_tour
from . import test_admission_votes

from . import test_access_ledger
from . import test_access_matrix
from . import test_dashboard_file
from . import test_public_methods
from . import test_screens
from . import test_secret_leaks
from . import test_story_a1
from . import test_story_a15

from . import test_activity
from . import test_activity_figures
from . import test_activity_tour
from . import test_attendance
from . import test_batch
from . import test_contact_watch_absence
from . import test_course
from . import test_batch_queries

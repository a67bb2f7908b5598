from . import community_activity_kind
from . import community_course
from . import community_activity
from . import community_attendance
from . import community_training_certificate
from . import community_resident
from . import calendar_event

"""What is held for many: trainings, classes, culture, meetings, with one table of attendances.

Courses end with certificates.
"""

from . import community_activity_kind
from . import community_course
from . import community_activity
from . import community_attendance
from . import community_training_certificate
from . import community_resident
from . import community_contact_alert
from . import community_contact_signal
from . import calendar_event

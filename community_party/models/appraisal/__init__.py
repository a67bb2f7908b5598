"""The yearly appraisal of members: lines, tasks and a ballot that stays secret.

Roll and votes cannot be joined, by the superuser neither.
"""

from . import community_party_appraisal
from . import community_party_appraisal_finding
from . import community_party_appraisal_line
from . import community_party_appraisal_task
from . import community_party_ballot
from . import community_party_ballot_envelope
from . import community_party_ballot_roll
from . import community_party_member

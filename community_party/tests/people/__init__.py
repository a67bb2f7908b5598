from . import test_party_category
from . import test_party_discipline
from . import test_party_member
from . import test_party_member_export
from . import test_party_network
from . import test_party_people
from . import test_party_people_figures
from . import test_transfer

from . import test_party_member

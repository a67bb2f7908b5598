from . import test_mediation_number

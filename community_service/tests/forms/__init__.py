from . import test_form

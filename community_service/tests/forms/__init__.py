from . import test_form
from . import test_form_example
from . import test_form_pack

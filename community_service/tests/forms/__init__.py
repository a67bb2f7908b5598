from . import test_form
from . import test_form_example
from . import test_form_pack
from . import test_form_read
from . import test_form_release
from . import test_form_restricted
from . import test_form_rows
from . import test_form_wide

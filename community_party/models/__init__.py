from . import base
from . import people
from . import life
from . import admission
from . import appraisal
from . import dues
from . import plans
from . import board

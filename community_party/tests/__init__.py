from .people import *
from .life import *
from .admission import *
from .appraisal import *
from .dues import *
from .plans import *
from .excellence import *
from .board import *

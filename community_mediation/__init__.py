from ..community_mediation import controllers
from ..community_mediation import models
from ..community_mediation import wizard
from .hooks import uninstall_hook

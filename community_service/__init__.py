from ..community_service import controllers
from ..community_service import models
from ..community_service import wizard
from .hooks import uninstall_hook

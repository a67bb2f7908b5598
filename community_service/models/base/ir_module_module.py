from odoo import models

from ...tools.core_words import core_addons, put_core_words


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _load_module_terms(self, modules, langs, overwrite=False):
        result = super()._load_module_terms(modules, langs, overwrite=overwrite)
        names = set(modules)
        if "community_service" in names:
            names.update(core_addons())
        # sudo: who may add a language need not be allowed to write fields and views.
        for lang in langs:
            put_core_words(self.sudo().env, sorted(names), lang)
        return result

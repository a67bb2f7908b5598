from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CommunityFigureMixin(models.AbstractModel):
    """Records that figures are counted from.

    A figure opens its records through one search term that names the figure, so that neither a
    hundred thousand ids nor a domain with inner operators travels through the client.
    """

    _name = "community.figure.mixin"
    _description = "Record behind figures"
    _inherit = ["community.record.mixin"]

    figure_ref = fields.Char(
        "Figure",
        store=False,
        search="_search_figure_ref",
        exportable=False,
        export_string_translation=False,
    )

    def _search_figure_ref(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._figure_domain(ref) for ref in value)

    def _figure_domain(self, ref):
        """Return the domain of the records of this model behind a figure.

        :param str ref: model of the figure, its id and further parts, with commas between them
        :raises UserError: if there is no such figure
        :raises AccessError: if the reader may not read the figure
        """
        model, *parts = str(ref).split(",")
        if not hasattr(self.env.registry.get(model), "_figure_target") or not (
            parts and parts[0].isdecimal()
        ):
            raise UserError(self.env._("There is no figure “%(figure)s”.", figure=ref))
        figure = self.env[model].browse(int(parts[0]))
        figure.check_access("read")
        target, domain = figure._figure_target(*parts[1:])
        return domain if target == self._name else Domain.FALSE

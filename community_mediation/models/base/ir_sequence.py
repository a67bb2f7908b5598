from odoo import api, models


# Every community counts for itself: a number series per company, made when it first draws.
class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _community_number(self, code, company, day):
        """Draw the next number of a community's own series.

        The series that the addon ships belongs to no company: it is the pattern of the others.

        :param str code: code of the series
        :param company: the community that numbers
        :param date day: the day whose year stands in the number
        :return: str
        """
        # Drawing a number is the program's work; nobody of the service may write sequences.
        series = self.sudo()
        own = series.search([("code", "=", code), ("company_id", "=", company.id)], limit=1)
        if not own:
            pattern = series.search([("code", "=", code), ("company_id", "=", False)], limit=1)
            own = series.create(
                {
                    "name": f"{pattern.name} ({company.name})",
                    "code": code,
                    "prefix": pattern.prefix,
                    "suffix": pattern.suffix,
                    "padding": pattern.padding,
                    "implementation": pattern.implementation,
                    "use_date_range": pattern.use_date_range,
                    "company_id": company.id,
                }
            )
        return own.next_by_id(sequence_date=day)

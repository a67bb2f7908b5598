from odoo import api, models


class CommunityVisitCheck(models.Model):
    """Of a person whose file is kept only nothing is asked at the door, and nothing entered."""

    _inherit = "community.visit.check"

    @api.model
    def _facts_on_file(self, residents):
        """Ask nothing of people whose file is not used."""
        return super()._facts_on_file(residents - residents._restricted())

    @api.model
    def _wanted_facts(self, residents):
        """Ask nothing for a form either; all homes of a day are told apart at once."""
        return super()._wanted_facts(residents - residents._restricted())

    @api.model
    def _why_not_entered(self, resident):
        """Leave a restricted file as it is: what was told is said to who keeps the file."""
        for person in resident._kept_from_user():
            return person._restricted_sentence()
        return super()._why_not_entered(resident)

    def _who_enters(self):
        """Ask whoever is in charge of personal data about a restricted file."""
        person = self.resident_id
        if person._kept_from_user():
            # sudo: who that is everybody is told; the task is given by the program.
            company = person.sudo().company_id
            keeper = company.community_privacy_user_id | company.community_manager_id
            if keeper := keeper._at_work(self._staff_groups(), company)[:1]:
                return keeper
        return super()._who_enters()

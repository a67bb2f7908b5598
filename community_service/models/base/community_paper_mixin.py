from ast import literal_eval

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, html2plaintext

from ...tools.listed import listed
from ...tools.money_words import capital_amount
from ...tools.paper_pages import paginate
from ...tools.paper_words import day_capitals


class CommunityPaperMixin(models.AbstractModel):
    """A record of which papers are printed: each only while it is true, and with all its facts.

    The state belongs to the print action: its ``domain`` offers the paper, its ``help`` says in a
    sentence when the paper is true. What a paper lacks in that state is told by name.
    """

    _name = "community.paper.mixin"
    _description = "Record with Papers"

    def _paper_needs(self, paper):
        """Return the fields without which a paper would have a blank where it states a fact.

        :param str paper: the template of the paper, without the addon
        :returns: names of fields, or of fields behind a link ("resident_id.name")
        """
        return ()

    def _paper_lacks(self, paper):
        """Return what one record still lacks for a paper, each in the reader's words.

        :param str paper: the template of the paper, without the addon
        :returns: list of labels; a model adds what is more than an empty field
        """
        self.ensure_one()
        lacks = []
        for path in self._paper_needs(paper):
            link, _dot, name = path.rpartition(".")
            record = self.mapped(link) if link else self
            values = [one[name] for one in record]
            filled = [v.strip() if isinstance(v, str) else v for v in values]
            if not filled or not all(filled):
                field = record._fields[name]
                lacks.append(field._description_string(self.env))
        return lacks

    def _paper_name(self, with_state=False):
        """Return how a sentence names one record, also one that has no number or name yet.

        :param bool with_state: add the label of its state, where it has one
        """
        named = self._rec_name is None or self[self._rec_name]
        name = self.display_name if named and self.display_name else self.env._("this record")
        field = self._fields.get("state")
        if not with_state or field is None or field.type != "selection" or not self.state:
            return name
        return f"{name} ({dict(field._description_selection(self.env)).get(self.state, '')})"

    def _check_paper_true(self, report):
        """Refuse a paper that would not be true of a record, or would leave a fact blank.

        :param report: the print action
        :raises UserError: about the first such record, with what to do
        """
        domain = literal_eval(report.domain) if report.domain else []
        fits = self.filtered_domain(domain)
        paper = (report.report_name or "").rpartition(".")[2]
        for record in self:
            if record not in fits:
                raise UserError(
                    self.env._(
                        "“%(paper)s” is not true of %(record)s as it stands now. %(when)s",
                        paper=report.name,
                        record=record._paper_name(with_state=True),
                        when=html2plaintext(report.help or "").strip(),
                    ).strip()
                )
            if lacks := record._paper_lacks(paper):
                raise UserError(
                    self.env._(
                        "“%(paper)s” of %(record)s cannot be printed yet, for it lacks: %(lacks)s. "
                        "Enter what is missing, then print.",
                        paper=report.name,
                        record=record._paper_name(),
                        lacks=listed(self.env.lang, lacks),
                    )
                )

    # words of a paper

    def _said_anew(self, name, propose):
        """Return a text in the language of whoever works with it, if nobody has changed it.

        What the program proposed for a paper is kept as text, in the language of whoever made the
        record; the paper leaves in that of whoever issues it. What a person wrote stays.

        :param str name: field of the text
        :param propose: function of a record that returns what the program proposes in its language
        :returns: the proposal, or the text as it is
        """
        self.ensure_one()
        for code, _name in self.env["res.lang"].get_installed():
            if propose(self.with_context(lang=code)) == self[name]:
                return propose(self)
        return self[name]

    @api.model
    def _paper_pages(self, rows, widths, **room):
        """Return the rows of a long table by pages; each page prints its own heading.

        :param list rows: lists of what the cells show
        :param list widths: width of each column in Chinese characters
        :param room: millimetres, as ``tools.paper_pages.paginate`` takes them
        """
        return paginate([[str(cell or "") for cell in row] for row in rows], widths, **room)

    @api.model
    def _paper_day(self, day):
        """Return a day as papers write it (2026年11月28日), or nothing for none."""
        return format_date(self.env, day, date_format="long") if day else ""

    @api.model
    def _paper_month(self, day):
        """Return the month of a day as papers write it (2026年11月), or nothing for none."""
        chinese = (self.env.lang or "").startswith("zh")
        wording = "yyyy年M月" if chinese else "MMMM yyyy"
        return format_date(self.env, day, date_format=wording) if day else ""

    @api.model
    def _paper_list(self, things):
        """Return texts in one line as papers write them (甲、乙)."""
        return listed(self.env.lang, things)

    @api.model
    def _amount_in_capitals(self, amount):
        """Return an amount in yuan in capitals (人民币壹佰元整)."""
        return capital_amount(amount)

    @api.model
    def _day_in_capitals(self, day):
        """Return a day in Chinese numerals (二〇二六年十一月二十八日), or nothing for none."""
        return day_capitals(day) if day else ""

from datetime import date

from odoo import models
from odoo.fields import Domain

from ...tools.suppression import suppressed
from .community_open_book import MONTHS, OUT


class CommunityOpenBook(models.Model):
    """Which counts an edition leaves out, so that nobody works them out from all that is out.

    A reader may add and subtract lines of one edition, take the quarters from their year, and lay
    an edition beside the one it replaces. So everything that was put out of the same calendar year
    counts, taken down or not: what it shows cannot be taken back, what it left out stays out.
    """

    _inherit = "community.open.book"

    def _hidden_lines(self):
        """Return the lines of this edition whose figure is left out for residents."""
        self.ensure_one()
        books = self._read_together()
        cells, closed, sums = {}, set(), []
        for book in books:
            lines = book.line_ids.filtered(lambda line: line._is_cell())
            for line in lines:
                cells[book.id, line.code] = line.report_line_id._public_count("value")
            # What is not printed is unknown, but tells on what few people a sum stands.
            within, few = book.line_ids.report_line_id._public_sums("value")
            sums += [
                ((book.id, whole), [(book.id, part) for part in parts]) for whole, parts in within
            ]
            closed |= {(book.id, code) for code in few}
        sums += self._sums_over_time(books, cells)
        kept, fixed = set(), set()
        for line in (books - self).line_ids.filtered("is_out"):
            (kept if line.is_hidden else fixed).add((line.book_id.id, line.code))
        hidden = suppressed(
            cells,
            sums,
            self.company_id.community_suppress_below,
            closed=closed & cells.keys(),
            kept=kept & cells.keys(),
            fixed=fixed & cells.keys(),
        )
        return self.line_ids.filtered(lambda line: (self.id, line.code) in hidden)

    def _read_together(self):
        """Return this edition and all that are or were out of the same calendar year, in order."""
        year = self.date_from.year
        others = self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_from", ">=", date(year, 1, 1))
            & Domain("date_to", "<=", date(year, 12, 31))
            & Domain("state", "in", OUT)
            & Domain("id", "!=", self.id),
            order="date_from, date_to, edition, id",
        )
        return others | self

    def _sums_over_time(self, books, cells):
        """Return the sums that hold between editions: a year and its parts, one figure twice."""
        indicators = books.line_ids.indicator_id
        adding = {indicator.code for indicator in indicators if indicator._adds_up()}
        sums = []
        periods = books.grouped(lambda book: (book.span, book.date_from, book.date_to))
        for code in sorted({code for _book, code in cells}):
            told = {
                period: [book for book in editions if (book.id, code) in cells]
                for period, editions in periods.items()
            }
            for editions in told.values():
                sums += [
                    ((new.id, code), [(old.id, code)])
                    for old, new in zip(editions, editions[1:], strict=False)
                    if cells[old.id, code] == cells[new.id, code]
                ]
            if code in adding:
                sums += self._sums_of_parts(told, code)
        return sums

    def _sums_of_parts(self, told, code):
        """Return the sums of one figure that adds up: a longer period, and the shorter ones in it.

        :param dict told: period -> its editions that tell the figure, the oldest first
        """
        sums = []
        for (span, first, last), wholes in told.items():
            for shorter in [key for key in MONTHS if MONTHS[key] < MONTHS[span]]:
                parts = [
                    editions
                    for (other, start, end), editions in told.items()
                    if other == shorter and start >= first and end <= last and editions
                ]
                # The first editions of the parts, and those that stand now.
                for choice in {tuple(part[0].id for part in parts)} | {
                    tuple(part[-1].id for part in parts)
                }:
                    sums += [
                        ((whole.id, code), [(part, code) for part in choice])
                        for whole in wholes
                        if choice
                    ]
        return sums

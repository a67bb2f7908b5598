"""Page numbers for a finished PDF: the printing engine here has no running footers."""

import io

from pypdf import PdfReader, PdfWriter


def count_pages(pdf):
    """Return the number of pages of a PDF given as bytes."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def overlay(pdf, layer):
    """Return ``pdf`` with the pages of ``layer`` laid over its own, page by page.

    :param bytes pdf: the document
    :param bytes layer: a document with at least as many pages
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    numbers = PdfReader(io.BytesIO(layer)).pages
    for page, number in zip(writer.pages, numbers, strict=False):
        page.merge_page(number)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

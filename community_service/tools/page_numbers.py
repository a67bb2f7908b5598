"""Pages of a finished PDF: their number, their numbers, and where a text stands on them."""

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


def joined(documents):
    """Return several PDFs, given as bytes, as one."""
    if len(documents) == 1:
        return documents[0]
    writer = PdfWriter()
    for document in documents:
        writer.append(io.BytesIO(document))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def left_edges(pdf):
    """Return where each text of the first page begins, in mm from the left of the paper.

    :param bytes pdf: a document of the printing engine
    :returns: dict, text -> mm
    """
    edges = {}

    def visit(text, matrix, text_matrix, _font, _size):
        if text.strip():
            points = matrix[0] * text_matrix[4] + matrix[4]
            edges[text.strip()] = points / 72 * 25.4

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=visit)
    return edges

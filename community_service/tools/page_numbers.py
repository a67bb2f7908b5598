"""Page numbers stamped on a finished PDF: the printing engine here has no running footers."""

import io

from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"


def stamp(pdf, text):
    """Return ``pdf`` with a line at the foot of each page.

    :param bytes pdf: the document
    :param str text: with ``{page}`` and ``{pages}``, such as ``第 {page} 页 共 {pages} 页``
    :return: bytes of the stamped document
    """
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    count = len(writer.pages)
    for number, page in enumerate(writer.pages, start=1):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        layer = io.BytesIO()
        canvas = Canvas(layer, pagesize=(width, height))
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(width / 2, 20, text.format(page=number, pages=count))
        canvas.save()
        page.merge_page(PdfReader(layer).pages[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

"""The text of a finished PDF: the signs that a reader sees are those that a search finds."""

import io
import re
import unicodedata

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

# A CJK font draws a radical and the character with one glyph, and the printing engine writes down
# the radical, of signs alike the one with the lower number. Compatibility forms (2F00-2FDF) are
# folded by Unicode itself, these are not, or to the traditional form.
RADICALS = dict(
    (
        "⺂乛 ⺃乚 ⺅亻 ⺉刂 ⺋㔾 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺘扌 ⺙攵 "
        "⺛旡 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺣灬 ⺤爫 ⺦丬 ⺨犭 ⺫罒 ⺭礻 ⺯糹 ⺰纟 ⺱罓 ⺲罒 "
        "⺳㓁 ⺹耂 ⺺肀 ⺾艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻈讠 ⻉贝 ⻋车 ⻌辶 ⻐钅 ⻑長 "
        "⻒镸 ⻓长 ⻔门 ⻖阝 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻟飠 ⻠饣 ⻢马 ⻣骨 ⻤鬼 "
        "⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟 ⼾户 "
        "‒– ‧· ⋯… 〈〈 〉〉 ∕／"
    ).split(" ")
)
RADICALS["\t"] = RADICALS["\xa0"] = " "

CODE = re.compile(rb"<([0-9A-Fa-f]{4})>")
MAPS = re.compile(rb"(beginbfrange|beginbfchar)(.*?)(endbfrange|endbfchar)", re.DOTALL)


def plain(character):
    """Return the character that is meant by one that looks the same.

    >>> "".join(map(plain, "⼈⺠⽉⽇⻓⼾人民户A1（〔《"))
    '人民月日长户人民户A1（〔《'
    """
    code = ord(character)
    if character in RADICALS:
        return RADICALS[character]
    if 0x2F00 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", character)
    if 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFC", character)
    return character


def _mended(match):
    """Return one table of a ToUnicode map with radicals replaced, its sources left alone."""

    def code(found):
        character = chr(int(found[1], 16))
        return b"<%04X>" % ord(plain(character))

    lines = []
    for line in match[2].split(b"\n"):
        # <from> <to> [<first> <second>...], <from> <to> <first> or <from> <first>
        head = 2 if match[1] == b"beginbfrange" else 1
        parts = CODE.split(line)
        if len(parts) < 2 * head + 2:
            lines.append(line)
            continue
        cut = [found.end() for found in CODE.finditer(line)][head - 1]
        lines.append(line[:cut] + CODE.sub(code, line[cut:]))
    return match[1] + b"\n".join(lines) + match[3]


def readable(pdf):
    """Return a PDF whose text can be searched and copied: no radical stands for a character.

    :param bytes pdf: a document of the printing engine
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            font = font.get_object()
            table = font.get("/ToUnicode")
            # A font of several pages is mended once: what is mended stays as it is.
            if table is None:
                continue
            text = table.get_object().get_data()
            mended = MAPS.sub(_mended, text)
            if mended != text:
                stream = StreamObject()
                stream.set_data(mended)
                font[NameObject("/ToUnicode")] = writer._add_object(stream.flate_encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

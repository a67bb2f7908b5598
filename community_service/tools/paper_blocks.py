"""What stays together on a page: the printing engine parts a heading from its text, and a seal too.

The engine knows ``page-break-inside: avoid`` alone, so what belongs together gets one element.
"""

import re

import lxml.html

HEADINGS = ("h3", "h4", "h5")
CLOSING = {"seal", "signs", "foot"}
# A table of more rows and a text of more signs may be parted: they would leave a page half empty.
ROWS, SIGNS = 8, 600
# A Chinese sign brings its room with it; the blank behind it is one of the page's source.
AFTER_SIGN = re.compile(r"(?<=[：，。；、）])[ \n\t]+")


def close_up(root):
    """Take the blanks away that stand behind a Chinese sign; what people wrote keeps its own.

    :param root: lxml element of a paper

    >>> root = lxml.html.fragment_fromstring("<p>理由： 复核<b>甲</b>： 乙</p>")
    >>> close_up(root)
    >>> root.text_content()
    '理由：复核甲：乙'
    """
    for node in root.iter("*"):
        if any({"pre"} & _classes(up) for up in (node, *node.iterancestors())):
            continue
        node.text = AFTER_SIGN.sub("", node.text) if node.text else node.text
        for child in node:
            child.tail = AFTER_SIGN.sub("", child.tail) if child.tail else child.tail


def _classes(node):
    return set((node.get("class") or "").split())


def _is_closing(node):
    """Tell whether a block ends a paper: the seal, who signs, who filled it in."""
    classes = _classes(node)
    return bool(CLOSING & classes) or "hand" in classes and node.tag in ("p", "table")


def _is_whole(node):
    """Tell whether a block is low enough to move to the next page as a whole."""
    if node.tag == "table":
        return len(node.findall(".//tr")) <= ROWS
    if node.tag not in ("p", "ul", "ol", "div") or "page-break" in (node.get("style") or ""):
        return False
    return len(node.text_content()) <= SIGNS


def _wrap(nodes):
    """Put blocks that follow each other into one that is not parted."""
    box = lxml.html.Element("div", {"class": "keep"})
    nodes[0].addprevious(box)
    box.extend(nodes)
    return box


def hold_together(root):
    """Keep each heading with what follows it, and each seal with the last words above it.

    Changes the tree in place; a heading moves into the container that follows it, the seal into
    the one before it.

    :param root: lxml element of a paper

    >>> def held(html):
    ...     root = lxml.html.fragment_fromstring(html, create_parent="main")
    ...     hold_together(root)
    ...     text = lxml.html.tostring(root, encoding="unicode")
    ...     return text.replace('<div class="keep">', "[").replace("</div>", "]")
    >>> held("<h3>A</h3><p>1</p><p>2</p>")
    '<main>[<h3>A</h3><p>1</p>]<p>2</p></main>'
    >>> held('<h3>A</h3><div class="body"><h5>B</h5><p>1</p><p>2</p></div>')
    '<main><div class="body">[<h3>A</h3><h5>B</h5><p>1</p>]<p>2</p>]</main>'
    >>> held('<p>1</p><p>2</p><p class="hand">S</p><div class="seal">T</div>')
    '<main><p>1</p>[<p>2</p><p class="hand">S</p><div class="seal">T]]</main>'
    >>> held('<div class="body"><p>1</p><p>2</p></div><div class="seal">T</div>')
    '<main><div class="body"><p>1</p>[<p>2</p><div class="seal">T]]]</main>'
    """
    for heading in list(root.iter(*HEADINGS)):
        _hold_heading(heading)
    for closing in [node for node in root.iter("p", "div", "table") if _is_closing(node)]:
        _hold_closing(closing)


def _hold_heading(heading):
    if "keep" in _classes(heading.getparent()):
        return
    group, below = [heading], heading.getnext()
    while below is not None and below.tag in HEADINGS:
        group.append(below)
        below = below.getnext()
    if below is not None and below.tag == "div" and "body" in _classes(below):
        for place, node in enumerate(group):
            below.insert(place, node)
        below.text = None
        first = below[len(group)] if len(below) > len(group) else None
        while first is not None and first.tag in HEADINGS:
            group.append(first)
            first = first.getnext()
        below = first
    if below is not None and _is_whole(below):
        _wrap([*group, below])


def _hold_closing(closing):
    above = closing.getprevious()
    if above is None or _is_closing(above) or "keep" in _classes(closing.getparent()):
        return
    group, below = [closing], closing.getnext()
    while below is not None and _is_closing(below):
        group.append(below)
        below = below.getnext()
    if "body" in _classes(above) and len(above):
        last = above[-1]
        above.extend(group)
        above = last
    if "keep" in _classes(above):
        above.extend(group)
    elif _is_whole(above):
        _wrap([above, *group])

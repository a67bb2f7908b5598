"""The text of a report: chapters, and paragraphs with figures set in (pure, without the ORM)."""

CHAPTER = "# "


def add_to_chapter(text, chapter, sentence):
    r"""Return ``text`` with a sentence at the end of a chapter, which is begun where it is missing.

    A chapter begins with a line "# Title" and ends with the next one. Nothing else is changed.

    >>> text = add_to_chapter("Intro.", "Help", "Two were helped.")
    >>> print(add_to_chapter(text, "Station", "One came."))
    Intro.
    # Help
    Two were helped.
    # Station
    One came.
    >>> print(add_to_chapter("# Help\nTwo.\n\n# Station\nOne.", "Help", "Three."))
    # Help
    Two. Three.
    <BLANKLINE>
    # Station
    One.
    >>> add_to_chapter("# 实事\n办了两件。", "实事", "又办了三件。")
    '# 实事\n办了两件。又办了三件。'
    """
    lines = text.split("\n") if text else []
    heading = CHAPTER + chapter
    if heading not in (line.strip() for line in lines):
        return "\n".join([*lines, heading, sentence])
    start = [line.strip() for line in lines].index(heading)
    end = start + 1
    while end < len(lines) and not lines[end].startswith(CHAPTER):
        end += 1
    last = end - 1
    while last > start and not lines[last].strip():
        last -= 1
    if last == start:
        lines.insert(start + 1, sentence)
    else:
        glue = "" if ord(lines[last].rstrip()[-1]) > 0x2E7F else " "
        lines[last] = lines[last].rstrip() + glue + sentence
    return "\n".join(lines)


def paragraphs(segments):
    r"""Return the segments of a text by its lines, each a dict ``heading`` and ``segments``.

    :param list segments: dicts with ``text``; only pieces between figures hold line breaks

    >>> pieces = [{"text": "# Help\nWe helped "}, {"text": "2", "line": 7}, {"text": "."}]
    >>> found = paragraphs(pieces)
    >>> [(one["heading"], "".join(part["text"] for part in one["segments"])) for one in found]
    [(True, 'Help'), (False, 'We helped 2.')]
    """
    lines = [[]]
    for segment in segments:
        for number, piece in enumerate(segment["text"].split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append({**segment, "text": piece})
    found = []
    for line in lines:
        if not line:
            continue
        heading = line[0]["text"].startswith(CHAPTER)
        if heading:
            line[0] = {**line[0], "text": line[0]["text"][len(CHAPTER) :]}
        found.append({"heading": heading, "segments": line})
    return found

"""Words that helpers read: what in them tells of a person (pure, without the ORM).

Whoever may take a matter on reads them, before anybody knows who will: no number of a person, no
money, no health (PIPL art. 28). A list of words cannot know everything; it stops what slips in.
"""

import re
import unicodedata

# Seven digits and more are a phone, an ID number, a bank account.
NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){6,}[Xx]?")

MONEY = re.compile(
    r"[¥$]\s*[0-9]+|[0-9.,]+\s*(?:万|千)?(?:元|块钱|yuan|rmb)|收入|工资|存款|欠债|负债|退休金|养老金"
    r"|低保|特困|贫困|补助金|救助金|\b(?:income|salary|wages?|pension|savings|debts?|dibao|poor)\b",
    re.IGNORECASE,
)

HEALTH = re.compile(
    r"病|癌|残|瘫|痴呆|精神障碍|抑郁|手术|住院|透析|化疗|糖尿|高血压|中风|艾滋|失能|失明|聋|怀孕|服药"
    r"|\b(?:ill|illness|sick|disease|cancer|disab\w+|dementia|depress\w+|surgery|hospital|dialysis"
    r"|diabet\w+|stroke|blind|deaf|pregnan\w+|hiv)\b",
    re.IGNORECASE,
)


def told_by(text, names=()):
    """Return what ``text`` tells of a person, as (kind, the words), or None.

    :param str text: words as entered
    :param names: names of the people whom the matter is about
    :return: kind is ``name``, ``number``, ``money`` or ``health``

    >>> told_by("每周三陪老人买菜，需要 2 人，15:30 集合")
    >>> told_by("帮忙取药，电话１３８ ００１３ ８０００")
    ('number', '138 0013 8000')
    >>> told_by("身份证 999999199001010016")
    ('number', '999999199001010016')
    >>> told_by("月收入不高"), told_by("缺3.5万元")
    (('money', '收入'), ('money', '3.5万元'))
    >>> told_by("糖尿病老人送餐"), told_by("Lift for a disabled man")
    (('health', '糖尿'), ('health', 'disabled'))
    >>> told_by("陪陈秀兰散步", ["陈秀兰", "李"])
    ('name', '陈秀兰')
    >>> told_by("Still water", ["L"])
    """
    text = unicodedata.normalize("NFKC", text or "")
    for name in names:
        # One character is a word as well.
        if len(name or "") > 1 and name in text:
            return "name", name
    for kind, pattern in (("number", NUMBER), ("money", MONEY), ("health", HEALTH)):
        if found := pattern.search(text):
            return kind, found[0]
    return None

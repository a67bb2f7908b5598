"""Words of registers that are built from known ones: headings, relations, ticks.

The known words are data (``community.import.synonym``). What is derived here from a word that is
not known is tried after it, and only in ways that cannot change what it means.
"""

import re

from .register_values import EMPTY_WORDS, text_of, word_of

# Words around a heading that say nothing of their own.
_BEFORE = re.compile(
    r"^(?:真实|实际|现|目前|当前|本人|居民|住户|人员|被?采集人|所在|所属|所住|居住|成员|常用|主要|"
    r"公民|个人|基本|业主或)(?=.)"
)
# What a heading may end in without meaning another thing: of a name, of a number, of a choice.
_AFTER = {
    re.compile(r"(?<=.)(?:名称|名字|名)$"): set(
        "name head_name owner_name emergency_name estate building entrance room grid".split()
    ),
    re.compile(r"(?<=.)(?:号码|编号|号|代码|\d)$"): set(
        "id_number phone phone2 building entrance room register_no grid category".split()
    ),
    re.compile(
        r"(?<=.)(?:情况|信息|类别|类型|种类|状况|一栏|标识|标签|(?:及|等)?级别|代码|[一二三])$"
    ): set(
        "category kind tenure employment education marital political_status health note address "
        "registered_address ethnicity sex".split()
    ),
}
_PLACE = (
    r"(?:小区|院落|楼栋号?|楼幢号?|楼号|楼座|楼牌号?|[楼栋幢座]|单元号?|单|门洞号?|门栋|梯|"
    r"楼层|层|房间号?|户室号?|门牌号?|房屋号|房号|室号|户号|门号|门室|[房室户门])"
)
_JOIN = r"[\s、,，/\-—–~～.·和及与+|]*"
COMBINED_PLACE = re.compile(rf"{_PLACE}(?:{_JOIN}{_PLACE})+")
_PAIR = re.compile(r"(?P<first>.{2,6}?)(?:[及和与、/+]|\()(?P<then>.{2,7}?)\)?")
BUILDING_PART = re.compile(r"小区|院落|楼|栋|幢|座")


def heading_target(word, lookup):
    """Return the target of a heading by the words that it is built from, or None.

    :param word: the heading as :func:`~.register_values.word_of` gives it
    :param lookup: function from a word to a target or None

    >>> known = {"姓名": "name", "楼栋": "building", "房间": "room", "与户主关系": "role",
    ...          "重点人群": "category", "身份证": "id_number", "房号": "room"}.get
    >>> words = ("真实姓名", "楼栋名", "房间名", "与业主关系", "重点人群类别")
    >>> [heading_target(word, known) for word in words]
    ['name', 'building', 'room', 'role', 'category']
    >>> words = ("楼-单元-室", "楼号、单元、房间号", "楼栋房号", "楼-单-房", "单元房号")
    >>> [heading_target(word, known) for word in words]
    ['address', 'address', 'address', 'address', 'room']
    >>> [heading_target(w, known) for w in ("子女姓名", "监护人身份证", "爱好", "户主或与户主关系")]
    [None, None, None, 'role']
    >>> known = {"姓名": "name", "身份证号": "id_number"}.get
    >>> heading_target("姓名及身份证号", known), heading_target("姓名/爱好", known)
    ('name', None)
    >>> known = {"居民": "name", "身份证": "id_number", "业主": "owner_name"}.get
    >>> [heading_target(w, known) for w in ("居民编号", "身份证类型", "业主信息", "居民名称")]
    [None, None, None, 'name']
    """
    if found := lookup(word):
        return found
    if found := _PAIR.fullmatch(word):
        # 姓名及身份证号: the cell of a name may hold the number, too.
        pair = [lookup(found["first"]), lookup(found["then"])]
        if pair[0] == "name" and pair[1] in ("phone", "id_number"):
            return "name"
    if COMBINED_PLACE.fullmatch(word):
        return "address" if BUILDING_PART.search(word) else "room"
    tried, waiting = {word}, [(word, None)]
    while waiting:
        form, allowed = waiting.pop(0)
        shorter = [(rule.sub("", form), targets) for rule, targets in _AFTER.items()]
        shorter += [
            (_BEFORE.sub("", form), None),
            (form.replace("业主", "户主") if "关系" in form else form, None),
            (re.sub(r"^(?:是否|有无)(?:为|是)?|^(?:户主|本人)或", "", form), None),
        ]
        for text, targets in shorter:
            may = targets if allowed is None else allowed & (targets or allowed)
            if text in tried or len(text) < 2:
                continue
            found = lookup(text)
            if found and found != "ignore" and (may is None or found in may):
                return found
            tried.add(text)
            waiting.append((text, may))
    return None


# Relations: whose, which by age, and the word of a pair.
_WHOSE = re.compile(r"^(?:户主|业主|房主|本人|其|我)?(?:的|之)(?=.)|^(?:户主|业主)(?=.)")
_AGE = re.compile(r"^(?:第?[大小老长次二三四五六七八九十幺满亲]|亲生)(?=.)")
_WHICH = re.compile(r"(?<=.)(?:关系|[一二三四五六七八九十]|\d{1,2})$")


def role_target(word, lookup):
    """Return the relation that a word is built from, or None.

    >>> known = {"子": "child", "儿子": "child", "女婿": "child_in_law", "孙": "grandchild",
    ...          "妻子": "spouse", "妻": "spouse", "父子": "child"}.get
    >>> words = ("二儿子", "大女婿", "二孙", "子二", "户主的妻子", "户主之子")
    >>> [role_target(word, known) for word in words]
    ['child', 'child_in_law', 'grandchild', 'child', 'spouse', 'child']
    >>> [role_target(w, known) for w in ("父子关系", "前妻", "妻、户主", "老大")]
    ['child', None, None, None]
    """
    tried, waiting = {word}, [word]
    while waiting:
        form = waiting.pop(0)
        if found := lookup(form):
            return found
        for rule in (_WHOSE, _WHICH, _AGE):
            shorter = rule.sub("", form)
            if shorter not in tried:
                tried.add(shorter)
                waiting.append(shorter)
    return None


YES = frozenset("√ ✓ ✔ ☑ ✅ ∨ v 是 有 对 1 1.0 y yes t true ★ ☆ ● ■ ▲ ◆ 属于 享受 已 勾".split())
NO = frozenset("× ✗ ✘ ☐ □ x 否 没 没有 不是 不属于 未 0 0.0 n no f false ○ ◯ ☒".split())


def ticked(value):
    """Return True or False for a tick or its absence, else None.

    >>> [ticked(v) for v in ("√", "是", 1, "★", "✔", None, "0", "否", "×", "二级")]
    [True, True, True, True, True, False, False, False, False, None]
    """
    text = text_of(value).lower()
    if text in EMPTY_WORDS or text in NO:
        return False
    return True if text in YES else None


def tick_words(heading, value):
    """Return the words that a column of ticks and a cell with a word may mean together.

    >>> tick_words("残疾", "肢体二级")
    ['肢体二级', '残疾肢体二级', '肢体二级残疾', '残疾二级', '二级残疾']
    """
    word, heading = word_of(value), word_of(heading)
    words = [word, heading + word, word + heading]
    if level := re.search(r"[一二三四1-4]级", word):
        words += [heading + level[0], level[0] + heading]
    return list(dict.fromkeys(words))


_GRADE = re.compile(r"(?:残疾)?(?P<grade>[一二三四1-4ⅠⅡⅢⅣIV]{1,3})(?:级|等)?")
_GRADES = dict(zip("1 2 3 4 一 二 三 四 Ⅰ Ⅱ Ⅲ Ⅳ I II III IV".split(), "一二三四" * 4, strict=True))
_DISABLED = (
    "视力",
    "听力",
    "言语",
    "语言",
    "肢体",
    "智力",
    "精神",
    "多重",
    "视障",
    "听障",
    "肢残",
    "残疾",
)


def disability_word(kind, grade):
    """Return the word of the category that kind and grade of a disability mean, or an empty text.

    >>> disability_word("肢体", "二级"), disability_word("听力残疾", "4")
    ('残疾二级', '残疾四级')
    >>> disability_word("视力", None), disability_word("肢体二级", None)
    ('残疾', '残疾二级')
    """
    texts = [text_of(grade), text_of(kind)]
    for text in texts:
        found = re.search(r"([一二三四1-4ⅠⅡⅢⅣ]|I{1,3}|IV)级", text)
        found = found or (_GRADE.fullmatch(texts[0]) if text == texts[0] else None)
        level = found and _GRADES.get(found[1])
        if level:
            return f"残疾{level}级"
    return "残疾" if any(word in texts[1] for word in _DISABLED) else ""


_LEGEND = re.compile(r"(?<!\d)(?P<code>\d{1,2})\s*[.、:：=\-—]?\s*(?P<word>[\u4e00-\u9fff]{1,10})")


def read_legend(heading):
    """Return the words that a heading gives to codes: ``{code: word}``, empty without a legend.

    >>> read_legend("婚姻状况（1未婚 2已婚 3离异 4丧偶）")
    {'1': '未婚', '2': '已婚', '3': '离异', '4': '丧偶'}
    >>> read_legend("性别(1.男 2.女)"), read_legend("身份证号（18位）"), read_legend("联系电话2")
    ({'1': '男', '2': '女'}, {}, {})
    """
    inside = "".join(re.findall(r"[（(\[【]([^）)\]】]*)[）)\]】]", text_of(heading)))
    found = {match["code"]: match["word"] for match in _LEGEND.finditer(inside)}
    return found if len(found) > 1 else {}

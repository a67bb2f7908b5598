"""Pinyin of names, so that a keyboard without Chinese input finds a person."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from .identity import COMPOUND_SURNAMES

# Characters that as a surname are read otherwise than in general, and those that two families
# read in two ways: the second reading finds them too.
SURNAMES = {
    pair[0]: tuple(pair[1:].split("/"))
    for pair in (
        "曾zeng 单shan/dan 解xie 仇qiu/chou 翟zhai/di 查zha/cha 覃qin/tan 区ou/qu 乐yue/le "
        "种chong/zhong 朴piao/pu 盖ge/gai 冼xian 缪miao/mou 黑he/hei 秘bi/mi 召shao/zhao "
        "繁po/fan 员yun/yuan 能nai/neng 折she/zhe 尹yin 隗wei/kui 洗xian/xi 那na 佴nai/er "
        "逄pang 訾zi 晁chao 谌chen/shen 郗xi/chi 郇xun/huan 葛ge 薄bo/bao 卜bu 宁ning 曲qu "
        "纪ji 华hua 任ren 石shi 柏bai/bo 车che 燕yan 哈ha 炅gui/jiong 幺yao 盛sheng 应ying "
        "鲜xian 要yao 相xiang 句gou/ju 阚kan 干gan 给ji 过guo 扎zha 都du 适kuo 尉wei/yu "
        "令ling 贾jia 长zhang/chang 行xing/hang 祭zhai/ji 将jiang 牟mu/mou 万wan 戚qi "
        "臧zang 藏zang/cang 瞿qu 余yu 佘she 撒sa"
    ).split()
}


def initials(name):
    """Return the lower-case pinyin initials of a name; Latin words give their first letter.

    >>> initials("张小明"), initials("欧阳修"), initials("John Smith"), initials("")
    ('zxm', 'oyx', 'js', '')
    >>> [initials(name) for name in ("曾明", "单小明", "解明", "尉迟明", "万俟明", "长孙明", "乐")]
    ['zm', 'sxm', 'xm', 'ycm', 'mqm', 'zsm', 'y']
    """
    return spelled(name)[0]


@lru_cache(8192)
def spelled(name):
    """Return how a name may be typed: ``(initials, whole, other initials, other whole)``.

    The last two are empty, unless the surname has a second usual reading.

    >>> spelled("单小明"), spelled("曾明")
    (('sxm', 'shanxiaoming', 'dxm', 'danxiaoming'), ('zm', 'zengming', '', ''))
    >>> spelled("Anna Muster")[:2]
    ('am', 'annamuster')
    >>> spelled("长孙明")[:2], spelled("阿依古丽·买买提")[0], spelled("")
    (('zsm', 'zhangsunming'), 'ayglmmt', ('', '', '', ''))
    """
    name = name or ""
    parts = lazy_pinyin(name, style=Style.NORMAL, errors=_latin_words)
    readings = ()
    if parts and name[:2] not in COMPOUND_SURNAMES:
        readings = SURNAMES.get(name[0], ())
    if readings:
        parts[0] = readings[0]
    found = [_letters(parts), "".join(parts).lower(), "", ""]
    if len(readings) > 1:
        parts[0] = readings[1]
        found[2:] = [_letters(parts), "".join(parts).lower()]
    return tuple(found)


def _letters(parts):
    return "".join(part[0] for part in parts if part).lower()


def syllables(text):
    """Return the pinyin of a text without tones, to compare what sounds the same.

    >>> syllables("旺河小区") == syllables("望河小区"), syllables("Ab")
    (True, 'ab')
    """
    return "".join(lazy_pinyin(text or "")).lower()


def _latin_words(text):
    return [word for word in text.replace("·", " ").split() if word[0].isalnum()]

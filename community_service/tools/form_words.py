"""Words of forms and what figure they ask for; the whole word decides, never a near one."""

import re
import unicodedata
from typing import NamedTuple

# Words that say when, and over which span a figure is counted then.
SPANS = {
    **dict.fromkeys(
        "本月 当月 本月数 当月数 本季 本季度 本期 本期数 本半年 本年度".split(), "period"
    ),
    **dict.fromkeys(
        "累计 累计数 本年累计 年度累计 全年累计 今年累计 年初至今 今年以来".split(), "year"
    ),
}
# Words that say nothing by themselves beside one that does.
NEUTRAL = set(
    "数量 数 人数 户数 件数 次数 合计 总数 情况 统计项目 项目 指标 指标名称 内容 数值".split()
)
UNITS = set("户 人 件 次 元 万元 % 起 套 间 个 名 人次 场 小时 份 岁".split())
# Units that say the same.
SAME_UNIT = {"名": "人", "个": "人", "起": "件"}
# Whole words; code of the indicator, without the addon.
FIGURES = {
    "households": "总户数 家庭总数 家庭户数 辖区总户数 社区总户数 居民户数 实有户数",
    "living": "实有人口 实有人口总数 实有人口数 居住人口 现居住人口 实际居住人口",
    "registered": "户籍人口 户籍人口数 户籍人数 在册户籍人口",
    "floating": "流动人口 流动人口数 流入人口",
    "split": "人户分离 人户分离人数 人户分离人口",
    "births": "出生 出生人数 出生人口 新生儿 本期出生",
    "deaths": "死亡 死亡人数 死亡人口",
    "moved_in": "迁入 迁入人数 迁入人口",
    "moved_out": "迁出 迁出人数 迁出人口",
    "empty": "空置房 空置房屋 空置住房 空置房数 空置房套数",
    "rented": "出租房 出租房屋 出租住房 出租房屋数",
    "category_dibao": "低保户 低保家庭 低保户数 低保家庭数 低保家庭户数",
    "category_dibao_edge": "低保边缘户 低保边缘家庭 低边户 低边家庭 低保边缘户数",
    "category_extreme_hardship": "特困户 特困家庭 特困家庭户数",
    "category_disability": "残疾人 残疾人数 残疾人口",
    "category_severe_disability": "重度残疾人 重残人员 重度残疾人数",
    "category_elderly_alone": "独居老人 独居老人数 独居老年人",
    "category_child_hardship": "困境儿童 困境儿童数",
    "category_major_illness": "重病人员 重病患者 大病患者 重大疾病患者",
    "category_veteran": "退役军人 退役军人数",
    "category_only_child_lost": "失独人员 失独人数 失独父母人数",
    "category_family_planning_special": "计划生育特殊家庭人数 计生特殊家庭人数",
    "residence_permits": "居住证 居住证人数 持居住证人数 办理居住证人数",
    "dwelling_rooms": "总间数 房屋总间数",
    "dwelling_area": "总面积 房屋总面积 总建筑面积",
    "visits": "走访次数 走访人次数 走访总次数 走访数",
    "visited": "走访户数 入户户数 走访家庭数",
    "absent": "入户未遇 未遇次数",
    "coverage": "走访覆盖率 入户覆盖率",
    "needs_found": "发现需求数 发现问题数 走访发现需求",
    "needs_met": "解决需求数 需求解决数",
    "requests_received": "受理诉求 受理诉求数 受理件数 诉求件数 受理事项数 办件量",
    "requests_closed": "办结件数 办结数 诉求办结数 办结事项数",
    "requests_on_time_rate": "按时办结率 按期办结率",
    "requests_satisfied_rate": "群众满意率 诉求满意率 办件满意率",
    "requests_on_spot": "当场办结数 当场办结件数 即办件数",
    "certificates_issued": "开具证明数 出具证明数 证明件数",
    "training_attendances": "培训人次",
    "people_trained": "培训人数",
    "people_placed": "推荐就业人数 帮扶就业人数 安置就业人数",
    "activities_held": "活动场次 开展活动场次 举办活动场次",
    "activity_attendances": "参加活动人次 活动参加人次",
    "volunteers": "志愿者人数 注册志愿者 志愿者总数 志愿者数",
    "volunteer_services": "志愿服务次数 志愿服务场次",
    "volunteer_hours": "志愿服务时长 志愿服务时数 志愿服务小时数",
}
# More words, some of them told apart by the unit behind them. A question mark at the end: a near
# fact, which a person has to confirm.
FIGURES_MORE = {
    "permanent": "常住人口 常住人口数 常住人口总数",
    "households_registered": "户籍户数 户籍户 在册户籍户数 户籍家庭户数",
    "rented?": "租住户数 租借户 租住户 租借户数 租房户数 承租户数",
    "aid_dibao_people?": "低保对象/人 低保人数 低保人员/人 低保/人 享受低保人数 低保户/人 低保人口",
    "aid_edge_people?": "低保边缘/人 低保边缘人数 低保边缘人员/人 低边人数 低保边缘对象/人",
    "aid_extreme_people?": "特困人员/人 特困人数 特困人员人数 特困供养人数 特困供养人员/人",
    "category_dibao": "低保对象/户 低保/户",
    "category_dibao_edge": "低保边缘/户",
    "category_extreme_hardship": "特困人员/户 特困/户",
    "category_major_illness": "重病/人 重病人数 大病人数 大病/人",
    "category_unemployed": "失业登记 登记失业 登记失业人员 登记失业人数 失业人员",
    "category_veteran?": "退役军人和优抚 退役军人和优抚对象 优抚对象",
    "visits_home": "入户走访/次 入户走访次数 上门走访/次 上门走访次数",
    "visited_home": "入户走访/户 入户走访户数 上门走访/户 上门走访户数",
    "visits_elsewhere": "非入户走访/次 非入户走访次数 其他方式走访/次",
    "visited_elsewhere": "非入户走访/户 非入户走访户数 其他方式走访/户",
    "visits_phone": "电话走访/次 电话走访次数 电话联系次数 电话走访",
    "requests_area_livelihood?": "民生类 民生 民生问题 意见建议类民生类 意见建议类民生",
    "requests_area_environment?": "公共环境卫生类 公共环境卫生 环境卫生类 环境卫生 "
    "意见建议类公共环境卫生类 意见建议类公共环境卫生",
    "requests_area_housing?": "物业管理类 物业管理 意见建议类物业管理类 意见建议类物业管理",
    "requests_area_safety?": "治安管理类 治安管理 治安类 意见建议类治安管理类 意见建议类治安管理",
    "requests_area_other?": "意见建议类其他类 意见建议类其他",
    "requests_area_employment?": "就业类 就业创业类 意见建议类就业类",
    "requests_area_elderly?": "养老类 养老服务类 意见建议类养老类",
    "requests_area_health?": "医疗卫生类 意见建议类医疗卫生类",
    "requests_area_education?": "教育类 意见建议类教育类",
    "requests_closed?": "社区已解决问题 社区解决问题 社区已解决 已解决问题数",
    "requests_referred?": "街道层面协调解决 上报街道解决 街道协调解决 提交街道解决",
    "age_0_3": "0-3岁婴幼儿",
    "moved_in": "本期迁入 迁入人员",
    "moved_out": "本期迁出 迁出人员",
    "volunteers": "志愿者 志愿者总人数",
    "people_in_posts": "公益岗位人数 公益性岗位人数 公益岗在岗人数",
    "requests_received": "来访接待/件 接待来访件数 接待群众件数",
}
# Of a change of aid: what changed, and what of it is counted; only where a word speaks of dibao.
AID = {"新增": "new", "停发": "stopped", "停保": "stopped", "调增": "raised", "调减": "cut"}
AID_OF = {
    **dict.fromkeys(("户数", "户"), "households"),
    **dict.fromkeys(("人数", "人"), "people"),
    **dict.fromkeys(("金额", "月金额", "保障金额", "月保障金额"), "amount"),
}
AID_MORE = {"增加": "raised", "提标": "raised", "减少": "cut", "降标": "cut", "退出": "stopped"}
PEOPLE = ("人口", "居民", "人员结构")
# A heading over names of places: what stands in the row of a community is its own.
UNIT_NAMES = set(
    "单位 社区 村居 村社区 镇办 乡镇街道 街道社区 地区 辖区 填报单位 单位名称 社区名称".split()
)
POPULATIONS = ("living", "registered", "permanent", "floating", "split")
SEXES = {"男": "male", "男性": "male", "女": "female", "女性": "female"}
BAND = re.compile(r"(\d{1,3})(?:岁|周岁)?[-—–~～至到](\d{1,3})(?:岁|周岁)(?:人口|人数|人)?")
OVER = re.compile(r"(\d{1,3})(?:岁|周岁)(?:及|含)?以上(?:人口|人数|老人|老年人|人)?")
# The code of a word that names a part of things: with it only the whole phrase has a figure.
PARTS = "!"
# A heading over the facts of one of several people of a family.
ORDINAL = re.compile(
    r"(?:家庭|保障|共同生活)?(?:成员|人口|人员)(\d{1,2}|[一二三四五六七八九十])"
    r"|第?(\d{1,2}|[一二三四五六七八九十])(?:人|位)"
)
# What looks like one of these words and is something else.
NEVER = ("失独", "计划生育特殊", "子女死亡", "公示", "同意", "签字", "签名", "意见", "电话")


class Meaning(NamedTuple):
    """What a cell of a form asks for.

    :param str code: code of the indicator
    :param bool is_sure: otherwise a person has to say so
    :param dict values: span, ages and sex of the cell
    """

    code: str
    is_sure: bool
    values: dict


def plain_word(text):
    """Return a heading without blanks, brackets and their content, and signs around it.

    >>> plain_word("其中： 户籍 人口（人）")
    '户籍人口'
    """
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    word = re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】", "", word)
    word = re.sub(r"^(?:其中|[一二三四五六七八九十]+、|\d+[.、])[:：]?", "", word)
    return word.strip(":：、,.;。*☆")


def known_words(more=None):
    """Return dict word -> code of an indicator, with those that addons know.

    A code may be several with a plus, which are counted together, and may end with a question
    mark. "" stands for a heading that says nothing, :data:`PARTS` for one that names a part.
    """
    words = {
        word: code
        for figures in (FIGURES, FIGURES_MORE)
        for code, text in figures.items()
        for word in text.split()
    }
    return {**words, **(more or {})}


def unit_of(text):
    """Return the unit that a heading names in brackets, "" where it names none.

    >>> unit_of("意见建议类（件）"), unit_of("情况（如有）")
    ('件', '')
    """
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    found = [unit for unit in re.findall(r"\(([^)]*)\)", word) if unit in UNITS]
    return SAME_UNIT.get(found[-1], found[-1]) if found else ""


def ordinal(text):
    """Return which one of several a heading is over, 0 where it names none.

    >>> ordinal("成员二"), ordinal("家庭成员10"), ordinal("第3人"), ordinal("一般人员")
    (2, 10, 3, 0)
    """
    found = ORDINAL.fullmatch(plain_word(text))
    if not found:
        return 0
    digits = found[1] or found[2]
    return int(digits) if digits.isdigit() else 1 + "一二三四五六七八九十".index(digits)


def without_span(word):
    """Return (span, rest) of a word that begins with one that says when.

    >>> without_span("本月走访次数"), without_span("本月"), without_span("累计办结件数")
    (('period', '走访次数'), (None, '本月'), ('year', '办结件数'))
    """
    for begin in sorted(SPANS, key=len, reverse=True):
        if word.startswith(begin) and len(word) > len(begin) + 1:
            return SPANS[begin], word[len(begin) :]
    return None, word


def figure_meaning(labels, headings, title, words, unit=""):
    """Return the :class:`Meaning` of a cell, None where nothing is known of it.

    :param labels: texts left of it, the farthest first
    :param headings: texts above it, from the top down
    :param str title: the title of the form
    :param words: as :func:`known_words` returns them
    :param str unit: the unit behind it, where it stands beside the cell

    >>> words = known_words()
    >>> figure_meaning(["实有人口"], ["本月数"], "统计表", words)[:2]
    ('living', True)
    >>> figure_meaning(["4—17岁"], [], "人口情况表", words).values
    {'span': 'day', 'age_from': 4, 'age_to': 17}
    >>> figure_meaning(["失独家庭"], ["户数"], "统计表", words) is None
    True
    >>> figure_meaning(["新增"], ["本年累计", "户数"], "低保变动表", words)
    Meaning(code='aid_new_households', is_sure=True, values={'span': 'year'})
    >>> figure_meaning(["新增"], ["户数"], "统计表", words).is_sure
    False
    >>> figure_meaning(["低保对象"], [], "统计表", words, "人").code
    'aid_dibao_people'
    >>> figure_meaning(["户籍人口"], ["性别", "男"], "人口表", words)[:2]
    ('registered', True)
    >>> figure_meaning(["60岁以上党员"], [], "人口情况表", words) is None
    True
    """
    texts = (*labels, *headings)
    unit = SAME_UNIT.get(unit, unit) or next(filter(None, map(unit_of, texts[::-1])), "")
    parts = [plain_word(text) for text in texts]
    parts = [part for part in dict.fromkeys(parts) if part]
    span = next((SPANS[part] for part in parts if part in SPANS), None)
    told = [part for part in parts if part not in SPANS and part not in UNITS]
    for place, part in enumerate(told):
        within, rest = without_span(part)
        if within and part not in words:
            span, told[place] = within, rest
    if not told:
        return None

    def known(word):
        return words.get(f"{word}/{unit}") or words.get(word)

    # What is known as a whole may hold a word that is a warning elsewhere.
    unknown = [part for part in told if part not in words]
    if not known("".join(told)) and any(word in part for part in unknown for word in NEVER):
        return None
    values = {"span": span} if span else {}
    told = [piece for part in told for piece in _pieces_of_aid(part, words)]
    aid = [kind for part in told if (kind := AID.get(part) or AID_MORE.get(part))]
    of = [AID_OF[part] for part in told if part in AID_OF]
    if len(aid) == 1 and len(of) == 1:
        rest = [part for part in told if part not in AID_OF and part not in {**AID, **AID_MORE}]
        subject = "低保" in title + "".join(told) or "最低生活保障" in title
        is_sure = bool(subject) and all("低保" in part for part in rest)
        return Meaning(f"aid_{aid[0]}_{of[0]}", is_sure, values)
    about_people = any(word in title + "".join(told) for word in PEOPLE)
    # A heading that is known to say nothing of its own has no figure behind it.
    told = [part for part in told if words.get(part) != ""]
    meaning = [part for part in told if part not in NEUTRAL]
    # 走访 above 走访次数 says nothing more.
    meaning = [
        part
        for place, part in enumerate(meaning)
        if not any(part in lower for lower in meaning[place + 1 :])
    ]
    for part in meaning[::-1]:
        found = _of_people(part)
        if found:
            others = [other for other in meaning if other != part]
            # 户籍人口 beside 男: which people are meant, another word says.
            groups = {words[other] for other in others if words.get(other) in POPULATIONS}
            is_sure = about_people and len(groups) < 2
            is_sure &= all(_says_people(other, words) for other in others)
            group = groups.pop() if len(groups) == 1 else "living"
            return Meaning(group, is_sure, {"span": "day", **values, **found})

    def said(code, is_sure=True):
        return Meaning(code.rstrip("?"), is_sure and not code.endswith("?"), values)

    for together in ("".join(told), "".join(meaning)):
        code = together and known(together)
        if code and code != PARTS:
            return said(code, _fits(code, [*told, unit]))
    if any(known(part) == PARTS for part in meaning):
        # One part of a figure that is not held apart: the whole would be wrong.
        return None
    hits = {known(part): part for part in meaning if known(part)}
    joined = {
        known(part + tail)
        for part in meaning
        for tail in told
        if part != tail and known(part + tail)
    }
    if len(joined) == 1 and len(meaning) == 1:
        return said(joined.pop())
    if len(hits) == 1:
        (code,) = hits
        # A word beside another that nobody knows: 残疾人 above 持证 is not all of them.
        return said(code, len(meaning) == 1 and _fits(code, [*told, unit]))
    near = {
        code
        for word, code in words.items()
        if code not in ("", PARTS)
        and len(word) > 2
        and "/" not in word
        and any(word in p for p in meaning)
    }
    if len(near) == 1:
        return said(near.pop(), False)
    return None


def _pieces_of_aid(part, words):
    """Return 新增 and 户数 of 新增户数, any other word as it is.

    >>> _pieces_of_aid("停保人数", {}), _pieces_of_aid("走访户数", {})
    (('停保', '人数'), ('走访户数',))
    """
    for begin in (*AID, *AID_MORE):
        if part.startswith(begin) and part[len(begin) :] in AID_OF and part not in words:
            return begin, part[len(begin) :]
    return (part,)


def _of_people(part):
    if part in SEXES:
        return {"sex": SEXES[part]}
    if band := BAND.fullmatch(part):
        return {"age_from": int(band[1]), "age_to": int(band[2])}
    if over := OVER.fullmatch(part):
        return {"age_from": int(over[1])}
    return None


def _says_people(part, words):
    return words.get(part) in POPULATIONS or any(word in part for word in ("总体", "年龄", "性别"))


def _fits(code, told):
    """Tell whether what is counted and the word beside it go together: homes are no people."""
    is_of_homes = code in ("category_dibao", "category_dibao_edge", "category_extreme_hardship")
    return not (is_of_homes and {"人数", "人"} & set(told)) and not (
        code.startswith("category_") and not is_of_homes and {"户数", "户"} & set(told)
    )

"""Amounts of money in Chinese capital numerals, as vouchers and forms carry them."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def capital_amount(amount):
    """Return an amount of yuan in capital numerals (Code of Payment and Settlement, annex 1).

    >>> capital_amount(1409.50)
    '人民币壹仟肆佰零玖元伍角整'
    >>> capital_amount(6007.14)
    '人民币陆仟零柒元壹角肆分'
    >>> capital_amount(325.04)
    '人民币叁佰贰拾伍元零肆分'
    >>> capital_amount(107000.53)
    '人民币壹拾万零柒仟元伍角叁分'
    >>> capital_amount(100000000)
    '人民币壹亿元整'
    >>> capital_amount(100010001)
    '人民币壹亿零壹万零壹元整'
    >>> capital_amount(0.07)
    '人民币柒分'
    >>> capital_amount(20)
    '人民币贰拾元整'
    >>> capital_amount(0)
    '人民币零元整'
    >>> capital_amount(-12.3)
    '人民币负壹拾贰元叁角整'

    :param amount: yuan, a float or a Decimal; rounded to the fen
    """
    fen = int((Decimal(str(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    sign, fen = ("负" if fen < 0 else ""), abs(fen)
    yuan, fen = divmod(fen, 100)
    jiao, fen = divmod(fen, 10)
    words = _whole(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        return f"人民币{sign}{words or '零元'}整"
    if jiao:
        words += DIGITS[jiao] + "角"
    elif yuan:
        words += "零"
    words += DIGITS[fen] + "分" if fen else "整"
    return f"人民币{sign}{words}"


def _whole(number):
    words, gap = "", False
    groups = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _four(group) + GROUPS[place]
        gap = group % 10 == 0 and place > 0
    return words


def _four(group):
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + UNITS[place]
            gap = False
        else:
            gap = True
    return words

"""A large untidy workbook: 21 columns, household columns merged, written row by row."""

import datetime
import random
import zipfile
from xml.sax.saxutils import escape

from odoo.addons.community_service.tools.identity import id_check_digit

HEADINGS = (
    "序号 楼栋 单元 房号 户主姓名 姓名 与户主关系 性别 民族 身份证号 出生日期 政治面貌 文化程度 "
    "婚姻状况 就业状况 联系电话 人员类别 户籍地址 特殊人群 月收入 备注"
).split()
NAMES = "安博晨丹恩芳刚海佳凯兰明宁平琴荣书婷伟欣雅云泽志春冬桂红建娟磊敏鹏秋瑞诗涛文霞阳英玉"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏"
ROLES = ("户主", "配偶", "子女", "父母", "孙子女")
PACKAGE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="rId1" Type="worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def write_register(path, rows, name="大望小区", seed=11):
    """Write a register of ``rows`` persons to ``path``."""
    chance = random.Random(seed)
    merges = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, text in PACKAGE.items():
            archive.writestr(member, text.replace("{name}", name))
        with archive.open("xl/worksheets/sheet1.xml", "w") as stream:
            stream.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                b"<sheetData>"
            )
            stream.write(_row(1, HEADINGS))
            number = household = 0
            while number < rows:
                size = min(chance.choice((1, 2, 3, 3, 4, 5)), rows - number)
                top = number + 2
                for values in _household(chance, household, size, number):
                    stream.write(_row(number + 2, values))
                    number += 1
                if size > 1:
                    merges += [f"{column}{top}:{column}{number + 1}" for column in "BCDE"]
                household += 1
            stream.write(b"</sheetData>")
            cells = "".join(f'<mergeCell ref="{merge}"/>' for merge in merges)
            stream.write(f'<mergeCells count="{len(merges)}">{cells}</mergeCells>'.encode())
            stream.write(b"</worksheet>")


def _household(chance, household, size, serial):
    building, rest = divmod(household, 72)
    entrance, flat = divmod(rest, 24)
    head = None
    for place in range(size):
        age = chance.randint(1, 92)
        birth = datetime.date(2026, 1, 1) - datetime.timedelta(days=age * 365)
        # The day and the order run with the row, so no number comes twice.
        birth = birth.replace(month=serial % 12 + 1, day=serial // 12 % 28 + 1)
        order = serial // 336 % 999 + 1
        first17 = f"999999{birth:%Y%m%d}{order:03d}"
        name = chance.choice(SURNAMES) + chance.choice(NAMES) + chance.choice(NAMES)
        head = head or name
        first = place == 0
        yield (
            serial + 1,
            f"{building + 1}号楼" if first else None,
            f"{entrance + 1}单元" if first else None,
            f"{flat // 4 + 1}0{flat % 4 + 1}" if first else None,
            head if first else None,
            name,
            ROLES[place],
            "男" if order % 2 else "女",
            "汉族",
            first17 + id_check_digit(first17),
            f"{birth.year}年{birth.month}月{birth.day}日",
            "群众",
            chance.choice(("小学", "初中", "高中", "大专", "本科")),
            chance.choice(("已婚", "未婚")),
            chance.choice(("在职", "退休", "学生", "失业")),
            f"138{serial:08d}",
            chance.choice(("常住", "常住", "常住", "流动")),
            "本地",
            chance.choice((None, None, None, None, None, "残疾人", "退役军人；低保")),
            chance.randint(0, 90) * 100,
            chance.choice((None, "有车位")),
        )
        serial += 1


def _row(number, values):
    cells = []
    for column, value in enumerate(values):
        if value is None:
            continue
        reference = f"{chr(65 + column)}{number}"
        if isinstance(value, int):
            cells.append(f'<c r="{reference}"><v>{value}</v></c>')
        else:
            text = escape(value)
            cells.append(f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()

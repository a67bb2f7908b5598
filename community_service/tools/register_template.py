"""The blank register that a community may fill in instead of its own form."""

import xlsxwriter

# Heading and hint; the hint row and the hidden sheet are left out by the import.
COLUMNS = (
    ("序号", ""),
    ("网格", "如：第一网格"),
    ("楼栋", "如：3号楼"),
    ("单元", "如：2单元"),
    ("房号", "如：501"),
    ("户号", "有则填"),
    ("户主姓名", ""),
    ("姓名", "必填"),
    ("与户主关系", "如：户主、配偶、子女"),
    ("性别", "男/女"),
    ("民族", ""),
    ("身份证号", "18位"),
    ("出生日期", "如：1985-03-02"),
    ("文化程度", ""),
    ("婚姻状况", ""),
    ("就业状况", ""),
    ("联系电话", "多个用/分隔"),
    ("人员类别", "常住/流动/人户分离/空挂"),
    ("户籍地址", ""),
    ("特殊人群", "多项用；分隔"),
    ("月收入", "元"),
    ("房屋性质", "自有/租住"),
    ("备注", ""),
)
HELP = (
    "每个小区一张工作表，工作表名称就是小区名称。",
    "一人一行；同一户的楼栋、单元、房号和户主姓名可以合并单元格。",
    "身份证号请按文本填写，以免丢失末尾数字。",
    "多余的列会原样保留；说明行和合计行会自动略过。",
)


def write_template(stream):
    """Write the blank register as .xlsx to a binary ``stream``.

    >>> import io
    >>> stream = io.BytesIO(); write_template(stream); stream.getvalue()[:2]
    b'PK'
    """
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    hint = book.add_format({"italic": True, "font_color": "#808080"})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("小区名称")
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, "居民家庭信息登记表", title)
    for column, (heading, example) in enumerate(COLUMNS):
        sheet.set_column(column, column, max(8, len(heading) * 2 + 4), text)
        sheet.write_string(1, column, heading, head)
        sheet.write_string(2, column, example or "", hint)
    sheet.write_string(2, 0, "填写说明", hint)
    sheet.freeze_panes(2, 0)
    note = book.add_worksheet("填表说明")
    for row, line in enumerate(HELP):
        note.write_string(row, 0, line)
    note.hide()
    book.close()

"""Ten forms as offices draw them: cells, and what each cell or column asks for.

``asked`` says what is right, as ``community.form.cell.meaning`` writes it (of a column the path
alone), and "" for what the register does not hold: that must never be filled without a question.
"""


def _rows(*rows):
    """Return ``{address: text}`` of rows of texts, from the first row on."""
    cells = {}
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            if text:
                cells[f"{chr(65 + column)}{number}"] = text
    return cells


def _list(title, *headings, merged=(), foot="填表人："):
    rows = [[title], ["填报单位：", "", "", "填报日期：   年  月  日"], *headings]
    cells = _rows(*rows)
    cells[f"A{len(rows) + 12}"] = foot
    return cells, tuple(merged)


LAYOUTS = {
    "list of one category": (
        *_list(
            "社区独居老人信息登记表",
            "序号 姓名 性别 年龄 身份证号码 家庭住址 联系电话".split()
            + ["紧急联系人", "紧急联系电话", "结对党员"],
        ),
        {
            "B4": "name",
            "C4": "sex",
            "D4": "birth_date",
            "E4": "id_number",
            "F4": "household_id.address",
            "G4": "phone",
            "H4": "emergency_name",
            "I4": "emergency_phone",
            "J4": "",
        },
    ),
    "headings in two levels": (
        *_list(
            "困境儿童花名册",
            ["序号", "基本信息", "", "", "", "监护人", "", "所属网格"],
            ["", "姓名", "性别", "出生年月", "民族", "姓名", "联系电话", ""],
            merged=("A3:A4", "B3:E3", "F3:G3", "H3:H4"),
        ),
        {
            "B5": "name",
            "C5": "sex",
            "D5": "birth_date",
            "E5": "ethnicity",
            "F5": "",
            "G5": "",
            "H5": "grid_id.name",
        },
    ),
    "list of homes": (
        *_list(
            "低保家庭基本情况台账",
            "序号 户主姓名 身份证号 家庭人口 家庭住址 联系电话 开户银行 银行账号".split(),
        ),
        {
            "B4": "head_id.name",
            "C4": "head_id.id_number",
            "D4": "member_count",
            "E4": "address",
            "F4": "head_id.phone",
            "G4": "head_id.bank_name",
            "H4": "head_id.bank_account",
        },
    ),
    "people from elsewhere": (
        *_list(
            "外来流动人口登记表",
            "姓名 性别 民族 出生日期 公民身份号码 户籍地址 现住址 联系方式".split()
            + ["婚姻状况", "文化程度", "来本地日期", "居住证有效期"],
        ),
        {
            "A4": "name",
            "B4": "sex",
            "C4": "ethnicity",
            "D4": "birth_date",
            "E4": "id_number",
            "F4": "registered_address",
            "G4": "household_id.address",
            "H4": "phone",
            "I4": "marital",
            "J4": "education",
            "K4": "",
            "L4": "residence_permit_end",
        },
    ),
    "labels beside cells": (
        _rows(
            ["社区人口基本情况表"],
            ["单位：", "", "", "截至    年   月   日"],
            ["总户数", "", "户", "实有人口", "", "人", "户籍人口", "", "人"],
            ["男性", "", "人", "女性", "", "人", "流动人口", "", "人"],
            ["0—6岁", "", "人", "7-17周岁", "", "人", "60岁及以上", "", "人"],
            ["出生", "", "人", "死亡", "", "人", "少数民族", "", "人"],
            ["持居住证人数", "", "人", "农业人口", "", "人", "空置房屋", "", "套"],
        ),
        (),
        {
            "B3": "households",
            "E3": "living",
            "H3": "registered",
            "B4": "living/male",
            "E4": "living/female",
            "H4": "floating",
            "B5": "living/0-6",
            "E5": "living/7-17",
            "H5": "living/60-0",
            "B6": "births",
            "E6": "deaths",
            "H6": "",
            "B7": "residence_permits",
            "E7": "",
            "H7": "empty",
        },
    ),
    "month beside year to date": (
        _rows(
            ["服务群众工作月报表（     年   月）"],
            ["社区："],
            ["统计项目", "当月数", "累计数"],
            ["走访次数"],
            ["走访户数"],
            ["发现需求数"],
            ["受理诉求（件）"],
            ["办结件数"],
            ["群众满意率"],
            ["开具证明数"],
            ["志愿服务次数"],
            ["上报重大隐患"],
            ["填报人：", "", "审核："],
        ),
        (),
        {
            **{
                f"{letter}{row}": code
                for letter in "BC"
                for row, code in enumerate(
                    (
                        "visits",
                        "visited",
                        "needs_found",
                        "requests_received",
                        "requests_closed",
                        "requests_satisfied_rate",
                        "certificates_issued",
                        "volunteer_services",
                        "",
                    ),
                    4,
                )
            }
        },
    ),
    "total above, groups of columns": (
        _rows(
            ["城市低保变更情况统计表"],
            ["统计单位：", "", "", "统计时间：     年  月"],
            ["变更类别", "本月", "", "", "本年累计"],
            ["", "户数", "人数", "金额", "户数", "人数", "金额"],
            ["合计"],
            ["新增"],
            ["停保"],
            ["调增"],
            ["调减"],
            ["制表人：", "", "制表时间："],
        ),
        ("A3:A4", "B3:D3", "E3:G3"),
        {
            f"{letter}{row}": f"aid_{what}_{of}"
            for letters in ("BCD", "EFG")
            for letter, of in zip(letters, ("households", "people", "amount"), strict=True)
            for row, what in enumerate(("new", "stopped", "raised", "cut"), 6)
        },
    ),
    "homes by room": (
        *_list(
            "楼栋户情摸底表",
            "序号 房号 户主姓名 联系电话 家庭人口数 是否养犬 车牌号".split(),
        ),
        {
            "B4": "room",
            "C4": "head_id.name",
            "D4": "head_id.phone",
            "E4": "member_count",
            "F4": "",
            "G4": "",
        },
    ),
    "people side by side": (
        *_list(
            "家庭情况登记表",
            ["户主姓名", "家庭住址", "成员一", "", "成员二", "", "成员三", ""],
            ["", "", "姓名", "身份证号", "姓名", "身份证号", "姓名", "身份证号"],
            merged=("A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3"),
        ),
        {
            "A5": "head_id.name",
            "B5": "address",
            **dict.fromkeys(("C5", "D5", "E5", "F5", "G5", "H5"), ""),
        },
    ),
    "words that look alike": (
        _rows(
            ["重点人群情况统计表"],
            ["单位：", "", "年  月"],
            ["类别", "人数", "其中：新增", "备注"],
            ["残疾人"],
            ["独居老人"],
            ["困境儿童"],
            ["重病人员"],
            ["退役军人"],
            ["失独家庭"],
            ["子女死亡"],
            ["持证残疾人"],
            ["填表人："],
        ),
        (),
        {
            "B4": "category_disability",
            "B5": "category_elderly_alone",
            "B6": "category_child_hardship",
            "B7": "category_major_illness",
            "B8": "category_veteran",
            **{f"{letter}{row}": "" for letter in "CD" for row in range(4, 12)},
            "B9": "",
            "B10": "",
            "B11": "",
        },
    ),
}

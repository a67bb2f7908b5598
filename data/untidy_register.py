"""An untidy register with one of each mistake, and the findings that a check must give.

Its headings and words are others than those of the template: two lines of headings, a house number
register, an address in one column on the second sheet, hints, totals, a hidden sheet.
"""

import datetime

from fictional import People, id_check_digit

TODAY = datetime.date(2026, 1, 15)
HEADINGS = (
    ("户口簿号", ""),
    ("家庭住址", "幢号"),
    ("", "门洞"),
    ("", "室号"),
    ("人员姓名", ""),
    ("家庭关系", ""),
    ("性别（男/女）", ""),
    ("公民身份号码", ""),
    ("出生年月", ""),
    ("文化", ""),
    ("婚否", ""),
    ("从业状况", ""),
    ("联系方式", "手机"),
    ("", "备用电话"),
    ("居住性质", ""),
    ("人员标签", ""),
    ("收入", ""),
    ("所属网格", ""),
    ("宠物", ""),
    ("说明", ""),
)
ROLES = {"户主": "本人", "配偶": "老伴", "子女": "长子", "父母": "母亲"}
WORKS = {"退休": "离退休", "在职": "上班", "学生": "在校生", "失业": "待业", "灵活就业": "打零工"}
KINDS = {"常住": "人在户在", "流动": "人在户不在"}
DATES = (
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: day,
    lambda day: None,
)
IDS = (
    lambda number: number,
    lambda number: number.lower(),
    lambda number: f" {number[:6]} {number[6:14]} {number[14:]}",
    lambda number: f"'{number}",
    lambda number: "".join(chr(ord(char) + 0xFEE0) for char in number),
)


class Sheet:
    """Rows of a sheet with the mistakes that are planted in them."""

    def __init__(self, book, name, expected):
        self.sheet = book.add_worksheet(name)
        self.name = name
        self.expected = expected
        self.formats = {
            "bold": book.add_format({"bold": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        self.row = 0

    def write(self, column, value, row=None):
        row = self.row if row is None else row
        if value is None:
            return
        if isinstance(value, datetime.date):
            self.sheet.write_datetime(row, column, value, self.formats["date"])
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value)
        elif value.startswith("=="):
            self.sheet.write_formula(row, column, value[1:], value="")
        else:
            self.sheet.write_string(row, column, value)

    def refuse(self, error):
        self.expected["errors"].append({"sheet": self.name, "row": self.row + 1, "error": error})


def untidy_register(book):
    """Write the sheets to an xlsxwriter ``book``; return the expected findings."""
    expected = {"errors": [], "warnings": []}
    people = People(7, TODAY)
    first = Sheet(book, "锦绣花园", expected)
    _write_headings(first)
    count = 0
    for number in range(60):
        members = people.household()
        building, rest = divmod(number, 12)
        place = (
            ("3幢", "三幢", "3", "3号楼")[number % 4]
            .replace("3", str(building + 1))
            .replace("三", "一二三四五"[building]),
            (f"{rest // 4 + 1}门", f"{rest // 4 + 1}", "一二三"[rest // 4] + "单元")[number % 3],
            (f"{rest % 4 + 1}01室", int(f"{rest % 4 + 1}01"))[number % 2],
        )
        _write_household(first, people, f"{1000 + number}", place, members, number)
        count += len(members)
    count += _plant_mistakes(first, people)
    count += 2  # the two halves of one life
    first.write(0, "总计")
    first.write(4, f"共{count}人")
    second, more = _second_sheet(book, people, expected)
    hidden = book.add_worksheet("说明页")
    hidden.write_string(0, 0, "本页不含居民")
    hidden.hide()
    expected["person_rows"] = count + more
    expected["valid_rows"] = count + more - len(expected["errors"])
    expected["sheets"] = [first.name, second.name]
    kinds = [error["error"] for error in expected["errors"]]
    expected["errors_by_kind"] = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    return expected


def _write_headings(sheet):
    sheet.sheet.merge_range(
        0, 0, 0, len(HEADINGS) - 1, "锦绣社区人口台账（虚构数据）", sheet.formats["bold"]
    )
    sheet.write(0, "填报单位：锦绣社区    填报日期：2026年1月", row=1)
    for column, (upper, lower) in enumerate(HEADINGS):
        sheet.write(column, upper or None, row=2)
        sheet.write(column, lower or None, row=3)
        if upper and not lower:
            sheet.sheet.merge_range(2, column, 3, column, upper, sheet.formats["bold"])
    sheet.sheet.merge_range(2, 1, 2, 3, "家庭住址", sheet.formats["bold"])
    sheet.sheet.merge_range(2, 12, 2, 13, "联系方式", sheet.formats["bold"])
    sheet.row = 4
    for column, hint in ((0, "示例"), (1, "如：3幢"), (4, "必填"), (7, "格式：18位")):
        sheet.write(column, hint)
    sheet.row = 5


def _write_household(sheet, people, register_no, place, members, number):
    top = sheet.row
    for offset, member in enumerate(members):
        variant = number + offset
        values = {
            4: f"{member['name'][0]} {member['name'][1:]}" if variant % 9 == 0 else member["name"],
            5: ROLES[member["role"]],
            6: member["sex"],
            7: IDS[variant % 5](member["id"]),
            8: DATES[variant % 6](member["birth"]),
            9: member["education"]
            and member["education"]
            + (
                "毕业"
                if variant % 4 == 0 and member["education"] in ("小学", "初中", "高中")
                else ""
            ),
            10: "是" if member["marital"] == "已婚" else "否",
            11: WORKS.get(member["work"]),
            12: member["phone"],
            13: people.phone() if variant % 7 == 0 else None,
            14: KINDS[member["kind"]],
            15: ("残障、退伍军人", "失独；大病", None, None, None, "重残")[variant % 6]
            if variant % 5 == 0
            else None,
            16: (f"{member['income']}元", member["income"], f"{member['income'] / 10000}万")[
                variant % 3
            ],
            17: f"网格{number // 24 + 1}",
            18: "犬" if variant % 11 == 0 else None,
            19: ("@已核对", '=HYPERLINK("http://127.0.0.1","x")', "-", None)[variant % 4],
        }
        if variant == 30:
            values[15] = "广场舞骨干"
            sheet.expected["warnings"].append(
                {"sheet": sheet.name, "row": sheet.row + 1, "word": "广场舞骨干"}
            )
        for column, value in values.items():
            sheet.write(column, value)
        sheet.row += 1
    for column, value in enumerate((register_no, *place)):
        # Half of the households merge their cells, the others fill in the first row only.
        if len(members) > 1 and number % 2:
            sheet.sheet.merge_range(top, column, sheet.row - 1, column, value)
        else:
            sheet.write(column, value, row=top)


def _plant_mistakes(sheet, people):
    """Write one household for each mistake; return the number of rows."""

    def line(register_no, building, room, **changes):
        birth = datetime.date(1980, 3, 4)
        member = {"name": people.name(), "role": "本人", "sex": "男", "birth": birth}
        member["id"] = people.id_number(birth, "男")
        member |= changes
        for column, value in {
            0: register_no,
            1: building,
            2: "1",
            3: room,
            4: member["name"],
            5: member["role"],
            6: member["sex"],
            7: member["id"],
            8: member["birth"],
            14: member.get("kind"),
        }.items():
            sheet.write(column, value)
        if member.get("error"):
            sheet.refuse(member["error"])
        sheet.row += 1
        return member

    rows = sheet.row
    good = people.id_number(datetime.date(1980, 3, 4), "男")
    wrong = good[:17] + "0123456789X"[("0123456789X".index(good[17]) + 1) % 11]
    no_day = "99999919800230001"
    line("2001", "9幢", "101", name=None, error="name_missing")
    line("2002", "9幢", "102", name="==1+1", error="formula_name")
    line("2003", "9幢", "103", id=wrong, error="id_check_digit")
    line("2004", "9幢", "104", id=good[:17], error="id_length")
    line("2005", "9幢", "105", id=no_day + id_check_digit(no_day), error="id_birth_date")
    line("2006", "9幢", "106", id=float(good[:17] + "0"), error="id_lost_precision")
    line("2007", "9幢", "107", id=None, birth="1985-02-30", error="bad_date")
    line("2008", "9幢", "108", id=None, birth="2999-01-01", error="future_birth_date")
    line("2009", "9幢", "109", birth=datetime.date(1981, 3, 4), error="birth_contradicts_id")
    line("2010", "9幢", "110", sex="女", error="sex_contradicts_id")
    line("2011", "9幢", "111", kind="已迁出", error="left")
    head = line("2012", "9幢", "112")
    line("2012", "9幢", "112", error="second_head")
    line("2013", "9幢", "113", id=head["id"], error="id_used_elsewhere")
    rows = sheet.row - rows
    # One person twice: registered in one flat, living in the other.
    half = line("2014", "9幢", "114", kind="空挂")
    line("2015", "9幢", "115", name=half["name"], id=half["id"], kind="人在户在")
    return rows


def _second_sheet(book, people, expected):
    """A sheet whose place is one column of addresses, without titles or merged cells."""
    sheet = Sheet(book, "文昌里", expected)
    for column, heading in enumerate(
        ("姓名", "户主关系", "身份证号码", "现居住地址", "电话号码", "备注")
    ):
        sheet.write(column, heading, row=0)
    sheet.row = 1
    rows = 0
    for number in range(20):
        for member in people.household():
            address = (
                f"文昌里{number // 8 + 1}栋{number % 2 + 1}单元{number % 8 + 1}01室",
                f"{number // 8 + 1}-{number % 2 + 1}-{number % 8 + 1}01",
            )[number % 3 == 0]
            for column, value in enumerate(
                (member["name"], member["role"], member["id"], address, member["phone"])
            ):
                sheet.write(column, value)
            sheet.row += 1
            rows += 1
    sheet.write(0, people.name())
    sheet.write(1, "户主")
    sheet.refuse("place_missing")
    sheet.row += 1
    return sheet, rows + 1

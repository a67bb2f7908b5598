from typing import NamedTuple

from .test_import_untidy import UntidyCase

PLACED = ("楼栋", "单元", "房号", "姓名", "与户主关系", "身份证号")


class Bad(NamedTuple):
    """A cell as it should be, and as it was handed in."""

    right: object
    wrong: object


class Book(NamedTuple):
    """A workbook: ``sheets`` of (name, rows), ``merges`` as (first row, first column, last row,
    last column) of the first sheet, how the file is called, and what the clerk tells."""

    sheets: list
    merges: tuple = ()
    filename: str = "望河小区.xlsx"
    pointed: dict | None = None


def one(*rows, name="望河小区", **more):
    """Return the Book of one sheet."""
    return Book([(name, rows)], **more)


class ShapesCase(UntidyCase):
    """The workbooks of :meth:`shapes`."""

    def bad_number(self, **options):
        number = self.number(**options)
        return Bad(number, number[:17])

    def shapes(self):
        """Yield (label, Book) of the shapes in which offices hand in their registers."""
        number, bad = (self.number, self.bad_number)
        own = (701, 1)
        yield (
            "list",
            one(
                ("2026年居民登记表",),
                (*PLACED, "户号", "联系电话", "特殊人群", "人员类别"),
                (*own, 101, "甲一", "户主", bad(), 1, "13900007001", "低保", None),
                (*own, 101, "甲二", "妻", number(), 1, None, "残疾", None),
                (*own, 101, Bad("甲三", "甲?三"), "子", number(), 1, None, None, "空挂户"),
                (*own, Bad(102, "5-1"), "甲四", "户主", number(), 2, None, None, None),
                (*own, Bad(102, "5-1"), "甲五", "女", None, 2, None, "独居老人", None),
            ),
        )
        yield (
            "merged places",
            one(
                PLACED,
                (702, 1, Bad(101, "5-1"), "乙一", "户主", number()),
                (None, None, None, "乙二", "妻", number()),
                (None, None, 102, "乙三", "户主", number()),
                (None, None, None, "乙四", "妻", bad()),
                (None, None, None, Bad("乙五", "乙□五"), "子", number()),
                merges=((1, 0, 5, 0), (1, 1, 5, 1), (1, 2, 2, 2), (3, 2, 5, 2)),
            ),
        )
        yield (
            "headings over two rows",
            one(
                ("住址信息", None, None, "人员信息", None, None, "特殊人群", None),
                (*PLACED, "低保", "残疾"),
                (703, 1, 101, "丙一", "户主", number(), "√", None),
                (None, None, None, "丙二", "妻", bad(), None, "√"),
                (None, None, Bad(102, "5-1"), "丙三", "户主", number(), None, None),
                (None, None, None, "丙四", "妻", number(), None, "√"),
                (None, None, 103, Bad("丙五", "丙*五"), "户主", number(), None, "√"),
                merges=((0, 0, 0, 2), (0, 3, 0, 5), (0, 6, 0, 7), (2, 0, 6, 0), (2, 1, 6, 1)),
            ),
        )
        group = ("姓名", "关系", "身份证号")
        yield (
            "a household a row",
            one(
                ("楼栋", "房号", "户主姓名", "身份证号", "家庭成员1", None, None)
                + ("家庭成员2", None, None),
                (None,) * 4 + group * 2,
                (704, 101, "丁一", number(), "丁二", "妻", bad(), "丁三", "子", number()),
                (704, Bad(102, "5-1"), "丁四", number(), "丁五", "妻", number()),
                (704, 103, "丁六", bad(), Bad("丁七", "丁?七"), "子", number()),
                merges=(*((0, at, 1, at) for at in range(4)), (0, 4, 0, 6), (0, 7, 0, 9)),
            ),
        )
        yield (
            "members with ordinals",
            one(
                ("楼栋", "房号", "户主", "身份证号", "电话")
                + ("成员1姓名", "成员1关系", "成员1身份证号", "成员2姓名", "成员2关系"),
                (705, 101, "戊一", bad(), "13900007051", "戊二", "妻", number(), "戊三", "子"),
                (705, Bad(102, "5-1"), "戊四", number(), None, "戊五", "妻", number()),
            ),
        )
        yield (
            "the same headings again",
            one(
                ("楼栋", "房号", *("姓名", "与户主关系", "身份证号") * 2),
                (706, 101, "己一", "户主", bad(), "己二", "妻", number()),
                (706, 102, "己三", "户主", number(), Bad("己四", "己?四"), "妻", number()),
            ),
        )
        yield (
            "members in a cell",
            one(
                ("楼栋", "房号", "户主", "身份证号", "家庭成员"),
                (707, 101, "庚一", bad(), "庚二（妻）、庚三（子）"),
                (707, Bad(102, "5-1"), "庚四", number(), "庚五、庚六"),
                (707, 103, "庚七", number(), "无"),
            ),
        )
        cards = [*self.card("辛一", "辛二", 301), *self.card("辛三", "辛四", 302)]
        cards[5] = (*cards[5][:3], Bad(cards[5][3], cards[5][3][:17]), *cards[5][4:])
        cards[10] = ("家庭住址", Bad(cards[10][1], "望河小区某处"), *cards[10][2:])
        yield ("cards", one(*cards, merges=((0, 0, 0, 5), (10, 1, 10, 3))))
        yield (
            "cards of one cell a line",
            one(
                ("居民入户登记卡",),
                ("户主姓名：壬一", None, "联系电话：13900007081  房屋性质：自有"),
                ("家庭住址：望河小区708号楼1单元101",),
                ("姓名", "与户主关系", "身份证号"),
                ("壬一", "户主", bad()),
                (Bad("壬二", "壬?二"), "妻", number()),
            ),
        )
        yield (
            "lines above the rows",
            one(
                ("房号", "姓名", "与户主关系", "身份证号"),
                ("709号楼1单元（共2户，楼长：某某）",),
                (101, "癸一", "户主", bad()),
                (None, "癸二", "妻", number()),
                ("二、流动人口",),
                ("710号楼",),
                (Bad("2-101", "1-2"), "癸三", "户主", number()),
                (None, "癸四", "妻", number()),
                ("三、独居老人",),
                ("第一网格",),
                ("2-102", Bad("癸五", "癸?五"), "户主", number()),
            ),
        )
        yield (
            "a building above the headings",
            one(
                ("727号楼住户名册",),
                ("单元", "房号", "姓名", "与户主关系", "身份证号"),
                (1, Bad(101, "5-1"), "贺一", "户主", number()),
                (1, 102, "贺二", "户主", bad()),
            ),
        )
        yield (
            "places that stand once",
            one(
                PLACED,
                (728, 1, 101, "贾一", "户主", number()),
                (None, None, Bad(102, "5-1"), "贾二", "户主", number()),
                (None, None, None, "贾三", "妻", number()),
                (None, 2, 101, "贾四", "户主", bad()),
                (None, None, None, Bad("贾五", "贾?五"), "妻", number()),
            ),
        )
        yield (
            "a home of a list that says little",
            one(
                ("楼栋", "房号", "户主", "联系电话", "家庭成员"),
                (729, 101, "方一", "13900007291", "方二（妻）、方三（子）"),
                (729, Bad(102, "5-1"), "方四", "13900007292", "方五"),
            ),
        )
        yield (
            "wives of two families of a flat",
            one(
                PLACED,
                (730, 1, 101, "龚一", "户主", number()),
                (730, 1, Bad(101, "5-1"), "龚二", "妻", number()),
                (730, 1, 101, "龚三", "户主", number()),
                (730, 1, Bad(101, "5-1"), "龚四", "妻", number()),
            ),
        )
        yield (
            "a sheet for each building",
            Book(
                [
                    (
                        "711号楼",
                        [
                            PLACED[1:],
                            (1, 101, "柯一", "户主", bad()),
                            (1, 101, "柯二", "妻", number()),
                        ],
                    ),
                    (
                        "712号楼",
                        [
                            PLACED[1:],
                            (1, Bad(101, "5-1"), "柯三", "户主", number()),
                            (1, 102, Bad("柯四", "柯?四"), "户主", number()),
                        ],
                    ),
                ]
            ),
        )
        old, other = (number(birth="1931-01-01"), number(birth="1932-01-01"))
        yield (
            "sheets that mean something",
            Book(
                [
                    ("户籍人口", [PLACED, (713, 1, 101, "邱一", "户主", bad())]),
                    ("流动人口", [PLACED, (713, 1, Bad(102, "5-1"), "邱二", "户主", number())]),
                    ("空挂户", [PLACED, (713, 1, 103, Bad("邱三", "邱?三"), "户主", number())]),
                    ("80岁以上", [PLACED, (713, 1, 104, "邱四", "户主", Bad(old, old[:17]))]),
                ]
            ),
        )
        yield (
            "topics of people of another sheet",
            Book(
                [
                    (
                        "望河小区",
                        [
                            PLACED,
                            (714, 1, 101, "尹一", "户主", old),
                            (714, 1, Bad(102, "5-1"), "尹二", "户主", other),
                        ],
                    ),
                    ("残疾人", [("姓名", "身份证号", "联系电话"), ("尹一", old, "13900007141")]),
                    ("退役军人", [("姓名", "身份证号", "房号"), ("尹二", other, "714-1-102")]),
                ]
            ),
        )
        half = ("序号", "房号", "姓名", "与户主关系", "身份证号")
        yield (
            "two lists side by side",
            one(
                half * 2,
                (1, "715-1-101", "毛一", "户主", bad(), 4)
                + ("715-1-201", "毛四", "户主", number()),
                (2, "", "毛二", "妻", number(), 5, "", Bad("毛五", "毛?五"), "妻", number()),
                (3, Bad("715-1-102", "5-1"), "毛三", "户主", number()),
            ),
        )
        yield (
            "a second table",
            one(
                ("房号", "姓名", "与户主关系", "身份证号"),
                ("716-1-101", "陈一", "户主", bad()),
                ("716-1-101", "陈二", "妻", number()),
                ("流动人口",),
                ("姓名", "文化程度", "与户主关系", "身份证号", "房号", "电话"),
                ("陈三", "初中", "户主", number(), Bad("716-1-102", "5-1"), "13900007161"),
                (Bad("陈四", "陈?四"), "高中", "妻", number(), "716-1-102", None),
            ),
        )
        yield (
            "headings that were pointed at",
            one(
                ("人口", "总数", "男", "女"),
                ("栋单元室", "何人", "何证"),
                ("717-1-101", "司一", bad()),
                (Bad("717-1-102", "5-1"), "司二", number()),
                pointed={"栋单元室": "address", "何人": "name", "何证": "id_number"},
            ),
        )
        yield (
            "ticks and answers",
            one(
                ("房号", "姓名", "与户主关系", "身份证号", "婚姻状况", None, "低保", "残疾"),
                (None, None, None, None, "未婚", "已婚", None, None),
                ("718-1-101", "伍一", "户主", bad(), None, "√", "√", None),
                ("718-1-101", Bad("伍二", "伍?二"), "妻", number(), None, "是", None, 1),
                (Bad("718-1-102", "5-1"), "伍三", "户主", number(), "√", None, None, "★"),
                merges=(*((0, at, 1, at) for at in (0, 1, 2, 3, 6, 7)), (0, 4, 0, 5)),
            ),
        )
        yield (
            "heads alone",
            one(
                ("序号", "楼栋", "单元", "房号", "户主姓名", "身份证号"),
                (1, 719, 1, 101, "巫一", bad()),
                (2, 719, 1, Bad(102, "5-1"), "巫二", number()),
                (3, 719, 1, 103, Bad("巫三", "巫?三"), number()),
            ),
        )
        numbers = [number(), number(birth="1972-01-01")]
        yield (
            "people in the lines of a cell",
            one(
                ("房号", "姓名", "与户主关系", "身份证号"),
                (Bad("720-1-101", "5-1"), "申一\n申二", "户主\n妻", "\n".join(numbers)),
                ("720-1-102", "申三（户主）申四（妻）", None, None),
                ("720-1-103", "申五", "户主", bad()),
            ),
        )
        yield (
            "two families of a flat",
            one(
                PLACED,
                (721, 1, 101, "尤一", "户主", bad()),
                (721, 1, 101, "尤二", "妻", number()),
                (721, 1, 101, "尤三", "户主", number()),
                (721, 1, 101, Bad("尤四", "尤?四"), "妻", number()),
            ),
        )
        twice = number()
        yield (
            "registered here and living there",
            one(
                (*PLACED, "人员类别"),
                (722, 1, 101, "徐一", "户主", Bad(twice, twice[:17]), "空挂户"),
                (722, 1, Bad(102, "5-1"), "徐一", "户主", twice, None),
            ),
        )
        yield (
            "kind and grade of a disability",
            one(
                (*PLACED, "特殊人群", "残疾类别", "残疾等级", "健康状况"),
                (723, 1, 101, "海一", "户主", bad(), "低保", "肢体", "二级", None),
                (723, 1, 101, Bad("海二", "海?二"), "妻", number(), None, "听力", 4, "良好"),
                (723, 1, Bad(102, "5-1"), "海三", "户主", number(), "残疾", None, None, None),
            ),
        )
        yield (
            "places of many words",
            one(
                ("家庭住址", "楼层", "姓名", "与户主关系", "身份证号", "出生年月", "月收入"),
                ("望河小区A区724号楼1单元101", None, "牛一", "户主", bad(), None, "3千元"),
                (Bad("望河小区724号楼1单元501室", "5-1"), None, "牛二", "户主", None, 1950.03)
                + ("约2000",),
                ("东安里3号楼2单元202", None, "牛三", "户主", None, Bad("1950-10", 1950.1)),
                name="人口",
            ),
        )
        yield (
            "without numbers",
            one(
                (*PLACED[:5], "出生日期", "电话", "网格"),
                (725, 1, 101, "马一", "户主", Bad("1970-02-03", "1970-02-33"), None, "一"),
                (725, 1, 101, "马二", "妻", "1971-03", "13900007251", "一"),
                (725, 1, Bad(102, "5-1"), "马三", "户主", "1944年", None, None),
                (725, 1, 102, "马四", "女", None, None, None),
            ),
        )
        yield (
            "a text file",
            one(
                PLACED,
                ("726", "1", "101", "杨一", "户主", bad()),
                ("726", "1", Bad("102", "5-1"), "杨二", "户主", number()),
                filename="望河小区.csv",
            ),
        )

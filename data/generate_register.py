#!/usr/bin/env python3
"""Make the workbooks: the blank template, the demo register, the untidy register of the tests.

    python data/generate_register.py            # writes all three
    python data/generate_register.py --check    # exit code 1 if a committed file would differ

Needs xlsxwriter only. The output is the same on every run.
"""

import argparse
import datetime
import io
import json
import sys
import zipfile
from pathlib import Path

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent))

from fictional import ROOT, People, load_tool  # noqa: E402
from untidy_register import untidy_register  # noqa: E402

TODAY = datetime.date(2026, 1, 15)
ESTATES = (("望江花园", 8, 3), ("向阳里", 6, 3), ("书院小区", 5, 2), ("东篱新村", 6, 2))
HEADINGS = (
    "序号 网格 楼栋 单元 房号 户主姓名 姓名 与户主关系 性别 民族 身份证号 出生日期 政治面貌 "
    "文化程度 婚姻状况 就业状况 联系电话 人员类别 户籍地址 特殊人群 月收入 房屋性质 备注"
).split()
HOUSEHOLD_COLUMNS = range(1, 6)


def open_book(stream):
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    # The same bytes on every run.
    book.set_properties({"created": datetime.datetime(2026, 1, 15)})
    return book


def demo_register(stream):
    """Write the register of the demo community: four estates, about 600 households."""
    people = People(19, TODAY)
    book = open_book(stream)
    bold = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@"})
    grid = 0
    for estate, buildings, entrances in ESTATES:
        sheet = book.add_worksheet(estate)
        sheet.merge_range(
            0, 0, 0, len(HEADINGS) - 1, f"{estate}居民家庭信息登记表（虚构数据）", bold
        )
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(1, column, heading, bold)
        row = serial = 2
        for building in range(1, buildings + 1):
            grid += building % 2
            for entrance in range(1, entrances + 1):
                for floor in range(1, 6):
                    for flat in (1, 2):
                        if people.random.random() < 0.06:
                            continue  # an empty flat
                        place = (
                            f"第{'一二三四五六七八九十'[(grid - 1) % 10]}网格"
                            if grid <= 10
                            else f"第十{'一二三四五'[grid - 11]}网格",
                            f"{building}号楼",
                            f"{entrance}单元",
                            f"{floor}0{flat}",
                        )
                        members = demo_household(people)
                        write_household(sheet, text, row, serial - 1, place, members)
                        row += len(members)
                        serial += len(members)
        sheet.write_string(row, 0, "合计")
        sheet.write_string(row, 6, f"共{row - 2}人")
    note = book.add_worksheet("填表说明")
    note.write_string(0, 0, "本页为说明，不含居民。")
    note.hide()
    book.close()


def demo_household(people):
    members = people.household()
    chance = people.random
    head = members[0]
    head["tenure"] = chance.choices(("自有", "租住"), (86, 14))[0]
    if head["tenure"] == "租住":
        for member in members:
            member["kind"] = "流动"
    for member in members:
        age = (TODAY - member["birth"]).days / 365.25
        if chance.random() < 0.035:
            member["tags"].append("残疾人")
        if 40 < age < 80 and member["sex"] == "男" and chance.random() < 0.05:
            member["tags"].append("退役军人")
        if chance.random() < 0.012:
            member["tags"].append("重病")
        if member["work"] == "失业":
            member["tags"].append("失业人员")
        if len(members) > 1 and member["role"] == "子女" and age > 18 and chance.random() < 0.3:
            member["kind"] = "人户分离"
        if len(members) > 1 and chance.random() < 0.006:
            member["kind"] = "空挂"
    return members


def write_household(sheet, text, row, serial, place, members):
    head = members[0]
    for offset, member in enumerate(members):
        values = [
            serial + offset,
            *place,
            head["name"],
            member["name"],
            member["role"],
            member["sex"],
            member["ethnic"],
            member["id"],
            member["birth"].isoformat(),
            member["party"],
            member["education"],
            member["marital"],
            member["work"],
            member["phone"],
            member["kind"],
            "外省" if member["kind"] == "流动" else "本地",
            "；".join(member["tags"]),
            member["income"],
            head.get("tenure"),
            member["note"],
        ]
        for column, value in enumerate(values):
            if value is None or value == "" or (offset and column in HOUSEHOLD_COLUMNS):
                continue
            if isinstance(value, int):
                sheet.write_number(row + offset, column, value)
            else:
                sheet.write_string(row + offset, column, value, text)
    if len(members) > 1:
        for column in HOUSEHOLD_COLUMNS:
            value = ([serial, *place, head["name"]])[column]
            sheet.merge_range(row, column, row + len(members) - 1, column, value, text)


def outputs():
    """Yield (path, bytes) of every file made here."""
    data = ROOT / "data"
    for path, write in (
        (data / "register_template.xlsx", load_tool("register_template").write_template),
        (data / "demo" / "register.xlsx", demo_register),
    ):
        stream = io.BytesIO()
        write(stream)
        yield path, stream.getvalue()
    stream = io.BytesIO()
    book = open_book(stream)
    expected = untidy_register(book)
    book.close()
    untidy = ROOT / "community_service" / "tests" / "data" / "untidy"
    yield untidy / "register.xlsx", stream.getvalue()
    text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    yield untidy / "expected.json", text.encode()


def same(path, content):
    """Compare by content: a workbook holds the time at which it was packed."""
    if not path.exists():
        return False
    if path.suffix != ".xlsx":
        return path.read_bytes() == content
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(content)) as new:
        names = sorted(old.namelist())
        return names == sorted(new.namelist()) and all(
            old.read(name) == new.read(name) for name in names if name != "docProps/core.xml"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare only")
    arguments = parser.parse_args()
    different = [(path, content) for path, content in outputs() if not same(path, content)]
    for path, content in different:
        print(path.relative_to(ROOT), "differs" if arguments.check else "written")
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return int(arguments.check and bool(different))


if __name__ == "__main__":
    sys.exit(main())

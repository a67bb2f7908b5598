"""Ends of lists: checked or taken back, two people or one, made use of or undone."""

import base64
import io

import openpyxl

HEAD = (
    "楼栋",
    "单元",
    "房号",
    "户主姓名",
    "姓名",
    "与户主关系",
    "性别",
    "身份证号",
    "出生日期",
    "联系电话",
)


def workbook(rows):
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "望江花园"
    for row in (HEAD, *rows):
        book.active.append(row)
    book.save(stream)
    return base64.b64encode(stream.getvalue())


def imports(ends):
    """A list not checked yet, one checked, one taken back, one with other facts of known people."""
    Import = ends.of("import", "officer")
    Import.create({"file": workbook([]), "filename": "待核对名册.xlsx"})
    new = ("1号楼", "1单元", "1801", "沈新来", "沈新来", "户主", "男", None, "1970-05-01", None)
    wrong = (
        "1号楼",
        "1单元",
        "1802",
        "沈有误",
        "沈有误",
        "户主",
        "男",
        "999999197013450019",
        None,
        None,
    )
    empty = ("1号楼", "1单元", "1803", None, "空房", None, None, None, None, None)
    checked = Import.create({"file": workbook([new, wrong, empty]), "filename": "补报名单.xlsx"})
    checked.action_check()
    back = Import.create({"file": workbook([new]), "filename": "误报名单.xlsx"})
    back.action_check()
    back.action_apply()
    back.undo_reason = "报错了社区"
    back.action_take_back()
    known = (
        ("许霞书", "女", "999999198302220020", "13814450999"),
        ("曹刚", "男", "999999195412080010", "13855624999"),
    )
    phones = [
        ("1号楼", "1单元", f"{101 + at}", name, name, "户主", sex, number, None, phone)
        for at, (name, sex, number, phone) in enumerate(known)
    ]
    other = Import.create({"file": workbook(phones), "filename": "电话核对.xlsx"})
    other.action_check()
    other.action_apply()
    changes = ends.all("import.change", "open", by="officer")
    changes[0].action_different()
    elsewhere = ("1号楼", "1单元", "1810", "曹刚", "曹刚", "户主", "男", known[1][2], None, None)
    moved = Import.create({"file": workbook([elsewhere]), "filename": "搬家名单.xlsx"})
    moved.action_check()
    moved.action_apply()
    changes = ends.all("import.change", "open", ("kind", "!=", "missing"), by="officer")
    changes[:1].action_enter()


def duplicates(ends):
    """One name and birth date in five homes: some are two people, some one."""
    person = ("沈同名", "沈同名", "户主", "女", None, "1961-07-08", None)
    twins = ends.of("import", "officer").create(
        {
            "file": workbook([("1号楼", "1单元", f"{1805 + at}", *person) for at in range(4)]),
            "filename": "重名.xlsx",
        }
    )
    twins.action_check()
    twins.action_apply()
    Duplicate = ends.of("resident.duplicate", "officer")
    Duplicate.action_find()
    pairs = ends.all("resident.duplicate", "open", by="officer")
    pairs[0].action_different()
    action = pairs[1].action_compare()
    dialog = ends.of("resident.compare", "officer").browse(action["res_id"])
    dialog.action_preview()
    dialog.action_merge()


def lists(ends):
    """A list from above that nobody has read, one read, one confirmed, and two made use of."""
    Match = ends.of("match", "officer")
    Apply = ends.of("match.apply", "officer")
    veteran = ends.env["community.category"].search([("code", "=", "veteran")], limit=1)
    people = ends.env["community.resident"].search(
        [("birth_date", "<", "1955-01-01"), ("category_line_ids.category_id", "!=", veteran.id)],
        limit=10,
    )
    for number, name in enumerate(("医保", "养老", "体检", "优抚", "参军")):
        rows = [
            (None, None, None, None, person.name, None, None, person.sudo().id_number, None, None)
            for person in people[2 * number : 2 * number + 2]
        ]
        match = Match.create({"filename": f"{name}核查名单.xlsx", "file": workbook(rows)})
        if number > 0:
            match.action_match()
        if number > 1:
            match.action_confirm()
        if number > 2:
            Apply.create(
                {"match_id": match.id, "kind": "category", "category_id": veteran.id}
            ).action_apply()
        if number > 3:
            match.batch_ids.action_undo()


STEPS = (
    imports,
    duplicates,
    lists,
)

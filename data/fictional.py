"""Fictional households for workbooks: nobody in them exists.

ID numbers use the region 999999, which is assigned to no place, with valid check digits.
"""

import datetime
import importlib.util
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭"
)
GIVEN = "安博晨丹恩芳刚海佳凯兰明宁平琴荣书婷伟欣雅云泽志春冬桂红建娟磊敏鹏秋瑞诗涛文霞阳英玉"
COMPOUND = ("欧阳", "上官", "司徒", "诸葛")


def load_tool(name):
    """Load a module of community_service/tools without Odoo."""
    path = ROOT / "community_service" / "tools" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


id_check_digit = load_tool("identity").id_check_digit


SCHOOL_AGE = 6
EDUCATIONS = ("小学", "初中", "高中", "中专", "大专", "本科")


class People:
    """Make persons of a repeatable random community.

    :param int seed: the same seed gives the same people
    :param datetime.date today: the day on which ages are counted
    """

    def __init__(self, seed, today):
        self.random = random.Random(seed)
        self.today = today
        self.orders = {}

    def name(self, surname=None):
        chance = self.random
        surname = surname or (
            chance.choice(COMPOUND) if chance.random() < 0.01 else chance.choice(SURNAMES)
        )
        return surname + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2))))

    def birth(self, low, high):
        days = self.random.randint(int(low * 365.25), int(high * 365.25))
        return self.today - datetime.timedelta(days=days)

    def id_number(self, birth, sex):
        """Return a new number; ``sex`` is ``男`` or ``女``."""
        order = self.orders[birth, sex] = self.orders.get((birth, sex), 0) + 1
        first17 = f"999999{birth:%Y%m%d}{order * 2 - (sex == '男'):03d}"
        return first17 + id_check_digit(first17)

    def phone(self):
        return f"138{self.random.randint(0, 99999999):08d}"

    def person(self, role, sex, low, high, surname=None):
        birth = self.birth(low, high)
        age = (self.today - birth).days / 365.25
        retired = age >= (60 if sex == "男" else 55)
        work = (
            "退休"
            if retired
            else None
            if age < SCHOOL_AGE
            else "学生"
            if age < 20
            else self.random.choices(("在职", "灵活就业", "失业"), (80, 14, 6))[0]
        )
        return {
            "role": role,
            "sex": sex,
            "name": self.name(surname),
            "birth": birth,
            "id": self.id_number(birth, sex),
            "phone": self.phone() if age >= 14 else None,
            "work": work,
            "education": self.education(age),
            "marital": "未婚" if age < 24 else "已婚",
            "ethnic": self.random.choices(("汉族", "回族", "满族"), (92, 4, 4))[0],
            "party": self.random.choices(("群众", "中共党员"), (90, 10))[0] if age > 20 else "群众",
            "income": 0 if work in (None, "学生", "失业") else self.random.randint(20, 90) * 100,
            "kind": "常住",
            "tags": [],
            "note": None,
        }

    def education(self, age):
        """Return the school that somebody of this age was or is at, None before school."""
        # Drawn for everybody, so that the people after a child stay who they are.
        drawn = self.random.choice(EDUCATIONS)
        if age < SCHOOL_AGE:
            return None
        if age < 12:
            return "小学"
        if age < 15:
            return "初中"
        if age < 18:
            return "中专" if drawn == "中专" else "高中"
        # Nine years of school have been compulsory since 1986.
        return "高中" if age < 23 and drawn in ("小学", "初中") else drawn

    def household(self):
        """Return the members of a household, the head first."""
        chance = self.random
        sex = chance.choice("男男女")
        other = "女" if sex == "男" else "男"
        shapes = ("alone", "couple", "family", "three", "old")
        shape = chance.choices(shapes, (14, 18, 42, 14, 12))[0]
        if shape == "alone":
            return [self.person("户主", sex, 25, 88)]
        if shape == "old":
            members = [self.person("户主", sex, 66, 90), self.person("配偶", other, 64, 88)]
        else:
            members = [self.person("户主", sex, 30, 58), self.person("配偶", other, 29, 56)]
        surname = members[0]["name"][:1]
        if shape in ("family", "three"):
            for _ in range(chance.choice((1, 1, 2))):
                members.append(self.person("子女", chance.choice("男女"), 1, 20, surname))
        if shape == "three":
            members.append(self.person("父母", chance.choice("男女"), 60, 92, surname))
        return members

"""Petitions in the demo community: a year of matters at every stage, one joint, one accusation."""

import datetime
import random

from odoo import fields
from odoo.fields import Command

MATTERS = (
    # topic, what is asked, facts, what is done, basis
    (
        "facility",
        "单元门口路灯坏了一个多月，晚上老人不敢出门，请尽快修复",
        "现场查看，三盏路灯不亮属实",
        "已更换灯头三个，纳入每月巡查",
        "《城市道路照明设施管理规定》",
    ),
    (
        "environment",
        "楼下烧烤店油烟和噪声扰民，多次反映没有解决",
        "经检测油烟净化器未正常使用",
        "责令限期整改，调整经营时间",
        "《大气污染防治法》第八十一条",
    ),
    (
        "property",
        "电梯半年坏了五次，物业不公开维修资金账目",
        "故障记录属实，账目未按期公示",
        "物业公示账目，制动部件本月更换",
        "《物业管理条例》",
    ),
    (
        "aid",
        "丈夫去世后家中没有收入，希望了解能不能申请低保",
        "家庭三口，确有困难",
        "已告知并帮助申请",
        "《社会救助暂行办法》",
    ),
    (
        "labour",
        "在小区工地干了两个月活，工资一直没有结清",
        "分包单位承认欠薪",
        "引导申请劳动仲裁，先行垫付一个月",
        "《保障农民工工资支付条例》",
    ),
    (
        "relocation",
        "过渡费发放晚了三个月，老人租房困难",
        "财政拨付流程延误",
        "本月补发，并告知下次发放日期",
        "《国有土地上房屋征收与补偿条例》",
    ),
    (
        "order",
        "地下车库消防通道被私家车长期占用",
        "现场查看，占用属实",
        "劝离车辆四台，划设禁停线",
        "《消防法》第六十条",
    ),
    (
        "land",
        "相邻商铺把台阶修到公共通道上",
        "测量结果超出红线",
        "由综合执法部门责令拆除",
        "《民法典》第二百九十条",
    ),
)
PEOPLE = ("周玉兰", "钱大伟", "孙丽华", "李国庆", "吴秀英", "郑海", "冯建军", "陈桂芝")
CHANNELS = ("visit", "visit", "letter", "phone", "online", "hotline")
RATINGS = ("very", "fairly", "fairly", "little")
BODIES = ("区城市管理局", "区住房和城乡建设局", "区人力资源和社会保障局", "街道办事处")


def play(env):
    """Enter forty petitions of the last ten months and take each as far as its age suggests."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    luck = random.Random(76)
    officer = env["res.users"].search([("login", "=", "petition_officer")])
    officer.group_ids += env.ref("community_service.group_community_officer")
    bodies = env["res.partner"].create([{"name": name, "is_company": True} for name in BODIES])
    desk = Desk(env["community.petition"].with_user(officer), bodies, luck)
    today = fields.Date.context_today(desk.petitions)
    areas = env["community.area"].search([("kind", "=", "building")], limit=30)
    households = env["community.household"].search([("head_id", "!=", False)], limit=400)
    for number in range(40):
        matter = MATTERS[number % len(MATTERS)]
        day = today - datetime.timedelta(days=300 - number * 7 - luck.randrange(5))
        household = luck.choice(households) if luck.random() < 0.7 else households.browse()
        values = {
            "topic": matter[0],
            "description": matter[1],
            "channel": luck.choice(CHANNELS),
            "date_received": min(day, today),
            "household_id": household.id,
            "resident_id": household.head_id.id,
            "is_hardship": matter[0] == "aid",
            "user_id": officer.id,
        }
        if not household:
            values |= {
                "area_id": luck.choice(areas).id,
                "person_ids": [
                    Command.create(
                        {
                            "name": luck.choice(PEOPLE),
                            "address": f"{luck.randrange(1, 9)}号楼{luck.randrange(101, 605)}",
                        }
                    )
                ],
            }
        desk.walk(desk.petitions.create(values), matter)
    desk.joint(areas[0])
    desk.accusation()
    desk.urgent(areas[1])


class Desk:
    """The petition officer at work."""

    def __init__(self, petitions, bodies, luck):
        self.petitions, self.bodies, self.luck = petitions, bodies, luck
        self.today = fields.Date.context_today(petitions)

    def step(self, petition, kind, day, **values):
        """Take a step on a day, unless the day has not come; tell whether it was taken."""
        if day > self.today:
            return False
        move = self.petitions.env["community.petition.move"].create(
            {"petition_id": petition.id, "kind": kind, "date": day, **values}
        )
        move.action_apply()
        return True

    def walk(self, petition, matter):
        """Hand on, accept, answer, deliver, rate and close, as far as today allows."""
        luck, day = self.luck, petition.date_received

        def later(most):
            nonlocal day
            day += datetime.timedelta(days=luck.randrange(1, most))
            return day

        if petition.is_hardship:
            petition.action_aid()
        if luck.random() < 0.6 and not self.step(
            petition, "hand", later(12), body_id=luck.choice(self.bodies).id
        ):
            return
        if not self.step(petition, "accept", later(12), is_told=True):
            return
        if luck.random() < 0.1:
            self.step(petition, "extend", day, days=30, head="赵局长", reason="需要专业鉴定")
        answered = self.step(
            petition,
            "answer",
            later(55),
            outcome=luck.choice(("support", "support", "explain", "reject")),
            answer_facts=matter[2],
            answer_opinion=matter[3],
            answer_basis=matter[4],
        )
        if not answered or not self.step(petition, "deliver", later(5)):
            return
        if luck.random() < 0.8:
            self.petitions._rate(petition.number, petition._printed_code(), luck.choice(RATINGS))
        if luck.random() < 0.1:
            self.step(petition, "ask_review", later(20), body_id=self.bodies[-1].id)
        elif day < self.today - datetime.timedelta(days=20):
            self.step(petition, "close", self.today, reason=matter[3])

    def joint(self, area):
        """Eleven neighbours, three of whom speak for all."""
        people = [
            Command.create(
                {
                    "name": f"{family}{given}",
                    "address": f"{area.name}{101 + number // 2 * 100}",
                    "is_representative": number < 3,
                }
            )
            for number, (family, given) in enumerate(
                zip("赵钱孙李周吴郑王冯陈褚", "秀兰建国桂英志强丽", strict=False)
            )
        ]
        petition = self.petitions.create(
            {
                "topic": "property",
                "description": "联名反映二次供水水质浑浊，要求清洗水箱并公开检测报告",
                "channel": "letter",
                "area_id": area.id,
                "date_received": self.today - datetime.timedelta(days=11),
                "person_ids": people,
            }
        )
        self.step(
            petition,
            "hand",
            self.today - datetime.timedelta(days=8),
            body_id=self.bodies[1].id,
            transfer_kind="assign",
        )

    def accusation(self):
        """Somebody accuses a property manager; the body that examines it has it."""
        Partner = self.petitions.env["res.partner"].sudo()
        office = Partner.create({"name": "望河物业服务有限公司", "is_company": True})
        manager = Partner.create({"name": "某物业经理", "parent_id": office.id})
        examiner = Partner.create({"name": "街道纪工委", "is_company": True})
        petition = self.petitions.create(
            {
                "kind": "accusation",
                "topic": "conduct",
                "description": "反映物业经理收取装修押金不开收据",
                "channel": "letter",
                "is_anonymous": True,
                "date_received": self.today - datetime.timedelta(days=20),
                "accused_partner_ids": [Command.set(manager.ids)],
            }
        )
        self.step(petition, "hand", self.today - datetime.timedelta(days=19), body_id=examiner.id)

    def urgent(self, area):
        """An urgent matter of today that nobody has reported yet."""
        self.petitions.create(
            {
                "topic": "order",
                "description": "高层外墙砖脱落，砸坏一辆车，下方是幼儿园通道",
                "channel": "phone",
                "area_id": area.id,
                "is_urgent": True,
                "person_ids": [Command.create({"name": "冯建军", "address": f"{area.name}1203"})],
            }
        )

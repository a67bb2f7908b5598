from odoo import api, models

from odoo.addons.community_service.tools.form_lists import Column, Rows
from odoo.addons.community_service.tools.form_words import PARTS

# What forms call the kinds of dispute; two of ours in one of theirs are counted together.
KINDS = {
    "family": "婚姻家庭 婚姻家庭纠纷 婚姻 家庭 婚姻家庭类",
    "neighbours": "邻里 邻里纠纷 相邻关系 邻里关系",
    "house+land": "房屋宅基地 房屋宅基地纠纷 宅基地 宅基地纠纷 房屋土地",
    "house": "房屋 房屋纠纷",
    "land": "土地 土地纠纷 山林土地 山林土地纠纷",
    "relocation": "征地拆迁 征地拆迁纠纷 拆迁 动迁 征收补偿",
    "property": "物业 物业纠纷 物业管理纠纷",
    "damage": "损害赔偿 损害赔偿纠纷 赔偿",
    "labour": "劳动争议 劳动 劳动纠纷 劳资纠纷 劳动人事争议",
    "consumption": "消费 消费纠纷 消费维权",
    "other+title": "其他 其他纠纷 其它",
}
STATES = {
    "settled": "化解数 已化解 化解 调解成功 调解成功数 成功数 已调结 调结数 化解件数",
    "open": "未化解数 未化解 未调结 未化解件数 调处中",
}
HANDLED = "调解数量 调处数 调处件数 调解数 调解件数 受理数 受理件数".split()
# What nobody records apart: beside a kind of dispute it is a part of nothing that is held.
NOT_HELD = (
    "排查数 排查 排查件数 预防 预防数 防自杀 防转刑事 防群体上访 防械斗 重大 其中3人以上".split()
)
# Headings over others that say nothing of their own.
NEUTRAL = (
    "矛盾纠纷类型 纠纷类型 矛盾纠纷 矛盾纠纷情况 纠纷类别 当前矛盾纠纷情况 纠纷情况 协议 调解情况"
)
FIGURES = {
    "mediation_received": "受理纠纷 受理纠纷数 纠纷受理数 登记纠纷数 纠纷总数 受理纠纷总数",
    "mediation_accepted": "调解纠纷数 调解案件数 调解数量 调处数 调解件数",
    "mediation_settled": "化解纠纷数 调解成功件数 化解矛盾纠纷 化解矛盾纠纷数 调解成功数 成功数",
    "mediation_rate": "调解成功率 化解成功率",
    "mediation_written": "书面协议 协议书面 书面 书面协议数 书面协议书 制作调解协议书",
    "mediation_oral": "口头协议 协议口头 口头 口头协议数",
    "mediation_amount": "涉及金额 协议金额 协议涉及金额 涉案金额",
    "mediation_people?": "当事人数 涉及当事人数 涉及人数 当事人人数",
    "mediation_performed": "自动履行 自动履行数 履行 已履行 协议履行数",
    "mediation_confirmed": "司法确认 司法确认数 申请司法确认数",
    "mediation_source_application": "依申请 依申请调解 当事人申请",
    "mediation_source_own": "依职权 主动调解 主动介入",
    "legacy_solved?": "上年遗留问题解决情况 上年遗留问题解决数 遗留问题解决数",
    "legacy_open": "遗留问题未解决数",
    "petition_received": "受理信访 信访件数 信访受理件数 信访受理数 接待信访件数",
    "petition_answered": "信访答复件数 信访办结件数 信访办结数",
    "petition_on_time_rate": "信访按期办结率 信访按期答复率",
    "petition_signers": "信访人次 来访人次",
    "petition_joint": "集体访 集体信访件数 集体访件数",
    "incidents": "突发事件 突发事件数 治安事件数",
}


class CommunityForm(models.Model):
    _inherit = "community.form"

    @api.model
    def _form_examples(self):
        return {
            **super()._form_examples(),
            "disputes": (
                self.env._("Monthly report on disputes"),
                "community_mediation/data/files/form_disputes",
            ),
        }

    @api.model
    def _form_words(self):
        """Add the figures of mediation and petitions, and each kind of dispute by its state."""
        words = {
            **super()._form_words(),
            **{word: code for code, text in FIGURES.items() for word in text.split()},
            **dict.fromkeys(NEUTRAL.split(), ""),
            **dict.fromkeys(NOT_HELD, PARTS),
        }
        for kinds, names in KINDS.items():
            for name in names.split():
                counted = [f"mediation_kind_{kind}" for kind in kinds.split("+")]
                for end in HANDLED:
                    words.setdefault(f"{name}{end}", "+".join(counted))
                if name.endswith("纠纷") or name.endswith("争议"):
                    words.setdefault(name, "+".join(counted))
                words.setdefault(name, PARTS)
                for state, ends in STATES.items():
                    code = "+".join(f"mediation_{state}_{kind}" for kind in kinds.split("+"))
                    words.update({f"{name}{end}": code for end in ends.split()})
        return words

    @api.model
    def _form_rows(self):
        """Add lists of disputes and of petitions, for those who may read them."""
        return [
            *super()._form_rows(),
            Rows(
                "community.mediation.case",
                {
                    "case_number": Column("number"),
                    "case_kind": Column("kind_id.name"),
                    "case_received": Column("date_received"),
                    "case_text": Column("description"),
                    "case_mediators": Column("mediator_ids.name"),
                    "case_people": Column("participant_ids.name"),
                    "case_state": Column("state"),
                    "case_settled": Column("date_settled"),
                    "case_ended": Column("date_ended"),
                    "case_source": Column("source"),
                    "case_followed": Column("followup_ids.performance", is_question=True),
                    "grid": Column("grid_id.name"),
                },
                {
                    "编号": "case_number",
                    "案号": "case_number",
                    "纠纷类别": "case_kind",
                    "纠纷类型": "case_kind",
                    "案件类型": "case_kind",
                    "受理时间": "case_received",
                    "受理日期": "case_received",
                    "纠纷概况": "case_text",
                    "纠纷简要情况": "case_text",
                    "基本案情": "case_text",
                    "调解人员": "case_mediators",
                    "调解员": "case_mediators",
                    "当事人概况": "case_people",
                    "当事人": "case_people",
                    "当事人姓名": "case_people",
                    "调处结果": "case_state",
                    "调解结果": "case_state",
                    "化解情况": "case_state",
                    "化解时间": "case_settled",
                    "结案时间": "case_ended",
                    "案件来源": "case_source",
                    "纠纷来源": "case_source",
                    "跟踪反馈": "case_followed",
                    "回访情况": "case_followed",
                },
                ("case_received", "case_kind", "case_text"),
                ("纠纷", "调解", "矛盾"),
                domain="[('state', '!=', 'draft'), ('date_received', '>=', date_from), "
                "('date_received', '<=', date_to)]",
                order="date_received, id",
                is_card=True,
            ),
            Rows(
                "community.petition",
                {
                    "petition_number": Column("number"),
                    "petition_date": Column("date_received"),
                    "petition_channel": Column("channel"),
                    "petition_topic": Column("topic"),
                    "petition_kind": Column("kind"),
                    "petition_text": Column("description"),
                    "petition_state": Column("state"),
                    "petition_due": Column("date_due"),
                    "petition_closed": Column("date_closed"),
                    "petition_user": Column("user_id.partner_id.name"),
                    "petition_sent": Column("transfer_ids.date"),
                    "petition_body": Column("body_id.name"),
                    "petition_people": Column("person_ids.name"),
                },
                {
                    "编号": "petition_number",
                    "信访编号": "petition_number",
                    "接件时间": "petition_date",
                    "信访日期": "petition_date",
                    "来访日期": "petition_date",
                    "受理日期": "petition_date",
                    "信访方式": "petition_channel",
                    "信访形式": "petition_channel",
                    "内容分类": "petition_topic",
                    "问题类别": "petition_topic",
                    "信访类别": "petition_kind",
                    "信访内容": "petition_text",
                    "反映问题": "petition_text",
                    "主要诉求": "petition_text",
                    "办理情况": "petition_state",
                    "办理状态": "petition_state",
                    "应结办日期": "petition_due",
                    "要求办结时间": "petition_due",
                    "期限": "petition_due",
                    "办结时间": "petition_closed",
                    "办结日期": "petition_closed",
                    "办理人": "petition_user",
                    "经办人": "petition_user",
                    "转办时间": "petition_sent",
                    "转办单位": "petition_body",
                    "责任单位": "petition_body",
                    "信访人": "petition_people",
                    "信访人姓名": "petition_people",
                },
                ("petition_date", "petition_channel", "petition_text"),
                ("信访",),
                domain="[('date_received', '>=', date_from), ('date_received', '<=', date_to)]",
                order="date_received, id",
                is_card=True,
            ),
        ]

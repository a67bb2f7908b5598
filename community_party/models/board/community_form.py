from odoo import api, models

from odoo.addons.community_service.tools.form_lists import Column, Rows, behind

# What forms call the meetings of a branch.
MEETINGS = {
    "general": "支部党员大会 党员大会 支部大会",
    "committee": "支部委员会会议 支部委员会 支委会 支部委员会议",
    "group": "党小组会 党小组会议",
    "lecture": "党课",
    "theme_day": "主题党日 主题党日活动 支部主题党日",
}
ASKED = {
    "due": "应召开 应开 应召开次数 应开次数 应上 应开展 应上次数",
    "held": "实召开 实开 实际召开 实召开次数 实开次数 实上 次数 开展次数 实开展 召开次数 实上次数",
    "missing": "未召开 未按期召开 未开 缺开次数",
}
ATTENDED = {
    "counted": "应到人次 应到人数 应到 应参加人次",
    "present": "实到人次 实到人数 实到 参加人次 到会人次 参加人数 实际参加人次",
}
FIGURES = {
    "party_members": "党员总数 党员人数 党员数 在册党员 在册党员数 在册党员总数",
    "party_members_full": "正式党员 正式党员数",
    "party_members_probationary": "预备党员 预备党员数",
    "party_members_women": "女党员 女党员数 党员女",
    "party_members_mobile": "流动党员 流动党员数",
    "party_members_lost": "失联党员 失联党员数",
    "party_members_kind_retired": "退休党员 离退休党员",
    "party_members_new": "新发展党员 本期发展党员 发展党员数",
    "party_reported_here": "在职报到党员 在职党员报到 报到党员 双报到党员 在职报到党员数",
    "party_attendance_rate": "党员到会率 到会率",
    "party_dues_due": "应交 应交党费 应缴党费 应缴金额 应交金额",
    "party_dues_paid": "实交 实交党费 实缴党费 实缴金额 实交金额 党费实缴",
    "party_dues_payers": "实缴人数 实交人数 交纳人数",
    "party_activists": "入党积极分子 入党积极分子数",
    "party_study_hours": "学习学时 党员学习学时",
    "party_talks": "谈心谈话次数 谈心谈话",
    "party_organizations_branch": "党支部数 党支部个数",
    "party_needs_met": "党员办实事件数",
    "party_pledges_made": "承诺事项数 党员承诺数",
    "party_pledges_kept": "兑现承诺数 承诺兑现数",
}


class CommunityForm(models.Model):
    _inherit = "community.form"

    @api.model
    def _form_examples(self):
        return {
            **super()._form_examples(),
            "party_life": (
                self.env._("Quarterly report on organisation life"),
                "community_party/data/files/form_party_life",
            ),
        }

    @api.model
    def _form_words(self):
        """Add the figures of the Party, and each kind of meeting by what is asked of it."""
        words = {
            **super()._form_words(),
            **{word: code for code, text in FIGURES.items() for word in text.split()},
        }
        for kind, names in MEETINGS.items():
            for name in names.split():
                for what, ends in {**ASKED, **ATTENDED}.items():
                    code = f"party_{what}_{kind}"
                    words.update({f"{name}{end}": code for end in ends.split()})
        return words

    @api.model
    def _form_rows(self):
        """Add lists of members and of organisations, for those who may read them."""
        return [
            *super()._form_rows(),
            Rows(
                "community.party.member",
                {
                    **behind("resident_id", self._person_columns()),
                    "name": Column("name"),
                    "sex": Column("sex"),
                    "birth_date": Column("birth_date"),
                    "age": Column("birth_date", form="age"),
                    "education": Column("education"),
                    "ethnicity": Column("ethnicity"),
                    "branch": Column("organization_id.name"),
                    "joined": Column("date_probation"),
                    "full": Column("date_full"),
                    "status": Column("status"),
                    "member_kind": Column("category_ids.name"),
                    "job": Column("job"),
                    "employer": Column("company_name"),
                    "stage": Column("stage"),
                },
                {
                    "党员姓名": "name",
                    "所在党支部": "branch",
                    "所属支部": "branch",
                    "所在支部": "branch",
                    "党支部": "branch",
                    "入党时间": "joined",
                    "入党日期": "joined",
                    "加入党组织日期": "joined",
                    "入党": "joined",
                    "转正时间": "full",
                    "转为正式党员日期": "full",
                    "转正日期": "full",
                    "党籍状态": "status",
                    "党籍": "status",
                    "人员类别": "stage",
                    "党员类别": "member_kind",
                    "工作岗位": "job",
                    "职务": "job",
                    "工作单位": "employer",
                    "文化": "education",
                },
                ("name",),
                ("党员",),
                domain="[('stage', 'in', ('probationary', 'full'))]",
                order="organization_id, name, id",
            ),
            Rows(
                "community.party.organization",
                {
                    "branch": Column("name"),
                    "founded": Column("date_founded"),
                },
                {
                    "党支部名称": "branch",
                    "党支部": "branch",
                    "党组织名称": "branch",
                    "支部名称": "branch",
                    "党组织": "branch",
                    "单位部门": "branch",
                    "成立时间": "founded",
                },
                ("branch",),
                domain="[('kind', 'in', ('branch', 'general_branch'))]",
                order="",
                is_counted=True,
            ),
        ]

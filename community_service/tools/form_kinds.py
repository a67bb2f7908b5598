"""Of what the rows of a form may be that asks for people, homes, aid and visits."""

from .form_kinds_work import work_rows
from .form_lists import Column, Rows, behind

CURRENT = "[('date_to', '=', False)]"
IN_PERIOD = "[('date', '>=', date_from), ('date', '<=', date_to)]"
# What a card says of each of the people of a home.
MEMBER = {
    "name": Column("resident_id.name", lines=CURRENT),
    "role": Column("role", lines=CURRENT),
    "sex": Column("resident_id.sex", lines=CURRENT),
    "birth_date": Column("resident_id.birth_date", lines=CURRENT),
    "age": Column("resident_id.birth_date", form="age", lines=CURRENT),
    "id_number": Column("resident_id.id_number", "id_number", lines=CURRENT),
    "phone": Column("resident_id.phone", "phone", lines=CURRENT),
    "ethnicity": Column("resident_id.ethnicity", lines=CURRENT),
    "education": Column("resident_id.education", lines=CURRENT),
    "marital": Column("resident_id.marital", lines=CURRENT),
    "employment": Column("resident_id.employment", lines=CURRENT),
    "registered_address": Column("resident_id.registered_address", lines=CURRENT),
}
TENURES = {
    "own": ("自有", "自有房", "产权房", "自住"),
    "rent": ("租住", "租房", "租赁", "出租"),
    "lodge": ("借住",),
    "dormitory": ("宿舍", "集体宿舍"),
    "other": ("其他", "其它"),
}
MODES = {
    "home": ("入户", "上门", "入户走访"),
    "phone": ("电话",),
    "video": ("视频", "微信"),
    "office": ("来访", "接待", "其他"),
    "outside": ("户外", "其他"),
}
CHANGES = {
    "raise": ("调增", "增发", "提标", "增加"),
    "cut": ("调减", "减发", "降标", "减少"),
    "stop": ("停发", "停保", "取消", "退出"),
    "cancel": ("停发", "停保", "取消", "退出"),
    "exit": ("停发", "渐退", "退出"),
}
HOME_WORDS = {
    "户主姓名": "head_name",
    "户主": "head_name",
    "被访者姓名": "head_name",
    "被访户主": "head_name",
    "联系电话": "phone",
    "电话": "phone",
    "居住地址": "address",
    "家庭住址": "address",
    "住址": "address",
    "地址": "address",
}


def service_rows(person, home):
    """Return the list of :class:`~.form_lists.Rows`; of equals the first one is taken.

    :param dict person, home: what a heading means -> :class:`~.form_lists.Column` of a person, of
        a home

    >>> [rows.model for rows in service_rows({}, {})][:2]
    ['community.resident', 'community.household']
    """
    return [
        _people(person),
        _homes(home),
        _dibao(person),
        _visits(home),
        *work_rows(person),
    ]


def _people(person):
    return Rows(
        "community.resident",
        {
            **person,
            "contact": Column("emergency_name", is_question=True),
            "grid_worker": Column(
                "grid_id.officer_line_ids.user_id.partner_id.name", lines=CURRENT
            ),
            "last_visit": Column("household_id.last_visit_date"),
            "date_moved_in": Column("household_id.date_entered", is_question=True),
            "landlord": Column("household_id.dwelling_id.owner_name"),
            "tenure": Column("household_id.dwelling_id.tenure"),
            "died": Column("date_death"),
        },
        {
            "紧急联系人及电话": "contact",
            "紧急联系人及联系电话": "contact",
            "联系人及电话": "contact",
            "联系人": "contact",
            "帮扶责任人": "grid_worker",
            "包户责任人": "grid_worker",
            "责任人": "grid_worker",
            "网格员": "grid_worker",
            "网格员姓名": "grid_worker",
            "最近一次走访情况": "last_visit",
            "最近走访": "last_visit",
            "最近走访时间": "last_visit",
            "最近一次走访时间": "last_visit",
            "最近走访日期": "last_visit",
            "类别": "category",
            "房东": "landlord",
            "房东姓名": "landlord",
            "房主姓名": "landlord",
            "来本地日期": "date_moved_in",
            "身份类别": "category",
        },
        ("name",),
        domain="[('resident_kind', 'in', ('permanent', 'floating', 'split'))]",
        is_counted=True,
    )


def _homes(home):
    return Rows(
        "community.household",
        {
            **home,
            "grid_worker": Column(
                "grid_id.officer_line_ids.user_id.partner_id.name", lines=CURRENT
            ),
            "last_visit": Column("last_visit_date"),
            "tenure": Column("dwelling_id.tenure", words=TENURES),
            "landlord": Column("dwelling_id.owner_name"),
        },
        {
            **HOME_WORDS,
            "包户责任人": "grid_worker",
            "责任人": "grid_worker",
            "网格员": "grid_worker",
            "最近走访时间": "last_visit",
            "最近一次走访时间": "last_visit",
            "房屋性质": "tenure",
            "住房性质": "tenure",
            "房东": "landlord",
            "房主姓名": "landlord",
        },
        ("head_name",),
        without=("name",),
        domain="[('member_count', '>', 0)]",
        lines=behind("residency_ids", MEMBER),
        is_counted=True,
        is_card=True,
    )


def _dibao(person):
    people = behind("resident_id", person)
    return Rows(
        "community.aid.case",
        {
            **{key: column for key, column in people.items() if key != "category"},
            "head_name": Column("resident_id.name"),
            "address": Column("household_id.address"),
            "grid": Column("household_id.grid_id.name"),
            "register_no": Column("household_id.register_no"),
            "members": Column("household_id.member_count"),
            "counted": Column("family_size"),
            "amount": Column("amount"),
            "change": Column("change_ids.kind", lines=IN_PERIOD, words=CHANGES, is_question=True),
            "change_reason": Column("change_ids.reason", lines=IN_PERIOD),
            "change_date": Column("change_ids.date", lines=IN_PERIOD),
            "date_begun": Column("date_start"),
            "case_number": Column("number"),
            "aid_class": Column("aid_class"),
        },
        {
            **HOME_WORDS,
            "保障人口": "counted",
            "保障人数": "counted",
            "享受人数": "counted",
            "户月保障金": "amount",
            "月保障金": "amount",
            "保障金": "amount",
            "保障金额": "amount",
            "月保障金额": "amount",
            "户月保障金额": "amount",
            "变动": "change",
            "本月变动": "change",
            "变动情况": "change",
            "变动种类": "change",
            "变动类型": "change",
            "变动原因": "change_reason",
            "变更原因": "change_reason",
            "变动时间": "change_date",
            "变动日期": "change_date",
            "救助编号": "case_number",
            "低保证号": "case_number",
            "享受时间": "date_begun",
            "起始时间": "date_begun",
            "批准时间": "date_begun",
            "类别": "aid_class",
            "保障类别": "aid_class",
            "救助类别": "aid_class",
        },
        ("head_name", "name"),
        ("低保", "最低生活保障"),
        "[('kind', '=', 'dibao'), ('decision', '=', 'granted'), ('date_start', '<=', date_to), "
        "'|', ('date_end', '=', False), ('date_end', '>=', date_from)]",
        # Who counts in the family, each with the facts of the person.
        lines={
            key: column._replace(path=f"member_ids.{column.path}", lines="[('counts', '=', True)]")
            for key, column in MEMBER.items()
            if column.path.startswith("resident_id.")
        },
    )


def _visits(home):
    homes = behind("household_id", home)
    return Rows(
        "community.visit",
        {
            **homes,
            "category": Column("household_id.category_line_ids.category_id.name", lines=CURRENT),
            "tenure": Column("household_id.dwelling_id.tenure", words=TENURES),
            "visit_date": Column("date"),
            "visit_mode": Column("mode", words=MODES),
            "visitors": Column("user_id.partner_id.name"),
            "situation": Column("situation", is_question=True),
            "needs": Column("need_ids.name"),
            "steps": Column("need_ids.result", is_question=True),
            "outcome": Column("need_ids.state", is_question=True),
            "next_visit": Column("next_date"),
            "purpose": Column("note"),
        },
        {
            **HOME_WORDS,
            "走访时间": "visit_date",
            "走访日期": "visit_date",
            "时间": "visit_date",
            "日期": "visit_date",
            "走访形式": "visit_mode",
            "走访方式": "visit_mode",
            "走访人": "visitors",
            "走访者": "visitors",
            "走访人员": "visitors",
            "房屋性质": "tenure",
            "住房性质": "tenure",
            "家庭基本情况": "situation",
            "走访情况": "situation",
            "走访内容": "situation",
            "反映的需求、问题和建议": "needs",
            "反映的问题": "needs",
            "反映问题": "needs",
            "问题和建议": "needs",
            "意见建议": "needs",
            "采取的对策和措施": "steps",
            "对策和措施": "steps",
            "解决措施": "steps",
            "处理结果": "outcome",
            "办理结果": "outcome",
            "下次走访": "next_visit",
            "下次走访时间": "next_visit",
            "类型": "category",
            "走访目的": "purpose",
        },
        ("visit_date",),
        ("走访", "入户", "探访", "巡访"),
        "[('state', '=', 'done'), ('date', '>=', date_from), ('date', '<=', date_to)]",
        "date, id",
        lines=behind("household_id.residency_ids", MEMBER),
        is_card=True,
    )

"""Of what the rows of a form may be that asks for the work of the service, and for its grids."""

from .form_lists import Column, Rows, behind

CURRENT = "[('date_to', '=', False)]"


def work_rows(person):
    """Return the list of :class:`~.form_lists.Rows` of requests, services, posts and grids.

    :param dict person: what a heading means -> :class:`~.form_lists.Column` of a person

    >>> [rows.model for rows in work_rows({})][-1]
    'community.grid'
    """
    return [_requests(person), _services(), _placements(person), _grids()]


def _requests(person):
    people = behind("resident_id", person)
    return Rows(
        "community.request",
        {
            **{key: column for key, column in people.items() if key != "category"},
            "request_date": Column("date_received"),
            "request_number": Column("number"),
            "request_area": Column("work_area"),
            "request_text": Column("description"),
            "request_result": Column("result"),
            "request_user": Column("officer_id.partner_id.name"),
            "request_channel": Column("channel"),
            "request_state": Column("state"),
            "request_closed": Column("date_closed"),
            "request_mark": Column("satisfaction"),
        },
        {
            "日期": "request_date",
            "时间": "request_date",
            "接待日期": "request_date",
            "接待时间": "request_date",
            "来访日期": "request_date",
            "来访时间": "request_date",
            "受理时间": "request_date",
            "受理日期": "request_date",
            "来访人": "name",
            "来访人姓名": "name",
            "诉求人": "name",
            "编号": "request_number",
            "类型": "request_area",
            "类别": "request_area",
            "诉求类别": "request_area",
            "内容": "request_text",
            "诉求内容": "request_text",
            "咨询内容": "request_text",
            "反映内容": "request_text",
            "来访事由": "request_text",
            "事由": "request_text",
            "情况": "request_result",
            "结果": "request_result",
            "处理结果": "request_result",
            "办理结果": "request_result",
            "答复情况": "request_result",
            "接待人": "request_user",
            "经办人": "request_user",
            "办理人": "request_user",
            "来访方式": "request_channel",
            "办理状态": "request_state",
            "办结时间": "request_closed",
            "办结日期": "request_closed",
            "满意度": "request_mark",
        },
        ("request_date",),
        ("诉求", "来访", "接待", "咨询", "求助", "办事"),
        "[('merged_into_id', '=', False), ('date_received', '>=', date_from), "
        "('date_received', '<=', date_to)]",
        "date_received, id",
        is_card=True,
    )


def _services():
    return Rows(
        "community.volunteer.service",
        {
            "name": Column("volunteer_id.partner_id.name"),
            "service_date": Column("date"),
            "service_text": Column("name"),
            "service_kind": Column("kind"),
            "service_hours": Column("hours"),
            "service_mark": Column("evaluation"),
            "service_place": Column("place"),
        },
        {
            "日期": "service_date",
            "时间": "service_date",
            "服务日期": "service_date",
            "服务时间": "service_date",
            "志愿者姓名": "name",
            "志愿者": "name",
            "内容": "service_text",
            "服务内容": "service_text",
            "服务类别": "service_kind",
            "时长": "service_hours",
            "服务时长": "service_hours",
            "服务时长(小时)": "service_hours",
            "满意度": "service_mark",
            "服务评价": "service_mark",
            "服务地点": "service_place",
            "地点": "service_place",
        },
        ("service_date",),
        ("志愿",),
        "[('state', '=', 'confirmed'), ('date', '>=', date_from), ('date', '<=', date_to)]",
        "date, id",
    )


def _placements(person):
    people = behind("resident_id", person)
    return Rows(
        "community.placement",
        {
            **{key: column for key, column in people.items() if key != "category"},
            "employer": Column("employer_id.name"),
            "job": Column("job"),
            "wage": Column("wage"),
            "date_hired": Column("date_from"),
        },
        {
            "用人单位": "employer",
            "就业单位": "employer",
            "工作单位": "employer",
            "岗位": "job",
            "岗位名称": "job",
            "工种": "job",
            "月工资": "wage",
            "工资": "wage",
            "上岗时间": "date_hired",
            "就业时间": "date_hired",
        },
        ("employer", "job"),
        ("就业", "招用", "岗位", "用工"),
    )


def _grids():
    return Rows(
        "community.grid",
        {
            "grid_name": Column("name"),
            "grid_code": Column("code"),
            "grid_worker": Column("officer_line_ids.user_id.partner_id.name", lines=CURRENT),
        },
        {
            "网格": "grid_name",
            "网格名称": "grid_name",
            "所属网格": "grid_name",
            "网格编号": "grid_code",
            "网格员": "grid_worker",
            "网格员姓名": "grid_worker",
            "网格长": "grid_worker",
        },
        ("grid_name",),
        order="",
        is_counted=True,
    )

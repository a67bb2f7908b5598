"""Trainings, welfare posts and placements of the demo community.

Last full calendar year: exactly 320 training attendances, 50 posts opened and 50 people placed;
beside them what goes on now, and the classes of the officers at the window.
"""

import datetime
import random

from odoo import fields

from odoo.addons.community_service.tools.trusted import trusted

JOBLESS = ("laid_off", "unemployed")
ATTENDANCES, POSTS, PLACED = 320, 50, 50
SCHOOLS = ("东河职业培训学校", "康乐家政服务公司", "众创电商学院")
COURSES = (
    # name, trade, month, sessions, people
    ("家政服务员培训班", "家政服务", 3, 5, 16),
    ("中式面点培训班", "中式面点", 4, 5, 14),
    ("电工基础培训班", "电工", 6, 5, 12),
    ("电商直播培训班", "电商", 9, 5, 12),
    ("养老护理员培训班", "养老护理", 11, 5, 10),
)
EMPLOYERS = ("东河物业公司", "街道环卫所", "社区服务中心", "市政园林公司")
POST_NAMES = (
    # name, duties, wage
    ("保洁员", "楼道、庭院保洁", 2100),
    ("绿化养护员", "绿地浇水、修剪、除草", 2200),
    ("治安巡逻员", "小区日间巡逻", 2300),
    ("社区服务协管员", "窗口引导、资料整理", 2400),
    ("养老助餐员", "为独居老人送餐", 2200),
)
OTHER_WORK = (
    ("employer", "超市理货员"),
    ("employer", "酒店客房服务"),
    ("flexible", "网约配送"),
    ("self_employed", "早餐店"),
)
CLASSES = ("窗口礼仪与接待", "低保政策解读", "三代服务流程", "个人信息保护")


def play(env):
    """Fill the year and the last weeks; called by ``load.py`` after the visits."""
    rng = random.Random(20250320)
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    today = fields.Date.context_today(env.user)
    officer = env["res.users"].search([("login", "=", "officer")])
    people = _jobless(env, rng)
    schools = env["res.partner"].create([{"name": name, "is_company": True} for name in SCHOOLS])
    courses = _play_courses(env, officer, people, schools, today.year - 1)
    _play_posts(env, rng, officer, people, today)
    _play_now(env, officer, people, schools, today)
    _play_classes(env, officer, today)
    for course in courses:
        course.action_certify()
        course.certificate_ids.date = course.date_to


def _jobless(env, rng):
    """Return people of working age; a register names few of them as out of work."""
    today = fields.Date.context_today(env.user)
    people = env["community.resident"].search(
        [("household_id", "!=", False), ("grid_id", "!=", False), ("date_death", "=", False)],
        order="id",
    )
    adults = people.filtered(
        lambda r: 22 <= r.age <= (58 if r.sex == "male" else 48) and r.employment != "student"
    )
    jobless = adults.filtered(lambda r: r.employment in JOBLESS)
    others = (adults - jobless).sorted("id")
    wanted = max(90 - len(jobless), 0)
    chosen = jobless + others.browse(rng.sample(others.ids, min(wanted, len(others))))
    # They lost their work before last year; some have found work since, as the year tells.
    start = datetime.date(today.year - 2, 10, 15)
    for person in chosen - jobless:
        person.with_context(
            **trusted(community_fact={"date": start, "kind": "change", "reason": "下岗登记"})
        ).employment = rng.choice(JOBLESS)
    return chosen.browse(rng.sample(chosen.ids, len(chosen)))


def _session(env, officer, day, hour, hours, **values):
    start = datetime.datetime.combine(day, datetime.time(hour - 8))
    return {
        "date_start": start,
        "date_stop": start + datetime.timedelta(hours=hours),
        "user_id": officer.id,
        "place": "党群服务中心二楼教室",
        **values,
    }


def _play_courses(env, officer, people, schools, year):
    """Five courses of five sessions and 64 pupils make 320 attendances."""
    Activity, Attendance = env["community.activity"], env["community.attendance"]
    courses = env["community.course"]
    rest, first = ATTENDANCES, 0
    for number, (name, skill, month, sessions, count) in enumerate(COURSES):
        course = courses.create(
            {
                "name": f"{year}年{name}",
                "skill": skill,
                "organizer_id": schools[number % len(schools)].id,
                "user_id": officer.id,
            }
        )
        start = datetime.date(year, month, 3)
        start += datetime.timedelta(days=-start.weekday() % 7)
        activities = Activity.create(
            [
                _session(
                    env,
                    officer,
                    start + datetime.timedelta(days=7 * index),
                    9,
                    3,
                    course_id=course.id,
                    name=f"{name}第{index + 1}课",
                    form="practice" if index % 2 else "lecture",
                    audience="下岗失业人员",
                    capacity=20,
                )
                for index in range(sessions)
            ]
        )
        pupils = [people[(first + index) % len(people)] for index in range(count)]
        first += count - 4  # some come to two courses
        rest -= sessions * count
        Attendance.create(
            [
                {
                    "activity_id": activity.id,
                    "resident_id": pupil.id,
                    "state": "present",
                }
                for activity in activities
                for pupil in pupils
            ]
        )
        activities.write({"state": "done"})
        courses += course
    assert rest == 0, f"{rest} attendances are missing"
    return courses


def _play_posts(env, rng, officer, people, today):
    """Fifty posts of last year; 46 people placed in them and four in other work."""
    year = today.year - 1
    employers = env["res.partner"].create(
        [{"name": name, "is_company": True} for name in EMPLOYERS]
    )
    posts = env["community.post"].create(
        [
            {
                "name": f"{POST_NAMES[number % 5][0]}（{number // 5 + 1}号岗）",
                "duties": POST_NAMES[number % 5][1],
                "wage": POST_NAMES[number % 5][2],
                "subsidy": 1200,
                "employer_id": employers[number % len(employers)].id,
                "date_open": datetime.date(year, 1 + number % 10, 8),
                "legal_basis": "就业促进法第五十二条、第五十三条",
                "user_id": officer.id,
            }
            for number in range(POSTS)
        ]
    )
    trained = {
        person: day
        for person, day in env["community.attendance"]._read_group(
            [("resident_id", "in", people.ids)], ["resident_id"], ["date:max"]
        )
    }
    values = []
    for number in range(PLACED):
        person = people[number % len(people)]
        common = {
            "resident_id": person.id,
            "user_id": officer.id,
            "state": "active",
            "decided_by_id": officer.id,
        }
        if number < PLACED - len(OTHER_WORK):
            post = posts[number]
            day = post.date_open + datetime.timedelta(days=rng.randrange(7, 50))
            # Whoever was trained found the post afterwards.
            day = max(day, trained.get(person, day) + datetime.timedelta(days=9))
            common |= {"kind": "post", "post_id": post.id, "hard_kind": _hard(person)}
        else:
            kind, job = OTHER_WORK[number - PLACED]
            day = datetime.date(year, 12, 12)
            common |= {"kind": kind, "job": job}
        values.append(common | {"date_from": day, "date_decided": day})
    placements = env["community.placement"].create(values)
    placements._tell_register()


def _hard(person):
    older = person.age >= (50 if person.sex == "male" else 40)
    return "older" if older else "long_jobless"


def _play_now(env, officer, people, schools, today):
    """The last eight weeks: a course under way, posts to fill, somebody to decide on."""
    course = env["community.course"].create(
        {
            "name": f"{today.year}年社区养老护理提高班",
            "skill": "养老护理",
            "organizer_id": schools[0].id,
            "user_id": officer.id,
        }
    )
    pupils = people[PLACED : PLACED + 14]
    sessions = env["community.activity"].create(
        [
            _session(
                env,
                officer,
                today + datetime.timedelta(days=7 * index),
                14,
                2,
                course_id=course.id,
                name=f"养老护理提高班第{index + 4}课",
                capacity=18,
                audience="下岗失业人员",
            )
            for index in range(-3, 3)
            # The year before keeps its own figures, also when this one is young.
            if (today + datetime.timedelta(days=7 * index)).year >= today.year
        ]
        + [
            _session(
                env,
                officer,
                today + datetime.timedelta(days=days),
                19,
                2,
                kind_id=env.ref(f"community_service.activity_kind_{kind}").id,
                name=name,
                place=place,
                form=form,
                audience="全体居民",
            )
            for days, kind, name, place, form in (
                (-20, "culture", "邻里歌会", "小区广场", "performance"),
                (6, "culture", "广场舞交流", "小区广场", "performance"),
                (-10, "meeting", "居民议事会", "党群服务中心一楼", "discussion"),
                (9, "study", "防诈骗讲座", "党群服务中心一楼", "lecture"),
            )
        ]
    )
    past = sessions.filtered(lambda activity: activity.date < today)
    env["community.attendance"].create(
        [
            {
                "activity_id": activity.id,
                "resident_id": person.id,
                "state": ("absent" if index % 7 == 5 else "present")
                if activity in past
                else "registered",
            }
            for activity in sessions
            for index, person in enumerate(pupils)
            if activity.course_id or activity in past
        ]
    )
    past.write({"state": "done"})
    employer = env["res.partner"].search([("name", "=", EMPLOYERS[2])], limit=1)
    new = env["community.post"].create(
        [
            {
                "name": name,
                "duties": duties,
                "seats": seats,
                "wage": 2400,
                "subsidy": 1300,
                "employer_id": employer.id,
                "date_open": max(
                    today - datetime.timedelta(days=days), datetime.date(today.year, 1, 1)
                ),
                "user_id": officer.id,
            }
            for name, duties, seats, days in (
                ("垃圾分类引导员", "早晚投放时段引导", 3, 40),
                ("便民服务点协管员", "代办登记、引导", 2, 12),
            )
        ]
    )
    env["community.placement"].create(
        [
            {
                "resident_id": person.id,
                "kind": "post",
                "post_id": new[0].id,
                "date_from": today + datetime.timedelta(days=7),
                "user_id": officer.id,
            }
            for person in pupils[:3]
        ]
    )


def _play_classes(env, officer, today):
    """Classes of the officers who serve at the window, last year and this."""
    kind = env.ref("community_service.activity_kind_officers")
    users = env["res.users"].search([("login", "in", ("officer", "grid1", "grid2", "grid3"))])
    first = datetime.date(today.year - 1, 2, 10)
    days = [first + datetime.timedelta(days=70 * index) for index in range(11)]
    activities = env["community.activity"].create(
        [
            _session(
                env,
                officer,
                day,
                15,
                1.5,
                kind_id=kind.id,
                name=CLASSES[index % len(CLASSES)],
                audience="受理员",
            )
            for index, day in enumerate(days)
            if day < today
        ]
    )
    env["community.attendance"].create(
        [
            {
                "activity_id": activity.id,
                "partner_id": user.partner_id.id,
                "state": "leave" if (index + number) % 6 == 5 else "present",
            }
            for index, activity in enumerate(activities)
            for number, user in enumerate(users)
        ]
    )
    activities.write({"state": "done"})

"""Requests of the demo community: fourteen months at the window, at the door and on the hotline."""

import datetime
import json
import pathlib
import random

from odoo import fields

WORDS = json.loads(pathlib.Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
PERMIT = "已告知所需材料和办理地点，本人已办结。"
STEPS = ("entrust", "accept", "handle", "deliver", "file", "report", "return_visit")


def play(env):
    """Fill requests, their steps, referrals and papers; called by ``load.py``."""
    env = env(context={**env.context, "lang": "zh_CN", "tracking_disable": True})
    Demo(env).play()


class Demo:
    """One run: the users, homes and chances that every part shares."""

    def __init__(self, env):
        self.env, self.rng = env, random.Random(20250303)
        self.today = fields.Date.context_today(env.user)
        users = env["res.users"].search([("login", "in", ("officer", "manager"))])
        self.officer = users.filtered(lambda u: u.login == "officer")
        self.manager = users - self.officer
        self.homes = env["community.household"].search(
            [("grid_id", "!=", False), ("head_id", "!=", False)], order="id"
        )
        self.worker_of = {
            grid: grid.officer_line_ids.filtered(lambda line: not line.is_substitute).user_id[:1]
            for grid in self.homes.grid_id
        }

    def play(self):
        # Secretary and head of the committee are one person, as in most communities.
        self.env.company.write(
            {"community_manager_id": self.manager.id, "community_secretary_id": self.manager.id}
        )
        past = self._make(self._past())
        refused = self._make(self._ended())
        live = self._make(self._live())
        self._from_needs()
        self._write_steps(past | refused | live)
        self._write_waits(live)
        self._receive_papers(past | live)
        self._merge(past)
        self.env["community.request"]._cron_escalate()

    def _item(self, code):
        return self.env.ref(f"community_service.service_item_{code}")

    def _add(self, day, days, kind="working"):
        Holiday = self.env["community.holiday"]
        if kind == "calendar":
            return day + datetime.timedelta(days=days)
        return Holiday._add_workdays(day, days, Holiday.env.company)[0]

    def _values(self, code, text, day):
        """Return what a request holds when it comes in."""
        item, rng = self._item(code), self.rng
        home = rng.choice(self.homes)
        outside = code in ("repair", "sanitation", "errand")
        channel = rng.choices(
            ("window", "visit", "phone", "online"), (30, 30, 25, 15) if outside else (75, 10, 10, 5)
        )[0]
        worker = self.worker_of[home.grid_id] or self.officer
        values = {
            "item_id": item.id,
            "description": text,
            "channel": channel,
            "date_received": day,
            "household_id": home.id,
            "resident_id": home.head_id.id,
            "officer_id": (worker if outside and rng.random() < 0.7 else self.officer).id,
        }
        if outside and rng.random() < 0.14:
            # Nothing of the person: the place alone.
            values |= {
                "is_anonymous": True,
                "household_id": False,
                "resident_id": False,
                "area_id": home.area_id.id,
            }
        elif item.proxy_allowed and not outside and item.kind != "certificate":
            if rng.random() < 0.42:
                values |= {"is_proxy": True, "proxy_note": "本人当面委托，签有委托书"}
        return values

    def _past(self):
        """Yield closed requests, spread over fourteen months up to the day before yesterday."""
        rng = self.rng
        for matter in WORDS["matters"]:
            code, texts, results = matter["item"], matter["asked"], matter["results"]
            for _number in range(round(matter["count"] * 0.8)):
                day = self._workday(self.today - datetime.timedelta(days=rng.randrange(12, 425)))
                item = self._item(code)
                values = self._values(code, rng.choice(texts), day)
                due = self._add(day, item.limit_days, item.limit_kind)
                late = rng.random() < 0.07
                used = self._add(due, rng.randrange(1, 4)) if late else day
                if not late and item.limit_days > 1:
                    used = self._add(day, rng.randrange(0, item.limit_days))
                spot = not late and used == day and not values.get("is_proxy")
                yield values | {
                    "state": "done",
                    "date_accepted": day,
                    "date_closed": used,
                    "result": rng.choice(results),
                    "is_solved_on_spot": spot,
                    "satisfaction": False
                    if values.get("is_anonymous") or rng.random() < 0.12
                    else rng.choices(("very", "fairly", "little", "not"), (58, 35, 5, 2))[0],
                }
        yield from self._work_orders()

    def _work_orders(self):
        """Yield work orders of the hotline and the sub-district office."""
        for number in range(12):
            day = self._workday(self.today - datetime.timedelta(days=15 + number * 30))
            street = number % 3 == 2
            yield self._values("sanitation", WORDS["work_orders"][number % 3], day) | {
                "is_anonymous": False,
                "state": "done",
                "channel": "street" if street else "hotline",
                "external_number": f"{'JD' if street else 'RX'}{day:%Y%m%d}{number:03d}",
                "date_received_external": day,
                "date_due_external": self._add(day, 5),
                "date_accepted": day,
                "date_closed": self._add(day, 2 + number % 3),
                "result": "到现场核实，已处理并当面告知居民。",
                "external_reply": "已办结，居民表示认可。",
                "callback_result": ("solved", "solved", "partly", "unreached")[number % 4],
                "satisfaction": ("very", "fairly", "fairly", False)[number % 4],
            }

    def _ended(self):
        """Yield requests that ended without a result: refused, returned, cancelled."""
        for number, code in enumerate(WORDS["refused"]):
            day = self._workday(self.today - datetime.timedelta(days=20 + 50 * number))
            item = self._item(code)
            yield self._values(code, f"要求开具{item.name}", day) | {
                "is_proxy": False,
                "state": "refused",
                "channel": "window",
                "date_closed": day,
                "close_reason": item.refusal_reason,
            }
        for number in range(5):
            day = self._workday(self.today - datetime.timedelta(days=25 + 70 * number))
            yield self._values("sanitation", "热线转：相邻小区地下车库积水", day) | {
                "is_anonymous": False,
                "state": "returned",
                "channel": "hotline",
                "external_number": f"RX{day:%Y%m%d}9{number:02d}",
                "date_accepted": day,
                "date_closed": self._add(day, 1),
                "close_reason": "不属本社区管辖，已退回热线并说明承办单位。",
            }
        for number in range(4):
            day = self._workday(self.today - datetime.timedelta(days=30 + 80 * number))
            yield self._values("skill_training", "想学电工", day) | {
                "state": "cancelled",
                "date_accepted": day,
                "date_closed": self._add(day, 2),
                "close_reason": "本人已找到工作，撤回申请。",
            }

    def _live(self):
        """Yield open requests, due from last week to next week."""
        matters = WORDS["matters"][:12]
        texts = [(matter["item"], text) for matter in matters for text in matter["asked"]]
        for number, line in enumerate(WORDS["live"]):
            state, left = line["state"], line["due_in"]
            code, text = texts[(number * 5) % len(texts)]
            item = self._item(code)
            if left is None:
                day = self.today - datetime.timedelta(days=number % 2)
                yield self._values(code, text, day) | {"state": state}
                continue
            # Accepted on the day that makes it due on the wanted one, or the nearest before.
            wanted = self.today + datetime.timedelta(days=left)
            day = self.today
            while self._add(day, item.limit_days, item.limit_kind) > wanted:
                day -= datetime.timedelta(days=1)
            values = {"state": state, "date_accepted": day}
            if state == "waiting":
                values["wait_reason"] = "等居民补交户口簿" if number % 2 else "等物业报价"
            if state == "reopened":
                values |= {"date_reopened": day, "close_reason": "居民反映又坏了"}
            if number % 9 == 4:
                values |= {
                    "is_anonymous": False,
                    "channel": "hotline",
                    "external_number": f"RX{day:%Y%m%d}5{number:02d}",
                    "date_received_external": day,
                    "date_due_external": max(wanted, day),
                }
            yield self._values(code, text, day) | values

    def _workday(self, day):
        """Return the working day on or after ``day``."""
        return self._add(day - datetime.timedelta(days=1), 1)

    def _make(self, lines):
        """Create requests in the order in which they came in, with numbers of their years."""
        Request = self.env["community.request"]
        made = Request
        lines = sorted(lines, key=lambda line: line["date_received"])
        for line in lines:
            if line.get("is_anonymous"):
                line |= {"household_id": False, "resident_id": False, "is_proxy": False}
                line.pop("proxy_note", None)
        for year in sorted({line["date_received"].year for line in lines}):
            day = datetime.date(year, 1, 1)
            made |= Request.with_context(ir_sequence_date=fields.Date.to_string(day)).create(
                [line for line in lines if line["date_received"].year == year]
            )
        return made

    def _from_needs(self):
        """Requests that came of a need found on a visit; half of them are done by now."""
        needs = self.env["community.visit.need"].search(
            [("kind", "=", "request"), ("state", "=", "open")], limit=10, order="date_found, id"
        )
        requests = self.env["community.request"].create(
            [
                {
                    "need_id": need.id,
                    "description": need.name,
                    "item_id": self._item("repair" if "灯" in need.name else "residence_permit").id,
                    "channel": "visit",
                    "officer_id": need.user_id.id,
                    "date_received": need.date_found,
                    "date_accepted": need.date_found,
                    "state": "in_progress",
                }
                for need in needs
            ]
        )
        done = requests[: len(requests) // 2]
        self._write_steps(requests)
        for request in done:
            day = min(self._add(request.date_received, 2), self.today)
            result = "已修好。" if "灯" in request.description else PERMIT
            request.write(
                {"state": "done", "date_closed": day, "result": result, "satisfaction": "very"}
            )
            request._close_need(result)
            request.need_id.date_closed = day

    def _write_steps(self, requests):
        """The log that the actions would have written, on its days."""
        values = []
        for request in requests:
            received, closed = request.date_received, request.date_closed
            days = {"accept": request.date_accepted, "handle": request.date_accepted}
            if request.is_proxy:
                days["entrust"] = received
            if request.state in ("draft", "accepted"):
                days.pop("handle")
            if request.state == "done":
                days["deliver"] = closed
                if request.is_proxy:
                    days |= {"file": closed, "report": self._add(closed, 1)}
                if request.satisfaction:
                    days["return_visit"] = min(self._add(closed, 3), self.today)
            elif closed:
                days["handle"] = closed
            for number, kind in enumerate(STEPS):
                if days.get(kind):
                    values.append(
                        {
                            "request_id": request.id,
                            "kind": kind,
                            "user_id": request.officer_id.id,
                            "note": request.result
                            if kind == "deliver"
                            else request.close_reason
                            if kind == "handle"
                            else False,
                            # Working hours of Beijing are 1 to 9 o'clock of the database.
                            "date": datetime.datetime.combine(
                                days[kind], datetime.time(1 + number, self.rng.randrange(60))
                            ),
                        }
                    )
        self.env["community.request.step"].create(values)

    def _write_waits(self, requests):
        self.env["community.request.wait"].create(
            [
                {
                    "request_id": request.id,
                    "date_from": min(self._add(request.date_accepted, 1), self.today),
                    "reason": request.wait_reason,
                }
                for request in requests
                if request.state == "waiting"
            ]
        )

    def _receive_papers(self, requests):
        lines = requests.material_ids.filtered(
            lambda line: line.request_id.state in ("done", "in_progress", "reopened")
        )
        lines.write({"state": "received"})

    def _merge(self, requests):
        """Four neighbours who asked for the same."""
        asked = [
            request
            for request in requests
            if request.item_id == self._item("repair") and request.household_id
        ]
        doubles = []
        for main in asked[-4:]:
            neighbour = self.homes.filtered(
                lambda home, main=main: home.area_id == main.area_id and home != main.household_id
            )[:1] or self.rng.choice(self.homes)
            doubles.append(
                {
                    "item_id": main.item_id.id,
                    "description": f"{main.description}（邻居也来反映）",
                    "channel": "phone",
                    "household_id": neighbour.id,
                    "officer_id": main.officer_id.id,
                    "date_received": main.date_received,
                    "date_accepted": main.date_accepted,
                    "date_closed": main.date_closed,
                    "state": "done",
                    "result": main.result,
                    "merged_into_id": main.id,
                }
            )
        self.env["community.request"].create(doubles)

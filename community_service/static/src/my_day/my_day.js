import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { ActionSwiper } from "@web/core/action_swiper/action_swiper";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { partOfDay } from "../door_outcomes/door_outcomes";
import { OutboxBar } from "../outbox/outbox_bar";
import { dayOfVisit } from "../outbox/outbox_service";
import { askToRead, isOutOfReach } from "../phone/phone_service";

const DOOR = {
    type: "ir.actions.client",
    tag: "community_service.at_the_door",
    path: "at-the-door",
};

/** The visits of today as cards, in the order in which one walks. */
export class MyDay extends Component {
    static template = "community_service.MyDay";
    static components = { ActionSwiper, ControlPanel, OutboxBar };
    static props = { ...standardActionServiceProps };
    // Known without asking the server: the address opens the screen, also without a signal.
    static path = "my-day";
    static displayName = _t("My Day");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.outbox = useService("community_outbox");
        this.phone = useService("community_phone");
        this.burden = useService("community_burden");
        this.display = { controlPanel: {} };
        this.state = useState({
            day: null,
            building: 0,
            asking: 0,
            isBusy: false,
            isOffline: false,
        });
        this.outboxState = useState(this.outbox.state);
        this.lists = [
            { name: "visits", label: _t("Visits today"), title: _t("Visits of Today") },
            { name: "overdue", label: _t("Overdue"), title: _t("Households Overdue") },
            { name: "promises", label: _t("Promises due"), title: _t("Promises Due") },
        ];
        onWillStart(async () => {
            await this.load();
            this.seconds = this.burden.begin();
        });
        let waiting = this.outbox.state.unsent.length;
        useEffect(
            (count) => {
                // What waited has been sent: the cards of before the signal was lost are stale.
                if (count < waiting && !this.state.isBusy) {
                    this.load();
                }
                waiting = count;
            },
            () => [this.outboxState.unsent.length]
        );
    }

    async load() {
        try {
            this.state.day = await askToRead("community.visit", "my_day", []);
            this.state.isOffline = false;
            await this.phone.keepDay(this.state.day);
            this.phone.carry(this.state.day);
        } catch (error) {
            const kept = isOutOfReach(error) && (await this.phone.keptDay());
            if (!kept) {
                throw error;
            }
            // No signal: the day as it was last read, so that the walk can go on.
            this.state.day = kept;
            this.state.isOffline = true;
        }
        if (this.state.building && !this.buildings.some((b) => b.id === this.state.building)) {
            this.state.building = 0;
        }
    }

    /** Cards that are not on their way to the server already. */
    get open() {
        const waiting = new Set(this.outboxState.unsent.map((item) => item.householdId));
        return this.state.day.cards.filter((card) => !waiting.has(card.household_id));
    }

    get cards() {
        return this.open.filter(
            (card) => !this.state.building || card.building_id === this.state.building
        );
    }

    get buildings() {
        const found = new Map();
        for (const card of this.open) {
            const building = found.get(card.building_id) || {
                id: card.building_id,
                name: card.building,
                count: 0,
            };
            building.count++;
            found.set(card.building_id, building);
        }
        return [...found.values()];
    }

    get swipes() {
        return {
            right: (card) => ({
                action: () => this.visited(card),
                icon: "fa-check",
                bgColor: "bg-success",
            }),
            left: (card) => ({
                action: () => this.record(card, "absent"),
                icon: "fa-bell-slash",
                bgColor: "bg-warning",
            }),
        };
    }

    date(value) {
        return value ? toLocaleDateString(deserializeDate(value)) : "";
    }

    textOverdue(card) {
        return _t("%(days)s days overdue", { days: card.days_overdue });
    }

    textPassed(card) {
        return _t("Planned %(days)s days ago", { days: card.days_planned });
    }

    textAlert(alert) {
        return _t("No contact since %(date)s, %(count)s signals", {
            date: this.date(alert.date),
            count: alert.signal_count,
        });
    }

    textPromised(card) {
        return _t("Promised for %(date)s", { date: this.date(card.promised) });
    }

    get textDone() {
        return _t("All visits of today are done: %(count)s.", { count: this.doneCount });
    }

    /** What the server counts, and will count as soon as it has what waits. */
    get doneCount() {
        const waiting = this.outboxState.unsent.filter(
            ({ error, values }) =>
                !error && values.state === "done" && values.date === this.state.day.today
        );
        return this.state.day.done_count + waiting.length;
    }

    count(list) {
        const { count } = this.state.day.figures[list.name];
        const waiting = this.state.day.cards.length - this.open.length;
        return list.name === "visits" ? count - waiting : count;
    }

    get textHouseholdsOverdue() {
        return _t("%(count)s households are overdue.", {
            count: this.state.day.figures.overdue.count,
        });
    }

    openList(list) {
        const figure = this.state.day.figures[list.name];
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: list.title,
            res_model: figure.model,
            domain: figure.domain,
            mobile_view_mode: "kanban",
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
        });
    }

    openDoor(householdId) {
        return this.action.doAction(
            { ...DOOR },
            {
                additionalContext: { active_id: householdId, active_model: "community.household" },
            }
        );
    }

    openBuilding(areaId) {
        return this.action.doAction("community_service.community_building_board_action", {
            additionalContext: { active_id: areaId, active_model: "community.area" },
        });
    }

    openEvent(eventId) {
        return this.openForm("community.life.event", eventId);
    }

    openRequest(requestId) {
        return this.openForm("community.request", requestId);
    }

    openForm(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openNeeds() {
        return this.action.doAction("community_service.community_visit_need_action", {
            additionalContext: { search_default_filter_mine: 1 },
        });
    }

    plan() {
        return this.action.doAction("community_service.community_visit_plan_action", {
            onClose: () => this.load(),
        });
    }

    /** A surge list asks who was met: named by one more tap, where more than one lives there. */
    visited(card) {
        const people = card.people || [];
        if (people.length > 1) {
            this.state.asking = card.id;
            return;
        }
        return this.met(card, people);
    }

    met(card, people) {
        this.state.asking = 0;
        const ids = people.map((person) => person.id);
        return this.record(card, "done", ids.length ? { met_resident_ids: ids } : {});
    }

    listed(card) {
        return card.people.filter((person) => person.is_listed);
    }

    async record(card, state, more = {}) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            const item = await this.outbox.save(card.household_id, `${card.place} ${card.room}`, {
                visit_id: card.id,
                state,
                date: dayOfVisit(),
                ...(state === "absent" ? { day_part: partOfDay() } : {}),
                ...more,
                ...this.burden.spent("tap", this.seconds()),
            });
            if (item.error) {
                this.notification.add(item.error, { type: "danger" });
            }
            await this.load();
            // The next tap is measured from the list without this one.
            this.seconds = this.burden.begin();
        } finally {
            this.state.isBusy = false;
        }
    }

    async later(card) {
        const result = await this.orm.call("community.visit", "action_later", [[card.id]]);
        const close = this.notification.add(
            _t("Put off to %(date)s.", { date: this.date(result.date) }),
            {
                buttons: [
                    {
                        name: _t("Undo"),
                        onClick: async () => {
                            close();
                            await this.orm.write("community.visit", [card.id], {
                                date: result.dates[card.id],
                            });
                            await this.load();
                        },
                    },
                ],
            }
        );
        await this.load();
    }
}

registry.category("actions").add("community_service.my_day", MyDay);

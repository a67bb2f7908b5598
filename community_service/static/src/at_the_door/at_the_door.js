import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { answersOf, DoorChecklist } from "../door_checklist/door_checklist";
import { DoorFacts } from "../door_facts/door_facts";
import { DoorCall, DoorOutcomes, partOfDay } from "../door_outcomes/door_outcomes";
import { OutboxBar } from "../outbox/outbox_bar";
import { dayOfVisit } from "../outbox/outbox_service";
import { useDraft } from "../phone/draft_hook";
import { askToRead, isOutOfReach } from "../phone/phone_service";

/** One household on one screen: who lives here, what is open, and the record of the visit. */
export class AtTheDoor extends Component {
    static template = "community_service.AtTheDoor";
    static components = {
        ControlPanel,
        DoorCall,
        DoorChecklist,
        DoorFacts,
        DoorOutcomes,
        OutboxBar,
    };
    static props = { ...standardActionServiceProps };
    // Known without asking the server: the address opens the screen, also without a signal.
    static path = "at-the-door";
    static displayName = _t("At the Door");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.outbox = useService("community_outbox");
        this.phone = useService("community_phone");
        this.burden = useService("community_burden");
        this.display = { controlPanel: {} };
        this.householdId = parseInt(this.props.action.context.active_id);
        this.state = useState({
            door: null,
            met: {},
            situation: "",
            answered: false,
            mode: "home",
            kind: "routine",
            answers: {},
            needs: [],
            checks: {},
            hasNextDate: false,
            nextDate: "",
            nextReason: "",
            called: null,
            isBusy: false,
        });
        this.draft = useDraft(this.state, `door:${this.householdId}`, [
            "door",
            "phoneNotes",
            "isBusy",
        ]);
        this.root = useRef("root");
        this.isLineNew = false;
        useEffect(
            () => {
                // A chip has just made a line: one types at once. A draft that is read again is none.
                if (this.isLineNew) {
                    this.isLineNew = false;
                    [...this.root.el.querySelectorAll(".o_community_new_need")].at(-1)?.focus();
                }
            },
            () => [this.state.needs.length]
        );
        onWillStart(async () => {
            await this.load();
            const isResumed = await this.draft.restore();
            // How long the part took that was typed before, nobody knows.
            this.seconds = isResumed ? () => null : this.burden.begin();
        });
    }

    async load() {
        const door = await this.read();
        this.state.door = door;
        this.state.mode = door.visit?.mode || "home";
        this.state.kind = door.visit?.kind || "routine";
        const [person, ...others] = door.people.filter((one) => !one.is_away);
        if (person && !others.length && !(person.id in this.state.met)) {
            // Whoever lives alone is whom one meets; one tap says otherwise.
            this.state.met[person.id] = true;
        }
        this.env.config.setDisplayName(door.household.address);
    }

    /** Read the household, or without a signal what My Day knows of it, so that one can record. */
    async read() {
        try {
            const door = await askToRead("community.visit", "at_the_door", [this.householdId]);
            await this.phone.keepDoor(this.householdId, door);
            return door;
        } catch (error) {
            const known = isOutOfReach(error) && (await this.phone.keptDoor(this.householdId));
            if (known) {
                return { ...known, isOffline: true };
            }
            const day = isOutOfReach(error) && (await this.phone.keptDay());
            const card = day?.cards?.find((card) => card.household_id === this.householdId);
            if (!card) {
                throw error;
            }
            return {
                isOffline: true,
                household: {
                    ...card,
                    address: `${card.place} ${card.room} ${card.head}`,
                    categories: card.why,
                    note: "",
                },
                people: [],
                visits: [],
                needs: [],
                facts: [],
                visit: { id: card.id, note: card.note },
                choices: day.choices,
            };
        }
    }

    get canSave() {
        return !this.state.isBusy && this.state.needs.every((need) => need.name.trim());
    }

    date(value) {
        return value ? toLocaleDateString(deserializeDate(value)) : "";
    }

    toggleMet(person) {
        this.state.met[person.id] = !this.state.met[person.id];
    }

    addNeed(kind, label) {
        this.isLineNew = true;
        this.state.needs.push({ kind, label, name: "", answered: false });
    }

    removeNeed(index) {
        this.state.needs.splice(index, 1);
    }

    openVisit(visitId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "community.visit",
            res_id: visitId,
            views: [[false, "form"]],
        });
    }

    openHousehold() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "community.household",
            res_id: this.householdId,
            views: [[false, "form"]],
        });
    }

    /** Somebody answered the call: it goes on as a visit by phone. */
    reached() {
        this.state.mode = "phone";
        this.state.met[this.state.called.id] = true;
        this.state.called = null;
    }

    noAnswer() {
        return this.save("absent", { outcome: "no_answer", mode: "phone" });
    }

    inVain(outcome) {
        return this.save("absent", { outcome, situation: this.state.situation.trim() });
    }

    async save(state, more = {}) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        const { door } = this.state;
        const values = { state, date: dayOfVisit(), visit_id: door.visit?.id || 0, ...more };
        Object.assign(values, this.burden.spent("door", this.seconds()));
        if (state === "absent") {
            values.day_part = partOfDay();
        }
        if (state === "done") {
            Object.assign(values, {
                mode: this.state.mode,
                kind: this.state.kind,
                answers: answersOf(this.state, door.choices.checklists),
                met_resident_ids: door.people
                    .filter((person) => this.state.met[person.id])
                    .map((person) => person.id),
                situation: this.state.situation.trim(),
                answered_on_spot: this.state.answered,
                next_date: this.state.hasNextDate ? this.state.nextDate : "",
                next_reason: this.state.hasNextDate ? this.state.nextReason.trim() : "",
                needs: this.state.needs.map(({ kind, name, answered }) => ({
                    kind,
                    name,
                    answered,
                })),
                checks: Object.values(this.state.checks).filter(Boolean),
            });
        }
        try {
            const item = await this.outbox.save(this.householdId, door.household.address, values);
            if (item.error) {
                // What was typed is still on the screen.
                this.notification.add(item.error, { type: "danger", sticky: true });
                return;
            }
            await this.draft.drop();
            if (this.env.config.breadcrumbs.length > 1) {
                await this.env.config.historyBack();
            } else {
                await this.action.doAction(
                    {
                        type: "ir.actions.client",
                        tag: "community_service.my_day",
                        path: "my-day",
                        name: _t("My Day"),
                    },
                    { clearBreadcrumbs: true }
                );
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    get textDue() {
        const { days_overdue: days, next_visit_date: due } = this.state.door.household;
        return days
            ? _t("%(days)s days overdue", { days })
            : _t("Due by %(date)s", { date: this.date(due) });
    }
}

registry.category("actions").add("community_service.at_the_door", AtTheDoor);

import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { OutboxBar } from "../outbox/outbox_bar";
import { dayOfVisit } from "../outbox/outbox_service";

/** One household on one screen: who lives here, what is open, and the record of the visit. */
export class AtTheDoor extends Component {
    static template = "community_service.AtTheDoor";
    static components = { ControlPanel, OutboxBar };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.outbox = useService("community_outbox");
        this.display = { controlPanel: {} };
        this.householdId = parseInt(this.props.action.context.active_id);
        this.state = useState({
            door: null,
            met: {},
            situation: "",
            answered: false,
            mode: "home",
            needs: [],
            checks: {},
            hasNextDate: false,
            nextDate: "",
            nextReason: "",
            isBusy: false,
        });
        onWillStart(() => this.load());
    }

    async load() {
        const door = await this.orm.silent.call("community.visit", "at_the_door", [
            this.householdId,
        ]);
        this.state.door = door;
        this.state.mode = door.visit?.mode || "home";
        this.env.config.setDisplayName(door.household.address);
    }

    get canSave() {
        return !this.state.isBusy && this.state.needs.every((need) => need.name.trim());
    }

    date(value) {
        return value ? formatDate(deserializeDate(value)) : "";
    }

    toggleMet(person) {
        this.state.met[person.id] = !this.state.met[person.id];
    }

    factKey(fact) {
        return `${fact.fact}-${fact.resident_id || 0}`;
    }

    confirmFact(fact) {
        const key = this.factKey(fact);
        this.state.checks[key] =
            this.state.checks[key]?.result === "right" ? null : { ...this.checkOf(fact), result: "right" };
    }

    changeFact(fact) {
        this.state.checks[this.factKey(fact)] = { ...this.checkOf(fact), result: "changed", value: "" };
    }

    checkOf(fact) {
        return { fact: fact.fact, resident_id: fact.resident_id };
    }

    addNeed(kind, label) {
        this.state.needs.push({ kind, label, name: "" });
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

    async save(state) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        const { door } = this.state;
        const values = { state, date: dayOfVisit(), visit_id: door.visit?.id || 0 };
        if (state === "done") {
            Object.assign(values, {
                mode: this.state.mode,
                met_resident_ids: door.people
                    .filter((person) => this.state.met[person.id])
                    .map((person) => person.id),
                situation: this.state.situation.trim(),
                answered_on_spot: this.state.answered,
                next_date: this.state.hasNextDate ? this.state.nextDate : "",
                next_reason: this.state.hasNextDate ? this.state.nextReason.trim() : "",
                needs: this.state.needs.map(({ kind, name }) => ({ kind, name })),
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
            if (this.env.config.breadcrumbs.length > 1) {
                await this.env.config.historyBack();
            } else {
                await this.action.doAction("community_service.community_my_day_action", {
                    clearBreadcrumbs: true,
                });
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

    get factQuestions() {
        return { phone: _t("Is this still the phone?"), members: _t("Do the same people live here?") };
    }
}

registry.category("actions").add("community_service.at_the_door", AtTheDoor);

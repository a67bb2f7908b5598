import { Component, useState } from "@odoo/owl";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** What has just been saved, with its undo, and what waits for a signal. */
export class OutboxBar extends Component {
    static template = "community_service.OutboxBar";
    static props = { onUndone: { type: Function, optional: true } };

    setup() {
        this.outbox = useService("community_outbox");
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState(this.outbox.state);
    }

    /** What was in vain, and why. */
    get outcome() {
        return this.state.last.result?.outcome_label || _t("Nobody home");
    }

    /** When somebody comes again, or what somebody was asked to decide; never a day that passed. */
    get nextDate() {
        const result = this.state.last?.result || {};
        if (result.outcome) {
            const date = result.next_try && toLocaleDateString(deserializeDate(result.next_try));
            return date
                ? _t("Next try on %(date)s %(part)s", { date, part: result.next_part })
                : result.next_step || "";
        }
        const date = result.next_visit_date;
        return date
            ? _t("Next visit by %(date)s", { date: toLocaleDateString(deserializeDate(date)) })
            : "";
    }

    get textUnsent() {
        return _t("%(count)s not sent yet", { count: this.state.unsent.length });
    }

    /** What follows from the outcome is entered in the household. */
    get isToEnter() {
        return ["moved_away", "nobody_lives"].includes(this.state.last?.result?.outcome);
    }

    async enter() {
        const { householdId, result } = this.state.last;
        const name = "action_household_operation";
        const kwargs = { context: { operation_kind: "move_out" } };
        if (result.outcome === "moved_away") {
            const args = [[householdId]];
            const model = "community.household";
            return this.action.doAction(await this.orm.call(model, name, args, kwargs));
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "community.household",
            res_id: householdId,
            views: [[false, "form"]],
        });
    }

    async undo() {
        await this.outbox.undo();
        this.props.onUndone?.();
    }

    dismiss() {
        this.state.last = null;
    }
}

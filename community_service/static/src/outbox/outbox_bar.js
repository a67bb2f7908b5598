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
        this.state = useState(this.outbox.state);
    }

    get nextDate() {
        const date = this.state.last?.result?.next_visit_date;
        return date
            ? _t("Next visit by %(date)s", { date: toLocaleDateString(deserializeDate(date)) })
            : "";
    }

    get textUnsent() {
        return _t("%(count)s not sent yet", { count: this.state.unsent.length });
    }

    async undo() {
        await this.outbox.undo();
        this.props.onUndone?.();
    }

    dismiss() {
        this.state.last = null;
    }
}

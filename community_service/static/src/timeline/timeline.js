import { _t } from "@web/core/l10n/translation";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

/** What happened in a household, newest first, with one chip for each kind. */
export class CommunityTimeline extends Component {
    static template = "community_service.Timeline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ entries: [], hidden: {} });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((props) => this.load(props.record.resId));
    }

    async load(resId) {
        this.state.entries = resId
            ? await this.orm.call("community.household", "timeline", [[resId]])
            : [];
    }

    get kinds() {
        const labels = new Map(this.state.entries.map((e) => [e.kind, e.kind_label]));
        return [...labels].map(([kind, label]) => ({ kind, label }));
    }

    get shown() {
        return this.state.entries
            .filter((entry) => !this.state.hidden[entry.kind])
            .map((entry) => ({ ...entry, day: toLocaleDateString(deserializeDate(entry.date)) }));
    }

    get emptyText() {
        return _t("Nothing recorded yet. The first visit will stand here.");
    }

    toggle(kind) {
        this.state.hidden[kind] = !this.state.hidden[kind];
    }

    open(entry) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: entry.model,
            res_id: entry.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("community_timeline", { component: CommunityTimeline });

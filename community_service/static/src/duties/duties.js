import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** What obliges to visit a home, each duty with the visit that satisfied it. */
export class Duties extends Component {
    static template = "community_service.Duties";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ duties: [] });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((props) => this.load(props.record.resId));
    }

    async load(resId) {
        this.state.duties = resId
            ? await this.orm.call("community.household", "visit_duties", [[resId]])
            : [];
    }

    textDue(duty) {
        const date = toLocaleDateString(deserializeDate(duty.date_due));
        return duty.is_overdue
            ? _t("Overdue since %(date)s", { date })
            : _t("Due by %(date)s", { date });
    }

    textMet(duty) {
        const date = toLocaleDateString(deserializeDate(duty.visit_date));
        return duty.is_met
            ? _t("Satisfied by the visit of %(date)s", { date })
            : _t("Last visit on %(date)s", { date });
    }

    open(duty) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "community.visit",
            res_id: duty.visit_id,
            views: [[false, "form"]],
        });
    }
}

/** Which duties of its home a visit satisfied. */
export class VisitDuties extends Component {
    static template = "community_service.VisitDuties";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ duties: [] });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((props) => this.load(props.record.resId));
    }

    async load(resId) {
        this.state.duties = resId
            ? await this.orm.call("community.visit", "duties_met", [[resId]])
            : [];
    }
}

registry.category("view_widgets").add("community_duties", { component: Duties });
registry.category("view_widgets").add("community_visit_duties", { component: VisitDuties });

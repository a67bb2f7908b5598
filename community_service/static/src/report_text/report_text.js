import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** The three parts of a report as text; a figure in it opens its records. */
export class ReportText extends Component {
    static template = "community_service.ReportText";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get parts() {
        return this.props.record.data[this.props.name] || [];
    }

    async open(lineId) {
        const action = await this.orm.call("community.report.line", "action_open", [[lineId]]);
        return this.action.doAction(action);
    }
}

registry.category("fields").add("community_report_text", {
    component: ReportText,
    displayName: _t("Report text"),
    supportedTypes: ["json"],
});

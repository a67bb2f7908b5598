import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** The statement as a table in which every figure opens its records. */
export class PopulationTable extends Component {
    static template = "community_service.PopulationTable";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get figures() {
        return this.props.record.data[this.props.name];
    }

    /** Whether a figure is known and told: otherwise a mark stands for it, and opens nothing. */
    isNumber(value) {
        return typeof value === "number";
    }

    async open(key, column = "total") {
        const record = this.props.record;
        if (!record.resId || (await record.isDirty())) {
            await record.save();
        }
        const action = await this.orm.call("community.population", "action_open", [
            [record.resId],
            key,
            column,
        ]);
        return this.action.doAction(action);
    }
}

registry.category("fields").add("community_population_table", {
    component: PopulationTable,
    displayName: _t("Population table"),
    supportedTypes: ["json"],
});

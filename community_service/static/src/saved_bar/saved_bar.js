import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { OutboxBar } from "../outbox/outbox_bar";

/** On the form of a household: what was just saved at its door, with its undo. */
export class SavedBar extends Component {
    static template = "community_service.SavedBar";
    static components = { OutboxBar };
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState(useService("community_outbox").state);
    }

    get isOurs() {
        const home = this.props.record.resId;
        const waits = this.state.unsent.some((item) => item.householdId === home);
        return Boolean(home) && (waits || this.state.last?.householdId === home);
    }
}

registry.category("view_widgets").add("community_saved", { component: SavedBar });

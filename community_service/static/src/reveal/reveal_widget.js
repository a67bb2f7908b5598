import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { RevealDialog } from "./reveal_dialog";

/** Button of a form that opens the question for the hidden values of the record. */
export class RevealWidget extends Component {
    static template = "community_service.RevealWidget";
    static props = {
        ...standardWidgetProps,
        fieldNames: { type: Array, element: String, optional: true },
    };

    setup() {
        this.dialog = useService("dialog");
    }

    open() {
        const { resModel, resId } = this.props.record;
        this.dialog.add(RevealDialog, { resModel, resId, fieldNames: this.props.fieldNames });
    }
}

export const revealWidget = {
    component: RevealWidget,
    extractProps: ({ options }) => ({ fieldNames: options.fields }),
};

registry.category("view_widgets").add("community_reveal", revealWidget);

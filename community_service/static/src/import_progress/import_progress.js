import { Component, onWillUnmount, useEffect } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const INTERVAL = 1500;
const WORKING = ["checking", "applying", "undoing"];

/**
 * Reloads the form of an import while the server works on it, so that its bar moves.
 *
 * Polling, not the bus: it works behind every proxy, and the clerk may leave and come back.
 */
export class CommunityImportProgress extends Component {
    static template = "community_service.ImportProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.timer = null;
        useEffect(
            (isWorking) => {
                this.stop();
                if (isWorking) {
                    this.timer = browser.setTimeout(() => this.poll(), INTERVAL);
                }
            },
            () => [this.isWorking]
        );
        onWillUnmount(() => this.stop());
    }

    get isWorking() {
        return WORKING.includes(this.props.record.data.state);
    }

    stop() {
        browser.clearTimeout(this.timer);
        this.timer = null;
    }

    async poll() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
        // The effect does not run again while the state stays the same.
        if (this.timer && this.isWorking) {
            this.timer = browser.setTimeout(() => this.poll(), INTERVAL);
        }
    }
}

registry.category("view_widgets").add("community_import_progress", {
    component: CommunityImportProgress,
    additionalClasses: ["d-inline"],
});

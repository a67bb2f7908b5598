import { Component, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useAutofocus, useService } from "@web/core/utils/hooks";

const MIN_REASON = 4;
const SECONDS_SHOWN = 60;

/**
 * Asks why, then shows the hidden values of one record for a minute.
 *
 * The values live in this component only: nothing is written to the record on the screen, to its
 * cache or to the browser's storage.
 */
export class RevealDialog extends Component {
    static template = "community_service.RevealDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        resModel: String,
        resId: Number,
        fieldNames: { type: Array, element: String, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.input = useAutofocus({ refName: "reason", mobile: true });
        this.reasons = [
            _t("Identity check"),
            _t("Filling in an application form"),
            _t("Emergency call"),
            _t("Correction of the file"),
        ].map(String);
        this.state = useState({ reason: "", values: null, isBusy: false });
        onWillUnmount(() => {
            browser.clearTimeout(this.timer);
            this.state.values = null;
        });
    }

    get isReasonGiven() {
        return this.state.reason.trim().length >= MIN_REASON;
    }

    get known() {
        return this.state.values.filter((value) => value.display);
    }

    choose(reason) {
        this.state.reason = reason;
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && !ev.isComposing) {
            ev.preventDefault();
            this.reveal();
        }
    }

    async reveal() {
        if (!this.isReasonGiven || this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            const values = await this.orm.call(this.props.resModel, "action_reveal", [
                [this.props.resId],
                this.state.reason.trim(),
                this.props.fieldNames || null,
            ]);
            this.state.values = Object.entries(values).map(([name, value]) => ({ name, ...value }));
            this.timer = browser.setTimeout(() => this.props.close(), SECONDS_SHOWN * 1000);
        } finally {
            this.state.isBusy = false;
        }
    }
}

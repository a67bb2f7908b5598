import { makeContext } from "@web/core/context";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { patch } from "@web/core/utils/patch";
import { ActionMenus } from "@web/search/action_menus/action_menus";

const LEDGER = "community-xlsx";

patch(ActionMenus.prototype, {
    /**
     * Where all records of a list are selected, a ledger gets the list's domain. The client itself
     * cuts such a selection at its limit, and nothing in the ids says whether it did.
     */
    async executeAction(action) {
        if (this.props.isDomainSelected && this.props.resModel.startsWith("community.")) {
            const loaded = await this.actionService.loadAction(action.id);
            if (loaded.report_type === LEDGER) {
                return this.actionService.doAction(loaded, {
                    additionalContext: makeContext([
                        this.props.context,
                        { ledger_domain: this.props.domain },
                    ]),
                    onClose: this.props.onActionExecuted,
                });
            }
        }
        return super.executeAction(action);
    },
});

/** Downloads a ledger: of the choices of its wizard, of a whole list, or of the records ticked. */
async function ledgerHandler(action, options, env) {
    if (action.report_type !== LEDGER) {
        return false;
    }
    const context = action.context || {};
    const payload = { context: { ...user.context } };
    if ("active_test" in context) {
        payload.context.active_test = context.active_test;
    }
    if (action.data?.whole) {
        payload.whole = action.data.whole;
    }
    const domain = action.data?.domain || context.ledger_domain;
    if (domain) {
        payload.domain = domain;
    } else {
        payload.ids = context.active_ids || [];
    }
    env.services.ui.block();
    try {
        await download({
            url: `/community/ledger/${encodeURIComponent(action.report_name)}`,
            data: { payload: JSON.stringify(payload) },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("community-xlsx", ledgerHandler);

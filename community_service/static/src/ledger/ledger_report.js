import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

/**
 * Downloads a ledger. The records ticked go as ids; when the client has cut the selection at its
 * limit, the whole list is meant and its domain goes instead.
 */
async function ledgerHandler(action, options, env) {
    if (action.report_type !== "community-xlsx") {
        return false;
    }
    const context = { ...user.context, ...(action.context || {}) };
    const ids = context.active_ids || [];
    const whole = context.active_domain && ids.length >= session.active_ids_limit;
    const payload = { context: { ...user.context } };
    if (action.data?.domain) {
        payload.domain = action.data.domain;
    } else if (whole) {
        payload.domain = context.active_domain;
    } else {
        payload.ids = ids;
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

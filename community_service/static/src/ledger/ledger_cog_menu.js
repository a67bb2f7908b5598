import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { Component } from "@odoo/owl";

const cogMenuRegistry = registry.category("cogMenu");
const LEDGER_MODELS = new Set(session.community_ledger_models || []);

/** Ledger of the list as it is filtered: no selection needed, so it works on a phone. */
export class LedgerCogMenu extends Component {
    static template = "community_service.LedgerCogMenu";
    static components = { DropdownItem };
    static props = {};

    setup() {
        this.action = useService("action");
    }

    onSelected() {
        const { resModel, domain } = this.env.searchModel;
        return this.action.doAction("community_service.community_ledger_export_action", {
            additionalContext: {
                ledger_model: resModel,
                default_list_domain: JSON.stringify(domain),
            },
        });
    }
}

cogMenuRegistry.add("community-ledger", {
    Component: LedgerCogMenu,
    groupNumber: 20,
    isDisplayed: ({ config, searchModel }) =>
        ["list", "kanban"].includes(config.viewType) && LEDGER_MODELS.has(searchModel.resModel),
});

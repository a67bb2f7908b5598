import { Component, onWillStart } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { session } from "@web/session";

/** What to do in the order of a day, one card for each work of whoever reads it. */
export class HelpCard extends Component {
    static template = "community_service.HelpCard";
    static components = { ControlPanel };
    static props = { ...standardActionServiceProps };
    static path = "help-card";
    static displayName = _t("Help Card");

    setup() {
        this.orm = useService("orm");
        this.display = { controlPanel: {} };
        onWillStart(async () => {
            this.cards = await this.orm.call("res.users", "help_cards", [[user.userId]]);
        });
    }

    /** Go over to the practice community alone, so that nothing of the real one is touched. */
    async practise() {
        const company = await this.orm.call("res.users", "practise", [[user.userId]]);
        cookie.set("cids", String(company));
        browser.location.assign("/odoo");
    }
}

registry.category("actions").add("community_service.help_card", HelpCard);

if (session.community_role) {
    registry.category("user_menuitems").add("community_help_card", (env) => ({
        type: "item",
        id: "community_help_card",
        description: _t("Help Card"),
        callback: () =>
            env.services.action.doAction({
                type: "ir.actions.client",
                tag: "community_service.help_card",
                path: "help-card",
                name: _t("Help Card"),
            }),
        sequence: 5,
    }));
}

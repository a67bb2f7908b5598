import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { Component, onWillStart, useState } from "@odoo/owl";

/** Figures of this year beside last year's; each opens the records behind it. */
export class BoardCards extends Component {
    static template = "community_service.BoardCards";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ cards: [], computed: "" });
        onWillStart(() => this.load(false));
    }

    async load(refresh) {
        // Whoever reads no reports has the list of what is due, and no figures above it.
        if (!(await user.checkAccessRight("community.report", "read"))) {
            return;
        }
        const { cards, computed } = await this.orm.call("community.report", "board", [], {
            refresh,
        });
        Object.assign(this.state, {
            cards,
            computed: formatDateTime(deserializeDateTime(computed)),
        });
    }

    async open(card) {
        const action = await this.orm.call("community.report.line", "action_open", [[card.id]]);
        this.action.doAction(action);
    }
}

class BoardListRenderer extends ListRenderer {
    static template = "community_service.BoardListRenderer";
    static components = { ...ListRenderer.components, BoardCards };
}

class BoardKanbanRenderer extends KanbanRenderer {
    static template = "community_service.BoardKanbanRenderer";
    static components = { ...KanbanRenderer.components, BoardCards };
}

registry.category("views").add("community_board_list", {
    ...listView,
    Renderer: BoardListRenderer,
});
registry.category("views").add("community_board_kanban", {
    ...kanbanView,
    Renderer: BoardKanbanRenderer,
});

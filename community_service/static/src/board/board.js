import { deserializeDate, deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { Component, onWillStart, useState } from "@odoo/owl";

// The picture of a trend: so many units for a month, so high at its largest value.
const STEP = 10;
const HEIGHT = 28;

/** One figure by month as bars; a month that nobody recorded is a dash. */
export class BoardTrend extends Component {
    static template = "community_service.BoardTrend";
    static props = { trend: Array };

    height = HEIGHT;

    get width() {
        return STEP * this.props.trend.length;
    }

    get bars() {
        const largest = Math.max(...this.props.trend.map(({ value }) => value || 0), 0);
        return this.props.trend.map(({ month, value }, index) => {
            const isKnown = value !== null;
            // None is a line on the ground, and higher than a dash is long.
            const height = isKnown && largest ? Math.max((HEIGHT * value) / largest, 2) : 2;
            return {
                month,
                isKnown,
                x: STEP * index + (isKnown ? 1 : 3),
                y: isKnown ? HEIGHT - height : HEIGHT / 2,
                width: isKnown ? STEP - 2 : STEP - 6,
                height: isKnown ? height : 1,
            };
        });
    }

    label(month) {
        return deserializeDate(month).toLocaleString({ year: "numeric", month: "short" });
    }

    get first() {
        return this.label(this.props.trend[0].month);
    }

    get last() {
        return this.label(this.props.trend.at(-1).month);
    }

    /** What the bars say, for those who hear it. */
    get words() {
        return this.props.trend
            .map(({ month, text }) => `${this.label(month)}: ${text}`)
            .join("; ");
    }
}

/**
 * Figures of this year beside last year's, each with its trend, and what is overdue by kind; each
 * number opens the records behind it.
 */
export class BoardCards extends Component {
    static template = "community_service.BoardCards";
    static components = { BoardTrend };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ cards: [], kinds: [], computed: "" });
        onWillStart(() => this.load(false));
    }

    async load(refresh) {
        await Promise.all([this.loadKinds(), this.loadCards(refresh)]);
    }

    async loadKinds() {
        this.state.kinds = await this.orm.call("community.due", "by_kind", []);
    }

    async loadCards(refresh) {
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

    get late() {
        return this.state.kinds.filter(({ overdue }) => overdue);
    }

    get week() {
        return this.state.kinds.filter((kind) => kind.week);
    }

    async open(card, method) {
        this.action.doAction(await this.orm.call("community.report.line", method, [[card.id]]));
    }

    async openKind(kind, isLate) {
        this.action.doAction(await this.orm.call("community.due", "open_kind", [kind, isLate]));
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

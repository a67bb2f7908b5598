import { Component } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

const DELAY = 200;
const SHORTEST = 2;
const ICONS = { person: "fa-user", home: "fa-home", number: "fa-file-text-o" };

/** Open what was found over the page where the search was called. */
async function open(env, item) {
    const isHome = item.home_id && !item.isFileWanted;
    await env.services.action.doAction({
        type: "ir.actions.act_window",
        res_model: isHome ? "community.household" : item.model,
        res_id: isHome ? item.home_id : item.id,
        views: [[false, "form"]],
    });
}

/** One line of the answer: a person with age, home and open matters, a home, or a number. */
export class FoundItem extends Component {
    static template = "community_service.FoundItem";
    static props = {
        slots: { type: Object, optional: true },
        name: { type: String, optional: true },
        searchValue: { type: String, optional: true },
        executeCommand: { type: Function, optional: true },
        found: Object,
    };

    get icon() {
        return ICONS[this.props.found.kind];
    }

    get age() {
        const { age } = this.props.found;
        return age === false ? "" : _t("%(age)s years old", { age });
    }

    openFile() {
        this.props.found.isFileWanted = true;
        this.props.executeCommand();
    }

    get open() {
        return _t("%(count)s open", { count: this.props.found.open_count });
    }
}

let last = 0;

/**
 * People, homes and numbers in the command palette. The server finds them by pinyin or digits that
 * are not in what it answers, so the palette, which would filter by name, gets the typed text as name.
 */
export const findProvider = {
    async provide(env, options = {}) {
        const text = (options.searchValue || "").trim();
        if (!session.community_find || text.length < SHORTEST) {
            return [];
        }
        const mine = ++last;
        await new Promise((resolve) => browser.setTimeout(resolve, DELAY));
        if (mine !== last) {
            return [];
        }
        const found = await env.services.orm.silent.call("community.resident", "find_anywhere", [
            text,
        ]);
        return found.map((item) => ({
            Component: FoundItem,
            name: options.searchValue,
            category: "community_find",
            // A person opens where one goes to: at home. The file is one tap beside it.
            action: () => open(env, item),
            props: { found: item },
        }));
    },
};

registry.category("command_categories").add("community_find", {}, { sequence: 5 });
registry.category("command_provider").add("community_find", findProvider);

/** The magnifier beside the other signs of the bar, on a phone as well. */
export class FindButton extends Component {
    static template = "community_service.FindButton";
    static props = {};

    setup() {
        this.command = useService("command");
    }

    open() {
        const hint = _t("Name, pinyin, last four digits, 5-2-502 or a number");
        this.command.openMainPalette({
            providers: [findProvider],
            FooterComponent: undefined,
            configByNamespace: {
                default: {
                    categories: ["community_find"],
                    categoryNames: {},
                    placeholder: hint,
                    emptyMessage: _t(
                        "Type two characters of a name, its pinyin or initials, the last four characters of a number, a door such as 5-2-502, or the number of a matter. Only what you may see is found."
                    ),
                },
            },
        });
    }
}

if (session.community_find) {
    registry
        .category("systray")
        .add("community_find", { Component: FindButton }, { sequence: 120 });
}

import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Adds residents to the field `resident_ids` by two characters of a name or its pinyin: the people
 * found stand below as large buttons, one tap each. Pickers of a phone take five taps for that.
 */
export class PeopleSearch extends Component {
    static template = "community_service.PeopleSearch";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ text: "", found: [], searched: false });
        this.search = useDebounced(() => this.find(), 250);
    }

    get list() {
        return this.props.record.data.resident_ids;
    }

    get chosen() {
        return this.list.records.map((record) => ({
            id: record.resId,
            name: record.data.display_name,
        }));
    }

    onInput(ev) {
        this.state.text = ev.target.value.trim();
        this.search();
    }

    async find() {
        const text = this.state.text;
        if (text.length < 2) {
            Object.assign(this.state, { found: [], searched: false });
            return;
        }
        const found = await this.orm.searchRead(
            "community.resident",
            [["display_name", "ilike", text]],
            ["display_name", "household_id"],
            { limit: 8 }
        );
        if (text === this.state.text) {
            Object.assign(this.state, { found, searched: true });
        }
    }

    async add(person) {
        if (!this.list.currentIds.includes(person.id)) {
            await this.list.addAndRemove({ add: [person.id] });
        }
        Object.assign(this.state, { text: "", found: [], searched: false });
    }

    remove(person) {
        return this.list.addAndRemove({ remove: [person.id] });
    }
}

registry.category("view_widgets").add("community_people_search", { component: PeopleSearch });

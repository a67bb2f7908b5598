import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, useState } from "@odoo/owl";

const WORDS = {
    held: _t("Held"),
    late: _t("Held late"),
    due: _t("Still due"),
    missing: _t("Missing"),
    exempt: _t("Not required to be held"),
    future: _t("To come"),
};
// A sign beside the colour: the strip is read in grey as well.
const SIGNS = { held: "✓", late: "✓", due: "○", missing: "✕", exempt: "–", future: "" };

/** An organisation's year as a strip of months: which meetings are held, due and missing. */
export class PartyYear extends Component {
    static template = "community_party.PartyYear";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ other: null });
        this.months = [...Array(12).keys()].map((month) => month + 1);
        this.words = WORDS;
        this.states = ["held", "late", "due", "missing", "exempt"];
    }

    get strip() {
        return this.state.other || this.props.record.data[this.props.name] || { rows: [] };
    }

    sign(cell) {
        return SIGNS[cell.state];
    }

    title(row, cell) {
        const count = cell.due ? ` ${cell.held} / ${cell.due}` : "";
        const reason = cell.reason ? ` (${cell.reason})` : "";
        return `${row.label} ${cell.date_from}: ${WORDS[cell.state]}${count}${reason}`;
    }

    async move(years) {
        this.state.other = await this.orm.call("community.party.organization", "get_life_year", [
            [this.props.record.resId],
            this.strip.year + years,
        ]);
    }

    /** What was held in the period; where nothing was, the form of a new meeting. */
    open(row, cell) {
        const isNew = !cell.held && ["due", "missing"].includes(cell.state) && row.kind !== "group";
        return this.action.doAction("community_party.community_activity_action_meeting", {
            viewType: isNew ? "form" : "list",
            additionalContext: {
                default_organization_id: this.props.record.resId,
                default_kind_id: row.kind_id,
                search_default_organization_id: this.props.record.resId,
                search_default_kind_id: row.kind_id,
                default_date_makes_up: cell.state === "missing" && cell.date_to,
            },
        });
    }
}

registry.category("fields").add("community_party_year", {
    component: PartyYear,
    displayName: _t("Year of a Party organisation"),
    supportedTypes: ["json"],
});

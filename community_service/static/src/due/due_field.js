import { toLocaleDateString, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const SOON = 14;

/** A due date as people say it: overdue by so many days, today, in a few days, or the date. */
export class DueField extends Component {
    static template = "community_service.DueField";
    static props = { ...standardFieldProps };

    get date() {
        return this.props.record.data[this.props.name];
    }

    get days() {
        return Math.round(this.date.startOf("day").diff(today(), "days").days);
    }

    get isOverdue() {
        return Boolean(this.date) && this.days < 0;
    }

    get title() {
        return this.date ? toLocaleDateString(this.date) : "";
    }

    get text() {
        if (!this.date) {
            return "";
        }
        if (this.days < 0) {
            return _t("%s days overdue", -this.days);
        }
        if (this.days === 0) {
            return _t("Today");
        }
        if (this.days === 1) {
            return _t("Tomorrow");
        }
        return this.days <= SOON ? _t("In %s days", this.days) : this.title;
    }
}

registry.category("fields").add("community_due", {
    component: DueField,
    displayName: _t("Due date"),
    supportedTypes: ["date"],
});

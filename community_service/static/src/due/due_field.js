import { toLocaleDateString, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { evaluateExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

const SOON = 14;

/**
 * A due date as people say it: overdue by so many days, today, in a few days, or the date. What is
 * done is not overdue: where `decoration-muted` of the field holds, it is the bare date. Where it
 * may be changed, it is an ordinary date field.
 */
export class DueField extends Component {
    static template = "community_service.DueField";
    static components = { DateTimeField };
    static props = { ...standardFieldProps, settled: { type: String, optional: true } };

    get date() {
        return this.props.record.data[this.props.name];
    }

    get isSettled() {
        const { record, settled } = this.props;
        return Boolean(settled) && Boolean(evaluateExpr(settled, record.evalContext));
    }

    get days() {
        return Math.round(this.date.startOf("day").diff(today(), "days").days);
    }

    get className() {
        if (!this.date || this.isSettled || this.days > 0) {
            return "";
        }
        return this.days < 0 ? "text-danger fw-bold" : "text-warning fw-bold";
    }

    get dateProps() {
        const { settled, ...props } = this.props;
        return props;
    }

    get title() {
        return this.date ? toLocaleDateString(this.date) : "";
    }

    get text() {
        if (!this.date) {
            return "";
        }
        if (this.isSettled) {
            return this.title;
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
    extractProps: ({ decorations }) => ({ settled: decorations.muted }),
});

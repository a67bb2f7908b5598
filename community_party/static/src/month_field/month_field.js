import { registry } from "@web/core/registry";
import { dateField, DateTimeField } from "@web/views/fields/datetime/datetime_field";

/** A month kept as its first day: read as “2026年11月” and picked as a month. */
export class CommunityMonthField extends DateTimeField {
    getFormattedValue(valueIndex) {
        const value = this.values[valueIndex];
        return value ? value.toLocaleString({ year: "numeric", month: "short" }) : "";
    }
}

registry.category("fields").add("community_month", {
    ...dateField,
    component: CommunityMonthField,
    supportedTypes: ["date"],
    extractProps: (info, dynamicInfo) => ({
        ...dateField.extractProps(info, dynamicInfo),
        minPrecision: "months",
    }),
    listViewWidth: [90, 120],
});

import { registry } from "@web/core/registry";

const FIGURE = ":contains(People living here)";

function made() {
    return [
        {
            trigger: ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea",
            run: "edit Situation of a year",
        },
        {
            content: "take the figures",
            trigger: "button[name=action_refresh]",
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("community_report_desk", {
    steps: () => [
        ...made(),
        {
            content: "a figure opens the people behind it",
            trigger: `.o_field_widget[name=line_ids] .o_data_row${FIGURE} button[name=action_open]`,
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(张小明)",
        },
        {
            content: "back to the report",
            trigger: ".breadcrumb-item a:contains(Situation of a year)",
            run: "click",
        },
        {
            content: "lock it: the figures stay as they are",
            trigger: "button[name=action_lock]",
            run: "click",
        },
        {
            trigger: ".modal:contains(will not move any more) .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current[data-value=locked]",
        },
    ],
});

registry.category("web_tour.tours").add("community_report_phone", {
    steps: () => [
        ...made(),
        {
            content: "on a phone a figure is a card, and opens as well",
            trigger: `.o_field_widget[name=line_ids] .o_kanban_record${FIGURE} a[name=action_open]`,
            run: "click",
        },
        {
            trigger: ".o_kanban_view .o_kanban_record:contains(张小明)",
        },
    ],
});

import { registry } from "@web/core/registry";

const BUTTON = "button[name=action_accept]";

registry.category("web_tour.tours").add("community_handover", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell, .o_kanban_record", run: "click" },
        {
            trigger: `.o_form_view .o_field_widget[name=open_work]:contains(1)`,
        },
        {
            content: "on a phone the buttons stand behind the gear of the status bar",
            trigger: `.o_statusbar_buttons ${BUTTON}, .o_cp_action_menus .dropdown-toggle, .o_statusbar_buttons_dropdown`,
        },
        { trigger: `${BUTTON}`, run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: `.o_form_view:not(:has(${BUTTON})) .o_field_widget[name=moved]` },
    ],
});

import { registry } from "@web/core/registry";

// Out by letter: issued, received there, the receipt slip came back.
registry.category("web_tour.tours").add("community_party_transfer", {
    steps: () => [
        { content: "A transfer", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Of whom",
            trigger: ".o_field_widget[name=member_id] input",
            run: "edit 赵党员",
        },
        {
            content: "The member",
            trigger: ".o-autocomplete--dropdown-item a:contains(赵党员)",
            run: "click",
        },
        {
            content: "The old organisation follows",
            trigger: ".o_field_widget[name=from_organization_id]:contains(第一党支部)",
        },
        {
            content: "Whereto",
            trigger: ".o_field_widget[name=other_name] input",
            run: "edit 江北区云山街道党工委",
        },
        {
            content: "By letter",
            trigger: ".o_field_widget[name=channel] input, .o_field_widget[name=channel] select",
            run: "click",
        },
        {
            content: "of introduction",
            trigger: ".o_select_menu_item:contains(Letter of introduction)",
            run: "click",
        },
        { content: "Issue it", trigger: "button[name=action_issue]", run: "click" },
        {
            content: "It runs",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Letter issued)",
        },
        {
            content: "It can be printed",
            trigger: ".o_form_statusbar button:contains(Print letter)",
        },
        { content: "It was received", trigger: "button[name=action_receive]", run: "click" },
        {
            content: "The slip is still to come",
            trigger: ".alert-info:contains(receipt slip is due by)",
        },
        {
            content: "The slip came today",
            trigger:
                ".o_field_widget[name=date_slip] input, .o_field_widget[name=date_slip] button",
            run: "click",
        },
        {
            content: "chosen from the calendar",
            trigger: ".o_datetime_picker .o_today",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        {
            content: "Nothing is left to do",
            trigger: ".o_form_saved:not(:has(.alert-info:contains(receipt slip is due by)))",
        },
    ],
});

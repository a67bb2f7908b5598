import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_party_meeting", {
    steps: () => [
        {
            content: "Tap 1: today's meeting",
            trigger: ".o_kanban_record:contains(支部大会) button[name=action_sign_in]",
            run: "click",
        },
        {
            content: "Tap the name of the first",
            trigger: ".o_kanban_record:contains(赵一) button[name=action_present]",
            run: "click",
        },
        {
            content: "The name is green",
            trigger: ".o_kanban_record:contains(赵一) button.btn-success",
        },
        {
            content: "Tap the name of the second",
            trigger: ".o_kanban_record:contains(钱二) button[name=action_present]",
            run: "click",
        },
        {
            content: "Green as well",
            trigger: ".o_kanban_record:contains(钱二) button.btn-success",
        },
        {
            content: "The third is on leave",
            trigger: ".o_kanban_record:contains(孙三) button[name=action_leave]",
            run: "click",
        },
        {
            content: "Said so",
            trigger: ".o_kanban_record:contains(孙三) .badge:contains(On leave)",
        },
        {
            content: "Back to the meetings",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a, .o_back_button",
            run: "click",
        },
        {
            content: "Open the meeting",
            trigger: ".o_kanban_record:contains(支部大会) .fw-bold",
            run: "click",
        },
        {
            content: "It is quorate",
            trigger: ".alert-success:contains(2 of 3)",
        },
        {
            content: "Vote",
            trigger: "button[name=action_vote]",
            run: "click",
        },
        {
            content: "What is decided",
            trigger:
                ".o_form_view:has(.o_field_widget[name=yes_count]) .o_field_widget[name=name] input",
            run: "edit 年度工作计划",
        },
        {
            content: "Three numbers: for",
            trigger: ".o_field_widget[name=yes_count] input",
            run: "edit 2",
        },
        {
            content: "Against",
            trigger: ".o_field_widget[name=no_count] input",
            run: "edit 0",
        },
        {
            content: "The result stands there with its rule",
            trigger: ".alert-success:contains(2 of 3 due, passed)",
        },
        {
            content: "Decide",
            trigger: "button[name=action_decide]:visible",
            run: "click",
        },
        {
            content: "Passed",
            trigger: ".o_form_view:not(:has(button[name=action_decide]))",
        },
    ],
});

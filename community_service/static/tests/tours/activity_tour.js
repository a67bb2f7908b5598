import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_sign_in", {
    steps: () => [
        {
            content: "Tap 1: sign in at today's training",
            trigger: ".o_kanban_record:contains(Housekeeping) button[name=action_sign_in]",
            run: "click",
        },
        {
            content: "Tap 2: the first is here",
            trigger: ".o_kanban_record:contains(张下岗) button[name=action_present]",
            run: "click",
        },
        {
            content: "The card says so at once",
            trigger: ".o_kanban_record:contains(张下岗) .badge:contains(Present)",
        },
        {
            content: "Tap 3: the second is not",
            trigger: ".o_kanban_record:contains(李在职) button[name=action_absent]",
            run: "click",
        },
        {
            content: "The card says that as well",
            trigger: ".o_kanban_record:contains(李在职) .badge:contains(Absent)",
        },
        {
            content: "Somebody comes unasked",
            trigger: ".o-kanban-button-new:visible",
            run: "click",
        },
        {
            content: "Two characters of the name",
            trigger: ".modal .o_community_people_search input",
            run: "edit 失业",
        },
        {
            content: "Choose",
            trigger: ".modal .o_community_found:contains(王失业)",
            run: "click",
        },
        {
            content: "The name is there",
            trigger: ".modal .o_community_chosen:contains(王失业)",
        },
        {
            content: "Add, signed in at once",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The person is on the list, present",
            trigger:
                "body:not(:has(.modal)) .o_kanban_record:contains(王失业) .badge:contains(Present)",
        },
    ],
});

registry.category("web_tour.tours").add("community_fill_post", {
    steps: () => [
        {
            content: "Open the vacant post",
            trigger: ".o_data_row:contains(保洁员) td[name=name]",
            run: "click",
        },
        {
            content: "Fill it",
            trigger: "button[name=action_fill]",
            run: "click",
        },
        {
            content: "The post is known; two characters of the person",
            trigger: ".o_field_widget[name=post_id] input:value(保洁员)",
        },
        {
            content: "Type",
            trigger: ".o_field_widget[name=resident_id] input",
            run: "edit 下岗",
        },
        {
            content: "Choose",
            trigger: ".o-autocomplete--dropdown-item:contains(张下岗)",
            run: "click",
        },
        {
            content: "What the register proposes stands beside the decision",
            trigger: ".o_field_widget[name=hard_proposal]:contains(Older)",
        },
        {
            content: "A person decides",
            trigger: ".o_field_widget[name=hard_kind] input",
            run: "click",
        },
        {
            content: "Older",
            trigger: ".o_select_menu_item:contains(Older)",
            run: "click",
        },
        {
            content: "Save the proposal",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Place",
            trigger: ".o_statusbar_buttons button[name=action_place]",
            run: "click",
        },
        {
            content: "Placed, by whom",
            trigger: ".o_field_widget[name=decided_by_id]:contains(officer)",
        },
    ],
});

import { registry } from "@web/core/registry";
import { reportSteps } from "@community_service/../tests/tours/report_steps";

// On a phone, in Chinese: what is open in the place, one tap, what one does, and it is promised.
registry.category("web_tour.tours").add("community_party_pledge", {
    steps: () => [
        {
            content: "The need stands there in the words for helpers; take it on",
            trigger: ".o_kanban_record:contains(每周陪老人买菜) button[name=action_pledge]",
            run: "click",
        },
        {
            content: "Whose need it is, is not said",
            trigger:
                ".modal .o_field_widget[name=offer_id]:contains(每周陪老人买菜):not(:contains(陈秀兰))",
        },
        {
            content: "The one who looks is proposed; say what one does",
            trigger:
                ".modal:has(.o_field_widget[name=member_id] input:value(赵党员)) .o_field_widget[name=role] input",
            run: "edit 周三陪同去菜市场",
        },
        {
            content: "Promise it",
            trigger: ".modal footer .btn-primary, .modal .o_form_button_save",
            run: "click",
        },
        {
            content: "Somebody has taken it on",
            trigger: ".o_kanban_record:contains(每周陪老人买菜) .text-success:contains(1)",
        },
    ],
});

// The whole way, on a phone: a worker hears of it, a member keeps it, the report counts it.
registry.category("web_tour.tours").add("community_party_pledge_door", {
    steps: () => [
        {
            content: "A home of the day",
            trigger: ".o_community_card:contains(陈*兰) .o_community_open",
            run: "click",
        },
        {
            content: "Who was met",
            trigger: ".o_community_person:contains(陈秀兰)",
            run: "click",
        },
        { trigger: ".o_community_situation", run: "edit 手腕骨折，没人买菜。" },
        { content: "Help is needed", trigger: "[data-need=caring]", run: "click" },
        { trigger: ".o_community_new_need", run: "edit 陈秀兰手腕骨折，没人买菜" },
        { content: "Save", trigger: ".o_community_save:enabled", run: "click" },
        { content: "Saved", trigger: ".o_community_my_day .o_community_saved" },
    ],
});

registry.category("web_tour.tours").add("community_party_pledge_words", {
    steps: () => [
        {
            content: "Words for helpers, which name nobody",
            trigger: ".o_field_widget[name=claim_words] :is(input, textarea)",
            run: "edit 每周陪老人买菜",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "Kept", trigger: ".o_form_saved" },
    ],
});

registry.category("web_tour.tours").add("community_party_pledge_kept", {
    steps: () => [
        {
            content: "On a phone the second button stands below the arrow",
            trigger: ".o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        {
            content: "Help has come",
            trigger: ".dropdown-menu button[name=action_done]",
            run: "click",
        },
        {
            content: "It is closed",
            trigger: ".o_form_view:not(:has(button[name=action_follow_up].btn-primary))",
        },
    ],
});

registry.category("web_tour.tours").add("community_party_pledge_confirmed", {
    steps: () => [
        {
            content: "Somebody else confirms it",
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        {
            content: "It counts",
            trigger: ".o_form_view:not(:has(button[name=action_confirm]:visible))",
        },
    ],
});

registry.category("web_tour.tours").add("community_party_pledge_report", {
    steps: () => reportSteps("claims_confirmed", 1, "赵党员"),
});

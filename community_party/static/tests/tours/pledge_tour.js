import { registry } from "@web/core/registry";

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

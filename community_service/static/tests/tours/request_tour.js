import { registry } from "@web/core/registry";

const paper = (row) => `.o_field_widget[name=material_ids] tr.o_data_row:nth-child(${row})`;
const received = (row) => [
    {
        content: `Paper ${row} is there`,
        trigger: `${paper(row)} button[name=action_received]`,
        run: "click",
    },
    {
        content: `Paper ${row} is ticked off`,
        trigger: `${paper(row)}:not(:has(button[name=action_received]))`,
    },
];

registry.category("web_tour.tours").add("community_request_window", {
    steps: () => [
        {
            content: "A new request at the window",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Before it is saved, the line says what comes next",
            trigger: ".o_community_next:contains(Next: accept it)",
        },
        {
            content: "What is asked for",
            trigger: ".o_field_widget[name=description] textarea",
            run: "edit 母亲八十岁，想申请高龄津贴",
        },
        {
            content: "The item, found by a part of its name",
            trigger: ".o_field_widget[name=item_id] input",
            run: "edit Allowance for old",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Allowance for old age)",
            run: "click",
        },
        {
            content: "The person",
            trigger: ".o_field_widget[name=resident_id] input",
            run: "edit 张小明",
        },
        {
            content: "Choose the person",
            trigger: ".o-autocomplete--dropdown-item:contains(张小明)",
            run: "click",
        },
        {
            content: "The household is filled in",
            trigger: ".o_field_widget[name=household_id] input:value(望河小区)",
        },
        {
            content: "Accept it, with papers missing: the list is printed",
            trigger: ".o_statusbar_buttons button[name=action_accept]",
            run: "click",
        },
        {
            content: "The clock stands still until the papers come",
            trigger: ".alert-warning:contains(The clock stands still):contains(Missing papers)",
        },
        ...received(1),
        ...received(2),
        ...received(3),
        {
            content: "The clock runs again",
            trigger: ".o_statusbar_buttons button[name=action_resume]",
            run: "click",
        },
        {
            content: "Nothing is in the way of the result",
            trigger: ".o_community_next:contains(close it with the result)",
        },
        {
            content: "Close it",
            trigger: ".o_statusbar_buttons button.btn-primary:contains(Close with a result)",
            run: "click",
        },
        {
            content: "What became of it",
            trigger: ".modal .o_field_widget[name=result] textarea",
            run: "edit 已代办，下月起发放",
        },
        {
            content: "OK",
            trigger: ".modal-footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "Ask the person how it was",
            trigger: ".o_statusbar_buttons button.btn-primary:contains(Return visit)",
            run: "click",
        },
        {
            content: "Very satisfied",
            trigger: ".modal .o_field_widget[name=satisfaction] :contains(Very satisfied):last",
            run: "click",
        },
        {
            content: "OK",
            trigger: ".modal-footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "The dialog is gone, nothing is left to do",
            trigger: "body:not(:has(.modal)) .o_statusbar_buttons:not(:has(.btn-primary))",
        },
    ],
});

registry.category("web_tour.tours").add("community_request_need", {
    steps: () => [
        {
            content: "Tap 1: handle the need",
            trigger: ".o_statusbar_buttons button[name=action_follow_up]",
            run: "click",
        },
        {
            content: "The household stands there already",
            trigger: ".o_field_widget[name=household_id] input:value(望河小区)",
        },
        {
            content: "So do the words of the visit",
            trigger: ".o_field_widget[name=description] textarea:value(楼道灯坏)",
        },
        {
            content: "Tap 2: accept it",
            trigger: ".o_statusbar_buttons button[name=action_accept]",
            run: "click",
        },
        {
            content: "Tap 3: begin",
            trigger: ".o_statusbar_buttons button[name=action_start]",
            run: "click",
        },
        {
            content: "Tap 4: close it",
            trigger: ".o_statusbar_buttons button.btn-primary:contains(Close with a result)",
            run: "click",
        },
        {
            content: "What became of it",
            trigger: ".modal .o_field_widget[name=result] textarea",
            run: "edit 灯已换好",
        },
        {
            content: "Tap 5: OK",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The follow-up visit is what is left",
            trigger: ".o_statusbar_buttons button.btn-primary:contains(Return visit)",
        },
    ],
});

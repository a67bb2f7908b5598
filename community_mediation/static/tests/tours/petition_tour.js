import { registry } from "@web/core/registry";

const apply = {
    content: "Take the step",
    trigger: ".modal-footer button[name=action_apply]",
    run: "click",
};

function step(kind, content) {
    return {
        content,
        trigger: `.o_form_statusbar button[name=action_move]:contains(${kind})`,
        run: "click",
    };
}

function write(field, text) {
    return {
        content: `Write ${field}`,
        trigger: `.modal .o_field_widget[name=${field}] textarea`,
        run: `edit ${text}`,
    };
}

registry.category("web_tour.tours").add("community_petition_desk", {
    steps: () => [
        {
            content: "A new petition",
            trigger: ".o_control_panel .o_list_button_add, .o-kanban-button-new",
            run: "click",
        },
        {
            content: "What is asked",
            trigger: ".o_form_view .o_field_widget[name=description] textarea",
            run: "edit 路灯坏了一个月",
        },
        {
            content: "Who asks",
            trigger: ".o_field_widget[name=person_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "The name",
            trigger: ".o_field_widget[name=person_ids] .o_selected_row [name=name] input",
            run: "edit 周玉兰",
        },
        {
            content: "The address",
            trigger: ".o_field_widget[name=person_ids] .o_selected_row [name=address] input",
            run: "edit 2号楼301",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It has a number and a clock",
            trigger: ".o_field_widget[name=clock]:contains(Accept, hand on or decline)",
        },
        step("Hand on", "Hand it on"),
        {
            content: "The body",
            trigger: ".modal .o_field_widget[name=body_id] input",
            run: "edit 东河区住建局",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item > a:contains(东河区住建局)",
            run: "click",
        },
        apply,
        {
            content: "The body's clock runs",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=clock]:contains(Notice of)",
        },
        step("Accept", "The body accepts"),
        {
            content: "The petitioner was told",
            trigger: ".modal .o_field_widget[name=is_told] input",
            run: "click",
        },
        apply,
        {
            content: "Sixty days run",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=clock]:contains(Written answer)",
        },
        step("Answer", "The answer"),
        {
            content: "Supported",
            trigger: ".modal .o_field_widget[name=outcome] label:contains(Supported)",
            run: "click",
        },
        {
            content: "What was asked is there already",
            trigger: ".modal .o_field_widget[name=answer_request] textarea:value(路灯坏了一个月)",
        },
        write("answer_facts", "查看属实"),
        write("answer_opinion", "已更换灯头"),
        write("answer_basis", "城市道路照明设施管理规定"),
        apply,
        step("Record the delivery", "The petitioner has it"),
        apply,
        step("Close", "Close the file"),
        write("reason", "路灯已亮"),
        apply,
        {
            content: "Closed",
            trigger:
                "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current:contains(Closed)",
        },
    ],
});

registry.category("web_tour.tours").add("community_petition_phone", {
    steps: () => [
        {
            content: "What is arranged for the household",
            trigger: ".o_form_view summary:contains(Arrange)",
            run: "click",
        },
        {
            content: "A petition",
            trigger: "button[name=action_new_petition]",
            run: "click",
        },
        {
            content: "What is asked",
            trigger: ".modal .o_field_widget[name=description] textarea",
            run: "edit 夜间施工太吵",
        },
        {
            content: "Hand over",
            trigger: ".modal button[name=action_hand_over]",
            run: "click",
        },
        {
            content: "Number and code for the petitioner",
            trigger: ".modal .o_field_widget[name=number]:contains(XF)",
        },
        {
            content: "Done",
            trigger: ".modal-footer button:contains(Done)",
            run: "click",
        },
        {
            content: "Back at the household",
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});

import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_batch_sign_in", {
    steps: () => [
        {
            content: "On a phone the buttons of an activity stand behind one",
            isActive: ["mobile"],
            trigger: ".o_statusbar_buttons .dropdown-toggle",
            run: "click",
        },
        {
            content: "Tap 1: sign in a list",
            trigger: ".o_community_sign_in_list",
            run: "click",
        },
        {
            content: "The list is pasted",
            trigger: ".modal .o_field_widget[name=names] textarea",
            run: ({ anchor }) => {
                anchor.value = "1. 张小明\n李丽\n孙悟空";
                anchor.dispatchEvent(new Event("input", { bubbles: true }));
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "Tap 2: record it",
            trigger: ".modal button[name=action_record]",
            run: "click",
        },
        {
            content: "Two came, one is not known",
            trigger: ".modal .o_field_widget[name=done_count]:contains(2)",
        },
        {
            trigger: ".modal .o_field_widget[name=row_ids]:contains(孙悟空)",
        },
        {
            content: "It is taken back with one button",
            trigger: ".modal button[name=action_undo]",
            run: "click",
        },
        {
            trigger: ".modal .o_form_view:not(:has(button[name=action_undo]:visible))",
        },
        {
            trigger: ".modal .modal-footer button.btn-secondary:last, .modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

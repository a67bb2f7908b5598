import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_relocation_door", {
    steps: () => [
        {
            content: "What matters at the door stands on top",
            trigger: ".o_form_view .o_field_widget[name=attitude]",
        },
        {
            content: "Explain",
            trigger: "button[name=action_explain]",
            run: "click",
        },
        {
            content: "The policy is filled in",
            trigger: ".modal .o_field_widget[name=policy_ids] .o_tag:contains(Paid first)",
        },
        {
            content: "Note what was asked",
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit 问过渡费发到什么时候",
        },
        {
            content: "Save",
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        {
            content: "It stands in the file at once",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=explanation_count]:contains(1)",
        },
    ],
});

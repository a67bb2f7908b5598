import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_household_operations", {
    steps: () => [
        {
            trigger: ".o_form_view summary:contains(Household changes)",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_household_operation]:contains(Move in)",
            run: "click",
        },
        {
            trigger: ".modal [name=name] input",
            run: "edit 孙新",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The person stands among the members",
            trigger: ".o_form_view [name=open_residency_ids]:contains(孙新)",
        },
        {
            content: "One tap takes it back",
            trigger: "button[name=action_undo_operation]",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has([name=open_residency_ids]:contains(孙新)))",
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_undo_operation]))",
        },
        {
            trigger: ".o_form_view details:not([open]) summary:contains(Household changes)",
            run: "click",
        },
        {
            trigger: "button[name=action_household_operation]:contains(Change head)",
            run: "click",
        },
        {
            trigger: ".modal [name=new_head_id] input",
            run: "edit 赵敏",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(赵敏)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The head of the household is the wife",
            trigger: ".o_form_view .oe_title [name=head_id]:contains(赵敏)",
        },
    ],
});

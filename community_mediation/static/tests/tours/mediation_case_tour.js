import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_mediation_case", {
    steps: () => [
        {
            content: "The registered case has two sides, the other one to the right",
            trigger: ".o_field_widget[name=party_two_ids]:contains(王建国)",
        },
        {
            content: "Accept it",
            trigger: ".o_statusbar_buttons button[name=action_move].btn-primary",
            run: "click",
        },
        {
            content: "Both sides were told their rights",
            trigger: ".modal .o_field_widget[name=is_rights_told] input",
            run: "click",
        },
        {
            content: "Do it",
            trigger: ".modal-footer button[name=action_apply]",
            run: "click",
        },
        {
            content: "The clock runs: first of all on the screen",
            trigger: ".o_form_view [name=clock]:contains(Day 0 of 30)",
        },
        {
            content: "Look at the papers of the file",
            trigger: ".o_notebook a[name=papers]",
            run: "click",
        },
        {
            content: "What is missing is told",
            trigger: ".alert-warning:visible:contains(Copies of identity papers)",
        },
        {
            content: "The agreement stands beside it",
            trigger: ".o_notebook a[name=agreement]",
            run: "click",
        },
        {
            content: "There is none yet",
            trigger: ".o_field_widget[name=agreement_ids] a:contains(Add a line)",
        },
    ],
});

registry.category("web_tour.tours").add("community_mediation_minutes", {
    steps: () => [
        {
            content: "Write the minutes with the thumb",
            trigger: ".o_field_widget[name=minutes] textarea",
            run: "edit 双方陈述，调解员提出方案。",
        },
        {
            content: "Who signed",
            trigger: ".o_field_widget[name=signed_by] input",
            run: "edit 双方、调解员",
        },
        {
            content: "It was held",
            trigger: ".o_statusbar_buttons button[name=action_hold]",
            run: "click",
        },
        {
            content: "Sign and lock",
            trigger: ".o_statusbar_buttons button[name=action_sign]",
            run: "click",
        },
        {
            content: "Yes, all signed",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The minutes are locked",
            trigger: ".o_field_widget[name=minutes]:not(:has(textarea)):contains(双方陈述)",
        },
    ],
});

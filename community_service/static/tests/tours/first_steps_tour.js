import { registry } from "@web/core/registry";

const LINE = "[name=step_manager]";

registry.category("web_tour.tours").add("community_first_steps", {
    steps: () => [
        { trigger: `.o_form_view ${LINE} .fa-circle-o` },
        { trigger: `${LINE} button[name=action_become_manager]`, run: "click" },
        {
            content: "what it means is said before",
            trigger: ".modal .btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "the line is ticked", trigger: `.o_form_view ${LINE} .fa-check-circle` },
        { trigger: `${LINE}:not(:has(button[name=action_become_manager]))` },
    ],
});

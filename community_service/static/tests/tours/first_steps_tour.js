import { registry } from "@web/core/registry";

const LINE = "[name=step_manager]";
const TICK = `.o_form_view ${LINE} .o_field_widget[name=community_step_manager] input`;

registry.category("web_tour.tours").add("community_first_steps", {
    steps: () => [
        { trigger: `${TICK}:not(:checked)` },
        { trigger: `${LINE} button[name=action_become_manager]`, run: "click" },
        {
            content: "what it means is said before",
            trigger: ".modal .btn-primary",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "the line is ticked", trigger: `${TICK}:checked` },
        { trigger: `${LINE}:not(:has(button[name=action_become_manager]))` },
    ],
});

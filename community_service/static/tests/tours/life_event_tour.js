import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_life_event", {
    steps: () => [
        {
            content: "The birthday stands among this week's events of My Day",
            trigger: ".o_community_events button:contains(80th birthday):contains(to decide)",
            run: "click",
        },
        {
            content: "A proposal says that nothing starts by itself",
            trigger: ".o_form_view .alert-info:visible:contains(Nothing starts)",
        },
        {
            content: "Tap 1: accept it",
            trigger: ".o_statusbar_buttons button[name=action_accept]",
            run: "click",
        },
        {
            content: "Its steps are there; tap 2: the first is done",
            trigger:
                ".o_field_widget[name=task_ids] .o_kanban_record:contains(Ask the family) .o_boolean_toggle input",
            run: "click",
        },
        {
            content: "Tap 3: so is the second",
            trigger:
                ".o_field_widget[name=task_ids] .o_kanban_record:contains(birthday noodles) .o_boolean_toggle input",
            run: "click",
        },
        {
            content: "Both are ticked",
            trigger: ".o_field_widget[name=task_ids]:has(.o_boolean_toggle input:checked)",
        },
        {
            content: "Tap 4: the family is very satisfied",
            trigger: ".o_field_widget[name=satisfaction] :contains(Very satisfied):last",
            run: "click",
        },
        {
            content: "Tap 5: all done",
            trigger: ".o_statusbar_buttons button[name=action_done]",
            run: "click",
        },
        {
            content: "One step is still open, says the sentence",
            trigger: ".modal-body:contains(is still open)",
        },
        {
            content: "Close the sentence",
            trigger: ".modal-footer button:contains(Close)",
            run: "click",
        },
        {
            content: "Tick the last one",
            trigger:
                ".o_field_widget[name=task_ids] .o_kanban_record:contains(Visit and congratulate) .o_boolean_toggle input",
            run: "click",
        },
        {
            content: "All done",
            trigger: ".o_statusbar_buttons button[name=action_done]",
            run: "click",
        },
        {
            content: "The event is closed",
            trigger: ".o_statusbar_buttons:has(button[name=action_reopen])",
        },
    ],
});

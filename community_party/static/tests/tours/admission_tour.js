import { registry } from "@web/core/registry";

// The desk: from the pipeline to the step that is due, against its rule, then by it.
registry.category("web_tour.tours").add("community_party_admission", {
    steps: () => [
        {
            content: "The card says what is next and by when",
            trigger: ".o_kanban_record:contains(周申请):contains(2 Talk with the applicant)",
            run: "click",
        },
        {
            content: "The step that is due",
            trigger:
                ".o_field_widget[name=step_record_ids] tr:contains(2 Talk) button[name=action_open]",
            run: "click",
        },
        {
            content: "The day, too late",
            trigger: ".o_field_widget[name=date] input",
            run: "edit 02/20/2024 && press Tab",
        },
        { content: "Record", trigger: "button[name=action_record]", run: "click" },
        {
            content: "The rule in a sentence",
            trigger:
                ".o_error_dialog:contains(was due within 1 months), .modal:contains(was due within 1 months)",
        },
        { content: "Understood", trigger: ".modal footer button", run: "click" },
        { content: "The dialog is gone", trigger: "body:not(:has(.modal))" },
        {
            content: "The right day",
            trigger: ".o_field_widget[name=date] input, .o_field_widget[name=date] button",
            run: "click",
        },
        {
            content: "typed",
            trigger: ".o_field_widget[name=date] input",
            run: "edit 02/05/2024 && press Tab",
        },
        { content: "Record", trigger: "button[name=action_record]", run: "click" },
        {
            content: "Recorded",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Recorded)",
        },
    ],
});

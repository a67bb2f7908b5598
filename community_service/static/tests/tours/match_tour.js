import { registry } from "@web/core/registry";

// A list of two people, of whom one is certain and one is chosen among two; then a mark for both.
registry.category("web_tour.tours").add("community_match", {
    steps: () => [
        {
            content: "drop in the list as it came",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run() {
                const text = "姓名,联系电话,出生日期\n冉一,13912340001,\n冉二,,1955-05-05\n";
                const file = new File([text], "核查.csv", { type: "text/csv" });
                const transfer = new DataTransfer();
                transfer.items.add(file);
                const input = document.querySelector(".o_field_widget[name=file] input[type=file]");
                input.files = transfer.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "find its people",
            trigger: "button[name=action_match]",
            run: "click",
        },
        {
            content: "one row is still to be chosen",
            trigger: ".alert button[name=action_view_possible]",
            run: "click",
        },
        {
            content: "open it, as a line or as a card",
            trigger: ".o_data_cell:contains(冉二), .o_kanban_record:contains(冉二)",
            run: "click",
        },
        {
            content: "both candidates stand side by side: one tap",
            trigger:
                ".o_field_widget[name=candidate_ids] .o_kanban_record:first button[name=action_choose]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=resident_id]:contains(冉二)" },
        {
            content: "back to the list",
            trigger: ".o_field_widget[name=match_id] a",
            run: "click",
        },
        {
            content: "the result is right",
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        {
            content: "a mark for everybody found",
            trigger: "button[name=action_do]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=kind] .o_radio_item:last input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=mark] input",
            run: "edit 医保核查",
        },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        {
            content: "what was done stands there, and can be taken back",
            trigger:
                ".o_data_row:contains(医保核查) button[name=action_undo], .o_kanban_record:contains(医保核查) button[name=action_undo]",
        },
    ],
});

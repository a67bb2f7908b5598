import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_register_import", {
    steps: () => [
        {
            content: "the blank register can be had from here",
            trigger: "a[href='/community/import/template']",
        },
        {
            content: "drop a register of three persons",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run() {
                const text =
                    "姓名,与户主关系,楼号,房号,身份证号\n丁一,户主,1号楼,101,\n丁二,配偶,1号楼,101,\n,子女,1号楼,101,999999201001010011\n";
                const file = new File([text], "东风里.csv", { type: "text/csv" });
                const transfer = new DataTransfer();
                transfer.items.add(file);
                const input = document.querySelector(".o_field_widget[name=file] input[type=file]");
                input.files = transfer.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "see what will happen",
            trigger: "button[name=action_start_check]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=create_count]:contains(2)" },
        {
            content: "the refused row stands there, as a line or as a card",
            trigger:
                ".o_field_widget[name=error_row_ids] :is(.o_data_row, .o_kanban_record:not(.o_kanban_ghost))",
        },
        {
            content: "a text file does not say which estate it is about",
            trigger: ".alert .o_field_widget[name=estate_name] input",
            run: "edit 东风里",
        },
        {
            content: "say it",
            trigger: "button[name=action_take_estate]",
            run: "click",
        },
        {
            content: "write it to the register",
            trigger: "button[name=action_start_apply]",
            run: "click",
        },
        { trigger: ".o_field_widget[name=done_count]:contains(2)" },
    ],
});

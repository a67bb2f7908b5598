import { registry } from "@web/core/registry";

const FOUND = ".o_command_palette .o_community_found_item";

registry.category("web_tour.tours").add("community_find_desk", {
    steps: () => [
        { trigger: ".o_community_find" },
        { trigger: ".o_list_view", run: "press ctrl+k" },
        { trigger: ".o_command_palette input", run: "edit oycm" },
        {
            content: "initials find the person, with the home",
            trigger: `${FOUND}:contains(欧阳春梅):contains(1号楼2单元502)`,
            run: "click",
        },
        {
            content: "the home is open",
            trigger: "body:not(:has(.o_command_palette)) .o_form_view:contains(欧阳春梅)",
        },
        { trigger: "body:not(:has(.o_command_palette)) .o_community_find", run: "click" },
        { trigger: ".o_command_palette input", run: "edit 欧阳" },
        { trigger: `${FOUND} .o_community_open_file`, run: "click" },
        {
            content: "the file of the person",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(欧阳春梅)",
        },
    ],
});

registry.category("web_tour.tours").add("community_find_phone", {
    steps: () => [
        { content: "a phone opens My Day", trigger: ".o_community_column" },
        { content: "tap one", trigger: ".o_community_find", run: "click" },
        { trigger: ".o_command_palette input", run: "edit 1-2-502" },
        { content: "tap two", trigger: `${FOUND}:contains(1号楼2单元502)`, run: "click" },
        { trigger: "body:not(:has(.o_command_palette)) .o_form_view:contains(欧阳春梅)" },
    ],
});

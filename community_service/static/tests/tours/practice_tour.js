import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_practice", {
    steps: () => [
        { trigger: ".o_community_help_card ol li" },
        { trigger: ".o_community_practise", run: "click", expectUnloadPage: true },
        { content: "the own screen of the practice community", trigger: ".o_community_column" },
    ],
});

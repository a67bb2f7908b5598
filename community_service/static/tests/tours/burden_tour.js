import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const tick = (name) => `.o_field_widget[name=${name}] input`;

tours.add("community_burden_switch", {
    steps: () => [
        {
            content: "Nobody is measured until a manager says so",
            trigger: `${tick("community_burden")}:not(:checked)`,
            run: "click",
        },
        {
            content: "Which pause does not count is asked now",
            trigger: "[name=community_burden_idle]",
        },
        { trigger: ".o_form_button_save", run: "click", expectUnloadPage: true },
        { trigger: `${tick("community_burden")}:checked` },
    ],
});

tours.add("community_burden_agree", {
    steps: () => [
        { trigger: ".o_user_menu button", run: "click" },
        { trigger: "[data-menu=preferences]", run: "click" },
        {
            content: "What is kept stands beside the question",
            trigger: ".modal .text-muted:contains(Neither your name)",
        },
        {
            content: "Nobody is measured who has not agreed",
            trigger: `.modal ${tick("community_burden_own")}:not(:checked)`,
            run: "click",
        },
        {
            trigger: ".modal button[name=preference_save]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_web_client:not(:has(.modal))" },
    ],
});

tours.add("community_burden_visit", {
    steps: () => [
        { trigger: ".o_community_card:contains(张*明) .o_community_open", run: "click" },
        { trigger: ".o_community_situation", run: "edit All is well." },
        { trigger: ".o_community_save:enabled", run: "click" },
        { trigger: ".o_community_my_day .o_community_saved .o_community_next_date:contains(20)" },
    ],
});

tours.add("community_burden_table", {
    steps: () => [
        {
            content: "Five visits of a role are one line, of all grid workers",
            trigger: ".o_data_row:contains(Grid worker) [name=count]:contains(5)",
        },
        { trigger: ".o_data_row:contains(Grid worker) [name=minutes]:contains(2.)" },
        {
            content: "and nobody stands in it",
            trigger: ".o_list_view:not(:contains(worker3)):not(:has(.o_list_button_add))",
        },
    ],
});

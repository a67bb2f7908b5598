import { registry } from "@web/core/registry";

const FIGURE = ".o_community_board_figure:contains(Needs open)";
const CARD = ".o_community_board_card:contains(Needs open)";

registry.category("web_tour.tours").add("community_board", {
    steps: () => [
        {
            content: "the figure with last year's beside it",
            trigger: `${CARD}:contains(1):contains(Last year)`,
        },
        {
            content: "what is due stands by the person in charge",
            trigger: ".o_group_header:contains(Grid worker of the board)",
            run: "click",
        },
        {
            // By the clock of the browser, which may be a day behind that of the community.
            content: "it says since how many days",
            trigger: ".o_data_row:contains(The lamp is dark) td:contains(/^[45] days overdue$/)",
            run: "click",
        },
        {
            content: "the need itself is open",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(The lamp is dark)",
        },
        { trigger: ".o_back_button", run: "click" },
        { content: "a figure opens its records", trigger: CARD, run: "click" },
        { trigger: ".o_breadcrumb:contains(Needs open)" },
        { trigger: ".o_data_row:contains(The lamp is dark)" },
        { trigger: ".o_back_button", run: "click" },
        {
            content: "a figure has its trend, and its months are a list",
            trigger: `${FIGURE} .o_community_board_trend:has(.o_community_trend_bar)`,
            run: "click",
        },
        { trigger: ".o_breadcrumb:contains(Needs open by month)" },
        { trigger: ".o_data_row:first td[name=value_text]:contains(1)", run: "click" },
        { content: "a month opens its records", trigger: ".o_data_row:contains(The lamp is dark)" },
        { trigger: ".breadcrumb-item:contains(Board) a", run: "click" },
        {
            content: "what is overdue by kind",
            trigger: ".o_community_board_late button:contains(Need):contains(1)",
            run: "click",
        },
        { trigger: ".o_breadcrumb:contains(Need: overdue)" },
        { trigger: "td[name=matter]:contains(The lamp is dark)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(The lamp is dark)" },
    ],
});

registry.category("web_tour.tours").add("community_board_phone", {
    steps: () => [
        { trigger: CARD },
        { trigger: `${FIGURE} .o_community_board_trend` },
        {
            content: "what is overdue by kind",
            trigger: ".o_community_board_late button:contains(Need)",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(The lamp is dark) .o_field_widget[name=date_due]",
        },
        { trigger: ".o_back_button", run: "click" },
        {
            content: "cards of what is due, the oldest first",
            trigger: ".o_kanban_record:first:contains(The lamp is dark)",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(The lamp is dark)" },
    ],
});

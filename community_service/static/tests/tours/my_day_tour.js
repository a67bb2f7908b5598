import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_my_day", {
    steps: () => [
        {
            content: "The household stands in My Day with its need level as a word",
            trigger: ".o_community_card:contains(张*明) .o_community_level:contains(Green)",
        },
        {
            content: "Tap 1: open the household",
            trigger: ".o_community_card:contains(张*明) .o_community_open",
            run: "click",
        },
        {
            content: "The phone can be tapped",
            trigger: ".o_community_call[href='tel:13800000001']",
        },
        {
            content: "Whoever lives alone is met without a tap",
            trigger: ".o_community_person[aria-pressed=true]:contains(张小明)",
        },
        {
            content: "The one text",
            trigger: ".o_community_situation",
            run: "edit All is well, the heating works again.",
        },
        {
            content: "Tap 2: answered on the spot",
            trigger: ".o_community_answered",
            run: "click",
        },
        {
            content: "Tap 3: save",
            trigger: ".o_community_save:enabled",
            run: "click",
        },
        {
            content: "Back in My Day with the next date",
            trigger: ".o_community_my_day .o_community_saved .o_community_next_date:contains(20)",
        },
        {
            content: "The card has gone",
            trigger: ".o_community_my_day:not(:has(.o_community_card:contains(张*明)))",
        },
        {
            content: "Nobody home is one tap",
            trigger: ".o_community_card:contains(李*) .o_community_absent",
            run: "click",
        },
        {
            content: "It can be taken back",
            trigger: ".o_community_saved:contains(102) .o_community_undo",
            run: "click",
        },
        {
            content: "and the card is there again",
            trigger: ".o_community_card:contains(李*) .o_community_later",
            run: "click",
        },
        {
            content: "Later puts it off; the empty day says what to do",
            trigger: ".o_community_empty .o_community_plan",
        },
        {
            content: "A figure opens its list",
            trigger: "[data-figure=overdue]",
            run: "click",
        },
        {
            content: "with exactly its records",
            trigger: ".o_kanban_view .o_kanban_record:contains(103)",
        },
    ],
});

import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_saved_bar", {
    steps: () => [
        {
            content: "The household opens its door",
            trigger: "button[name=action_at_the_door]",
            run: "click",
        },
        {
            content: "Nobody home is one tap",
            trigger: ".o_community_at_the_door .o_community_absent",
            run: "click",
        },
        {
            content: "Back on the household, with the same words as in My Day",
            trigger: ".o_form_view .o_community_saved .o_community_next_date:not(:empty)",
        },
        {
            content: "and the same undo",
            trigger: ".o_form_view .o_community_saved .o_community_undo",
            run: "click",
        },
        {
            content: "It has gone",
            trigger: ".o_form_view:not(:has(.o_community_saved)) button[name=action_at_the_door]",
            run: "click",
        },
        {
            content: "Another outcome: tap 1",
            trigger: ".o_community_more_outcomes",
            run: "click",
        },
        {
            content: "Another outcome: tap 2",
            trigger: "[data-outcome=moved_away]",
            run: "click",
        },
        {
            content: "The bar leads to the operation of the register",
            trigger: ".o_form_view .o_community_saved .o_community_enter",
            run: "click",
        },
        {
            content: "with this household in it",
            trigger: ".modal .o_form_view:contains(张小明)",
        },
    ],
});

import { registry } from "@web/core/registry";

// On a phone: a grade for each member by tapping, and into the box.
registry.category("web_tour.tours").add("community_party_ballot", {
    steps: () => [
        {
            content: "The ballot of the branch",
            trigger: ".o_ballot_open",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Excellent for the first",
            trigger: ".o_party_ballot fieldset:eq(0) label:contains(Excellent)",
            run: "click",
        },
        {
            content: "Qualified for the second",
            trigger: ".o_party_ballot fieldset:eq(1) label:contains(Qualified)",
            run: "click",
        },
        {
            content: "Into the box",
            trigger: ".o_ballot_cast",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "Done", trigger: ".o_ballot_done:contains(Nobody can see)" },
        { content: "No second ballot", trigger: "body:not(:has(.o_ballot_open))" },
    ],
});

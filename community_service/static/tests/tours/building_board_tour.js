import { registry } from "@web/core/registry";

const door = (room) => `.o_community_door:has(b:contains(/^${room}$/))`;

registry.category("web_tour.tours").add("community_building_board", {
    steps: () => [
        {
            content: "Choose the building",
            trigger: ".o_community_places [data-place]:contains(1号楼)",
            run: "click",
        },
        {
            content: "The level stands on the door as a word",
            trigger: `[data-floor='5'] ${door("502")}.o_community_green .o_community_level:not(:empty)`,
        },
        {
            content: "Who is overdue is marked",
            trigger: `[data-floor='4'] ${door("401")} .text-danger`,
        },
        {
            content: "Tap 1: nobody home in this staircase",
            trigger: ".o_community_part:contains(1单元) .o_community_staircase",
            run: "click",
        },
        {
            content: "All doors are chosen",
            trigger: ".o_community_part:not(:has(.o_community_door:not(.o_community_chosen)))",
        },
        {
            content: "One door did open",
            trigger: door("502"),
            run: "click",
        },
        {
            content: "Tap 2: save",
            trigger: `.o_community_part:has(${door("502")}:not(.o_community_chosen)) .o_community_save_doors:contains(2)`,
            run: "click",
        },
        {
            content: "It is told and can be taken back",
            trigger: ".o_community_saved:contains(2) .o_community_undo",
            run: "click",
        },
        {
            content: "Taken back: the staircase is as it was",
            trigger: ".o_community_saved:not(:has(.o_community_undo)) .btn-close",
            run: "click",
        },
        {
            content: "Record the one door that stayed shut",
            trigger: "body:not(:has(.o_community_saved)) .o_community_staircase",
            run: "click",
        },
        {
            trigger: `${door("401")}.o_community_chosen`,
            run: "click",
        },
        {
            trigger: `${door("503")}.o_community_chosen`,
            run: "click",
        },
        {
            trigger: ".o_community_save_doors:contains(1):enabled",
            run: "click",
        },
        {
            content: "The other doors open the household",
            trigger: `body:has(.o_community_saved) ${door("401")}`,
            run: "click",
        },
        {
            trigger: ".o_community_at_the_door:contains(401), .o_form_view:contains(401)",
        },
    ],
});

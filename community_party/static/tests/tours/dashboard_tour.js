import { registry } from "@web/core/registry";
import { loadedCells } from "@community_service/../tests/tours/dashboard_cells";

registry.category("web_tour.tours").add("community_party_dashboard", {
    steps: () => [
        {
            // The last of them stand below the edge of a small window, so they are only counted.
            content: "six cards and four charts",
            trigger: ".o-figure:eq(9):not(:visible), .o-figure:eq(9)",
        },
        {
            content: "no cell shows an error; the one member is counted",
            trigger: ".o-spreadsheet",
            async run() {
                const values = await loadedCells();
                // Cells come column by column: six titles, then six figures.
                if (values[values.indexOf("Full members") + 6] !== 1) {
                    throw new Error(`not one full member: ${values.join(" | ")}`);
                }
            },
        },
        {
            content: "the card opens whom it counts",
            trigger: ".o-figure canvas.o-scorecard[title='Full members']",
            run: "click",
        },
        {
            content: "one member, and nobody else",
            trigger: ".o_list_view .o_data_row",
            run() {
                const { length } = document.querySelectorAll(".o_list_view .o_data_row");
                if (length !== 1) {
                    throw new Error(`the card says 1, its list has ${length}`);
                }
            },
        },
    ],
});

registry.category("web_tour.tours").add("community_party_work_dashboard", {
    steps: () => [
        {
            // The last of them stand below the edge of a small window, so they are only counted.
            content: "six cards and four charts",
            trigger: ".o-figure:eq(9):not(:visible), .o-figure:eq(9)",
        },
        {
            content: "no cell shows an error; nothing is pledged yet, and the card says so",
            trigger: ".o-spreadsheet",
            async run() {
                const values = await loadedCells();
                // Cells come column by column: six titles, then six figures.
                if (values[values.indexOf("Pledges in hand") + 6] !== 0) {
                    throw new Error(`not a card of nought: ${values.join(" | ")}`);
                }
            },
        },
    ],
});

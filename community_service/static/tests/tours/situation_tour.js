import { registry } from "@web/core/registry";
import { loadedCells } from "./dashboard_cells";

registry.category("web_tour.tours").add("community_situation", {
    steps: () => [
        {
            // The last of them stand below the edge of a small window, so they are only counted.
            content: "six cards and four charts",
            trigger: ".o-figure:eq(9):not(:visible), .o-figure:eq(9)",
        },
        {
            content: "no cell shows an error; the households and their visits are there",
            trigger: ".o-spreadsheet",
            async run() {
                const values = await loadedCells();
                for (const text of ["Figures of", "Households visited", "Elderly living alone"]) {
                    if (!values.includes(text)) {
                        throw new Error(`“${text}” is not on the dashboard`);
                    }
                }
                if (!values.some((value) => typeof value === "number" && value > 0)) {
                    throw new Error("the dashboard shows no figure");
                }
            },
        },
        {
            content: "a card opens the records behind its figure",
            trigger: ".o-figure canvas.o-scorecard[title='Households']",
            run: "click",
        },
        {
            content: "the list of that figure",
            trigger: ".o_list_view .o_data_row",
        },
    ],
});

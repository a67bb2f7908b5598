import { registry } from "@web/core/registry";

/** Evaluated cells of the dashboard; they are drawn on a canvas, so the page has no text of them. */
function cells() {
    const { model } =
        odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader.getActiveDashboard();
    return model.getters
        .getSheetIds()
        .flatMap((id) =>
            Object.values(model.getters.getEvaluatedCells(id)).map((cell) =>
                cell.message ? `${cell.value} ${cell.message}` : cell.value
            )
        );
}

async function loaded() {
    for (let turn = 0; turn < 100; turn++) {
        if (!cells().some((value) => String(value).startsWith("Loading"))) {
            return cells();
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the dashboard does not finish loading");
}

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
                const values = await loaded();
                const wrong = values.filter((value) => /^#[A-Z/!?]+/.test(String(value)));
                if (wrong.length) {
                    throw new Error(`cells with errors: ${wrong.join(", ")}`);
                }
                // Cells come column by column: six titles, then six figures.
                if (values[values.indexOf("Full members") + 6] !== 1) {
                    throw new Error(`not one full member: ${values.join(" | ")}`);
                }
            },
        },
    ],
});

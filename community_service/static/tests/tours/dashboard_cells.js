/** Evaluated cells of the dashboard; they are drawn on a canvas, so the page has no text of them. */
function cells() {
    const { model } =
        odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader.getActiveDashboard();
    return model.getters
        .getSheetIds()
        .flatMap((id) => Object.values(model.getters.getEvaluatedCells(id)));
}

/**
 * Wait until the dashboard on the screen has its figures.
 *
 * @returns {Promise<Array>} values of its cells, sheet by sheet and column by column
 * @throws {Error} when it does not finish, or when cells show errors, which are named
 */
export async function loadedCells() {
    for (let turn = 0; turn < 100; turn++) {
        const found = cells();
        if (!found.some((cell) => String(cell.value).startsWith("Loading"))) {
            const wrong = found.filter((cell) => /^#[A-Z/!?]+/.test(String(cell.value)));
            if (wrong.length) {
                const words = wrong.map((cell) => `${cell.value} ${cell.message || ""}`);
                throw new Error(`cells with errors: ${words.join(", ")}`);
            }
            return found.map((cell) => cell.value);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the dashboard does not finish loading");
}

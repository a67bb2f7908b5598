/**
 * A card of a dashboard opens the records that its number counts.
 *
 * Odoo opens records from a cell with one figure of a pivot; the number of a card may be the sum of
 * several, and stands in a cell that nobody sees.
 */

import { components, helpers } from "@odoo/o-spreadsheet";
import { Domain } from "@web/core/domain";
import { patch } from "@web/core/utils/patch";

// A figure of a pivot in a formula: number of the pivot, and the path to the figure.
const FIGURE = /PIVOT\.VALUE\((\d+),"[^"]*"((?:,"[^"]*")*)\)/g;
// Its lines are figures themselves, and know their records.
const LINE = "community.report.line";

/**
 * @param {Object} getters of the spreadsheet
 * @param {string} chartId of the card
 * @returns {Array<{pivotId: string, path: string[]}>} the figures that its number is made of
 */
function figuresOf(getters, chartId) {
    const [sheet, xc] = (getters.getChartDefinition(chartId).keyValue || "").split("!");
    const sheetId = xc && getters.getSheetIdByName(sheet);
    const cell = sheetId && getters.getCell({ sheetId, ...helpers.toCartesian(xc) });
    if (!cell?.isFormula) {
        return [];
    }
    return [...cell.content.matchAll(FIGURE)].map(([, formulaId, path]) => ({
        pivotId: getters.getPivotId(formulaId),
        path: [...path.matchAll(/"([^"]*)"/g)].map(([, word]) => word),
    }));
}

patch(components.ScorecardChart.prototype, {
    get hasOdooMenu() {
        return super.hasOdooMenu || this.figures.length > 0;
    },

    get figures() {
        return figuresOf(this.env.model.getters, this.props.chartId);
    },

    async navigateToOdooMenu(newWindow) {
        const { getters } = this.env.model;
        if (super.hasOdooMenu || !this.figures.length) {
            return super.navigateToOdooMenu(newWindow);
        }
        const domains = [];
        for (const { pivotId, path } of this.figures) {
            const pivot = getters.getPivot(pivotId);
            await pivot.load();
            const place = pivot.parseArgsToPivotDomain(path.map((value) => ({ value })));
            domains.push(pivot.getPivotCellDomain(place));
        }
        const { model, context } = getters.getPivotCoreDefinition(this.figures[0].pivotId);
        const domain = Domain.or(domains).toList(context || {});
        await this.actionService.doAction(
            model === LINE
                ? await this.openFigure(domain)
                : {
                      type: "ir.actions.act_window",
                      name: this.title,
                      res_model: model,
                      views: [
                          [false, "list"],
                          [false, "form"],
                      ],
                      domain,
                      context,
                  },
            { newWindow }
        );
    },

    async openFigure(domain) {
        const { orm } = this.env.services;
        const [line] = await orm.search(LINE, domain, { limit: 1 });
        return orm.call(LINE, "action_open", [[line]]);
    },
});

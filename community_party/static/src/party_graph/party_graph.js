import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

// Red and gold of the Party, light and dark in turn so that neighbours are told apart in grey; the
// dashboards of the Party have the same.
export const COLORS = [
    "#C8102E",
    "#F2B705",
    "#7A0C1E",
    "#FBE08A",
    "#8A6508",
    "#F28B82",
    "#5A4300",
    "#D9A441",
];

export function partyColor(index) {
    return COLORS[index % COLORS.length];
}

/** Charts of the Party in its colours. */
export class PartyGraphRenderer extends GraphRenderer {
    getBarChartData() {
        const data = super.getBarChartData();
        this.model.data.datasets.forEach((dataset, index) => {
            dataset.backgroundColor = partyColor(index);
        });
        return data;
    }

    getLineChartData() {
        const data = super.getLineChartData();
        data.datasets.forEach((dataset, index) => {
            const color = partyColor(index);
            Object.assign(dataset, {
                backgroundColor: `${color}80`,
                borderColor: color,
                hoverBackgroundColor: color,
                pointBackgroundColor: color,
            });
        });
        return data;
    }

    getPieChartData() {
        const data = super.getPieChartData();
        // What stands for "no data" has no records and keeps its grey.
        for (const dataset of data.datasets.filter(({ domains }) => domains)) {
            dataset.backgroundColor = data.labels.map((_label, index) => partyColor(index));
            dataset.hoverBackgroundColor = dataset.backgroundColor;
        }
        return data;
    }

    getLegendOptions() {
        const options = super.getLegendOptions();
        const { generateLabels } = options.labels || {};
        if (this.model.metaData.mode === "pie" && generateLabels) {
            options.labels.generateLabels = (chart) =>
                generateLabels(chart).map((label) => ({
                    ...label,
                    fillStyle: chart.data.datasets[0].backgroundColor[label.index],
                }));
        }
        return options;
    }
}

registry.category("views").add("community_party_graph", {
    ...graphView,
    Renderer: PartyGraphRenderer,
});

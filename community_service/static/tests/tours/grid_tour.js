import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_grid_assign", {
    steps: () => [
        {
            content: "every building shows its households and its grid",
            trigger: ".o_data_row:contains(1号楼):contains(Grid 1)",
        },
        {
            content: "take all buildings of the estate",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "give them to a grid at once",
            trigger: ".o_control_panel button:contains(Assign to a Grid)",
            run: "click",
        },
        {
            content: "the dialog counts the households concerned",
            trigger: ".modal [name=household_count]:contains(2)",
        },
        {
            trigger: ".modal [name=grid_id] input",
            run: "edit Grid 2",
        },
        {
            trigger: ".ui-autocomplete a:contains(Grid 2)",
            run: "click",
        },
        {
            content: "one household stands in another grid today",
            trigger: ".modal [name=other_count]:contains(1)",
        },
        {
            trigger: ".modal button[name=action_assign]",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(1号楼):contains(Grid 2)",
        },
    ],
});

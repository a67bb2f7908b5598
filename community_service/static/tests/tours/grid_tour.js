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

registry.category("web_tour.tours").add("community_grid_assign_phone", {
    steps: () => [
        {
            content: "open a building",
            trigger: ".o_kanban_record:contains(1号楼)",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_cp_action_menus .fa-cog, .o_form_view .o_control_panel .fa-cog",
            run: "click",
        },
        {
            content: "the gear menu gives it to a grid",
            trigger: ".o-dropdown-item:contains(Assign to a Grid)",
            run: "click",
        },
        {
            trigger: ".modal [name=household_count]:contains(1)",
        },
        {
            trigger: ".modal [name=grid_id] input",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(Grid 2), .ui-autocomplete a:contains(Grid 2)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_assign]",
            run: "click",
        },
        {
            content: "the building stands in its new grid",
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});

import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("community_visit_plan", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            trigger: ".o_app[data-menu-xmlid='community_service.community_menu_root']",
            run: "click",
        },
        {
            content: "My Day opens by default",
            trigger: ".o_community_my_day .o_community_plan",
        },
        {
            trigger: "[data-menu-xmlid='community_service.community_visit_plan_menu']",
            run: "click",
        },
        {
            content: "The preview counts before anything is written",
            trigger: ".modal [name=visit_count]:contains(2)",
        },
        {
            trigger: ".modal button[name=action_plan]",
            run: "click",
        },
        {
            content: "The plan stands by worker",
            trigger: ".o_list_view .o_group_header:contains(worker)",
        },
    ],
});

registry.category("web_tour.tours").add("community_visit_plan_phone", {
    steps: () => [
        {
            content: "an empty day proposes to plan the next week",
            trigger: ".o_community_my_day .o_community_plan",
            run: "click",
        },
        {
            trigger: ".modal [name=visit_count]:contains(2)",
        },
        {
            trigger: ".modal button[name=action_plan]",
            run: "click",
        },
        {
            content: "the plan stands by worker",
            trigger:
                ".o_kanban_group:contains(worker), .o_kanban_record:contains(张小明), .o_list_view",
        },
    ],
});

registry.category("web_tour.tours").add("community_visit_desk", {
    steps: () => [
        {
            content: "a planned visit is opened from the list",
            trigger:
                ".o_data_row:contains(张小明) td[name=household_id], .o_data_row:contains(张小明) .o_data_cell",
            run: "click",
        },
        {
            trigger: "button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=situation] textarea",
            run: "edit 一切都好",
        },
        ...stepUtils.saveForm(),
    ],
});

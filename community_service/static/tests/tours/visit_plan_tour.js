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
            trigger: "[data-menu-xmlid='community_service.community_menu_visits']",
            run: "click",
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

import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("community_access_log", {
    steps: () => [
        { content: "The log", trigger: ".o_view_controller:contains(Opened)" },
        { content: "Verify", trigger: "button[name=action_verify]", run: "click" },
        { content: "The verdict", trigger: ".o_notification:contains(every seal is whole)" },
    ],
});

import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("community_volunteer_portal", {
    steps: () => [
        {
            content: "A task that fits, without saying for whom it is",
            trigger: ".o_volunteer_call:contains(陪同就医):not(:contains(张小明)) button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is among the own tasks; the briefing waits for the organiser",
            trigger: ".o_volunteer_task:contains(陪同就医):not(:has(.o_volunteer_briefing))",
        },
        {
            trigger: "summary:contains(Report other hours)",
            run: "click",
        },
        {
            trigger: "input[name=name]:visible",
            run: "edit 打扫楼道",
        },
        {
            trigger: "form:has(input[name=name]) input[name=date]",
            run() {
                const yesterday = new Date(Date.now() - 86400000);
                this.anchor.value = yesterday.toISOString().slice(0, 10);
            },
        },
        {
            trigger: "form:has(input[name=name]) input[name=hours]",
            run() {
                // Typed key by key, "1." is no number yet.
                this.anchor.value = "1.5";
            },
        },
        {
            trigger: "form:has(input[name=name]) button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Reported, and waiting for the organiser",
            trigger: ".o_volunteer_service:contains(打扫楼道):contains(To confirm)",
        },
    ],
});

tours.add("community_volunteer_confirm", {
    steps: () => [
        {
            content: "One click on the line confirms",
            trigger: ".o_data_row:contains(打扫楼道) button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(打扫楼道)))",
        },
    ],
});

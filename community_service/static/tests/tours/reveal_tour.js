import { registry } from "@web/core/registry";

// The button stands in the box on a desk and behind the "more" button on a phone.
const openMore = {
    content: "On a phone: more buttons",
    trigger: ".o-form-buttonbox:has(.o_button_more), .o_community_reveal",
    run: () => document.querySelector(".o-form-buttonbox .o_button_more")?.click(),
};

registry.category("web_tour.tours").add("community_reveal", {
    steps: () => [
        { trigger: ".o_form_view .o_field_widget[name=name]" },
        openMore,
        { content: "Ask", trigger: ".o_community_reveal", run: "click" },
        {
            content: "No reason, no value",
            trigger: ".o_reveal_confirm:disabled",
        },
        { content: "A reason", trigger: ".modal input", run: "edit Checks the register" },
        { content: "Show", trigger: ".o_reveal_confirm:enabled", run: "click" },
        { content: "Shown", trigger: ".o_reveal_values:contains(13800001234)" },
        { content: "Close", trigger: ".o_reveal_close", run: "click" },
        { content: "Gone", trigger: "body:not(:has(.o_reveal_values))" },
    ],
});

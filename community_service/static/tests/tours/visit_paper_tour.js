import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";

const GEAR = ".o_control_panel .o_cp_action_menus .fa-cog";
const state = (label) => `.o_statusbar_status .o_arrow_button_current:contains(${label})`;
const item = (words) => `.o-dropdown--menu .o_menu_item:contains(${words})`;

/** Fetch the paper that a click asks for, a page while tests run, and tell what it says. */
function catchPaper() {
    patch(download, {
        async _download({ url, data }) {
            const body = new FormData();
            for (const [key, value] of Object.entries(data)) {
                body.append(key, value);
            }
            body.append("csrf_token", odoo.csrf_token);
            const answer = await fetch(url, { method: "POST", body });
            const text = await answer.text();
            const says = ["走访记录", "家里都好"].every((words) => text.includes(words));
            document.body.dataset.paper = `${answer.status} ${says}`;
        },
    });
}

/** Open the menu of the gear, in which one paper stands alone, without a menu of its own. */
const menu = (content) => ({ content, trigger: GEAR, run: "click" });

registry.category("web_tour.tours").add("community_visit_paper", {
    steps: () => [
        { content: "A visit that is still to be made", trigger: state("待走访") },
        { trigger: ".o_form_sheet", run: catchPaper },
        menu("What is printed of it"),
        { content: "It stands on a walk list", trigger: item("走访清单") },
        {
            content: "Nothing was said yet that could be recorded",
            trigger: `body:not(:has(${item("走访记录")}))`,
        },
        { trigger: ".o_form_sheet", run: "click" },
        { trigger: "button[name=action_done]", run: "click" },
        { content: "It was made", trigger: state("已走访") },
        {
            content: "What was said",
            trigger: ".o_field_widget[name=situation] textarea",
            run: "edit 家里都好，楼道灯已修。",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "It is kept", trigger: ".o_form_saved" },
        menu("Now there is a record"),
        { content: "It is offered", trigger: item("走访记录") },
        {
            content: "And no walk list any more",
            trigger: `body:not(:has(${item("走访清单")}))`,
        },
        { trigger: item("走访记录"), run: "click" },
        { content: "The paper has come", trigger: "body[data-paper='200 true']" },
    ],
});

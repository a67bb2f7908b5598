import { patch } from "@web/core/utils/patch";
import { download } from "@web/core/network/download";

const GEAR = ".o_control_panel .o_cp_action_menus .fa-cog";
const item = (words) => `.o-dropdown--menu .o-dropdown-item:contains(${words})`;

/** Fetch the paper that a click asks for, a page while tests run, and note whether it says it. */
export function catchPaper(said) {
    patch(download, {
        async _download({ url, data }) {
            const body = new FormData();
            for (const [key, value] of Object.entries(data)) {
                body.append(key, value);
            }
            body.append("csrf_token", odoo.csrf_token);
            const answer = await fetch(url, { method: "POST", body });
            const text = await answer.text();
            const says = said.every((words) => text.includes(words));
            document.body.dataset.paper = `${answer.status} ${says}`;
        },
    });
}

/**
 * Print a paper of the record on the screen, in Chinese.
 *
 * @param {string} paper its name
 * @param {string[]} said what stands on it
 * @param {string} [untrue] a paper that is not offered, because it is not true yet
 * @param {boolean} alone whether it is the only one, which stands without a menu of its own
 */
export function printing(paper, said, untrue, alone = true) {
    const menu = [{ content: "What is printed of it", trigger: GEAR, run: "click" }];
    if (!alone) {
        menu.push({ content: "Several papers", trigger: item("打印"), run: "hover" });
    }
    return [
        { content: "The record", trigger: ".o_form_sheet", run: () => catchPaper(said) },
        ...menu,
        { content: `“${paper}” is true and offered`, trigger: item(paper) },
        ...(untrue
            ? [{ content: `“${untrue}” is not`, trigger: `body:not(:has(${item(untrue)}))` }]
            : []),
        { content: `Print “${paper}”`, trigger: item(paper), run: "click" },
        { content: "The paper has come", trigger: "body[data-paper='200 true']" },
    ];
}

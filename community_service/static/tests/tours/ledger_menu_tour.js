import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import { download } from "@web/core/network/download";

/** Fetch the file that a click asks for, and keep its size instead of saving it. */
function catchDownload() {
    window.communityDownloads = [];
    const unpatch = patch(download, {
        async _download({ url, data }) {
            const body = new FormData();
            for (const [key, value] of Object.entries(data)) {
                body.append(key, value);
            }
            body.append("csrf_token", odoo.csrf_token);
            const answer = await fetch(url, { method: "POST", body });
            const content = await answer.arrayBuffer();
            window.communityDownloads.push({
                url,
                status: answer.status,
                size: content.byteLength,
            });
            document.body.dataset.communityDownload = `${answer.status} ${url}`;
            if (!answer.ok) {
                unpatch();
                throw new Error(`${url}: ${answer.status}`);
            }
        },
    });
}

registry.category("web_tour.tours").add("community_ledger_desk", {
    steps: () => [
        {
            content: "tick one household",
            trigger: ".o_data_row:contains(张小明) .o_list_record_selector input",
            run() {
                catchDownload();
                this.anchor.click();
            },
        },
        {
            trigger: ".o_control_panel .o_cp_action_menus button:contains(Print)",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains(Households)",
            run: "click",
        },
        {
            content: "the file has come",
            trigger: "body[data-community-download='200 /community/ledger/households']",
        },
    ],
});

registry.category("web_tour.tours").add("community_ledger_phone", {
    steps: () => [
        {
            content: "no selection is needed on a phone: the gear menu has the ledger",
            trigger: ".o_kanban_view .o_kanban_record:contains(张小明)",
            run: catchDownload,
        },
        {
            trigger: ".o_cp_action_menus .fa-cog, .o_control_panel .fa-cog",
            run: "click",
        },
        {
            trigger: ".o_community_ledger_menu",
            run: "click",
        },
        {
            content: "the dialog counts the rows first",
            trigger: ".modal [name=row_count]:contains(2)",
        },
        {
            trigger: ".modal button[name=action_download]",
            run: "click",
        },
        {
            content: "the file has come",
            trigger: "body[data-community-download='200 /community/ledger/households']",
        },
    ],
});

import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

const payloads = [];

function printLedger(check) {
    return [
        { trigger: ".o_cp_action_menus button:has(.fa-print)", run: "click" },
        { trigger: ".o-dropdown--menu .o_menu_item:contains(/^Households$/)", run: "click" },
        {
            content: "The download was asked for",
            trigger: "body:not(:has(.o_blockUI))",
            async run() {
                for (let turn = 0; turn < 100 && !payloads.length; turn++) {
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
                check(payloads.pop());
            },
        },
    ];
}

function expect(isTrue, message) {
    if (!isTrue) {
        throw new Error(message);
    }
}

registry.category("web_tour.tours").add("community_ledger_selection", {
    steps: () => [
        {
            trigger: ".o_list_view .o_pager_value:contains(1-80)",
            run() {
                // The page holds exactly as many records as the client's limit.
                session.active_ids_limit = 80;
                download._download = async ({ url, data }) => {
                    payloads.push({ url, ...JSON.parse(data.payload) });
                };
            },
        },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_selection_box:contains(80)" },
        ...printLedger((payload) => {
            expect(payload.url === "/community/ledger/households", payload.url);
            expect(payload.ids?.length === 80, "the 80 records ticked are not in the ledger");
            expect(!("domain" in payload), "records that were not ticked are in the ledger");
        }),
        // The list was read again after the download, and nothing is selected.
        { trigger: ".o_list_view:not(:has(.o_selection_box))" },
        { trigger: ".o_list_view thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_selection_box .o_select_domain", run: "click" },
        { trigger: ".o_selection_box:not(:has(.o_select_domain))" },
        ...printLedger((payload) => {
            expect(Array.isArray(payload.domain), "the list's domain is missing");
            expect(!("ids" in payload), "the whole list is cut at the client's limit");
        }),
    ],
});

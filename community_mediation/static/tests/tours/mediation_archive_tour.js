import { registry } from "@web/core/registry";
import { reportSteps } from "@community_service/../tests/tours/report_steps";

const { DateTime } = luxon;
// The day of the community, whatever clock the browser has.
const day = (days) =>
    DateTime.now().setZone("Asia/Shanghai").minus({ days }).toFormat("MM/dd/yyyy");
const BUTTON = ".o_statusbar_buttons button";
const SAVE = ".o_form_button_save";

function field(name, words) {
    return {
        content: `Fill in ${name}`,
        trigger: `.o_field_widget[name=${name}] :is(input, textarea)`,
        run: `edit ${words}`,
    };
}

function press(name, content) {
    return { content, trigger: `${BUTTON}[name=${name}]`, run: "click" };
}

function tab(name) {
    return { content: `Look at ${name}`, trigger: `.o_notebook a[name=${name}]`, run: "click" };
}

function yes(content) {
    return { content, trigger: ".modal-footer .btn-primary", run: "click" };
}

function back() {
    return {
        content: "Back to the case",
        trigger: ".o_breadcrumb .o_back_button a, .o_breadcrumb a:last",
        run: "click",
    };
}

/** Choose the entry that holds the words in a field that searches. */
function choose(scope, name, words) {
    return [
        {
            content: `Search ${name}`,
            trigger: `${scope} .o_field_widget[name=${name}] input`,
            run: `edit ${words}`,
        },
        {
            content: `Take ${words}`,
            trigger: `.o-autocomplete--dropdown-item:contains(${words})`,
            run: "click",
        },
    ];
}

/** Enter a day: the value is a button until it is touched. */
function date(scope, name, value) {
    return [
        {
            content: `Touch ${name}`,
            trigger: `${scope} .o_field_widget[name=${name}] :is(button, input)`,
            run: "click",
        },
        {
            content: `Enter ${value}`,
            trigger: `${scope} input[data-field=${name}]`,
            run: `edit ${value} && press Tab`,
        },
    ];
}

function tick(paper) {
    return {
        content: `${paper} is in the file`,
        trigger: `[name=paper_ids] tr:contains(${paper}) .o_field_widget[name=is_there] input`,
        run: "click",
    };
}

registry.category("web_tour.tours").add("community_mediation_visit_to_court", {
    steps: () => [
        // from the visit
        press("action_new_mediation", "The visit found a dispute"),
        {
            content: "The person who was visited is a party already",
            trigger: ".o_field_widget[name=party_one_ids]:contains(陈秀兰)",
        },
        ...choose(".o_form_view", "kind_id", "Neighbours"),
        {
            content: "Enter the other side",
            trigger: ".o_field_widget[name=party_two_ids] .o-kanban-button-new",
            run: "click",
        },
        {
            content: "From outside: the name is enough",
            trigger: ".modal .o_field_widget[name=name] input",
            run: "edit 王建国",
        },
        { content: "Keep it", trigger: `.modal ${SAVE}`, run: "click" },
        { content: "Two sides", trigger: "[name=party_two_ids]:contains(王建国)" },
        press("action_register", "Register"),
        {
            content: "Accept",
            trigger: `${BUTTON}[name=action_move].btn-primary`,
            run: "click",
        },
        ...date(".modal", "date", day(5)),
        {
            content: "Both sides were told their rights",
            trigger: ".modal .o_field_widget[name=is_rights_told] input",
            run: "click",
        },
        { content: "Do it", trigger: ".modal-footer button[name=action_apply]", run: "click" },
        { content: "The clock runs", trigger: "[name=clock]:contains(Day 5 of 30)" },
        // session
        press("action_new_session", "Hold a session"),
        ...date(".o_form_view", "date_start", `${day(4)} 09:00:00`),
        field("minutes", "双方陈述，愿意分担修理费。"),
        field("signed_by", "双方、调解员"),
        { content: "Save", trigger: SAVE, run: "click" },
        press("action_hold", "It was held"),
        press("action_sign", "Sign and lock"),
        yes("Yes, all signed"),
        {
            content: "Locked",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Minutes)",
        },
        back(),
        // agreement
        press("action_open_agreement", "Write the agreement"),
        field("facts", "水管老化渗漏"),
        field("disputed", "修理费"),
        field("responsibility", "楼上七成，楼下三成"),
        {
            content: "What is to be done",
            trigger: "[name=term_ids] a:contains(Add a line)",
            run: "click",
        },
        {
            content: "A thing to do",
            trigger: "[name=term_ids] .o_selected_row [name=name] input",
            run: "edit 支付修理费",
        },
        ...choose("[name=term_ids] .o_selected_row", "participant_id", "王建国"),
        {
            content: "How",
            trigger: "[name=term_ids] .o_selected_row [name=manner] input",
            run: "edit 现金，在居委会",
        },
        ...date("[name=term_ids] .o_selected_row", "date_due", day(-10)),
        {
            content: "How much",
            trigger: "[name=term_ids] .o_selected_row [name=amount] input",
            run: "edit 1200",
        },
        { content: "Save", trigger: SAVE, run: "click" },
        press("action_all_signed", "All signed today"),
        yes("Yes, today"),
        press("action_seal", "Seal"),
        {
            content: "It is sealed, and the form has been read again",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_seal]))",
        },
        { content: "In effect", trigger: ".o_field_widget[name=date_effective]" },
        // judicial confirmation, within 30 days
        { content: "Until when", trigger: ".o_field_widget[name=confirmation_due]" },
        {
            content: "What it decides",
            trigger: ".o_field_widget[name=content_barred] input",
            run: "click",
        },
        {
            content: "is money",
            trigger: ".o_select_menu_item:contains(Neither)",
            run: "click",
        },
        {
            content: "Both ask together",
            trigger: ".o_field_widget[name=is_confirmation_joint] input",
            run: "click",
        },
        field("confirmation_court", "东河区人民法院"),
        ...date(".o_form_view", "date_applied", day(0)),
        press("action_apply_confirmation", "Both sides have applied"),
        field("court_number", "（2026）司确1号"),
        ...date(".o_form_view", "date_confirmed", day(0)),
        press("action_confirmed", "The court confirmed"),
        {
            content: "It can be enforced",
            trigger: ".o_field_widget[name=confirmation_state]:contains(Confirmed)",
        },
    ],
});

registry.category("web_tour.tours").add("community_mediation_return_visit_to_archive", {
    steps: () => [
        // performance
        tab("agreement"),
        {
            content: "It was paid",
            trigger: "[name=term_ids] tr:contains(支付修理费) .o_field_widget[name=is_done] input",
            run: "click",
        },
        { content: "Save", trigger: SAVE, run: "click" },
        {
            content: "Performed",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Performed)",
        },
        // return visit
        tab("followups"),
        {
            content: "Somebody goes back and asks",
            trigger: "[name=followup_ids] a:contains(Add a line)",
            run: "click",
        },
        {
            content: "It is kept",
            trigger: ".modal .o_field_widget[name=performance] input[data-value=full]",
            run: "click",
        },
        {
            content: "They are very satisfied",
            trigger: ".modal .o_field_widget[name=satisfaction] input[data-value='3']",
            run: "click",
        },
        { content: "Keep it", trigger: `.modal ${SAVE}`, run: "click" },
        { content: "Save", trigger: SAVE, run: "click" },
        // archive
        tab("papers"),
        tick("Copies of identity papers"),
        tick("Statement on the file"),
        tick("Back cover"),
        { content: "Save", trigger: SAVE, run: "click" },
        {
            content: "Nothing is missing",
            trigger: ".o_notebook:not(:has(.alert-warning:visible))",
        },
        press("action_close", "Close the file"),
        {
            content: "It is archived",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Closed)",
        },
    ],
});

registry.category("web_tour.tours").add("community_mediation_report", {
    steps: () => reportSteps("mediation_settled", 1),
});

import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const field = (name) => `.o_field_widget[name=${name}] input`;
const state = (label) => `.o_statusbar_status .o_arrow_button_current:contains(${label})`;
const open = {
    content: "The request of the branch",
    trigger: ".o_data_row:contains(重阳节活动) td:contains(重阳节活动)",
    run: "click",
};

// A branch asks for money of a budget line.
tours.add("community_fund_ask", {
    steps: () => [
        { content: "A request", trigger: ".o_list_button_add", run: "click" },
        { content: "For what", trigger: field("name"), run: "edit 重阳节活动" },
        { content: "Who asks", trigger: field("organization_id"), run: "edit 第一党支部" },
        {
            content: "The branch",
            trigger: ".o-autocomplete--dropdown-item a:contains(第一党支部)",
            run: "click",
        },
        { content: "From which line", trigger: field("budget_id"), run: "edit 支部活动费" },
        {
            content: "The line",
            trigger: ".o-autocomplete--dropdown-item a:contains(支部活动费)",
            run: "click",
        },
        {
            content: "What is free on it is seen",
            trigger: ".o_field_widget[name=free_amount]:contains(40,000)",
        },
        { content: "How much", trigger: field("amount"), run: "edit 260" },
        { content: "To whom", trigger: field("payee"), run: "edit 老年餐厅" },
        { content: "Hand it in", trigger: "button[name=action_submit]", run: "click" },
        { content: "It waits", trigger: state("已申请") },
    ],
});

// An officer approves and gives the first signature.
tours.add("community_fund_approve", {
    steps: () => [
        open,
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        { content: "It is approved", trigger: state("已批准") },
        { content: "Sign", trigger: "button[name=action_sign]", run: "click" },
        {
            content: "The first signature is there",
            trigger: ".o_form_saved .o_field_widget[name=first_signer_id]:contains(party_officer)",
        },
    ],
});

// The treasurer gives the second signature, pays and posts.
tours.add("community_fund_pay", {
    steps: () => [
        open,
        { content: "Sign", trigger: "button[name=action_sign]", run: "click" },
        { content: "Two have signed", trigger: state("双人签字") },
        { content: "Pay", trigger: "button[name=action_pay]", run: "click" },
        {
            content: "The entry knows whom and how much",
            trigger: ".o_form_view .o_field_widget[name=amount] input:value(260.00)",
        },
        { content: "Its voucher", trigger: field("document"), run: "edit 发票889" },
        { content: "Post it", trigger: "button[name=action_post]", run: "click" },
        { content: "It is in the books", trigger: state("已入账") },
        {
            content: "The voucher can be printed",
            trigger: ".o_form_statusbar button:contains(打印凭证)",
        },
    ],
});

import { registry } from "@web/core/registry";
import { catchPaper } from "@community_service/../tests/tours/paper_steps";

const tours = registry.category("web_tour.tours");

const field = (name) => `.o_field_widget[name=${name}] input`;
const state = (label) => `.o_statusbar_status .o_arrow_button_current:contains(${label})`;
const choose = (name, text, content) => [
    { content, trigger: field(name), run: `edit ${text}` },
    {
        content: `${content}: it is offered`,
        trigger: `.o-autocomplete--dropdown-item a:contains(${text})`,
        run: "click",
    },
];
const open = {
    content: "The award",
    trigger: ".o_data_row:contains(优秀党务工作者) td:contains(优秀党务工作者)",
    run: "click",
};

// A branch proposes an award and makes the proposal public.
tours.add("community_award_propose", {
    steps: () => [
        { content: "An award", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Its title",
            trigger: ".o_field_widget[name=honour] input",
            run: "edit 优秀党务工作者",
        },
        ...choose("organization_id", "第一党支部", "Who proposes"),
        ...choose("kind_id", "优秀党务工作者", "Of which kind"),
        ...choose("member_id", "党员0", "For whom"),
        { content: "The material part", trigger: field("amount"), run: "edit 500" },
        {
            content: "The deeds",
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit 十年如一日做好支部工作",
        },
        { content: "Where the notice hangs", trigger: field("notice_place"), run: "edit 公示栏" },
        { content: "Keep the proposal", trigger: ".o_form_button_save", run: "click" },
        { content: "It is kept", trigger: ".o_form_saved" },
    ],
});

// The notice begins on the day that the test has entered.
tours.add("community_award_publish", {
    steps: () => [
        open,
        { content: "Make it public", trigger: "button[name=action_notice]", run: "click" },
        { content: "It hangs", trigger: state("公示") },
        { content: "Until when is told", trigger: ".o_field_widget[name=date_notice_end]" },
    ],
});

// After the vote: the decision, and the money is asked of the fund.
tours.add("community_award_decide", {
    steps: () => [
        open,
        ...choose("resolution_id", "Plan", "The vote"),
        { content: "Record it", trigger: "button[name=action_grant]", run: "click" },
        { content: "Yes", trigger: ".modal .btn-primary", run: "click" },
        { content: "It is granted", trigger: state("已表彰") },
        {
            content: "Not asked yet",
            trigger: ".o_field_widget[name=payment_state]:contains(未申请)",
        },
        { content: "Ask the fund", trigger: "button[name=action_ask_fund]", run: "click" },
        {
            content: "Recipient and amount stand there, and the line for commending",
            trigger:
                ".o_form_view:has(.o_field_widget[name=budget_id] input:value(表彰奖励)) .o_field_widget[name=amount] input:value(500)",
        },
        { content: "Hand it in", trigger: "button[name=action_submit]", run: "click" },
        { content: "It waits", trigger: state("已申请") },
    ],
});

const request = {
    content: "The request for the award",
    trigger: ".o_data_row:contains(优秀党务工作者) td:contains(优秀党务工作者)",
    run: "click",
};

tours.add("community_award_approve", {
    steps: () => [
        request,
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        { content: "It is approved", trigger: state("已批准") },
        { content: "Sign", trigger: "button[name=action_sign]", run: "click" },
        {
            content: "The first signature is there",
            trigger: ".o_form_saved .o_field_widget[name=first_signer_id]:contains(party_officer)",
        },
    ],
});

tours.add("community_award_pay", {
    steps: () => [
        request,
        { content: "Sign", trigger: "button[name=action_sign]", run: "click" },
        { content: "Two have signed", trigger: state("双人签字") },
        { content: "Pay", trigger: "button[name=action_pay]", run: "click" },
        { content: "Its voucher", trigger: field("document"), run: "edit 收条12" },
        { content: "Post it", trigger: "button[name=action_post]", run: "click" },
        { content: "It is in the books", trigger: state("已入账") },
    ],
});

tours.add("community_award_paid", {
    steps: () => [
        open,
        {
            content: "The award shows that it was paid",
            trigger: ".o_field_widget[name=payment_state]:contains(已支付)",
        },
        { content: "And by which entry", trigger: ".o_field_widget[name=paid_reference]" },
        {
            content: "The certificate can be printed",
            trigger: ".o_form_statusbar button:contains(打印)",
            run: () => catchPaper(["荣誉证书", "优秀党务工作者"]),
        },
        { trigger: ".o_form_statusbar button:contains(打印)", run: "click" },
        { content: "The certificate has come", trigger: "body[data-paper='200 true']" },
    ],
});

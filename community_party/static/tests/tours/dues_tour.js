import { registry } from "@web/core/registry";

// The treasurer's desk: assess the month of all, take what one owes, hand over the receipt.
registry.category("web_tour.tours").add("community_party_dues", {
    steps: () => [
        {
            content: "One batch for everybody",
            trigger: ".o_control_panel button:contains(Assess this month)",
            run: "click",
        },
        {
            content: "A row for each member; take the payment of the first",
            trigger: ".o_data_row:contains(赵党员):contains(Not paid) button[name=action_pay]",
            run: "click",
        },
        {
            content: "Member, months and the sum are known",
            trigger: ".o_form_view .o_field_widget[name=open_amount]:contains(40.00)",
        },
        { content: "Post it", trigger: "button[name=action_post]", run: "click" },
        {
            content: "It has a number",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)",
        },
        {
            content: "The receipt can be printed",
            trigger: ".o_form_statusbar button:contains(Print receipt)",
        },
        {
            content: "Back to the list",
            trigger: ".breadcrumb-item a, .o_back_button",
            run: "click",
        },
        {
            content: "The month is paid; the other member still owes",
            trigger:
                ".o_list_view:has(.o_data_row:contains(赵党员):contains(/Paid/)) .o_data_row:contains(钱党员) button[name=action_pay]",
        },
    ],
});

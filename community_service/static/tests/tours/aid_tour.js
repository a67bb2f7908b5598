import { registry } from "@web/core/registry";
import { reportSteps } from "./report_steps";

const field = (name) => `.modal .o_field_widget[name=${name}] input`;

registry.category("web_tour.tours").add("community_aid_case", {
    steps: () => [
        {
            content: "The visit is made: begin an aid case from it",
            trigger: ".o_form_view button[name=action_new_aid_case]",
            run: "click",
        },
        {
            content: "Household and applicant are filled in; choose the programme",
            trigger: ".o_form_view .o_field_widget[name=programme_id] input",
            run: "edit dibao",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Subsistence allowance)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Nothing can be said yet, and it says what is missing",
            trigger: ".o_field_widget[name=missing_facts]:contains(income of 张小明)",
        },
        {
            content: "One income",
            trigger: ".o_field_widget[name=income_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=income_ids] .o_selected_row [name=member_id] input",
            run: "edit 张小明",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(张小明)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=income_ids] .o_selected_row [name=kind_id] input",
            run: "edit Wages",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Wages)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=income_ids] .o_selected_row [name=amount] input",
            run: "edit 500",
        },
        {
            content: "Assets were asked about",
            trigger: ".o_field_widget[name=is_assets_asked] input",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The proposal with its working",
            trigger: ".o_field_widget[name=proposal]:contains(Below the standard)",
        },
        {
            trigger: ".o_field_widget[name=working]:contains(÷ 1 people)",
        },
        {
            content: "The day of the signed authority",
            trigger: ".o_notebook .nav-link:contains(Application)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_authority] :is(input, button)",
            run: "click",
        },
        {
            trigger: ".o_datetime_picker .o_today",
            run: "click",
        },
        {
            trigger: "button[name=action_accept]",
            run: "click",
        },
        {
            content: "What is due next",
            trigger: ".o_field_widget[name=next_step]:contains(Begin the survey)",
        },
        {
            trigger: "button[name=action_start_survey]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=next_step]:contains(at least 2 people)",
        },
    ],
});

registry.category("web_tour.tours").add("community_aid_decision", {
    steps: () => [
        {
            content: "The case is handed in: record what the county decided",
            trigger: "button[name=action_decide]",
            run: "click",
        },
        {
            content: "The amount is proposed",
            trigger: `${field("amount")}:value(200.00)`,
        },
        {
            trigger: field("decision_person"),
            run: "edit 陈科长",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=next_step]:contains(Publish the result)",
        },
    ],
});

registry.category("web_tour.tours").add("community_aid_first_payment", {
    steps: () => [
        {
            content: "A month later: pay",
            trigger: "button[name=action_pay]",
            run: "click",
        },
        {
            content: "What was granted is filled in",
            trigger: `${field("amount")}:value(200.00)`,
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The family is in aid, the review is due next",
            trigger: ".o_field_widget[name=next_step]:contains(Review of the family)",
        },
        {
            trigger: "button[name=action_open_payments]:contains(1)",
        },
    ],
});

registry.category("web_tour.tours").add("community_aid_report", {
    steps: () => reportSteps("aid_dibao_households", 1, "张小明"),
});

// On a phone a list of choices fills the screen.
const choose = (scope, name, word) => [
    {
        trigger: `${scope} .o_field_widget[name=${name}] input`,
        run: "click",
    },
    {
        trigger: `.modal:contains(Search) .o_kanban_record:contains(${word})`,
        run: "click",
    },
    {
        trigger: `body:not(:has(.modal:contains(Search))) ${scope} .o_field_widget[name=${name}] input:value(${word})`,
    },
];

registry.category("web_tour.tours").add("community_aid_phone", {
    steps: () => [
        {
            content: "The need of a visit becomes an aid case",
            trigger: ".o_statusbar_buttons button[name=action_follow_up]",
            run: "click",
        },
        {
            content: "The household stands there already",
            trigger: ".o_field_widget[name=household_id] input:value(望河小区)",
        },
        {
            content: "So does what the family said",
            trigger: ".o_field_widget[name=reason] textarea:value(收入减少)",
        },
        ...choose("", "programme_id", "Subsistence allowance"),
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It says whose income is missing",
            trigger: ".o_field_widget[name=missing_facts]:contains(income of 李丽)",
        },
        {
            content: "The family stands there as cards: the spouse earns nothing",
            trigger: ".o_field_widget[name=member_ids] .o_kanban_record:contains(李丽)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=is_without_income] input",
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_field_widget[name=income_ids] .o-kanban-button-new",
            run: "click",
        },
        ...choose(".modal", "member_id", "张小明"),
        ...choose(".modal", "kind_id", "Wages"),
        {
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 500",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "Assets were asked about",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=is_assets_asked] input",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The proposal with its working",
            trigger: ".o_field_widget[name=proposal]:contains(Below the standard)",
        },
        {
            trigger: ".o_field_widget[name=working]:contains(÷ 2 people)",
        },
        {
            content: "The day of the signed authority",
            trigger: ".o_notebook .nav-link:contains(Application)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=date_authority] :is(input, button)",
            run: "click",
        },
        {
            trigger: ".o_datetime_picker .o_today",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_accept]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_start_survey]",
            run: "click",
        },
        {
            content: "The survey is a planned visit",
            trigger: ".o_statusbar_buttons button[name=action_open_survey]",
            run: "click",
        },
        {
            content: "It is made: what was seen, and who came along, is asked now",
            trigger: ".o_statusbar_buttons button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=companion] input",
            run: "edit 街道 赵敏",
        },
        {
            trigger: ".o_field_widget[name=situation] textarea",
            run: "edit 夫妻两人住一间房。",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The visit belongs to the case",
            trigger: ".o_form_saved .o_field_widget[name=aid_case_id]",
        },
    ],
});

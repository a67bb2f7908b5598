import { registry } from "@web/core/registry";

const add = (name, steps) => registry.category("web_tour.tours").add(name, { steps });
const LINE = (name) => `.o_form_view [name=step_${name}]`;
const TICKED = (name) => `${LINE(name)} .o_field_widget[name^=community_step] input:checked`;

function drop(name, text) {
    const file = new File([text], name, { type: "text/csv" });
    const transfer = new DataTransfer();
    transfer.items.add(file);
    const input = document.querySelector(".o_field_widget[name=file] input[type=file]");
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

add("community_newcomer", () => [
    {
        content: "name the community on a small page",
        trigger: `${LINE("name")} button[name=action_enter_name]`,
        run: "click",
    },
    { trigger: ".modal .o_field_widget[name=name] input", run: "edit 新河社区" },
    {
        content: "a company that is written loads the page anew",
        trigger: ".modal .o_form_button_save",
        run: "click",
        expectUnloadPage: true,
    },
    { trigger: TICKED("name") },
    {
        content: "amounts are in yuan",
        trigger: `${LINE("yuan")} button[name=action_use_yuan]`,
        run: "click",
    },
    { trigger: `.o_form_view:not(:has([name=step_yuan] button))` },
    {
        content: "become manager; what it means is said before",
        trigger: `${LINE("manager")} button[name=action_become_manager]`,
        run: "click",
    },
    { trigger: ".modal .btn-primary", run: "click", expectUnloadPage: true },
    { trigger: TICKED("manager") },
    {
        content: "the register comes next",
        trigger: `${LINE("register")} button`,
        run: "click",
    },
    { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
    {
        content: "drop the workbook that one has",
        trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
        run() {
            drop(
                "新河.csv",
                "小区,楼号,房号,姓名,与户主关系\n新河小区,1号楼,101,丁一,户主\n" +
                    "新河小区,1号楼,101,丁二,配偶\n新河小区,1号楼,102,何三,户主\n"
            );
        },
    },
    { trigger: "button[name=action_start_check]", run: "click" },
    { trigger: ".o_field_widget[name=create_count]:contains(3)" },
    { trigger: "button[name=action_start_apply]", run: "click" },
    {
        content: "the next step stands there",
        trigger: "[name=next_step] button:contains(划分楼栋)",
        run: "click",
    },
    { trigger: ".o_data_row:contains(1号楼), .o_kanban_record:contains(1号楼)" },
]);

add("community_newcomer_grids", () => [
    {
        content: "the button is there before anything is ticked",
        trigger: ".o_control_panel button:contains(分配网格)",
    },
    { trigger: "thead .o_list_record_selector input", run: "click" },
    { trigger: ".o_control_panel button:contains(分配网格)", run: "click" },
    { trigger: ".modal [name=household_count]:contains(2)" },
    { trigger: ".modal [name=grid_id] input", run: "edit 第一网格" },
    { trigger: ".o-autocomplete--dropdown-menu a:contains(第一网格)", run: "click" },
    { trigger: ".modal [name=grid_id] input:value(第一网格)" },
    { trigger: ".modal button[name=action_assign]", run: "click" },
    { trigger: ".o_data_row:contains(1号楼):contains(第一网格)" },
]);

add("community_newcomer_people", () => [
    { trigger: TICKED("grids") },
    { trigger: `${LINE("people")} button:contains(打开用户)`, run: "click" },
    { trigger: ".o_list_button_add", run: "click" },
    { trigger: ".o_field_widget[name=name] input", run: "edit 李网格" },
    { trigger: ".o_field_widget[name=login] input", run: "edit liwangge" },
    {
        content: "the role is one of a list",
        trigger: ".o_form_view label:contains(社区服务)",
        run() {
            const label = [...document.querySelectorAll(".o_form_view label")].find((one) =>
                one.textContent.startsWith("社区服务")
            );
            document.getElementById(label.getAttribute("for")).click();
        },
    },
    { trigger: ".o_select_menu_menu .o_select_menu_item:contains(网格员)", run: "click" },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: ".o_form_saved" },
]);

add("community_newcomer_worker", () => [
    { trigger: `${LINE("people")} button:contains(登记网格员)`, run: "click" },
    { trigger: ".o_data_row td:contains(第一网格)", run: "click" },
    { trigger: ".o_field_x2many_list_row_add a", run: "click" },
    { trigger: ".o_selected_row [name=user_id] input", run: "edit 李网格" },
    { trigger: ".o-autocomplete--dropdown-menu a:contains(李网格)", run: "click" },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: ".o_form_saved" },
    { trigger: ".o_data_row:contains(李网格)" },
]);

add("community_newcomer_plan", () => [
    { trigger: TICKED("people") },
    { trigger: `${LINE("plan")} button`, run: "click" },
    {
        content: "the only grid is chosen, and its homes that nobody has visited yet are counted",
        trigger: ".modal [name=visit_count]:contains(2)",
    },
    { trigger: ".modal button[name=action_plan]", run: "click" },
    { trigger: ".o_list_view:contains(李网格), .o_kanban_view:contains(李网格)" },
]);

add("community_newcomer_day", () => [
    {
        content: "the first day of the worker: the door",
        trigger: ".o_community_card .o_community_open:contains(101)",
        run: "click",
    },
    { trigger: ".o_community_person:contains(丁一)", run: "click" },
    { trigger: ".o_community_situation", run: "edit 第一次上门，都好" },
    { trigger: ".o_community_save:enabled", run: "click" },
    { trigger: ".o_community_my_day .o_community_saved" },
    { trigger: ".o_community_my_day:not(:has(.o_community_card:contains(101)))" },
]);

add("community_newcomer_board", () => [
    {
        content: "the manager finds the visit on the board of the building",
        trigger: ".o_community_places button:contains(1号楼)",
        run: "click",
    },
    { trigger: ".o_community_door:contains(101):contains(已走访)" },
]);

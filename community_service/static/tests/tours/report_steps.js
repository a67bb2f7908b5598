/**
 * Write a report of the year with one figure in its text.
 *
 * @param {string} code of the figure
 * @param {string} value what the text has to say
 * @param {string} [opened] words of the one record that a click on the figure opens
 * @returns {Object[]} steps of a tour that begins on the form of a new report
 */
export function reportSteps(code, value, opened) {
    const figure = `.o_community_report_text a:contains(${value})`;
    const steps = [
        {
            content: "a report of this year",
            trigger: ".o_field_widget[name=name] :is(input, textarea), textarea[id^=name]",
            run: "edit The story",
        },
        {
            content: "its text holds the figure",
            trigger: ".o_field_widget[name=practice] textarea",
            run: `edit So many: {${code}}.`,
        },
        {
            content: "take the figures",
            trigger: "button[name=action_refresh]",
            run: "click",
        },
        {
            content: "the text says how many",
            trigger: `.o_community_report_text p:contains(So many: ${value}.)`,
        },
    ];
    if (opened) {
        steps.push(
            { content: "the figure opens what it counts", trigger: figure, run: "click" },
            {
                trigger: `.o_list_view .o_data_row:contains(${opened}), .o_kanban_view .o_kanban_record:contains(${opened})`,
            }
        );
    }
    return steps;
}

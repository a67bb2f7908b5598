import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    mockService,
    models,
    defineModels,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Household extends models.Model {
    _name = "community.household";

    _records = [{ id: 5 }];
}

defineMailModels();
defineModels([Household]);

test("each duty shows whether it is satisfied, and opens the visit that did it", async () => {
    const opened = [];
    mockService("action", { doAction: (action) => opened.push([action.res_model, action.res_id]) });
    const duty = { modes: "", date_due: "2026-12-29", is_met: true, is_overdue: false };
    onRpc("community.household", "visit_duties", ({ args }) => {
        expect.step(args);
        return [
            { ...duty, kind: "category", name: "Alone", visit_id: 7, visit_date: "2026-11-29" },
            {
                ...duty,
                kind: "programme",
                name: "Spring",
                visit_id: false,
                visit_date: "2026-11-29",
            },
            {
                ...duty,
                kind: "review",
                name: "Review",
                is_met: false,
                is_overdue: true,
                date_due: "2026-11-01",
                visit_id: false,
                visit_date: "",
            },
        ];
    });
    await mountView({
        type: "form",
        resModel: "community.household",
        resId: 5,
        arch: `<form><widget name="community_duties"/></form>`,
    });
    expect.verifySteps([[[5]]]);
    expect(".o_community_duty").toHaveCount(3);
    expect(".o_community_duty:eq(0) .text-bg-success").toHaveText(/Due by/);
    expect(".o_community_duty:eq(2) .text-bg-danger").toHaveText(/Overdue since/);
    expect(".o_community_duty_visit").toHaveCount(1);
    expect(".o_community_duty:eq(1)").toHaveText(/Satisfied by the visit of/);
    await contains(".o_community_duty_visit").click();
    expect(opened).toEqual([["community.visit", 7]]);
});

import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import {
    contains,
    defineActions,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Dialog extends models.Model {
    _name = "community.test.dialog";

    name = fields.Char({ required: true });
    note = fields.Text();

    _views = {
        form: `<form js_class="community_dialog">
                <field name="name"/>
                <field name="note"/>
                <footer>
                    <button name="action_apply" type="object" string="Do it" class="o_do_it"/>
                    <button special="cancel" string="Discard" class="o_discard"/>
                </footer>
            </form>`,
    };
}

defineMailModels();
defineModels([Dialog]);
defineActions([
    {
        id: 1,
        name: "Dialog",
        res_model: "community.test.dialog",
        type: "ir.actions.act_window",
        target: "new",
        views: [[false, "form"]],
    },
]);

/** Open the dialog; returns what reached the server, `[method, arguments]`. */
async function openDialog(answer) {
    const calls = [];
    onRpc("community.test.dialog", "web_save", () => {
        calls.push(["web_save"]);
    });
    onRpc("/web/dataset/call_button/*", async (request) => {
        const { params } = await request.json();
        calls.push([params.method, params.args]);
        return answer(calls.length);
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction(1);
    return calls;
}

test("what was typed travels with the button, and nothing is saved before", async () => {
    const calls = await openDialog(() => false);
    await contains("[name='name'] input").edit('O\'Neill said "no"');
    await contains(".o_do_it").click();
    await animationFrame();
    const [[method, [ids, typed, button]]] = calls;
    expect(calls).toHaveLength(1);
    expect([method, ids, button]).toEqual(["save_and_run", [], "action_apply"]);
    expect(typed.name).toBe('O\'Neill said "no"');
    expect(".o_dialog").toHaveCount(0);
});

test("after a refusal everything is there, and is sent again as a whole", async () => {
    expect.errors(1);
    const calls = await openDialog((number) => {
        if (number === 1) {
            throw new Error("refused");
        }
        return false;
    });
    await contains("[name='name'] input").edit("张小明");
    await contains("[name='note'] textarea").edit("long text");
    await contains(".o_do_it").click();
    await animationFrame();
    await contains(".o_error_dialog .btn-close, .o_error_dialog .btn-primary").click();
    expect("[name='note'] textarea").toHaveValue("long text");
    await contains("[name='name'] input").edit("张小华");
    await contains(".o_do_it").click();
    await animationFrame();
    expect(calls.map(([, [, typed]]) => [typed.name, typed.note])).toEqual([
        ["张小明", "long text"],
        ["张小华", "long text"],
    ]);
    expect(".o_dialog").toHaveCount(0);
    expect.verifyErrors([/refused|RPC_ERROR/]);
});

test("a field that must be filled is asked for, and nothing is sent", async () => {
    const calls = await openDialog(() => false);
    await contains(".o_do_it").click();
    await animationFrame();
    expect(calls).toEqual([]);
    expect(".o_field_invalid").toHaveCount(1);
    await contains(".o_discard").click();
    expect(".o_dialog").toHaveCount(0);
});

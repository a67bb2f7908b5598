import { expect, queryAllTexts, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";
import { session } from "@web/session";
import { WebClient } from "@web/webclient/webclient";
import {
    contains,
    getService,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { FindButton, findProvider } from "@community_service/find/find";

defineMailModels();

const FOUND = ".o_command_palette .o_community_found_item";

const PERSON = {
    kind: "person",
    model: "community.resident",
    id: 5,
    title: "张小明",
    age: 82,
    home_id: 9,
    detail: "5号楼2单元502 张小明",
    open_count: 2,
};
const HOME = {
    kind: "home",
    model: "community.household",
    id: 9,
    title: "5号楼2单元502 张小明",
    detail: "H000009",
    open_count: 0,
};

/** Stand in for the search of the server; returns the texts asked for and the actions opened. */
async function setUp(answers, isAllowed = true) {
    const asked = [];
    const opened = [];
    patchWithCleanup(session, { community_find: isAllowed });
    patchWithCleanup(rpc, {
        async _rpc(url, params) {
            if (params?.method !== "find_anywhere") {
                return super._rpc(...arguments);
            }
            asked.push(params.args[0]);
            return answers[params.args[0]] || [];
        },
    });
    registry.category("systray").add("community_find", { Component: FindButton }, { force: true });
    await mountWithCleanup(WebClient);
    patchWithCleanup(getService("action"), {
        doAction: async (action) => {
            opened.push([action.res_model, action.res_id]);
        },
    });
    return { asked, opened };
}

async function type(text) {
    await contains(".o_command_palette input").edit(text, { confirm: false });
    await advanceTime(1000);
    await animationFrame();
}

test("the magnifier finds a person by digits that stand in no name, and opens the home", async () => {
    const { opened } = await setUp({ 7788: [PERSON] });
    await contains(".o_community_find").click();
    await type("7788");
    expect(queryAllTexts(FOUND)[0]).toInclude("张小明");
    expect(FOUND).toHaveText(/82 years old/);
    expect(FOUND).toHaveText(/2 open/);
    expect(FOUND).toHaveText(/5号楼2单元502/);
    await contains(FOUND).click();
    expect(opened).toEqual([["community.household", 9]]);
    expect(".o_command_palette").toHaveCount(0);
});

test("the file of the person is one tap beside the home", async () => {
    const { opened } = await setUp({ zxm: [PERSON] });
    await contains(".o_community_find").click();
    await type("zxm");
    await contains(`${FOUND} .o_community_open_file`).click();
    expect(opened).toEqual([["community.resident", 5]]);
    expect(".o_command_palette").toHaveCount(0);
});

test("a door stands as a home; what is not open is not counted", async () => {
    const { opened } = await setUp({ "5-2-502": [HOME] });
    getService("command").openMainPalette();
    await animationFrame();
    await type("5-2-502");
    expect(FOUND).toHaveCount(1);
    expect(`${FOUND} .badge`).toHaveCount(0);
    expect(`${FOUND} .o_community_open_file`).toHaveCount(0);
    await contains(FOUND).click();
    expect(opened).toEqual([["community.household", 9]]);
});

test("one character asks nobody, and of quick typing only the last text is asked", async () => {
    const { asked } = await setUp({ 张小: [PERSON] });
    await contains(".o_community_find").click();
    await type("张");
    expect(asked).toEqual([]);
    const env = { services: { orm: { silent: { call: async (...args) => [{ args }] } } } };
    const early = findProvider.provide(env, { searchValue: "张小" });
    const late = findProvider.provide(env, { searchValue: "张小明" });
    await advanceTime(1000);
    expect(await early).toEqual([]);
    expect((await late).length).toBe(1);
});

test("who may see nobody is offered no search", async () => {
    const { asked } = await setUp({ 7788: [PERSON] }, false);
    getService("command").openMainPalette();
    await animationFrame();
    await type("7788");
    expect(asked).toEqual([]);
    expect(FOUND).toHaveCount(0);
});

import { expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { rpc } from "@web/core/network/rpc";
import { session } from "@web/session";
import {
    contains,
    defineModels,
    fields,
    getService,
    makeMockEnv,
    models,
    mountView,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WorkClock } from "@community_service/burden/burden_service";
import { aCard, aDay, openAction, openDoor, saves, serveVisits, setUpDoors } from "../door_server";

setUpDoors();

class Request extends models.Model {
    _name = "community.request";
    name = fields.Char();
    _records = [{ id: 1, name: "Lamp" }];
}

class Task extends models.Model {
    _name = "task";
    name = fields.Char();
}

defineModels([Request, Task]);

const MINUTE = 60000;
const FORM = `<form><field name="name"/></form>`;

function measured() {
    patchWithCleanup(session, {
        community_burden: { idle: 5, models: ["community.request"] },
    });
}

/** What is sent of measurements; other calls go on. */
function sentTimes() {
    const times = [];
    patchWithCleanup(rpc, {
        async _rpc(url, params) {
            if (params?.model === "community.burden.time") {
                times.push(params.args);
                return true;
            }
            return super._rpc(...arguments);
        },
    });
    return times;
}

test("work is what lies between two touches; a pause is not", () => {
    const clock = new WorkClock(0, 5 * MINUTE);
    expect(clock.touch(MINUTE)).toBe(MINUTE);
    expect(clock.touch(4 * MINUTE)).toBe(4 * MINUTE);
    expect(clock.touch(9 * MINUTE)).toBe(4 * MINUTE);
    expect(clock.touch(10 * MINUTE)).toBe(5 * MINUTE);
    // The clock of the phone was set back.
    expect(clock.touch(2 * MINUTE)).toBe(5 * MINUTE);
    expect(clock.touch(3 * MINUTE)).toBe(6 * MINUTE);
});

test("where nothing is measured nothing is sent", async () => {
    const times = sentTimes();
    await makeMockEnv();
    const burden = getService("community_burden");
    const seconds = burden.begin();
    await burden.send("entry", seconds(), "community.request");
    expect(burden.spent("door", seconds())).toEqual({});
    expect(burden.isEntry("community.request")).toBe(false);
    expect(times).toEqual([]);
});

test("a visit brings the time from opening to saving along, without a pause", async () => {
    measured();
    const calls = await openDoor();
    await advanceTime(2 * MINUTE);
    await contains(".o_community_situation").edit("All is well");
    await advanceTime(30 * MINUTE);
    await contains(".o_community_answered").click();
    await advanceTime(MINUTE);
    await contains(".o_community_save").click();
    await animationFrame();
    const [[, , { spent }]] = saves(calls);
    expect(spent.step).toBe("door");
    expect(spent.seconds).toBeWithin(180, 185);
});

test("a visit without a measurement brings nothing along", async () => {
    const calls = await openDoor();
    await contains(".o_community_save").click();
    await animationFrame();
    expect("spent" in saves(calls)[0][2]).toBe(false);
});

test("one tap in My Day brings along how long the list was looked at", async () => {
    measured();
    const calls = serveVisits({
        my_day: () => aDay({ cards: [aCard(1), aCard(2)] }),
        save_at_the_door: () => ({}),
    });
    await openAction("community_my_day_action");
    await advanceTime(20000);
    await contains(".o_community_card:first .o_community_visited").click();
    await animationFrame();
    await advanceTime(10000);
    await contains(".o_community_card:last .o_community_absent").click();
    await animationFrame();
    const times = saves(calls).map(([, , { spent }]) => spent);
    expect(times.map(({ step }) => step)).toEqual(["tap", "tap"]);
    expect(times[0].seconds).toBeWithin(20, 23);
    expect(times[1].seconds).toBeWithin(10, 13);
});

test("a new record is measured once, and one of another app never", async () => {
    measured();
    const times = sentTimes();
    await mountView({ type: "form", resModel: "community.request", arch: FORM });
    await advanceTime(40000);
    await contains("[name=name] input").edit("Lamp");
    await contains(".o_form_button_save").click();
    await contains("[name=name] input").edit("Lamp in the stairs");
    await contains(".o_form_button_save").click();
    expect(times).toHaveLength(1);
    const [step, seconds, key, subject] = times[0];
    expect([step, subject]).toEqual(["entry", "community.request"]);
    expect(seconds).toBeWithin(40, 43);
    expect(key).toMatch(/^[0-9a-f]{32}$/);
});

test("a record of another app is not measured", async () => {
    measured();
    const times = sentTimes();
    await mountView({ type: "form", resModel: "task", arch: FORM });
    await contains("[name=name] input").edit("Call");
    await contains(".o_form_button_save").click();
    expect(times).toEqual([]);
});

test("a record that is corrected is none that was entered", async () => {
    measured();
    const times = sentTimes();
    await mountView({ type: "form", resModel: "community.request", resId: 1, arch: FORM });
    await contains("[name=name] input").edit("Lamp in the stairs");
    await contains(".o_form_button_save").click();
    expect(times).toEqual([]);
});

import { expect, queryAllTexts, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { session } from "@web/session";
import { contains, getService, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { quietWithoutSignal } from "@community_service/phone/phone_service";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { communityOutboxService } from "@community_service/outbox/outbox_service";
import {
    aCard,
    aDay,
    aDoor,
    aVault,
    keepDay,
    kept,
    lost,
    MemoryShelf,
    openAction,
    OWNER,
    serveVisits,
    setUpDoors,
    startOutbox,
    TODAY,
    theVault,
} from "../door_server";

setUpDoors();

const HOUSEHOLD = 101;
const saves = (calls) => calls.filter(([method]) => method === "save_at_the_door");

function failing(name) {
    return () => {
        const error = new RPCError("Odoo Server Error");
        error.exceptionName = name;
        error.data = { name, message: "Odoo Session Expired" };
        throw error;
    };
}

/** A second tab of the same browser and person. */
function aTab() {
    const told = { add() {} };
    return communityOutboxService.start(null, {
        notification: told,
        community_vault: theVault(),
        community_phone: { owner: OWNER },
    });
}

test("two tabs keep what both have not sent, and send each once", async () => {
    const answers = { save_at_the_door: lost };
    const calls = serveVisits(answers);
    const one = await startOutbox();
    const two = aTab();
    await Promise.all([
        one.save(1, "Home 1", { state: "done" }),
        two.save(2, "Home 2", { state: "done" }),
        one.save(3, "Home 3", { state: "done" }),
        two.save(4, "Home 4", { state: "done" }),
    ]);
    expect((await kept()).map((item) => item.householdId).sort()).toEqual([1, 2, 3, 4]);
    calls.length = 0;
    answers.save_at_the_door = () => ({});
    await Promise.all([one.flush(), two.flush()]);
    expect(calls.map((call) => call[1]).sort()).toEqual([1, 2, 3, 4]);
    expect(await kept()).toEqual([]);
});

test("an ended session keeps the visit and asks to sign in", async () => {
    const answers = {
        my_day: () => aDay({ cards: [aCard(1)] }),
        save_at_the_door: failing("odoo.http.SessionExpiredException"),
    };
    serveVisits(answers);
    await openAction("community_my_day_action");
    await contains(".o_community_visited").click();
    await animationFrame();
    const [item] = await kept();
    expect([item.householdId, item.error]).toEqual([HOUSEHOLD, undefined]);
    expect(".o_community_sign_in").toHaveCount(1);
    expect(".o_community_unsent .text-danger").toHaveCount(0);
    answers.save_at_the_door = () => ({});
    await contains(".o_community_unsent .btn:contains(Send now)").click();
    await animationFrame();
    expect(await kept()).toEqual([]);
    expect(".o_community_sign_in").toHaveCount(0);
});

test("an error of the server is no refusal and holds nobody up", async () => {
    const answers = {
        save_at_the_door: (id) => (id === 1 ? failing("builtins.KeyError")() : {}),
    };
    serveVisits(answers);
    const outbox = await startOutbox();
    await outbox.save(1, "Home 1", { state: "done" });
    await outbox.save(2, "Home 2", { state: "done" });
    expect((await kept()).map(({ householdId, error }) => [householdId, error])).toEqual([
        [1, undefined],
    ]);
});

test("a server that does not answer is a lost signal after a while", async () => {
    const calls = serveVisits({ save_at_the_door: () => new Promise(() => {}) });
    const outbox = await startOutbox();
    const saving = outbox.save(1, "Home 1", { state: "done" });
    await animationFrame();
    await advanceTime(20000);
    expect((await saving).error).toBe(undefined);
    expect(saves(calls)).toHaveLength(1);
    expect(await kept()).toHaveLength(1);
});

test("the payload travels unchanged, whatever it holds", async () => {
    const calls = serveVisits({ save_at_the_door: () => ({}) });
    const outbox = await startOutbox();
    const values = { state: "moved", answers: [{ id: 3, value: null, list: [[1, "是"]] }], x: 0 };
    const item = await outbox.save(5, "Home 5", values);
    const { made_at } = calls[0][2];
    const sent = { ...values, made_at, client_key: item.key };
    expect(calls).toEqual([["save_at_the_door", 5, sent]]);
});

test("a visit that came after the home changed hands is told", async () => {
    serveVisits({
        my_day: () => aDay({ cards: [aCard(1)] }),
        save_at_the_door: () => ({ handed_over: "This home is in other hands now." }),
    });
    await openAction("community_my_day_action");
    await contains(".o_community_visited").click();
    await animationFrame();
    expect(".o_notification").toHaveText(/in other hands now/);
});

test("the doors of the day are carried, and open with their people without a signal", async () => {
    const day = aDay({ cards: [aCard(1), aCard(2)] });
    const answers = {
        my_day: () => ({
            ...day,
            figures: { ...day.figures, visits: { ...day.figures.visits, count: 2 } },
        }),
        doors: (ids) => Object.fromEntries(ids.map((id) => [id, aDoor()])),
        at_the_door: lost,
        save_at_the_door: lost,
    };
    const calls = serveVisits(answers);
    await openAction("community_my_day_action");
    await animationFrame();
    expect(calls.carried).toEqual([101, 102]);
    answers.my_day = lost;
    for (const room of ["101", "102"]) {
        await contains(`.o_community_card:contains(${room}) .o_community_open`).click();
        await animationFrame();
        expect(".o_community_offline").toHaveCount(1);
        expect(queryAllTexts(".o_community_person b")).toEqual(["张小明", "李梅"]);
        await contains(".o_community_save").click();
        await animationFrame();
    }
    await animationFrame();
    expect(await kept()).toHaveLength(2);
    expect(".o_community_card").toHaveCount(0);
    // Counted as the server will.
    expect(".o_community_empty").toHaveText(/All visits of today are done: 2\./);
    expect("[data-figure=visits] .fs-2").toHaveText("0");
});

test("what is typed and tapped is there when the door is opened again, until it is saved", async () => {
    const answers = {
        at_the_door: () => aDoor(),
        my_day: () => aDay(),
        save_at_the_door: () => ({}),
    };
    const calls = serveVisits(answers);
    const open = () =>
        getService("action").doAction("community_service.community_at_the_door_action", {
            additionalContext: { active_id: HOUSEHOLD },
        });
    await openAction("community_at_the_door_action", { active_id: HOUSEHOLD });
    await contains(".o_community_person[data-resident='1']").click();
    await contains("[data-need='meal']").click();
    await contains(".o_community_new_need").edit("Lunch", { confirm: false });
    await contains(".o_community_situation").edit("Well", { confirm: false });
    await animationFrame();
    await getService("action").doAction("community_service.community_my_day_action");
    await animationFrame();
    await open();
    await animationFrame();
    expect(".o_community_situation").toHaveValue("Well");
    expect(".o_community_new_need").toHaveValue("Lunch");
    expect(".o_community_person[data-resident='1']").toHaveAttribute("aria-pressed", "true");
    await contains(".o_community_save").click();
    await animationFrame();
    const [values] = saves(calls).map((call) => call[2]);
    expect([values.situation, values.met_resident_ids, values.needs]).toEqual([
        "Well",
        [1],
        [{ kind: "meal", name: "Lunch", answered: false }],
    ]);
    await open();
    await animationFrame();
    expect(".o_community_situation").toHaveValue("");
    expect(".o_community_new_need").toHaveCount(0);
});

test("a refused save leaves its draft", async () => {
    serveVisits({
        at_the_door: () => aDoor(),
        save_at_the_door: failing("odoo.exceptions.UserError"),
    });
    await openAction("community_at_the_door_action", { active_id: HOUSEHOLD });
    await contains(".o_community_situation").edit("Well", { confirm: false });
    await contains(".o_community_save").click();
    await animationFrame();
    expect((await theVault().get("drafts", OWNER, `door:${HOUSEHOLD}`)).situation).toBe("Well");
});

test("another person's day goes, their unsent entries and drafts stay", async () => {
    await keepDay(aDay(), 1, "test:8");
    await theVault().put("outbox", "test:8", "k", { key: "k" });
    await theVault().put("drafts", "test:8", "door:1", { situation: "x" });
    await keepDay(aDay());
    serveVisits({});
    await startOutbox();
    await getService("community_phone").ready;
    expect(await theVault().get("day", "test:8", "day")).toBe(undefined);
    expect(await theVault().all("outbox", "test:8")).toHaveLength(1);
    expect(await theVault().all("drafts", "test:8")).toHaveLength(1);
    expect(await theVault().get("day", OWNER, "day")).not.toBe(undefined);
});

test("the day is gone after its hours, and where none are allowed none is kept", async () => {
    await keepDay(aDay(), 13);
    serveVisits({});
    await startOutbox();
    const phone = getService("community_phone");
    await phone.ready;
    expect(await theVault().get("day", OWNER, "day")).toBe(undefined);
    expect(await phone.keptDay()).toBe(undefined);
    await phone.keepDay(aDay());
    expect((await phone.keptDay()).today).toBe(TODAY);
    await advanceTime(12 * 3600000 + 1);
    expect(await phone.keptDay()).toBe(undefined);
});

test("a community that allows no hours keeps nothing of the day", async () => {
    patchWithCleanup(session, { community_offline_hours: 0 });
    await keepDay(aDay());
    const calls = serveVisits({ my_day: () => aDay({ cards: [aCard(1)] }) });
    await openAction("community_my_day_action");
    await animationFrame();
    expect(await theVault().shelf.all("day")).toEqual([]);
    expect(calls.carried).toBe(undefined);
});

test("a phone without room sends at once, or leaves the text with whoever typed it", async () => {
    const shelf = new MemoryShelf();
    const answers = { save_at_the_door: () => ({}) };
    const calls = serveVisits(answers);
    patchWithCleanup(theVault(), { shelf });
    const outbox = await startOutbox();
    shelf.put = async () => {
        throw new Error("QuotaExceededError");
    };
    expect((await outbox.save(1, "Home 1", { state: "done" })).error).toBe(undefined);
    expect(calls).toHaveLength(1);
    answers.save_at_the_door = lost;
    expect((await outbox.save(1, "Home 1", { state: "done" })).error).toMatch(/no room/);
    expect(aVault().isSafe).toBe(true);
});

test("Odoo's notice of a lost signal is not laid over our screens, and over no other", async () => {
    const gone = { preventDefault: () => expect.step("prevented") };
    const told = (path, error) => {
        browser.location.pathname = path;
        return quietWithoutSignal(null, { unhandledRejectionEvent: gone }, error);
    };
    const signal = new ConnectionLostError("/web");
    expect(told("/odoo/my-day", signal)).toBe(true);
    expect(told("/odoo/my-day/5/at-the-door", signal)).toBe(true);
    expect.verifySteps(["prevented", "prevented"]);
    expect(told("/odoo/requests", signal)).toBe(undefined);
    expect(told("/odoo/my-day", new Error("a fault of ours"))).toBe(undefined);
    expect.verifySteps([]);
});

import { expect, mockDate, test } from "@odoo/hoot";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { dayOfVisit } from "@community_service/outbox/outbox_service";
import {
    kept,
    lost,
    refused,
    serveVisits,
    setUpDoors,
    startOutbox,
    STORAGE_KEY,
    waiting,
} from "../door_server";

setUpDoors();

const WAIT = 20000;
const keysOf = (calls) => calls.map((call) => call[2].client_key);

test("a save is sent once, under a key of its own, and leaves nothing behind", async () => {
    const calls = serveVisits({ save_at_the_door: () => ({ next_visit_date: "2027-02-28" }) });
    const outbox = await startOutbox();
    const item = await outbox.save(5, "Building 1 101", { state: "done", situation: "Well" });
    expect(item.error).toBe(undefined);
    expect(item.key).toMatch(/^[0-9a-f]{32}$/);
    const { made_at } = calls[0][2];
    const values = { state: "done", situation: "Well", made_at, client_key: item.key };
    expect(calls).toEqual([["save_at_the_door", 5, values]]);
    expect(outbox.state.unsent).toEqual([]);
    expect(localStorage.getItem(STORAGE_KEY)).toBe(null);
    expect(outbox.state.last.label).toBe("Building 1 101");
    expect(outbox.state.last.result).toEqual({ next_visit_date: "2027-02-28" });
    await advanceTime(10 * WAIT);
    expect(calls).toHaveLength(1);
});

test("two saves of the same words have different keys", async () => {
    const calls = serveVisits({ save_at_the_door: () => ({}) });
    const outbox = await startOutbox();
    await outbox.save(5, "Building 1 101", { state: "absent" });
    await outbox.save(5, "Building 1 101", { state: "absent" });
    expect(new Set(keysOf(calls)).size).toBe(2);
});

test("a save is on the phone before the server has answered", async () => {
    const answer = new Deferred();
    serveVisits({ save_at_the_door: () => answer });
    const outbox = await startOutbox();
    const saving = outbox.save(5, "Building 1 101", { state: "done" });
    await animationFrame();
    expect((await kept()).map((item) => item.householdId)).toEqual([5]);
    expect(outbox.state.last.result).toBe(null);
    answer.resolve({ next_visit_date: false });
    await saving;
    expect(await kept()).toEqual([]);
});

test("without a signal a save waits and goes out later under the same key", async () => {
    const answers = { save_at_the_door: lost };
    const calls = serveVisits(answers);
    const outbox = await startOutbox();
    const item = await outbox.save(5, "Building 1 101", { state: "done" });
    expect(item.error).toBe(undefined);
    expect((await kept()).map((one) => one.key)).toEqual([item.key]);
    await advanceTime(WAIT);
    expect(calls).toHaveLength(2);
    expect(await kept()).toHaveLength(1);
    answers.save_at_the_door = () => ({});
    await advanceTime(WAIT);
    expect(keysOf(calls)).toEqual([item.key, item.key, item.key]);
    expect(await kept()).toEqual([]);
    await advanceTime(10 * WAIT);
    expect(calls).toHaveLength(3);
});

test("the signal that comes back is not waited for", async () => {
    const answers = { save_at_the_door: lost };
    const calls = serveVisits(answers);
    const outbox = await startOutbox();
    await outbox.save(5, "Building 1 101", { state: "done" });
    answers.save_at_the_door = () => ({});
    window.dispatchEvent(new Event("online"));
    await animationFrame();
    expect(calls).toHaveLength(2);
    expect(outbox.state.unsent).toEqual([]);
});

test("what waited is sent after the page was closed, oldest first", async () => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([waiting("a", 1), waiting("b", 2)]));
    const calls = serveVisits({ save_at_the_door: () => ({}) });
    const outbox = await startOutbox();
    await outbox.flush();
    expect(keysOf(calls)).toEqual(["a", "b"]);
    expect(await kept()).toEqual([]);
});

test("the first loss of signal stops the row, so that the order stays", async () => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([waiting("a", 1), waiting("b", 2)]));
    const answers = { save_at_the_door: lost };
    const calls = serveVisits(answers);
    const outbox = await startOutbox();
    await outbox.flush();
    await outbox.save(3, "Home 3", { state: "done" });
    expect(new Set(keysOf(calls))).toEqual(new Set(["a"]));
    expect((await kept()).map((item) => item.householdId)).toEqual([1, 2, 3]);
    calls.length = 0;
    answers.save_at_the_door = () => ({});
    await outbox.flush();
    expect(calls.map((call) => call[1])).toEqual([1, 2, 3]);
});

test("nothing is sent twice while a sending is under way", async () => {
    const answer = new Deferred();
    localStorage.setItem(STORAGE_KEY, JSON.stringify([waiting("a", 1)]));
    const calls = serveVisits({ save_at_the_door: () => answer });
    const outbox = await startOutbox();
    const flushes = [outbox.flush(), outbox.flush()];
    window.dispatchEvent(new Event("online"));
    const saving = outbox.save(2, "Home 2", { state: "done" });
    await animationFrame();
    expect(calls).toHaveLength(1);
    answer.resolve({});
    await Promise.all([...flushes, saving]);
    expect(calls.map((call) => call[1])).toEqual([1, 2]);
});

test("what the server refuses stays with its sentence, is not sent again and holds nobody up", async () => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([waiting("a", 1), waiting("b", 2)]));
    const calls = serveVisits({
        save_at_the_door: (id) => (id === 1 ? refused("The household has moved out.")() : {}),
    });
    const outbox = await startOutbox();
    await outbox.flush();
    expect(keysOf(calls)).toEqual(["a", "b"]);
    expect((await kept()).map(({ key, error }) => [key, error])).toEqual([
        ["a", "The household has moved out."],
    ]);
    await advanceTime(10 * WAIT);
    window.dispatchEvent(new Event("online"));
    await animationFrame();
    expect(calls).toHaveLength(2);
    outbox.remove("a");
    expect(await kept()).toEqual([]);
});

test("a save that is refused at once comes back to whoever typed it", async () => {
    serveVisits({ save_at_the_door: refused("Give a reason for the later date.") });
    const outbox = await startOutbox();
    const item = await outbox.save(5, "Building 1 101", { state: "done", situation: "Well" });
    expect(item.error).toBe("Give a reason for the later date.");
    expect(item.values.situation).toBe("Well");
    expect(outbox.state.unsent).toEqual([]);
    expect(await kept()).toEqual([]);
    expect(outbox.state.last).toBe(null);
});

test("taking back what has not left the phone asks no server", async () => {
    const answers = { save_at_the_door: lost };
    const calls = serveVisits(answers);
    const outbox = await startOutbox();
    await outbox.save(5, "Building 1 101", { state: "done" });
    await outbox.undo();
    expect(await kept()).toEqual([]);
    expect(outbox.state.last).toBe(null);
    answers.save_at_the_door = () => ({});
    await advanceTime(10 * WAIT);
    expect(calls).toHaveLength(1);
});

test("taking back what the server has names the save by its key", async () => {
    const calls = serveVisits({ save_at_the_door: () => ({}), undo_at_the_door: () => true });
    const outbox = await startOutbox();
    const item = await outbox.save(5, "Building 1 101", { state: "done" });
    await outbox.undo();
    expect(calls.at(-1)).toEqual(["undo_at_the_door", item.key]);
    expect(outbox.state.last).toBe(null);
    await outbox.undo();
    expect(calls).toHaveLength(2);
});

test("a damaged store is no obstacle, and nobody sends what another user left", async () => {
    localStorage.setItem(STORAGE_KEY, "{not json");
    localStorage.setItem("community_service.outbox:test:8", JSON.stringify([waiting("a", 1)]));
    const calls = serveVisits({ save_at_the_door: () => ({}) });
    const outbox = await startOutbox();
    await outbox.flush();
    expect(calls).toEqual([]);
    expect(outbox.state.unsent).toEqual([]);
});

test("the day of a visit is that of the user's clock, not of the phone", async () => {
    await startOutbox();
    // Half past twelve at noon on the phone, half past one at night in Shanghai.
    mockDate("2026-11-27 17:30:00", -5);
    expect(dayOfVisit()).toBe("2026-11-28");
    mockDate("2026-11-27 15:30:00", -5);
    expect(dayOfVisit()).toBe("2026-11-27");
});

import { beforeEach, mockDate } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { ConnectionLostError, rpc, RPCError } from "@web/core/network/rpc";
import { session } from "@web/session";
import { WebClient } from "@web/webclient/webclient";
import { Vault } from "@community_service/phone/phone_vault";
import {
    defineActions,
    getService,
    makeMockEnv,
    mockService,
    mountWithCleanup,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";

/** The day that the clock of the server's user shows in these tests. */
export const TODAY = "2026-11-28";

/** Where an earlier version of the page kept what waits, for each database and user. */
export const STORAGE_KEY = "community_service.outbox:test:7";

/** No signal: the answer of a server that cannot be reached. */
export function lost() {
    throw new ConnectionLostError("/web/dataset/call_kw/community.visit");
}

/** An answer that refuses with a sentence, as a UserError does. */
export function refused(sentence) {
    return () => {
        const error = new RPCError("Odoo Server Error");
        error.data = { name: "odoo.exceptions.UserError", message: sentence };
        throw error;
    };
}

/**
 * Stand in for the methods of `community.visit`.
 *
 * @param {Object} answers method -> function of the call's arguments; may be changed later
 * @returns {Array} the calls that came, each `[method, ...arguments]`
 */
export function serveVisits(answers) {
    const calls = [];
    patchWithCleanup(rpc, {
        async _rpc(url, params) {
            if (params?.model === "community.phone") {
                calls.carried = [...(calls.carried || []), ...params.args[0]];
                return answers.doors ? answers.doors(...params.args) : {};
            }
            if (params?.model !== "community.visit") {
                return super._rpc(...arguments);
            }
            // As on the way to a server: what is changed here later does not change there.
            const args = JSON.parse(JSON.stringify(params.args));
            calls.push([params.method, ...args]);
            return answers[params.method](...args);
        },
    });
    return calls;
}

/** A household as the server tells it to whoever stands at its door. */
export function aDoor(values = {}) {
    return {
        today: TODAY,
        household: {
            address: "Building 1 101",
            need_level: "yellow",
            need_label: "Yellow",
            categories: ["Living alone"],
            note: "",
            days_overdue: 0,
            next_visit_date: "2026-12-01",
        },
        visit: { id: 31, note: "Bring the form", mode: "home" },
        people: [
            { id: 1, name: "张小明", role: "Head", age: 82, phone: "13800000001", categories: [] },
            { id: 2, name: "李梅", role: "Spouse", age: 80, phone: "138****0002", categories: [] },
        ],
        visits: [],
        needs: [],
        facts: [],
        choices: {
            modes: [
                ["home", "At home"],
                ["phone", "By phone"],
            ],
            needs: [
                ["repair", "Repair"],
                ["meal", "Meals"],
            ],
        },
        ...values,
    };
}

/** A visit of today as My Day shows it. */
export function aCard(id, values = {}) {
    return {
        id,
        household_id: 100 + id,
        place: "Building 1",
        building: "Building 1",
        building_id: 1,
        room: `10${id}`,
        head: "张*明",
        need_level: "green",
        need_label: "Green",
        why: [],
        days_overdue: 0,
        days_planned: 0,
        next_visit_date: "2026-12-01",
        note: "",
        ...values,
    };
}

/** A day as the server tells it. */
export function aDay(values = {}) {
    const figure = (count, model) => ({ count, model, domain: [["id", "in", [count]]] });
    return {
        today: TODAY,
        cards: [],
        figures: {
            visits: figure(0, "community.visit"),
            overdue: figure(0, "community.household"),
            promises: figure(0, "community.visit.need"),
        },
        needs: [],
        done_count: 0,
        has_more: false,
        choices: aDoor().choices,
        ...values,
    };
}

/** A shelf that forgets: stands in for the browser's database. */
export class MemoryShelf {
    rows = {};
    turns = {};

    of(store) {
        this.rows[store] ??= new Map();
        return this.rows[store];
    }

    async get(store, id) {
        return this.of(store).get(id);
    }

    async all(store) {
        return [...this.of(store).values()];
    }

    async put(store, id, row) {
        this.of(store).set(id, JSON.parse(JSON.stringify(row)));
    }

    async delete(store, id) {
        this.of(store).delete(id);
    }

    async lock(name, work) {
        const turn = (this.turns[name] || Promise.resolve()).then(work);
        this.turns[name] = turn.catch(() => {});
        return turn;
    }
}

/** Seals nothing: what is sealed, and how, is seen in a real browser. */
const openSeal = {
    isSafe: true,
    close: async (store, value) => ({ plain: value }),
    open: async (store, row) => row.plain,
};

/** What the phone of the running test keeps. */
export function theVault() {
    return vault;
}

let vault = null;

export function aVault(shelf = new MemoryShelf()) {
    return new Vault(shelf, openSeal);
}

/** Whose rows they are. */
export const OWNER = "test:7";

/** Prepare each test of a file: the models, the clock and the two screens. */
export function setUpDoors() {
    defineMailModels();
    defineActions([
        {
            id: 901,
            xml_id: "community_service.community_my_day_action",
            name: "My Day",
            type: "ir.actions.client",
            tag: "community_service.my_day",
        },
        {
            id: 902,
            xml_id: "community_service.community_at_the_door_action",
            name: "At the Door",
            type: "ir.actions.client",
            tag: "community_service.at_the_door",
            res_model: "community.household",
        },
    ]);
    beforeEach(() => {
        serverState.timezone = "Asia/Shanghai";
        patchWithCleanup(session, { community_offline_hours: 12 });
        vault = aVault();
        mockService("community_vault", () => vault);
        // Half past nine in the morning in Shanghai.
        mockDate(`${TODAY} 01:30:00`, +8);
    });
}

/** Start the services without a screen and return the outbox. */
export async function startOutbox() {
    await makeMockEnv();
    return getService("community_outbox");
}

/** Open one of the two screens. */
export async function openAction(name, context = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction(`community_service.${name}`, {
        additionalContext: context,
    });
    await animationFrame();
}

/** What the phone keeps of the outbox. */
export function kept() {
    return vault.all("outbox", OWNER);
}

/** The day as the phone has kept it some hours ago. */
export function keepDay(day, hours = 1, owner = OWNER) {
    const at = Date.now() - hours * 3600000;
    return vault.put("day", owner, "day", { at, value: day }, { until: at + 12 * 3600000 });
}

/** An item as the outbox keeps it. */
export function waiting(key, householdId, values = {}) {
    return {
        key,
        householdId,
        label: `Home ${householdId}`,
        values: { state: "done", client_key: key, ...values },
    };
}

export const HOUSEHOLD = 101;

/** Open the door of a household; returns the calls that come from then on. */
export async function openDoor(answers = {}) {
    const calls = serveVisits({
        at_the_door: () => aDoor(),
        my_day: () => aDay(),
        save_at_the_door: () => ({ next_visit_date: "2027-02-28" }),
        door_phone_note: () => "",
        ...answers,
    });
    await openAction("community_at_the_door_action", { active_id: HOUSEHOLD });
    return calls;
}

/** The saves among the calls. */
export const saves = (calls) => calls.filter(([method]) => method === "save_at_the_door");

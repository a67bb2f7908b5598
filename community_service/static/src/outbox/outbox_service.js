import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

const { DateTime } = luxon;
const RETRY_DELAY = 20000;

/** Where My Day keeps the day as it was last read, for the time without a signal. */
export const MY_DAY_KEY = "community_service.my_day";

/** The day on which something is recorded, by the clock of the user whom the server knows. */
export function dayOfVisit() {
    return DateTime.now()
        .setZone(user.tz || "local")
        .toISODate();
}

/**
 * Sends what is recorded at the door and keeps it on the phone until the server has it.
 *
 * Each save carries a key of its own, so that sending it again is harmless. A save that the server
 * refuses stays in the list with the server's sentence until a person corrects or drops it.
 */
export const communityOutboxService = {
    dependencies: ["notification"],
    start(env, { notification }) {
        const storageKey = `community_service.outbox:${session.db}:${user.userId}`;
        const state = reactive({ unsent: read(), last: null });
        let sending = null;
        let timer = null;

        function read() {
            try {
                return JSON.parse(browser.localStorage.getItem(storageKey)) || [];
            } catch {
                return [];
            }
        }

        function keep() {
            if (state.unsent.length) {
                browser.localStorage.setItem(storageKey, JSON.stringify(state.unsent));
            } else {
                browser.localStorage.removeItem(storageKey);
            }
        }

        function newKey() {
            const bytes = new Uint8Array(16);
            globalThis.crypto.getRandomValues(bytes);
            return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
        }

        function call(method, args) {
            return rpc(
                `/web/dataset/call_kw/community.visit/${method}`,
                {
                    model: "community.visit",
                    method,
                    args,
                    kwargs: { context: user.context },
                },
                { silent: true }
            );
        }

        function later() {
            browser.clearTimeout(timer);
            if (state.unsent.some((item) => !item.error)) {
                timer = browser.setTimeout(flush, RETRY_DELAY);
            }
        }

        function remove(key) {
            state.unsent = state.unsent.filter((item) => item.key !== key);
            keep();
        }

        /** Send what waits, oldest first; stops at the first loss of connection. */
        async function flushNow() {
            for (const item of state.unsent.filter((item) => !item.error)) {
                try {
                    const result = await call("save_at_the_door", [item.householdId, item.values]);
                    remove(item.key);
                    if (state.last?.key === item.key) {
                        state.last.result = result;
                    }
                } catch (error) {
                    if (!(error instanceof ConnectionLostError) && error.name === "RPC_ERROR") {
                        const kept = state.unsent.find((other) => other.key === item.key);
                        kept.error = error.data?.message || error.message;
                        keep();
                        continue;
                    }
                    break;
                }
            }
        }

        async function flush() {
            sending ??= flushNow().finally(() => {
                sending = null;
                later();
            });
            return sending;
        }

        /**
         * Keep a save on the phone, then send it.
         *
         * @param {number} householdId
         * @param {string} label what the person reads about it
         * @param {Object} values see community.visit.save_at_the_door
         * @returns {Promise<Object>} the item; its `error` holds the server's refusal
         */
        async function save(householdId, label, values) {
            const key = newKey();
            const item = { key, householdId, label, values: { ...values, client_key: key } };
            state.unsent.push(item);
            keep();
            state.last = { key, householdId, label, state: values.state, result: null };
            await (sending || Promise.resolve());
            await flush();
            const kept = state.unsent.find((other) => other.key === key);
            if (kept?.error) {
                remove(key);
                state.last = null;
                return kept;
            }
            return item;
        }

        /** Take back the last save: from the list if it has not left yet, else on the server. */
        async function undo() {
            const last = state.last;
            if (!last) {
                return;
            }
            await (sending || Promise.resolve());
            if (state.unsent.some((item) => item.key === last.key)) {
                remove(last.key);
            } else {
                await call("undo_at_the_door", [last.key]);
            }
            state.last = null;
            notification.add(_t("Taken back."), { type: "success" });
        }

        browser.addEventListener("online", flush);
        flush();

        return { state, save, undo, flush, remove };
    },
};

registry.category("services").add("community_outbox", communityOutboxService);

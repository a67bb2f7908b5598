import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { ask, isRefusal, isSignedOut } from "../phone/phone_service";

const { DateTime } = luxon;
const RETRY_DELAY = 20000;

/** The day on which something is recorded, by the clock of the user whom the server knows. */
export function dayOfVisit() {
    return DateTime.now()
        .setZone(user.tz || "local")
        .toISODate();
}

/**
 * Sends what is recorded at the door and keeps it on the phone until the server has it.
 *
 * Each save is an entry of its own under a key of its own, so that sending it again is harmless,
 * and no tab can overwrite what another has not sent. One tab sends at a time. A save that the
 * server refuses stays in the list with the server's sentence until a person corrects or drops it;
 * whatever else goes wrong, a lost signal, an ended session, an error of the server, leaves it
 * unsent.
 */
export const communityOutboxService = {
    dependencies: ["notification", "community_vault", "community_phone"],
    start(env, { notification, community_vault: vault, community_phone: phone }) {
        const { owner } = phone;
        const state = reactive({ unsent: [], last: null, isSignedOut: false });
        const tabs = new browser.BroadcastChannel("community_outbox");
        let sending = null;
        let timer = null;

        /** Take over what an earlier version of this page left unsent. */
        async function takeOver() {
            const earlier = `community_service.outbox:${session.db}:${user.userId}`;
            let items = [];
            try {
                items = JSON.parse(browser.localStorage.getItem(earlier)) || [];
            } catch {
                // Nothing that could be read was there.
            }
            for (const item of items) {
                await keep(item);
            }
            browser.localStorage.removeItem(earlier);
        }

        function keep(item) {
            return vault.put("outbox", owner, item.key, item);
        }

        async function draw() {
            state.unsent = await vault.all("outbox", owner);
        }

        async function changed() {
            await draw();
            tabs.postMessage(owner);
        }

        async function remove(key) {
            await vault.delete("outbox", owner, key);
            await changed();
        }

        function newKey() {
            const bytes = new Uint8Array(16);
            globalThis.crypto.getRandomValues(bytes);
            return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
        }

        function later() {
            browser.clearTimeout(timer);
            if (state.unsent.some((item) => !item.error)) {
                timer = browser.setTimeout(flush, RETRY_DELAY);
            }
        }

        function send(item) {
            return ask("community.visit", "save_at_the_door", [item.householdId, item.values]);
        }

        function sent(item, result) {
            if (state.last?.key === item.key) {
                state.last.result = result;
            }
            for (const sentence of [result?.handed_over, result?.newer]) {
                if (sentence) {
                    const told = `${item.label}: ${sentence}`;
                    notification.add(told, { type: "warning", sticky: true });
                }
            }
        }

        /** Send what waits, oldest first; stops at the first loss of connection. */
        async function sendAll() {
            for (const item of await vault.all("outbox", owner)) {
                if (item.error) {
                    continue;
                }
                try {
                    const result = await send(item);
                    state.isSignedOut = false;
                    await remove(item.key);
                    sent(item, result);
                } catch (error) {
                    if (isRefusal(error)) {
                        await keep({ ...item, error: error.data?.message || error.message });
                        await changed();
                        continue;
                    }
                    state.isSignedOut = isSignedOut(error);
                    if (error.name === "RPC_ERROR" && !state.isSignedOut) {
                        // The server stumbled over this one: it stays, and holds nobody up.
                        continue;
                    }
                    break;
                }
            }
        }

        async function flush() {
            sending ??= ready
                .then(() => vault.lock(`community_outbox:${owner}`, sendAll))
                .then(draw)
                .catch((error) => browser.console.warn(error))
                .finally(() => {
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
            // What somebody else enters from now on is newer, whenever this arrives.
            const made_at = DateTime.utc().toFormat("yyyy-MM-dd HH:mm:ss");
            const own = { ...values, made_at, client_key: key };
            const item = { key, householdId, label, values: own };
            const last = { key, householdId, label, state: values.state, result: null };
            await ready;
            try {
                await keep(item);
            } catch {
                return saveNow(item, last);
            }
            state.last = last;
            await changed();
            await (sending || Promise.resolve());
            await flush();
            const kept = state.unsent.find((other) => other.key === key);
            if (kept?.error) {
                await remove(key);
                state.last = null;
                return kept;
            }
            return item;
        }

        /** Send what the phone has no room for; what does not arrive stays with whoever typed it. */
        async function saveNow(item, last) {
            try {
                const result = await send(item);
                state.last = { ...last, result };
                sent(item, result);
                return item;
            } catch (error) {
                const sentence = isRefusal(error)
                    ? error.data?.message || error.message
                    : _t(
                          "This phone has no room to keep the visit: leave this page open and save again when there is a signal."
                      );
                return { ...item, error: sentence };
            }
        }

        /** Take back the last save: from the list if it has not left yet, else on the server. */
        async function undo() {
            const last = state.last;
            if (!last) {
                return;
            }
            await vault.lock(`community_outbox:${owner}`, async () => {
                const waiting = await vault.all("outbox", owner);
                if (waiting.some((item) => item.key === last.key)) {
                    await remove(last.key);
                } else {
                    await ask("community.visit", "undo_at_the_door", [last.key]);
                }
            });
            state.last = null;
            notification.add(_t("Taken back."), { type: "success" });
        }

        tabs.addEventListener("message", (event) => {
            if (event.data === owner) {
                draw();
            }
        });
        browser.addEventListener("online", flush);
        const ready = takeOver()
            .then(draw)
            .catch((error) => browser.console.warn(error));
        flush();

        return { state, save, undo, flush, remove };
    },
};

registry.category("services").add("community_outbox", communityOutboxService);

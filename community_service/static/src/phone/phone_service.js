import { browser } from "@web/core/browser/browser";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { Vault } from "./phone_vault";

const HOUR = 3600000;
// A signal that takes longer is none.
const PATIENCE = 20000;
const READING = 6000;
const DOORS = 20;
const FRESH = 30 * 60000;

/** The server has an answer of its own: no is no, and sending again changes nothing. */
const REFUSALS = [
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.RedirectWarning",
];

function nameOf(error) {
    return error?.exceptionName || error?.data?.name || "";
}

export function isRefusal(error) {
    return REFUSALS.includes(nameOf(error));
}

/** Whoever was signed in is not any more. */
export function isSignedOut(error) {
    return ["odoo.http.SessionExpiredException", "odoo.exceptions.AccessDenied"].includes(
        nameOf(error)
    );
}

/** The server did not answer, or not to this person: what the phone keeps is shown. */
export function isOutOfReach(error) {
    return error instanceof ConnectionLostError || isSignedOut(error);
}

/** Call a method of the server; what takes too long is a lost signal. */
export async function ask(model, method, args, patience = PATIENCE) {
    const url = `/web/dataset/call_kw/${model}/${method}`;
    const asked = rpc(
        url,
        { model, method, args, kwargs: { context: user.context } },
        { silent: true }
    );
    let timer;
    const late = new Promise((resolve, reject) => {
        timer = browser.setTimeout(() => {
            reject(new ConnectionLostError(url));
            asked.abort?.(false);
        }, patience);
    });
    return Promise.race([asked, late]).finally(() => browser.clearTimeout(timer));
}

export function askToRead(model, method, args) {
    return ask(model, method, args, READING);
}

registry.category("services").add("community_vault", {
    start() {
        return new Vault();
    },
});

/**
 * Keeps on the phone what the day needs: the day itself with its doors, for the hours that the
 * community allows, and what is being typed, until it is saved.
 */
export const communityPhoneService = {
    dependencies: ["community_vault"],
    start(env, { community_vault: vault }) {
        const owner = `${session.db}:${user.userId}`;
        const hours = session.community_offline_hours || 0;
        // What this page itself has read: enough where the phone may keep nothing.
        const page = new Map();

        async function quietly(work) {
            try {
                return await work();
            } catch (error) {
                // A phone without room or storage works as long as there is a signal.
                browser.console.warn(error);
            }
        }

        async function keep(name, value) {
            const read = { at: Date.now(), value };
            page.set(name, read);
            if (hours && vault.isSafe) {
                const until = read.at + hours * HOUR;
                await quietly(() => vault.put("day", owner, name, read, { until }));
            }
        }

        async function kept(name) {
            const read = page.get(name) || (await quietly(() => vault.get("day", owner, name)));
            return read && read.at + (hours || 1) * HOUR > Date.now() ? read : null;
        }

        const ready = quietly(() => vault.purgeDay(hours ? owner : ""));

        /** Read the doors of the day that the phone does not have, or has had for long. */
        async function carry(day) {
            await ready;
            if (!hours || !vault.isSafe) {
                return;
            }
            const wanted = [];
            for (const { household_id: id } of [...day.cards, ...day.needs]) {
                const door = await kept(`door:${id}`);
                if (id && !wanted.includes(id) && !(door && door.at + FRESH > Date.now())) {
                    wanted.push(id);
                }
            }
            while (wanted.length) {
                const doors = await ask("community.phone", "doors", [wanted.splice(0, DOORS)]);
                for (const [id, door] of Object.entries(doors)) {
                    await keep(`door:${id}`, door);
                }
            }
            const worker = await browser.navigator.serviceWorker?.getRegistration("/odoo");
            worker?.active?.postMessage({ community: "keep", owner, hours });
            browser.navigator.storage?.persist?.();
        }

        let writing = Promise.resolve();

        function draft(name, values) {
            writing = writing.then(() =>
                quietly(() =>
                    values
                        ? vault.put("drafts", owner, name, values)
                        : vault.delete("drafts", owner, name)
                )
            );
            return writing;
        }

        return {
            owner,
            ready,
            carry: (day) => quietly(() => carry(day)),
            keepDay: (day) => keep("day", day),
            keptDay: async () => (await kept("day"))?.value,
            keepDoor: (id, door) => keep(`door:${id}`, door),
            keptDoor: async (id) => (await kept(`door:${id}`))?.value,
            keepDraft: draft,
            keptDraft: (name) => quietly(() => vault.get("drafts", owner, name)),
            dropDraft: (name) => draft(name, null),
        };
    },
};

registry.category("services").add("community_phone", communityPhoneService);

/** Without a signal our screens say so themselves; Odoo's notice would lie over their buttons. */
export function quietWithoutSignal(env, error, originalError) {
    const isOurs = /\/(my-day|at-the-door)\/?$/.test(browser.location.pathname);
    if (isOurs && originalError instanceof ConnectionLostError) {
        error.unhandledRejectionEvent?.preventDefault();
        return true;
    }
}

registry.category("error_handlers").add("community_no_signal", quietWithoutSignal, {
    sequence: 90,
});

import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

const TOUCHES = ["pointerdown", "keydown", "input", "wheel", "touchmove"];

/** Adds up the time in which somebody is at work: a long gap between two touches is a pause. */
export class WorkClock {
    worked = 0;

    /**
     * @param {number} now in milliseconds
     * @param {number} pause from how many milliseconds on a gap is a pause
     */
    constructor(now, pause) {
        this.last = now;
        this.pause = pause;
    }

    /** Somebody does something: returns the milliseconds of work until now. */
    touch(now) {
        const gap = now - this.last;
        // A clock that is set back has counted nothing.
        if (gap > 0 && gap < this.pause) {
            this.worked += gap;
        }
        this.last = now;
        return this.worked;
    }
}

function newKey() {
    const bytes = new Uint8Array(16);
    globalThis.crypto.getRandomValues(bytes);
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Measures how long an entry takes, where the community and the user have switched it on.
 *
 * The time stays on this page until an entry is saved; then its seconds are sent, once. What does
 * not arrive is left out: nobody is kept waiting or told.
 */
export const communityBurdenService = {
    start() {
        const rules = session.community_burden;
        const now = () => Date.now();
        const clock = rules && new WorkClock(now(), rules.idle * 60000);
        for (const name of rules ? TOUCHES : []) {
            const options = { capture: true, passive: true };
            browser.addEventListener(name, () => clock.touch(now()), options);
        }

        /** Begin an entry; returns a function that tells its seconds so far, or null. */
        function begin() {
            const before = clock && clock.touch(now());
            return () => clock && Math.max(1, Math.round((clock.touch(now()) - before) / 1000));
        }

        /** What a visit brings along: nothing where nothing is measured. */
        function spent(step, seconds) {
            return seconds ? { spent: { step, seconds } } : {};
        }

        async function send(step, seconds, subject) {
            if (!seconds) {
                return;
            }
            const model = "community.burden.time";
            const args = [step, seconds, newKey(), subject];
            const params = { model, method: "record", args, kwargs: { context: user.context } };
            const url = `/web/dataset/call_kw/${model}/record`;
            await rpc(url, params, { silent: true }).catch(() => {});
        }

        return {
            begin,
            send,
            spent,
            isEntry: (model) => Boolean(rules?.models.includes(model)),
        };
    },
};

registry.category("services").add("community_burden", communityBurdenService);

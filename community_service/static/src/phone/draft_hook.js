import { onWillDestroy, reactive, toRaw } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/**
 * Keep what is typed and tapped on the phone at every change, until it is saved.
 *
 * @param {Object} state of the component
 * @param {string} name of the draft: one for each thing that is recorded
 * @param {string[]} left names in the state that are not typed
 * @returns {Object} `restore`: put back what was typed, tell whether there was any, and watch from
 *     then on; `drop`: forget it
 */
export function useDraft(state, name, left) {
    const phone = useService("community_phone");
    let watching = false;
    let last = "";

    function text(from) {
        const kept = Object.entries(from).filter(([key]) => !left.includes(key));
        return JSON.stringify(Object.fromEntries(kept));
    }

    const watched = reactive(toRaw(state), () => note());

    function note() {
        // Reading it all is what makes the next change known.
        const now = text(watched);
        if (watching && now !== last) {
            last = now;
            phone.keepDraft(name, JSON.parse(now));
        }
    }

    onWillDestroy(() => (watching = false));

    return {
        async restore() {
            const kept = await phone.keptDraft(name);
            if (kept) {
                Object.assign(state, kept);
            }
            last = text(toRaw(state));
            watching = true;
            note();
            text(watched);
            return Boolean(kept);
        },
        async drop() {
            watching = false;
            await phone.dropDraft(name);
        },
    };
}

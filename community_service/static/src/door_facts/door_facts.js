import { Component, useState } from "@odoo/owl";
import { deserializeDate, toLocaleDateString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { useService } from "@web/core/utils/hooks";

/**
 * The facts that nobody has confirmed for too long: still right by one tap, or what has changed.
 *
 * The answers are entered into `checks`, by fact and person, as the save takes them.
 */
export class DoorFacts extends Component {
    static template = "community_service.DoorFacts";
    static props = { facts: Array, checks: Object, employment: { type: Array, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ phoneNotes: {} });
        this.questions = {
            phone: _t("Is this still the phone?"),
            members: _t("Do the same people live here?"),
            emergency: _t("Is this still the emergency contact?"),
            employment: _t("Is this still the employment?"),
            health: _t("Is the health on file still right?"),
        };
        // What nobody has said yet, and a form waits for.
        this.missing = {
            phone: _t("What is the phone?"),
            emergency: _t("Who is the emergency contact?"),
            employment: _t("What is the employment?"),
        };
    }

    key(fact) {
        return `${fact.fact}-${fact.resident_id || 0}`;
    }

    check(fact) {
        return this.props.checks[this.key(fact)];
    }

    isRight(fact) {
        return this.check(fact)?.result === "right";
    }

    isChanged(fact) {
        return this.check(fact)?.result === "changed";
    }

    answer(fact, result, values = {}) {
        this.props.checks[this.key(fact)] = {
            fact: fact.fact,
            resident_id: fact.resident_id,
            result,
            ...values,
        };
    }

    confirm(fact) {
        if (this.isRight(fact)) {
            this.props.checks[this.key(fact)] = null;
        } else {
            this.answer(fact, "right");
        }
    }

    confirmAll() {
        for (const fact of this.props.facts) {
            if (!this.check(fact) && !fact.is_missing) {
                this.answer(fact, "right");
            }
        }
    }

    change(fact) {
        const values = fact.fact === "members" ? {} : { value: "" };
        this.answer(fact, "changed", fact.fact === "emergency" ? { ...values, name: "" } : values);
    }

    question(fact) {
        const words = (fact.is_missing && this.missing[fact.fact]) || this.questions[fact.fact];
        if (words || !fact.label) {
            return words || "";
        }
        return fact.is_missing
            ? _t("Not known yet: %(fact)s", { fact: fact.label })
            : _t("Still right: %(fact)s?", { fact: fact.label });
    }

    /** Where the register has the value from, or since when its new one is missing. */
    textSource(fact) {
        const day = (value) => toLocaleDateString(deserializeDate(value));
        if (fact.changed_on) {
            return _t("Said to have changed on %(date)s; the new value is missing", {
                date: day(fact.changed_on),
            });
        }
        if (!fact.confirmed_on) {
            return fact.is_missing ? _t("Not in the register; a form waits for it") : "";
        }
        return fact.source === "visit"
            ? _t("Confirmed at a visit on %(date)s", { date: day(fact.confirmed_on) })
            : _t("In the register since %(date)s", { date: day(fact.confirmed_on) });
    }

    /** What happens to a change of which no value is given here. */
    textMissing(fact) {
        return fact.can_enter
            ? _t("Not known yet: it is asked again, and stands among your activities.")
            : _t("It is entered in the register: the task stands among the activities.");
    }

    /** Say who has the typed number already; without a signal nobody can tell. */
    async askPhone(fact) {
        const key = this.key(fact);
        this.state.phoneNotes[key] = "";
        try {
            this.state.phoneNotes[key] = await this.orm.silent.call(
                "community.visit",
                "door_phone_note",
                [fact.resident_id, this.check(fact).value]
            );
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }
}

import { Component, useState } from "@odoo/owl";
import { user } from "@web/core/user";

const { DateTime } = luxon;
// Kept apart: these two have buttons of their own, at the door and after a call.
const ELSEWHERE = ["nobody_home", "no_answer"];

/** The part of the day at which somebody knocks, by the clock of the user's own place. */
export function partOfDay() {
    const { hour } = DateTime.now().setZone(user.tz || "local");
    return hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

/** Why a visit was in vain, other than that nobody was home: each has a next step of its own. */
export class DoorOutcomes extends Component {
    static template = "community_service.DoorOutcomes";
    static props = { outcomes: Array, isBusy: Boolean, onChosen: Function };

    setup() {
        this.state = useState({ isOpen: false });
    }

    get choices() {
        return this.props.outcomes.filter(([outcome]) => !ELSEWHERE.includes(outcome));
    }
}

/** After a call: was somebody reached, or was there no answer? */
export class DoorCall extends Component {
    static template = "community_service.DoorCall";
    static props = { person: Object, isBusy: Boolean, onReached: Function, onNoAnswer: Function };
}

import { Component } from "@odoo/owl";

/**
 * The kind of a visit and the questions that its checklist asks, answered by taps.
 *
 * `visit.kind` and `visit.answers` (by question) are what the save takes.
 */
export class DoorChecklist extends Component {
    static template = "community_service.DoorChecklist";
    static props = { visit: Object, kinds: Array, checklists: Object };

    get questions() {
        return this.props.checklists[this.props.visit.kind] || [];
    }

    answer(question, value) {
        const { answers } = this.props.visit;
        answers[question.id] = answers[question.id] === value ? "" : value;
    }
}

/** The answers to the questions of this kind of visit, as the save takes them. */
export function answersOf({ kind, answers }, checklists) {
    return ((checklists || {})[kind] || [])
        .filter((question) => (answers[question.id] || "").trim())
        .map((question) => ({ question_id: question.id, value: answers[question.id].trim() }));
}

import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { dayOfVisit } from "../outbox/outbox_service";

const BOARD_ACTION = "community_service.community_building_board_action";
const DOOR_ACTION = "community_service.community_at_the_door_action";
const RANKS = { green: 0, yellow: 1, red: 2 };

/** Floors and doors of a building; a staircase where nobody opens is recorded with two taps. */
export class BuildingBoard extends Component {
    static template = "community_service.BuildingBoard";
    static components = { ControlPanel };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = { controlPanel: {} };
        this.areaId = parseInt(this.props.action.context.active_id) || 0;
        // `chosen`: ids of the households of the staircase that is being recorded.
        this.state = useState({ board: null, places: [], part: 0, chosen: {}, last: null });
        this.status = useState({ isBusy: false });
        onWillStart(() => this.load());
    }

    async load() {
        if (this.areaId) {
            this.state.board = await this.orm.call("community.area", "building_board", [
                [this.areaId],
            ]);
            this.state.places = this.state.board.places;
            this.env.config.setDisplayName(this.state.board.area.name);
        } else {
            this.state.places = await this.orm.call("community.area", "building_places", []);
        }
    }

    get figures() {
        const { counts, levels } = this.state.board;
        return [
            ...["red", "yellow", "green"].map((name) => ({ name, label: levels[name] })),
            { name: "overdue", label: _t("Overdue") },
            { name: "unknown", label: _t("Nobody known") },
        ]
            .map((figure) => ({ ...figure, count: counts[figure.name] }))
            .filter((figure) => figure.count);
    }

    get isEmpty() {
        return !this.state.places.length && !this.state.board?.parts.length;
    }

    textFloor(floor) {
        return _t("Floor %(floor)s", { floor: floor.floor });
    }

    textOverdue(door) {
        const days = Math.max(0, ...door.households.map((home) => home.days_overdue));
        return days ? _t("%(days)s days overdue", { days }) : "";
    }

    textToday(door) {
        const states = door.households.map((home) => home.today);
        return states.includes("done")
            ? _t("Visited")
            : states.includes("absent")
              ? _t("Nobody home")
              : "";
    }

    /** The level of who needs most behind a door; nothing where nobody is known. */
    level(door) {
        const levels = door.households.map((home) => home.need_level);
        return levels.sort((a, b) => RANKS[b] - RANKS[a])[0] || "";
    }

    label(door) {
        return this.state.board.levels[this.level(door)] || _t("Nobody known");
    }

    // recording a staircase

    doors(part) {
        return [...part.floors.flatMap((floor) => floor.places.flat()), ...part.others];
    }

    /** Homes of a staircase in which somebody lives and that nobody has been to today. */
    waiting(part) {
        return this.doors(part)
            .flatMap((door) => door.households)
            .filter((home) => home.people && !home.today);
    }

    isChosen(door) {
        return door.households.some((home) => this.state.chosen[home.id]);
    }

    get chosenIds() {
        return Object.keys(this.state.chosen)
            .filter((id) => this.state.chosen[id])
            .map(Number);
    }

    begin(part) {
        this.state.part = part.id;
        this.state.chosen = Object.fromEntries(this.waiting(part).map((home) => [home.id, true]));
    }

    cancel() {
        this.state.part = 0;
        this.state.chosen = {};
    }

    async tap(door, part) {
        if (this.state.part === part.id) {
            const wasChosen = this.isChosen(door);
            for (const home of door.households.filter((home) => home.people && !home.today)) {
                this.state.chosen[home.id] = !wasChosen;
            }
        } else if (!this.state.part && door.households.length) {
            await this.open(door.households);
        }
    }

    open(homes) {
        if (homes.length > 1) {
            return this.action.doAction({
                type: "ir.actions.act_window",
                name: _t("Households behind this door"),
                res_model: "community.household",
                domain: [["id", "in", homes.map((home) => home.id)]],
                mobile_view_mode: "kanban",
                views: [
                    [false, "list"],
                    [false, "kanban"],
                    [false, "form"],
                ],
            });
        }
        if (this.env.isSmall && this.state.board.can_record) {
            return this.action.doAction(DOOR_ACTION, {
                additionalContext: {
                    active_id: homes[0].id,
                    active_model: "community.household",
                },
            });
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "community.household",
            res_id: homes[0].id,
            views: [[false, "form"]],
        });
    }

    openPlace(place) {
        return this.action.doAction(BOARD_ACTION, {
            additionalContext: { active_id: place.id, active_model: "community.area" },
        });
    }

    async busy(call) {
        if (this.status.isBusy) {
            return;
        }
        this.status.isBusy = true;
        try {
            await call();
        } finally {
            this.status.isBusy = false;
        }
    }

    /** Record that nobody was home at the chosen doors; the answer is told door by door. */
    save() {
        return this.busy(async () => {
            const ids = this.chosenIds;
            const labels = this.labels();
            const key = uuid();
            const rows = await this.orm.call("community.household", "save_at_their_doors", [
                ids,
                { client_key: key, state: "absent", date: dayOfVisit() },
            ]);
            this.cancel();
            await this.tell({
                key,
                ids: rows.filter((row) => row.is_done).map((row) => row.id),
                refused: this.refused(rows, labels),
                isUndone: false,
            });
        });
    }

    undo() {
        return this.busy(async () => {
            const { key, ids } = this.state.last;
            const labels = this.labels();
            const rows = await this.orm.call("community.household", "undo_at_their_doors", [
                ids,
                key,
            ]);
            await this.tell({
                key,
                ids: rows.filter((row) => !row.is_done).map((row) => row.id),
                refused: this.refused(rows, labels),
                isUndone: true,
                count: rows.filter((row) => row.is_done).length,
            });
        });
    }

    /** Tell what was done once the board shows it: doors chosen before would be those of before. */
    async tell(last) {
        try {
            await this.load();
        } finally {
            this.state.last = last;
        }
    }

    labels() {
        const labels = {};
        for (const part of this.state.board.parts) {
            for (const door of this.doors(part)) {
                for (const home of door.households) {
                    labels[home.id] = `${part.name} ${door.room}`;
                }
            }
        }
        return labels;
    }

    refused(rows, labels) {
        return rows
            .filter((row) => !row.is_done)
            .map((row) => ({ id: row.id, label: labels[row.id] || "", why: row.why }));
    }

    dismiss() {
        this.state.last = null;
    }

    get textSaved() {
        const { ids, isUndone, count } = this.state.last;
        return isUndone
            ? _t("Taken back at %(count)s doors.", { count })
            : _t("Nobody home at %(count)s doors.", { count: ids.length });
    }

    get textSave() {
        return _t("Nobody home at %(count)s doors: save", { count: this.chosenIds.length });
    }

    textPlace(place) {
        return _t("%(count)s households", { count: place.households });
    }
}

registry.category("actions").add("community_service.building_board", BuildingBoard);

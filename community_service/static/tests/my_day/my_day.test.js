import { expect, queryAllTexts, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import {
    contains,
    getService,
    patchWithCleanup,
    swipeLeft,
    swipeRight,
} from "@web/../tests/web_test_helpers";
import {
    aCard,
    aDay,
    keepDay,
    kept,
    lost,
    openAction,
    refused,
    serveVisits,
    setUpDoors,
    STORAGE_KEY,
    TODAY,
    waiting,
} from "../door_server";

setUpDoors();

const ROOMS = ".o_community_card .fs-4";

/** Open My Day of a server whose day loses the card of each household that is recorded. */
async function openDay(day, answers = {}) {
    const calls = serveVisits(
        Object.setPrototypeOf(answers, {
            my_day: () => JSON.parse(JSON.stringify(day)),
            save_at_the_door: (householdId) => {
                day.cards = day.cards.filter((card) => card.household_id !== householdId);
                day.done_count++;
                return { next_visit_date: "2027-02-28" };
            },
        })
    );
    await openAction("community_my_day_action");
    return calls;
}

const saves = (calls) => calls.filter(([method]) => method === "save_at_the_door");

test("visits stand as cards in the order of the server, under the place where one walks", async () => {
    await openDay(
        aDay({
            cards: [
                aCard(2),
                aCard(1, { need_level: "red", need_label: "Red", days_overdue: 12 }),
                aCard(3, { place: "Building 2", building: "Building 2", building_id: 2 }),
            ],
        })
    );
    expect(queryAllTexts(ROOMS)).toEqual(["102", "101", "103"]);
    expect(queryAllTexts(".o_community_place")).toEqual(["Building 1", "Building 2"]);
    expect(".o_community_red .o_community_level").toHaveText("Red");
    expect(".o_community_red .text-danger").toHaveText("12 days overdue");
});

test("one building can be chosen, until its last card is gone", async () => {
    const elsewhere = { place: "Building 2", building: "Building 2", building_id: 2 };
    await openDay(aDay({ cards: [aCard(1), aCard(2), aCard(3, elsewhere)] }));
    expect(queryAllTexts(".o_community_buildings .btn")).toEqual([
        "All 3",
        "Building 1 2",
        "Building 2 1",
    ]);
    await contains(".o_community_buildings .btn:contains(Building 2)").click();
    expect(queryAllTexts(ROOMS)).toEqual(["103"]);
    await contains(".o_community_visited").click();
    await animationFrame();
    expect(queryAllTexts(ROOMS)).toEqual(["101", "102"]);
});

test("visited and nobody home are one tap each and dated by today", async () => {
    const calls = await openDay(aDay({ cards: [aCard(1), aCard(2), aCard(3)] }));
    await contains(".o_community_card:contains(101) .o_community_visited").click();
    await animationFrame();
    await contains(".o_community_card:contains(102) .o_community_absent").click();
    await animationFrame();
    expect(
        saves(calls).map(([, id, { visit_id, state, date }]) => [id, visit_id, state, date])
    ).toEqual([
        [101, 1, "done", TODAY],
        [102, 2, "absent", TODAY],
    ]);
    expect(queryAllTexts(ROOMS)).toEqual(["103"]);
    expect(".o_community_saved").toHaveText(/Nobody home: Building 1 102/);
});

test("where a surge list asks, whoever was met is named by one more tap, and alone by none", async () => {
    const people = [
        { id: 1, label: "张* 82", is_listed: true },
        { id: 2, label: "李* 80", is_listed: true },
        { id: 3, label: "张*", is_listed: false },
    ];
    const calls = await openDay(
        aDay({
            cards: [
                aCard(1, { people }),
                aCard(2, { people }),
                aCard(3, { people: people.slice(0, 1) }),
                aCard(4),
            ],
        })
    );
    await contains(".o_community_card:contains(101) .o_community_visited").click();
    await animationFrame();
    expect(saves(calls)).toHaveLength(0);
    expect(queryAllTexts(".o_community_met .btn")).toEqual([
        "All on the list",
        "张* 82",
        "李* 80",
        "张*",
    ]);
    await contains(".o_community_met_all").click();
    await animationFrame();
    await contains(".o_community_card:contains(102) .o_community_visited").click();
    await contains(".o_community_met [data-resident='3']").click();
    await animationFrame();
    await contains(".o_community_card:contains(103) .o_community_visited").click();
    await animationFrame();
    await contains(".o_community_card:contains(104) .o_community_visited").click();
    await animationFrame();
    expect(saves(calls).map(([, id, values]) => [id, values.met_resident_ids])).toEqual([
        [101, [1, 2]],
        [102, [3]],
        [103, [1]],
        [104, undefined],
    ]);
});

test.tags("mobile");
test("on a phone a swipe to the right is a visit, to the left nobody home", async () => {
    const calls = await openDay(aDay({ cards: [aCard(1), aCard(2)] }));
    await swipeRight(".o_actionswiper:eq(0)");
    await animationFrame();
    await swipeLeft(".o_actionswiper:eq(0)");
    await animationFrame();
    expect(saves(calls).map(([, id, { state }]) => [id, state])).toEqual([
        [101, "done"],
        [102, "absent"],
    ]);
});

test("a refusal is told and the card stays", async () => {
    const sentence = "The household has moved out.";
    await openDay(aDay({ cards: [aCard(1)] }), { save_at_the_door: refused(sentence) });
    await contains(".o_community_visited").click();
    await animationFrame();
    expect(".o_notification").toHaveText(new RegExp(sentence));
    expect(queryAllTexts(ROOMS)).toEqual(["101"]);
});

test("the last visit can be taken back and its card returns", async () => {
    const day = aDay({ cards: [aCard(1), aCard(2)] });
    const [card] = day.cards;
    const calls = await openDay(day, {
        undo_at_the_door: () => {
            day.cards.unshift(card);
            return true;
        },
    });
    await contains(".o_community_card:contains(101) .o_community_visited").click();
    await animationFrame();
    expect(queryAllTexts(ROOMS)).toEqual(["102"]);
    await contains(".o_community_undo").click();
    await animationFrame();
    const key = saves(calls)[0][2].client_key;
    expect(calls.filter(([method]) => method === "undo_at_the_door")).toEqual([
        ["undo_at_the_door", key],
    ]);
    expect(queryAllTexts(ROOMS)).toEqual(["101", "102"]);
    expect(".o_community_saved").toHaveCount(0);
});

test("without a signal the day stays as it was read, less what is on its way", async () => {
    const answers = { my_day: lost, save_at_the_door: lost };
    const day = aDay({ cards: [aCard(1), aCard(2)] });
    await keepDay(day);
    await openDay(day, answers);
    expect(".alert:contains(No signal)").toHaveCount(1);
    await contains(".o_community_card:contains(101) .o_community_visited").click();
    await animationFrame();
    expect(queryAllTexts(ROOMS)).toEqual(["102"]);
    expect((await kept()).map((item) => item.householdId)).toEqual([101]);
    expect(".o_community_unsent").toHaveText(/1 not sent yet/);
});

test("when what waited has gone out the day is read anew", async () => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([waiting("a", 101, { visit_id: 1 })]));
    const day = aDay({ cards: [aCard(1), aCard(2)] });
    const answers = { save_at_the_door: lost };
    const calls = await openDay(day, answers);
    const reads = () => calls.filter(([method]) => method === "my_day").length;
    expect(reads()).toBe(1);
    expect(queryAllTexts(ROOMS)).toEqual(["102"]);
    await contains(".o_community_unsent .btn:contains(Send now)").click();
    await animationFrame();
    expect(".o_community_unsent").toHaveCount(1);
    answers.save_at_the_door = () => ({});
    day.cards = [aCard(2)];
    await openSignal();
    expect(".o_community_unsent").toHaveCount(0);
    expect(reads()).toBe(2);
});

test("an item that the server refused says why and can be dropped", async () => {
    const item = { ...waiting("a", 101), error: "The household has moved out." };
    localStorage.setItem(STORAGE_KEY, JSON.stringify([item]));
    await openDay(aDay());
    expect(".o_community_unsent .text-danger").toHaveText("The household has moved out.");
    await contains(".o_community_unsent .btn:contains(Remove from the outbox)").click();
    expect(".o_community_unsent").toHaveCount(0);
    expect(await kept()).toEqual([]);
});

test("an empty day says so and leads to the plan", async () => {
    const figures = aDay().figures;
    figures.overdue.count = 4;
    await openDay(aDay({ figures }));
    expect(".o_community_empty").toHaveText(/No visits are planned for today\./);
    expect(".o_community_empty").toHaveText(/4 households are overdue\./);
    patchAction();
    await contains(".o_community_plan").click();
    expect.verifySteps(["community_service.community_visit_plan_action"]);
});

test("whoever looks after no grid reads whom to ask, and is offered no plan", async () => {
    await openDay(aDay({ cards: [], no_grid: "Ask 王主任 to enter you on a grid." }));
    expect(".o_community_no_grid").toHaveText(/Ask 王主任/);
    expect(".o_community_plan").toHaveCount(0);
});

test("a day that is done says how many visits it had", async () => {
    await openDay(aDay({ cards: [aCard(1)], done_count: 2 }));
    expect(".o_community_empty").toHaveCount(0);
    await contains(".o_community_visited").click();
    await animationFrame();
    expect(".o_community_empty").toHaveText(/All visits of today are done: 3\./);
});

test("what was promised for this week stands below, what is late in red", async () => {
    const at = { address: "Building 1 101", number: "1", date_due: "2026-12-01" };
    const late = { ...at, date_due: "2026-11-20", is_overdue: true };
    await openDay(
        aDay({
            requests: [{ id: 1, name: "Certificate of residence", ...late }],
            cases: [{ id: 2, model: "community.mediation.case", name: "Noise", ...at }],
            needs: [{ id: 3, household_id: 101, name: "Lamp in the stairs", ...at }],
            events: [{ id: 4, title: "80th birthday", is_proposed: true, ...at }],
        })
    );
    expect(".o_community_request").toHaveText(/Certificate of residence/);
    expect(".o_community_request .text-danger").toHaveCount(1);
    expect(".o_community_case").toHaveText(/Noise/);
    expect(".o_community_deadlines .btn:contains(Lamp in the stairs)").toHaveCount(1);
    expect(".o_community_deadlines .text-danger").toHaveCount(1);
    expect(".o_community_events").toHaveText(/80th birthday(?:.|\n)*to decide/);
    patchAction();
    await contains(".o_community_case").click();
    expect.verifySteps(["community.mediation.case 2"]);
});

test("nothing promised shows no heading", async () => {
    await openDay(aDay({ cards: [aCard(1)] }));
    expect(".o_community_deadlines").toHaveCount(0);
    expect(".o_community_events").toHaveCount(0);
});

test("a figure opens exactly the records that it counts", async () => {
    const figures = aDay().figures;
    figures.promises = {
        count: 3,
        model: "community.visit.need",
        domain: [["state", "=", "open"]],
    };
    await openDay(aDay({ figures }));
    expect("[data-figure=promises] .fs-2").toHaveText("3");
    expect("[data-figure=promises] .text-danger").toHaveCount(1);
    expect("[data-figure=overdue] .text-danger").toHaveCount(0);
    patchAction();
    await contains("[data-figure=promises]").click();
    expect.verifySteps(['community.visit.need [["state","=","open"]]']);
});

test("later says to which day, and can be taken back to the day before", async () => {
    const day = aDay({ cards: [aCard(1)] });
    const calls = await openDay(day, {
        action_later: () => {
            day.cards = [];
            return { date: "2026-11-30", dates: { 1: "2026-11-28" } };
        },
        write: (ids, values) => {
            expect.step(`${ids} ${values.date}`);
            day.cards = [aCard(1)];
            return true;
        },
    });
    await contains(".o_community_later").click();
    await animationFrame();
    expect(calls.filter(([method]) => method === "action_later")).toEqual([["action_later", [1]]]);
    expect(ROOMS).toHaveCount(0);
    expect(".o_notification").toHaveText(/Put off to/);
    await contains(".o_notification button:contains(Undo)").click();
    await animationFrame();
    expect.verifySteps(["1 2026-11-28"]);
    expect(queryAllTexts(ROOMS)).toEqual(["101"]);
});

/** The signal comes back. */
async function openSignal() {
    window.dispatchEvent(new Event("online"));
    await animationFrame();
    await animationFrame();
}

/** Note what is opened from now on instead of opening it. */
function patchAction() {
    patchWithCleanup(getService("action"), {
        doAction(action) {
            if (typeof action === "string") {
                expect.step(action);
            } else {
                expect.step(
                    `${action.res_model} ${action.res_id || JSON.stringify(action.domain)}`
                );
            }
        },
    });
}

test("a card says who is frail and what was promised", async () => {
    await openDay(
        aDay({
            cards: [
                aCard(1, {
                    why: ["Living alone"],
                    frail: ["王*军 86"],
                    promised: "2026-11-27",
                    day_part: "Evening",
                    need: "Lamp",
                    is_need_overdue: true,
                }),
                aCard(2),
            ],
        })
    );
    expect(".o_community_card:eq(0) .o_community_special").toHaveText(/王\*军 86.*Promised for/s);
    expect(".o_community_card:eq(0)").toHaveText(/Evening/);
    expect(".o_community_card:eq(0) .text-danger").toHaveText("Lamp");
    expect(".o_community_card:eq(1) .o_community_special").toHaveCount(0);
});

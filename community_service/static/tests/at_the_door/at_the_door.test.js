import { expect, queryAllTexts, queryOne, test } from "@odoo/hoot";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { contains } from "@web/../tests/web_test_helpers";
import {
    aCard,
    aDay,
    aDoor,
    HOUSEHOLD,
    keepDay,
    kept,
    lost,
    openDoor,
    refused,
    saves,
    setUpDoors,
    TODAY,
} from "../door_server";

setUpDoors();

test("one household on one screen: who lives here, what is open, what was seen", async () => {
    const calls = await openDoor({
        at_the_door: () =>
            aDoor({
                visits: [{ id: 8, date: "2026-08-02", label: "At home", situation: "Well" }],
                needs: [
                    {
                        id: 4,
                        kind: "Repair",
                        name: "Lamp in the stairs",
                        user: "Officer",
                        is_overdue: true,
                        date_due: "2026-11-20",
                    },
                ],
            }),
    });
    expect(calls).toEqual([["at_the_door", HOUSEHOLD]]);
    expect(".o_community_at_the_door button.fw-bold").toHaveText("Building 1 101");
    expect(".o_community_yellow .o_community_level").toHaveText("Yellow");
    expect(queryAllTexts(".o_community_person b")).toEqual(["张小明", "李梅"]);
    expect(queryAllTexts(".o_community_history .btn")).toHaveLength(1);
    expect(".o_community_need").toHaveText(/Lamp in the stairs/);
    expect(".o_community_need .text-danger").toHaveCount(1);
    expect(".o_community_offline").toHaveCount(0);
});

test("a phone that is open can be called, a masked one cannot", async () => {
    await openDoor();
    expect(".o_community_call").toHaveCount(1);
    expect(".o_community_call").toHaveAttribute("href", "tel:13800000001");
});

test("what was met, told, answered and needed is saved in one go", async () => {
    const calls = await openDoor();
    await contains(".o_community_person[data-resident='2']").click();
    await contains(".o_community_person[data-resident='1']").click();
    await contains(".o_community_person[data-resident='1']").click();
    await contains(".o_community_situation").edit("  The heating works again. ");
    await contains(".o_community_answered").click();
    await contains("[data-need='meal']").click();
    expect(".o_community_new_need").toBeFocused();
    await contains(".o_community_new_need").edit("Lunch on weekdays");
    await contains(".o_community_mode").select("phone");
    await contains(".o_community_save").click();
    await animationFrame();
    const [[, householdId, { client_key, made_at, ...values }]] = saves(calls);
    expect(householdId).toBe(HOUSEHOLD);
    expect(client_key).toMatch(/^[0-9a-f]{32}$/);
    expect(made_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(values).toEqual({
        state: "done",
        date: TODAY,
        visit_id: 31,
        mode: "phone",
        kind: "routine",
        answers: [],
        met_resident_ids: [2],
        situation: "The heating works again.",
        answered_on_spot: true,
        next_date: "",
        next_reason: "",
        needs: [{ kind: "meal", name: "Lunch on weekdays", answered: false }],
        checks: [],
    });
    expect(".o_community_my_day .o_community_saved").toHaveText(/Building 1 101/);
    expect(".o_community_next_date").toHaveCount(1);
});

test("whoever lives alone is met unless a tap says otherwise", async () => {
    const [alone, away] = aDoor().people;
    const people = [alone, { ...away, is_away: true }];
    const calls = await openDoor({ at_the_door: () => aDoor({ people }) });
    expect("[data-resident='1']").toHaveAttribute("aria-pressed", "true");
    expect("[data-resident='2']").toHaveAttribute("aria-pressed", "false");
    await contains(".o_community_person[data-resident='1']").click();
    expect("[data-resident='1']").toHaveAttribute("aria-pressed", "false");
    await contains(".o_community_person[data-resident='1']").click();
    await contains(".o_community_save").click();
    expect(saves(calls)[0][2].met_resident_ids).toEqual([1]);
});

test("a need without words cannot be saved, and can be taken away", async () => {
    await openDoor();
    expect(".o_community_save").toBeEnabled();
    await contains("[data-need='repair']").click();
    expect(".o_community_save").not.toBeEnabled();
    await contains(".o_community_new_need").edit("   ", { confirm: false });
    expect(".o_community_save").not.toBeEnabled();
    await contains("button[aria-label='Remove']").click();
    expect(".o_community_new_need").toHaveCount(0);
    expect(".o_community_save").toBeEnabled();
});

test("an own next date goes with its reason", async () => {
    const calls = await openDoor();
    await contains("button:contains(Own next date)").click();
    expect("input[type=date]").toHaveAttribute("min", TODAY);
    // Hoot cannot type into an empty date; the browser's own picker tells the page no more than this.
    const input = queryOne("input[type=date]");
    input.value = "2027-06-01";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await animationFrame();
    await contains("input[placeholder^=Reason]").edit(" With the daughter until then ");
    await contains(".o_community_save").click();
    const { next_date, next_reason } = saves(calls)[0][2];
    expect([next_date, next_reason]).toEqual(["2027-06-01", "With the daughter until then"]);
});

test("the checklist of the kind of visit is answered by taps", async () => {
    const choices = {
        ...aDoor().choices,
        kinds: [
            ["routine", "Routine"],
            ["hearing", "Hearing of opinions"],
        ],
        checklists: {
            routine: [{ id: 1, name: "Are wires safe?", answer_kind: "yes_no", choices: [] }],
            hearing: [
                { id: 2, name: "About what?", answer_kind: "choice", choices: ["noise", "lifts"] },
                { id: 3, name: "How many?", answer_kind: "number", choices: [] },
                { id: 4, name: "Anything else?", answer_kind: "text", choices: [] },
            ],
        },
    };
    const visit = { ...aDoor().visit, kind: "routine" };
    const calls = await openDoor({ at_the_door: () => aDoor({ choices, visit }) });
    await contains("[data-question='1'] button:contains(Yes)").click();
    expect("[data-question='1'] button:contains(Yes)").toHaveAttribute("aria-pressed", "true");
    expect(".o_community_hearing").toHaveCount(0);
    await contains(".o_community_kind").select("hearing");
    expect(".o_community_question").toHaveCount(3);
    expect(".o_community_hearing").toHaveText(/each claim/);
    await contains("[data-question='2'] button:contains(noise)").click();
    await contains("[data-question='2'] button:contains(lifts)").click();
    await contains("[data-question='3'] input").edit("12");
    await contains("[data-need='repair']").click();
    await contains(".o_community_new_need").edit("Quiet at night");
    await contains(".o_community_need_answered").click();
    await contains(".o_community_save").click();
    const values = saves(calls)[0][2];
    expect(values.kind).toBe("hearing");
    expect(values.answers).toEqual([
        { question_id: 2, value: "lifts" },
        { question_id: 3, value: "12" },
    ]);
    expect(values.needs).toEqual([{ kind: "repair", name: "Quiet at night", answered: true }]);
});

test("nobody home says no more than that", async () => {
    const calls = await openDoor();
    await contains(".o_community_person[data-resident='1']").click();
    await contains(".o_community_situation").edit("typed by mistake");
    await contains(".o_community_absent").click();
    const values = saves(calls)[0][2];
    expect(Object.keys(values).sort()).toEqual([
        "client_key",
        "date",
        "day_part",
        "made_at",
        "state",
        "visit_id",
    ]);
    expect(values.day_part).toBe("morning");
    expect(values.state).toBe("absent");
});

test("another outcome takes two taps and tells what comes next", async () => {
    const outcomes = [
        ["nobody_home", "Nobody home"],
        ["no_answer", "No answer"],
        ["moved_away", "Moved away"],
    ];
    const calls = await openDoor({
        at_the_door: () => aDoor({ choices: { ...aDoor().choices, outcomes } }),
        save_at_the_door: () => ({
            state: "absent",
            outcome: "moved_away",
            outcome_label: "Moved away",
            next_visit_date: "",
            next_try: "",
            next_part: "",
            next_step: "Said to have moved away: enter who left",
        }),
    });
    await contains(".o_community_situation").edit("The neighbour says so");
    await contains(".o_community_more_outcomes").click();
    expect(".o_community_outcomes button").toHaveCount(1);
    await contains("[data-outcome=moved_away]").click();
    await animationFrame();
    const values = saves(calls)[0][2];
    expect([values.state, values.outcome]).toEqual(["absent", "moved_away"]);
    expect(values.situation).toBe("The neighbour says so");
    expect(".o_community_saved").toHaveText(/Moved away: Building 1 101/);
    expect(".o_community_next_date").toHaveText(/enter who left/);
    expect(".o_community_enter").toHaveCount(1);
});

test("after a call one says whether somebody was reached", async () => {
    const calls = await openDoor();
    expect(".o_community_called").toHaveCount(0);
    queryOne(".o_community_call").addEventListener("click", (ev) => ev.preventDefault());
    await contains(".o_community_call").click();
    expect(".o_community_called b").toHaveText("张小明");
    await contains(".o_community_reached").click();
    expect(".o_community_called").toHaveCount(0);
    expect(".o_community_mode").toHaveValue("phone");
    expect(".o_community_person[data-resident='1']").toHaveAttribute("aria-pressed", "true");
    await contains(".o_community_call").click();
    await contains(".o_community_no_answer").click();
    const values = saves(calls)[0][2];
    expect([values.state, values.outcome, values.mode]).toEqual(["absent", "no_answer", "phone"]);
});

test("nobody home shows when to try again", async () => {
    await openDoor({
        save_at_the_door: () => ({
            state: "absent",
            outcome: "nobody_home",
            outcome_label: "Nobody home",
            next_visit_date: "2026-01-01",
            next_try: "2026-11-30",
            next_part: "Evening",
        }),
    });
    await contains(".o_community_absent").click();
    await animationFrame();
    expect(".o_community_next_date").toHaveText(/Next try on .*30.* Evening/);
});

test("a second tap while the first is saved saves nothing", async () => {
    const answer = new Deferred();
    const calls = await openDoor({ save_at_the_door: () => answer });
    // Both reach the screen before it can show that it is busy.
    queryOne(".o_community_save").click();
    queryOne(".o_community_absent").click();
    await animationFrame();
    expect(".o_community_save").not.toBeEnabled();
    answer.resolve({});
    await animationFrame();
    await animationFrame();
    expect(saves(calls)).toHaveLength(1);
});

test("after a refusal what was typed is still there, with the server's sentence", async () => {
    await openDoor({ save_at_the_door: refused("Give a reason for the later date.") });
    await contains(".o_community_person[data-resident='1']").click();
    await contains(".o_community_situation").edit("Well");
    await contains(".o_community_save").click();
    await animationFrame();
    expect(".o_notification").toHaveText(/Give a reason for the later date\./);
    expect(".o_community_at_the_door .o_community_situation").toHaveValue("Well");
    expect(".o_community_person[data-resident='1']").toHaveAttribute("aria-pressed", "true");
    expect(".o_community_save").toBeEnabled();
    expect(await kept()).toEqual([]);
});

test("without a signal one records by what My Day knows, and the visit is kept", async () => {
    const card = aCard(1, { note: "Bring the form", why: ["Living alone"] });
    await keepDay(aDay({ cards: [card] }));
    const calls = await openDoor({ at_the_door: lost, my_day: lost, save_at_the_door: lost });
    expect(".o_community_offline").toHaveCount(1);
    expect(".o_community_at_the_door button.fw-bold").toHaveText("Building 1 101 张*明");
    expect(".o_community_person").toHaveCount(0);
    await contains(".o_community_situation").edit("Well");
    await contains(".o_community_save").click();
    await animationFrame();
    expect(saves(calls)).toHaveLength(1);
    expect((await kept()).map(({ householdId, values }) => [householdId, values.visit_id])).toEqual(
        [[HOUSEHOLD, 1]]
    );
    expect((await kept())[0].values.situation).toBe("Well");
    expect(".o_community_my_day .o_community_unsent").toHaveText(/1 not sent yet/);
});

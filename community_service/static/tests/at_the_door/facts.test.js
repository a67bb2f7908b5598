import { expect, queryOne, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { contains } from "@web/../tests/web_test_helpers";
import { aDoor, openDoor, saves, setUpDoors } from "../door_server";

setUpDoors();

test("a fact is confirmed, left open again, or changed", async () => {
    const facts = [
        { fact: "phone", resident_id: 1, name: "张小明", value: "138****0001", can_enter: true },
        { fact: "members", resident_id: false, name: "", value: "2" },
    ];
    const calls = await openDoor({
        at_the_door: () => aDoor({ facts }),
        door_phone_note: () => "李梅 has this number",
    });
    await contains(".o_community_fact:eq(1) .o_community_fact_right").click();
    await contains(".o_community_fact:eq(0) .o_community_fact_right").click();
    await contains(".o_community_fact:eq(0) .o_community_fact_right").click();
    expect(".o_community_fact input").toHaveCount(0);
    await contains(".o_community_fact:eq(0) .o_community_fact_changed").click();
    await contains(".o_community_fact input").edit("13900000009");
    expect(calls.at(-1)).toEqual(["door_phone_note", 1, "13900000009"]);
    await animationFrame();
    expect(".o_community_at_the_door").toHaveText(/李梅 has this number/);
    await contains(".o_community_save").click();
    expect(saves(calls)[0][2].checks).toEqual([
        { fact: "members", resident_id: false, result: "right" },
        { fact: "phone", resident_id: 1, result: "changed", value: "13900000009" },
    ]);
});

test("what nobody has said is entered, and never said to be right", async () => {
    const facts = [
        {
            fact: "phone",
            resident_id: 1,
            name: "张小明",
            value: "",
            can_enter: true,
            is_missing: true,
        },
        { fact: "members", resident_id: false, name: "", value: "2" },
    ];
    const calls = await openDoor({
        at_the_door: () => aDoor({ facts }),
        door_phone_note: () => "",
    });
    expect(".o_community_fact:eq(0)").toHaveText(/What is the phone\?/);
    expect(".o_community_fact:eq(0) .o_community_fact_right").toHaveCount(0);
    await contains(".o_community_facts_right").click();
    await contains(".o_community_fact:eq(0) .o_community_fact_changed").click();
    await contains(".o_community_fact input").edit("13900000009");
    await contains(".o_community_save").click();
    expect(saves(calls)[0][2].checks).toEqual([
        { fact: "members", resident_id: false, result: "right" },
        { fact: "phone", resident_id: 1, result: "changed", value: "13900000009" },
    ]);
});

test("one tap says that all of it is right; a new contact, work and what is not known yet", async () => {
    const facts = ["members", "emergency", "employment", "health"].map((fact) => ({
        fact,
        resident_id: fact === "members" ? false : 1,
        name: "",
        value: "",
        confirmed_on: "2025-05-01",
        source: fact === "health" ? "visit" : "register",
        changed_on: fact === "members" ? "2026-11-01" : "",
        can_enter: fact !== "health" && fact !== "members",
    }));
    const employment = [["retired", "Retired"]];
    const choices = { ...aDoor().choices, employment };
    const calls = await openDoor({ at_the_door: () => aDoor({ facts, choices }) });
    expect(".o_community_fact[data-fact=members] .text-danger").toHaveText(/value is missing/);
    expect(".o_community_fact[data-fact=health]").toHaveText(/Confirmed at a visit on/);
    expect(".o_community_fact[data-fact=employment]").toHaveText(/In the register since/);
    await contains(".o_community_facts_right").click();
    expect(".o_community_fact_right.btn-success").toHaveCount(4);
    await contains(".o_community_fact[data-fact=health] .o_community_fact_changed").click();
    expect(".o_community_fact[data-fact=health] input").toHaveCount(0);
    expect(".o_community_fact_missing").toHaveText(/task stands among the activities/);
    await contains(".o_community_fact[data-fact=employment] .o_community_fact_changed").click();
    await contains(".o_community_fact_choice").select("retired");
    await contains(".o_community_fact[data-fact=emergency] .o_community_fact_changed").click();
    await contains(".o_community_fact_name").edit("李强");
    await contains(".o_community_fact[data-fact=emergency] input[type=tel]").edit("13900000003");
    await contains(".o_community_save").click();
    expect(saves(calls)[0][2].checks).toEqual([
        { fact: "members", resident_id: false, result: "right" },
        {
            fact: "emergency",
            resident_id: 1,
            result: "changed",
            value: "13900000003",
            name: "李强",
        },
        { fact: "employment", resident_id: 1, result: "changed", value: "retired" },
        { fact: "health", resident_id: 1, result: "changed", value: "" },
    ]);
});

test("a fact that a form waits for is entered as its own field is", async () => {
    const fact = (name, entry, choices = []) => ({
        fact: name,
        resident_id: name === "floor_area" ? false : 1,
        name: "",
        value: "",
        can_enter: true,
        is_missing: true,
        label: `label of ${name}`,
        entry,
        choices,
    });
    const facts = [
        fact("education", "choice", [["bachelor", "Bachelor"]]),
        fact("work_unit", "text"),
        fact("residence_permit_end", "date"),
        fact("floor_area", "number"),
    ];
    const calls = await openDoor({ at_the_door: () => aDoor({ facts }) });
    expect(".o_community_fact:eq(0)").toHaveText(/label of education/);
    for (const number of [0, 1, 2, 3]) {
        await contains(`.o_community_fact:eq(${number}) .o_community_fact_changed`).click();
    }
    await contains(".o_community_fact[data-fact=education] select").select("bachelor");
    await contains(".o_community_fact[data-fact=work_unit] input[type=text]").edit("某某公司");
    // Hoot cannot type into an empty date; the browser's own picker tells the page no more than this.
    const day = queryOne(".o_community_fact[data-fact=residence_permit_end] input[type=date]");
    day.value = "2031-05-20";
    day.dispatchEvent(new Event("input", { bubbles: true }));
    await animationFrame();
    await contains(".o_community_fact[data-fact=floor_area] input[inputmode=decimal]").edit("89.5");
    await contains(".o_community_save").click();
    expect(saves(calls)[0][2].checks.map((check) => [check.fact, check.value])).toEqual([
        ["education", "bachelor"],
        ["work_unit", "某某公司"],
        ["residence_permit_end", "2031-05-20"],
        ["floor_area", "89.5"],
    ]);
});

import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const meeting = {
    content: "The meeting of today",
    trigger: ".o_data_row td:contains(居民代表会议)",
    run: "click",
};

// Notice is given and printed, at the desk.
tours.add("community_representative_notice", {
    steps: () => [
        meeting,
        {
            content: "No notice yet",
            trigger: ".o_form_view .alert-warning .o_field_widget[name=notice_note]",
        },
        { content: "Give notice", trigger: "button[name=action_notice]", run: "click" },
        {
            content: "The day stands there, once the paper has been printed",
            timeout: 60000,
            trigger:
                ".o_form_view .o_field_widget[name=date_notice] :value(/20/), .o_form_view .o_field_widget[name=date_notice] button:contains(20)",
        },
    ],
});

// Representatives sign in, on a phone.
tours.add("community_representative_sign_in", {
    steps: () => [
        {
            content: "Today's meeting",
            trigger: ".o_kanban_record:contains(居民代表会议) button[name=action_sign_in]",
            run: "click",
        },
        {
            content: "The first, with the group",
            trigger:
                ".o_kanban_record:contains(第0小组):contains(代表0) button[name=action_present]",
            run: "click",
        },
        {
            content: "The name is green",
            trigger: ".o_kanban_record:contains(代表0) button.btn-success",
        },
        {
            content: "The second",
            trigger: ".o_kanban_record:contains(代表1) button[name=action_present]",
            run: "click",
        },
        {
            content: "Green as well",
            trigger: ".o_kanban_record:contains(代表1) button.btn-success",
        },
    ],
});

// The motion is voted on and carried out as a project, at the desk.
tours.add("community_representative_follow_up", {
    steps: () => [
        {
            content: "The motion",
            trigger: ".o_data_row td:contains(三号楼后加装路灯)",
            run: "click",
        },
        { content: "Put it to the vote", trigger: "button[name=action_put_to_vote]", run: "click" },
        {
            content: "Votes for",
            trigger: ".o_field_widget[name=yes_count] input",
            run: "edit 2",
        },
        {
            content: "Against",
            trigger: ".o_field_widget[name=no_count] input",
            run: "edit 0",
        },
        { content: "The rule decides", trigger: ".alert-success:contains(2)" },
        { content: "Decide", trigger: "button[name=action_decide]:visible", run: "click" },
        {
            content: "Decided",
            trigger:
                ".o_form_view:has(.o_field_widget[name=yes_count]):not(:has(button[name=action_decide]))",
        },
        { content: "Back to the motion", trigger: ".o_back_button", run: "click" },
        { content: "Follow up", trigger: "button[name=action_follow_up]:visible", run: "click" },
        { content: "A project", trigger: ".o_list_button_add", run: "click" },
        {
            content: "It begins with the words of the motion",
            trigger: ".o_form_view .o_field_widget[name=name] :value(三号楼后加装路灯)",
        },
        { content: "Save it", trigger: ".o_form_button_save:enabled", run: "click" },
        { content: "Begin it", trigger: "button[name=action_start]", run: "click" },
        {
            content: "It is under way",
            trigger: ".o_form_view button[name=action_done]",
        },
    ],
});

import { expect, test } from "@odoo/hoot";
import { queryAll } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Person extends models.Model {
    _name = "community.test.person";

    name = fields.Char();
    home_id = fields.Many2one({ relation: "community.test.home" });

    _records = [{ id: 1, name: "王大爷", home_id: 1 }];
}

class Tag extends models.Model {
    _name = "other.tag";

    name = fields.Char();
    home_id = fields.Many2one({ relation: "community.test.home" });

    _records = [{ id: 1, name: "Tag", home_id: 1 }];
}

class Home extends models.Model {
    _name = "community.test.home";

    person_ids = fields.One2many({
        relation: "community.test.person",
        relation_field: "home_id",
    });
    tag_ids = fields.One2many({ relation: "other.tag", relation_field: "home_id" });

    _records = [{ id: 1, person_ids: [1], tag_ids: [1] }];
}

defineMailModels();
defineModels([Person, Tag, Home]);

test("a list in a form of ours has no empty rows; Odoo's own lists keep theirs", async () => {
    await mountView({
        type: "form",
        resModel: "community.test.home",
        resId: 1,
        arch: `<form>
                <field name="person_ids"><list create="0"><field name="name"/></list></field>
                <field name="tag_ids"><list create="0"><field name="name"/></list></field>
            </form>`,
    });
    expect(queryAll("[name=person_ids] tbody tr")).toHaveLength(1);
    expect(queryAll("[name=tag_ids] tbody tr")).toHaveLength(4);
});

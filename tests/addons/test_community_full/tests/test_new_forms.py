import logging

from odoo.tests import tagged
from odoo.tests.form import O2MForm
from odoo.tools import mute_logger

from .least_case import ClientForm, LeastCase, is_open, node_of, offered
from .test_least_role import QUIET

_logger = logging.getLogger(__name__)

# Pickers that rightly offer nobody in a world where each record is as it was begun:
# (model, field) -> why.
NOBODY = {
    ("community.aid.appeal", "change_id"): "of the changes of the case that is appealed against",
    (
        "community.household",
        "category_line_ids.resident_id",
    ): "of the people of this very household",
    ("community.mediation.agreement", "term_ids.participant_id"): "of the parties of the case",
    ("community.mediation.group", "duty_ids.member_id"): "of the members of this very group",
    ("community.party.award", "assessment_id"): "of those that are decided",
    ("community.party.fund.request", "award_id"): "of those that are granted and not paid",
    ("community.party.motion", "activity_id"): "of meetings of representatives",
    ("community.party.plan.line", "topic_id"): "of topics of study of this organisation",
    ("community.party.project", "lead_unit_id"): "of the units chosen above it",
    ("community.party.project", "motion_id"): "of motions that were passed",
    ("community.party.project", "resource_ids"): "of what units offer",
    ("community.party.responsibility", "center_id"): "of centre households of this organisation",
    ("community.relocation.project", "talk_ids.file_id"): "of the files of this very project",
    ("community.volunteer.service", "contribution_id"): "of what this volunteer has taken on",
}


@tagged("post_install", "-at_install", "community", "community_rights")
class TestNewForms(LeastCase):
    """Every form that begins a record offers what may be chosen in it, to its least role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        place = cls.places["own"]
        for name in cls.community_models(transient=False):
            cls.record_of(name, place)
        place.settled = dict(place.records)
        cls.env.flush_all()

    def test_every_picker_offers_somebody(self):
        """``New`` of each form, from top to bottom: each link has candidates for its least role."""
        self.tried, self.empty = 0, {}
        walked = set()
        for name, role in self.entering():
            if self.env[name]._transient or name in walked:
                continue
            walked.add(name)
            for view in self.views_of(name):
                with mute_logger(*QUIET), self.not_kept(), self.subTest(view=view.xml_id):
                    self.walk(ClientForm(self.env_of(role)[name], view), name)
        _logger.info("Tried: %s pickers of %s models", self.tried, len(walked))
        wrong = {key: domain for key, domain in self.empty.items() if key not in NOBODY}
        self.assertFalse(wrong, "nobody is offered")
        self.assertFalse(NOBODY.keys() - self.empty.keys(), "these offer somebody: take them out")
        self.assertGreater(self.tried, 250)

    def views_of(self, name):
        """Return the forms in which a record is begun; those of other addons have other roles."""
        views = self.env["ir.ui.view"].search(
            [("model", "=", name), ("type", "=", "form"), ("mode", "=", "primary")]
        )
        addon = self.env.registry[name]._original_module
        return views.filtered(
            lambda view: 'create="0"' not in view.arch and view.xml_id.startswith(f"{addon}.")
        )

    def walk(self, form, name, above=""):
        for field, info in list(form._view["fields"].items()):
            if info["type"] not in ("many2one", "many2many", "one2many"):
                continue
            if not info.get("relation") or not is_open(form, field):
                continue
            if form._get_modifier(field, "column_invisible"):
                continue
            if info["type"] == "one2many":
                if not isinstance(form, O2MForm):
                    self.walk_line(form, name, field)
                continue
            self.tried += 1
            found = offered(form, field)
            if not found:
                domain = node_of(form, field).get("domain") or info.get("domain")
                self.empty[name, above + field] = domain
            elif info["type"] == "many2one" and not form._values[field]:
                if form._get_modifier(field, "required"):
                    # The place's own, which has everything that hangs on it.
                    own = self.places["own"].settled.get(info["relation"], found)
                    form[field] = (
                        found.filtered(lambda one, own=own: one.id in own.ids)[:1] or found[:1]
                    )

    def walk_line(self, form, name, field):
        """Begin a line: it does not ask for the record in which it stands."""
        info = form._view["fields"][field]
        view = info["edition_view"]
        closed = view["tree"].get("create") in ("0", "false") or len(view["fields"]) < 2
        if closed or not form._env[info["relation"]].has_access("create"):
            return
        line = getattr(form, field).new()
        link = info.get("relation_field")
        if link in line._view["fields"] and is_open(line, link):
            self.assertFalse(
                line._get_modifier(link, "required")
                and not line._get_modifier(link, "column_invisible"),
                f"{name}.{field}: a line asks for its own {link}",
            )
        self.walk(line, name, f"{field}.")

    def test_pickers_tell_people_apart(self):
        """Age and home stand beside a name, and of somebody hidden nothing but what others see."""
        own, other = self.places["own"].resident, self.places["other"].resident
        env = self.env_of("grid_worker")
        found = env["community.resident"].web_name_search(own.name, {"display_name": {}})
        told = found[0]["__formatted_display_name"]
        self.assertEqual(found[0]["display_name"], own.name)
        self.assertIn("years old", told)
        self.assertIn("901", told)
        # The name of a link that a client asks for with the same context stays a name.
        context = {"formatted_display_name": True}
        line = self.record_of("community.kinship", self.places["own"])
        line.sudo().relative_id = other
        self.env.flush_all()
        self.env.invalidate_all()
        asked = {"relative_id": {"fields": {"display_name": {}}}}
        row = line.with_env(env).with_context(**context).web_read(asked)[0]
        self.assertEqual(row["relative_id"]["display_name"], other.name)

    def test_papers_are_listed_before_accepting(self):
        """A request that is entered at the window has its papers on the list at once."""
        item = self.env["community.service.item"].search(
            [("material_ids", "!=", False), ("company_id", "=", False)], limit=1
        )
        form = ClientForm(self.env_of("grid_worker")["community.request"])
        form["item_id"] = item.with_env(form._env)
        self.filled(
            form,
            {
                "household_id": self.places["own"].household.id,
                "resident_id": self.places["own"].resident.id,
                "description": "x",
            },
        )
        request = form.complete().save()
        self.assertEqual(request.material_ids.material_id, item.material_ids)
        self.assertEqual(request.state, "draft")

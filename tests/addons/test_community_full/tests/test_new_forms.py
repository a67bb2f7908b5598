import contextlib
import logging

from odoo.exceptions import AccessError, UserError
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
    ("community.report", "example_ids"): "of exemplary requests whose person consented",
    ("community.volunteer.service", "contribution_id"): "of what this volunteer has taken on",
}

# The same of dialogs, over all that they can be opened for.
NOBODY_IN_DIALOG = {
    ("community.petition.move", "original_id"): "of the other petitions of the community",
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
        self.tried, self.empty, self.offering = 0, {}, set()
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

    def test_every_dialog_offers_somebody(self):
        """Each dialog, with each choice in it, opened for a record: its links have candidates."""
        self.tried, self.empty, self.offering = 0, {}, set()
        walked, refused = set(), set()
        for name, role in self.entering():
            Model = self.env[name]
            if not Model._transient or name in walked or not self.views_of(name):
                continue
            walked.add(name)
            for view in self.views_of(name):
                for given in self.openings(name, view):
                    context = {f"default_{field}": value for field, value in given.items()}
                    with mute_logger(*QUIET), self.not_kept(), contextlib.suppress(AccessError):
                        try:
                            form = ClientForm(self.env_of(role, **context)[name], view)
                        except UserError:
                            # It is for a record in another state.
                            refused.add(name)
                            continue
                        self.walk(form, name)
        wrong = {
            key: domain
            for key, domain in self.empty.items()
            if key not in self.offering and key not in NOBODY_IN_DIALOG
        }
        _logger.info(
            "Tried: %s pickers of %s dialogs, %s openings refused: %s",
            self.tried,
            len(walked),
            len(refused),
            sorted(refused),
        )
        self.assertFalse(wrong, "nobody is offered")
        idle = NOBODY_IN_DIALOG.keys() - (self.empty.keys() - self.offering)
        self.assertFalse(idle, "these offer somebody: take them out")
        self.assertGreater(self.tried, 50)

    def openings(self, name, view):
        """Yield what buttons give a dialog: the record that it is for, and each choice in it."""
        Model, place = self.env[name], self.places["own"]
        shown = set(view._get_combined_arch().xpath("//field[not(@invisible='1')]/@name"))
        given = {}
        for field in Model._fields.values():
            ours = (field.comodel_name or "").startswith("community.")
            if not ours or not field.store or self.env[field.comodel_name]._transient:
                continue
            if field.type == "many2one" and (field.required or field.name not in shown):
                given[field.name] = self.record_of(field.comodel_name, place)[:1].id
            elif field.type == "many2many" and field.name not in shown:
                given[field.name] = self.record_of(field.comodel_name, place).ids
        yield given
        for field in Model._fields.values():
            if field.type == "selection" and field.store:
                for key, _label in field._description_selection(self.env):
                    yield {**given, field.name: key}

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
            if found:
                self.offering.add((name, above + field))
            else:
                domain = node_of(form, field).get("domain") or info.get("domain")
                self.empty[name, above + field] = domain
            if found and info["type"] == "many2one" and not form._values[field]:
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

import contextlib
import io
import logging
import zipfile
from collections import Counter

from lxml import etree, html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.community_service.tests.register_import.test_import import ImportCase

from .all_roles_case import AllRolesCase

_logger = logging.getLogger(__name__)

REGION = "999999"  # the front of every fictional number
LEAST_TEXTS = 20000


@tagged("post_install", "-at_install", "community", "community_rights")
class TestIdNumbers(ImportCase, AllRolesCase):
    """Of an ID number the last four characters are shown, nowhere more, whatever is opened.

    With the region in front and a birth date beside it, the last four would be the whole number.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls.places["own"]
        cls.old, cls.new, cls.wrong = (cls.make_id_number() for _number in range(3))
        cls.wrong = cls.wrong[:-1] + ("1" if cls.wrong[-1] != "1" else "2")
        for number in (cls.old, cls.new):  # a line in the history
            own.resident.id_number_input = number
        for name in ("community.volunteer", "community.request", "community.certificate"):
            cls.record_of(name, own)
        own.settled = dict(own.records)
        cls.register = cls.make_import(
            cls.make_workbook(
                [cls.person("卯一", number=cls.wrong), cls.person("", number=cls.make_id_number())]
            )
        )
        cls.register.action_check()
        cls.tried, cls.shown, cls.exported = Counter(), Counter(), set()

    def look(self, road, texts):
        """Count what was shown and fail on the front of a number."""
        for text in texts:
            self.tried[road] += 1
            if any(number[-4:] in text for number in (self.old, self.new, self.wrong)):
                self.shown[road] += 1
            self.assertNotIn(REGION, text, road)

    def sheet_texts(self, content):
        """Return all texts of a workbook, wherever in the file they stand."""
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(name) for name in book.namelist() if name.endswith(".xml")]
        texts = (text for part in parts for text in etree.fromstring(part).itertext())
        return [text for text in texts if text.strip()]

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_access")
    def test_no_output_shows_more_than_the_end(self):
        for place in self.places.values():
            for name in self.community_models(transient=False):
                self.record_of(name, place)
        for role in self.users:
            self.look_at_records(role)
            self.look_at_ledgers(role)
            self.look_at_papers(role)
        self.look("refused rows", self.sheet_texts(self.register._error_workbook()))
        self.look_at_sentences()
        _logger.info(
            "Tried: ID numbers: %s texts on %s roads for %s roles, the end of a known number in "
            "%s, its front in none",
            sum(self.tried.values()),
            len(self.tried),
            len(self.users),
            dict(self.shown),
        )
        self.assertGreater(sum(self.tried.values()), LEAST_TEXTS)
        for road in ("records", "exports", "ledgers", "papers", "refused rows", "sentences"):
            self.assertTrue(self.shown[road], f"{road}: the walk met no number")

    def look_at_records(self, role):
        # A cache of this role alone.
        reader = self.as_role(self.env["community.resident"], role).env
        for name in self.community_models(transient=False):
            Model = reader[name].with_context(active_test=False)
            if not Model.has_access("read"):
                continue
            records = Model.search([], limit=12, order="id desc")
            for values in self.values_of(records):
                self.look("records", [str(value) for value in values.values()])
            columns = [
                field.name
                for field in Model._fields.values()
                if field.exportable
                and field.type not in ("one2many", "many2many")
                and Model._has_field_access(field, "read")
            ]
            # What each role reads was looked at; of the same columns the same cells come out.
            sheet = (name, tuple(records.ids), tuple(columns))
            if sheet in self.exported:
                continue
            self.exported.add(sheet)
            try:
                rows = records.export_data(columns)["datas"] if Model._auto else []
            except UserError:  # of people outside the staff
                continue
            for row in rows:
                self.look("exports", map(str, row))

    def values_of(self, records):
        """Return all that the reader may read of the records; a list of lines may be closed."""
        try:
            return records.read()
        except AccessError:
            found = []
            for name in records.fields_get(attributes=()):
                with contextlib.suppress(AccessError):
                    found += records.read([name])
            return found

    def look_at_ledgers(self, role):
        for ledger in self.env["community.ledger"].search([]):
            stream = io.BytesIO()
            try:
                self.as_role(ledger, role)._write_xlsx(stream)
            except AccessError:
                continue
            self.look("ledgers", self.sheet_texts(stream.getvalue()))

    def look_at_papers(self, role):
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "community.%"), ("report_type", "=like", "qweb%")]
        )
        for report in reports:
            for place in self.places.values():
                record = self.record_of(report.model, place)[:1]
                mine = self.as_role(record, role)
                if not mine.has_access("read"):  # TestPapers
                    continue
                try:
                    page, _kind = mine.env["ir.actions.report"]._render_qweb_html(
                        report.report_name, mine.ids
                    )
                except UserError:  # not theirs, or not true yet
                    continue
                self.look("papers", html.fromstring(page).itertext())

    def look_at_sentences(self):
        own = self.places["own"]
        Resident = self.env["community.resident"].with_user(self.worker)
        for call in (
            lambda: Resident._find_by_id_number(self.new, "别人"),
            lambda: own.resident.with_user(self.worker).write({"id_number_input": self.wrong}),
            lambda: self.record_of("community.volunteer", own).write(
                {"id_number_input": self.wrong}
            ),
        ):
            with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
                call()
                self.env.flush_all()
            self.look("sentences", [str(caught.exception)])

    def test_an_auditor_sees_not_even_the_end(self):
        resident = self.as_role(self.places["own"].resident, "auditor")
        changes = resident.env["community.fact.change"].search(
            [("resident_id", "=", resident.id), ("field_name", "=", "id_number")]
        )
        self.assertTrue(changes)
        for text in (resident.id_number_masked, *changes.mapped("new_text")):
            self.assertEqual(set(text), {"*"})
        for name in ("old_value", "new_value"):
            with self.assertRaises(AccessError):
                changes.read([name])
            with self.assertRaises(AccessError):
                changes.search([(name, "=like", "%" + self.new[-4:])])

    def test_a_ledger_masks_a_number_by_its_own_mask(self):
        """The mask of a phone would leave the first three digits."""
        ledger = self.env["community.ledger"].search([("model", "=", "community.resident")])[:1]
        for path, mask in (("id_number", "phone"), ("phone", "id_number")):
            with self.subTest(path=path), self.assertRaisesRegex(UserError, "choose the mask"):
                self.env["community.ledger.column"].create(
                    {"ledger_id": ledger.id, "name": "x", "path": path, "mask": mask}
                )

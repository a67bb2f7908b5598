import importlib.util
import json
from pathlib import Path

from odoo import SUPERUSER_ID
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.base.community_access_log_seal import HEAD_KEY, SEALED_COLUMNS
from ...tools import seal
from ..common import CommunityCase

ADDON = Path(__file__).parents[2]


def script(version, name):
    """Return a migration script as a module."""
    path = ADDON / "migrations" / version / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"migration_{version}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@tagged("post_install", "-at_install", "community")
class TestMigration(CommunityCase):
    """What older databases hold is brought to the present form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = script("19.0.1.1.0", "post-migration")
        cls.household = cls.make_household()
        cls.resident = cls.household.head_id

    def test_masks_of_the_history(self):
        masks = {
            "999999********0016": "**************0016",
            "999999*****0016": "***********0016",
            "E1****67": "******67",
            "**************0016": "**************0016",
        }
        lines = self.env["community.fact.change"].create(
            [
                {
                    "model": "community.resident",
                    "res_id": self.resident.id,
                    "resident_id": self.resident.id,
                    "field_name": "id_number",
                    "old_value": mask,
                    "new_value": mask,
                    "kind": "correct",
                    "date": "2026-01-05",
                }
                for mask in masks
            ]
            + [
                {
                    "model": "community.resident",
                    "res_id": self.resident.id,
                    "resident_id": self.resident.id,
                    "field_name": "phone",
                    "old_value": "138****8888",
                    "kind": "change",
                    "date": "2026-01-05",
                }
            ]
        )
        operation = self.env["community.household.operation"].create(
            {
                "kind": "move_in",
                "date": "2026-01-05",
                "household_id": self.household.id,
                "after": [
                    [
                        "community.fact.change",
                        lines[0].id,
                        {"field_name": "id_number", "old_value": "999999********0016"},
                    ]
                ],
            }
        )
        self.env.flush_all()
        for _time in range(2):  # a second run changes nothing
            self.script.mask_numbers(self.env.cr)
            self.env.invalidate_all()
            self.assertEqual(lines[:4].mapped("old_value"), list(masks.values()))
            self.assertEqual(lines[:4].mapped("new_value"), list(masks.values()))
            self.assertEqual(lines[4].old_value, "138****8888")
            snapshot = operation.sudo().after[0][2]
            self.assertEqual(snapshot["old_value"], "**************0016")

    def test_replaced_columns_of_ledgers_go_and_own_ones_stay(self):
        renew = script("19.0.1.2.0", "post-ledgers")
        ledger = self.env.ref("community_service.community_ledger_households")
        Column = self.env["community.ledger.column"]
        Data = self.env["ir.model.data"]

        def column(path, name=None, user=None):
            made = Column.create({"ledger_id": ledger.id, "name": path, "path": path})
            if name:
                values = {"module": "community_service", "name": name, "model": made._name}
                Data.create({**values, "res_id": made.id})
            if user:
                # As if this user had changed it.
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE community_ledger_column SET write_uid = %s WHERE id = %s",
                    [user.id, made.id],
                )
                made.invalidate_recordset()
            return made

        old = column("address", "community_ledger_households_column_1")
        own = column("address")
        residents = self.env.ref("community_service.community_ledger_residents")
        kept = column("register_no", "community_ledger_residents_column_14")
        touched = column("address", "community_ledger_overdue_households_column_1", self.manager)
        visits = self.env.ref("community_service.community_ledger_visits")
        visits.order, residents.order = False, "name, id"
        for _time in range(2):  # a second run changes nothing
            renew.renew_ledgers(self.env)
            self.assertFalse(old.exists())
            self.assertEqual((own | kept | touched).exists(), own | kept | touched)
            self.assertEqual(visits.order, "household_id, date desc, id desc")
            self.assertEqual(residents.order, "name, id")

    def test_codes_that_were_handed_out_open_what_they_opened(self):
        """Whatever an older version drew, four digits too, after each script of the new one."""
        Request = self.env["community.request"]
        old, new = Request.create([{"description": "x"}, {"description": "y"}])
        kept = new.sudo().access_code
        old.sudo().access_code = "1234"
        self.env.flush_all()
        for path in sorted((ADDON / "migrations").glob("*/post-*.py")):
            script(path.parent.name, path.stem).migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(Request._opened(old.number, "1234"), old)
        self.assertEqual(Request._opened(new.number, kept), new)
        self.assertFalse(Request._opened(old.number, "1235"))

    def test_the_chain_of_seals_goes_on(self):
        cr, Log = self.env.cr, self.env["community.access.log"]
        Seal = self.env["community.access.log.seal"]
        tables = ("community_access_log", "community_access_log_seal")
        for table in tables:
            cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cr.execute(f"DELETE FROM {table}")
        cr.execute("DELETE FROM ir_config_parameter WHERE key = %s", [HEAD_KEY])
        for _time in range(3):
            Log._log("print", self.resident)
        cr.execute(
            "ALTER TABLE community_access_log ADD seq integer, ADD hash varchar, "
            "ADD previous_hash varchar"
        )
        cr.execute(f"SELECT {', '.join(SEALED_COLUMNS)} FROM community_access_log ORDER BY id")
        previous = seal.GENESIS
        rows = cr.fetchall()
        for seq, row in enumerate(rows, 1):
            previous = seal.seal_hash(seq, previous, row)
            cr.execute(
                "UPDATE community_access_log SET seq = %s, hash = %s WHERE id = %s",
                [seq, previous, row[0]],
            )
        cr.execute(
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)",
            [HEAD_KEY, f"3:{previous}"],
        )
        for table in tables:
            cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for _time in range(2):  # a second run changes nothing
            self.script.move_seals(cr)
        Seal.invalidate_model()
        finding = Seal._verify()
        self.assertFalse(finding.broken)
        self.assertEqual((finding.count, finding.last), (3, previous))
        Log._log("print", self.resident)
        self.assertEqual(Seal._seal(), 1)
        self.assertEqual(Seal._verify().count, 4)
        for table in tables:
            cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cr.execute("UPDATE community_access_log SET reason = 'x' WHERE id = %s", [rows[1][0]])
        self.assertIn("Entry 2 ", Seal._verify().broken)


@tagged("post_install", "-at_install", "community")
class TestCheckedOn(CommunityCase):
    """A day of checking is a day on which somebody read the text; older data had invented some."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = script("19.0.1.2.0", "post-checked")
        ref = cls.env.ref
        cls.read = ref("community_service.service_item_residence_permit")
        cls.unread = ref("community_service.service_item_medical_insurance")
        cls.rigid = ref("community_service.community_aid_programme_rigid")
        cls.pension = ref("community_service.community_aid_income_kind_basic_pension")

    def age(self):
        """Let the rows say what they said in the version before."""
        items = self.read | self.unread
        items.write({"basis_date": "2026-11-23", "basis_source": False})
        self.read.write({"proxy_allowed": False, "conditions": False})
        self.rigid.write({"date_as_of": "2024-10-01", "source": False, "valid_from": False})
        self.pension.treatment_after = "counted"
        self.env.flush_all()

    def write_as(self, records, uid):
        table = SQL.identifier(records._table)
        ids = tuple(records.ids)
        self.env.cr.execute(SQL("UPDATE %s SET write_uid = %s WHERE id IN %s", table, uid, ids))
        records.invalidate_recordset()

    def test_shipped_rows_follow_and_what_users_edited_stays(self):
        self.age()
        self.unread.legal_basis = "市规定"
        self.env.flush_all()
        self.write_as(self.unread, self.manager.id)
        own = self.own_copy(self.read, self.manager)
        own.conditions = "带身份证"
        self.script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(str(self.read.basis_date), "2026-11-28")
        self.assertTrue(self.read.basis_source and self.read.proxy_allowed)
        self.assertIn("under 16", self.read.conditions)
        self.assertFalse(self.unread.basis_date, "nobody has read it")
        self.assertEqual(self.unread.legal_basis, "市规定")
        self.assertEqual((own.basis_date, own.conditions), (False, "带身份证"))
        self.assertEqual(
            (str(self.rigid.date_as_of), str(self.rigid.valid_from)), ("2026-11-28", "2025-01-01")
        )
        self.assertEqual(self.pension.treatment_after, "ask")

    def test_every_shipped_day_names_its_source(self):
        """Each shipped row is checked on a day with its source, or by nobody."""
        for model, day, source in (
            ("community.service.item", "basis_date", "basis_source"),
            ("community.aid.programme", "date_as_of", "source"),
        ):
            for row in self.env[model].search([("company_id", "=", False)]):
                with self.subTest(model=model, row=row.display_name):
                    self.assertEqual(bool(row[day]), bool(row[source]))
                    self.assertIn(str(row[day]), ("False", "2026-11-28"))


@tagged("post_install", "-at_install", "community")
class TestWordsRenewed(CommunityCase):
    """What is called otherwise now loses the Chinese of its former name."""

    def call(self, record, name, english, chinese, uid):
        """Let a record bear names of before, as this user wrote them."""
        self.env.flush_all()
        values = json.dumps({"en_US": english, "zh_CN": chinese})
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s::jsonb, write_uid = %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(name),
                values,
                uid,
                record.id,
            )
        )
        record.invalidate_recordset()

    def test_old_words_go_and_what_users_wrote_stays(self):
        ref = self.env.ref
        chinese = {"lang": "zh_CN"}
        field = ref("community_service.field_community_visit__household_id")
        state = ref("community_service.selection__community_visit__state__done")
        column = ref("community_service.community_ledger_residents_column_5")
        own = ref("community_service.community_ledger_residents_column_2")
        menu = ref("community_service.community_resident_menu")
        known = {
            (record, name): record.with_context(**chinese)[name]
            for record, name in (
                (field, "field_description"),
                (state, "name"),
                (menu, "name"),
            )
        }
        for (record, name), word in known.items():
            self.assertNotEqual(word, record[name], "it has a translation")
            self.call(record, name, record[name], "旧词", SUPERUSER_ID)
        self.call(column, "name", "Document", "旧词", SUPERUSER_ID)
        self.call(own, "name", "Whom I mean", "我说的人", self.manager.id)
        for _time in range(2):  # a second run changes nothing
            script("19.0.1.2.0", "post-words").migrate(self.env.cr, "19.0.1.1.0")
            self.env.invalidate_all()
            for (record, name), word in known.items():
                with self.subTest(record=record):
                    self.assertEqual(record.with_context(**chinese)[name], word)
            self.assertEqual(column.with_context(lang=None).name, "Kind of ID document")
            self.assertNotEqual(column.with_context(**chinese).name, "旧词")
            self.assertEqual(own.with_context(lang=None).name, "Whom I mean")
            self.assertEqual(own.with_context(**chinese).name, "我说的人")

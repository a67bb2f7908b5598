import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .access_case import AccessCase

NAME = "钱own"
MASKED = "钱*n"


@tagged("post_install", "-at_install", "community", "community_rights")
class TestRestrictedLists(AccessCase):
    """Whoever has asked that the file is kept and not used stands in no list that leaves.

    Every model with a link to people is exported with whom it links to, and every ledger written:
    before with the name, afterwards without it and with how many rows are left out.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.places["own"]
        cls.person = cls.place.resident
        for name in cls.linked():
            cls.record_of(name, cls.place)

    @classmethod
    def linked(cls):
        """Return {model: its links to one person} of all models whose records are kept."""
        found = {}
        for name in cls.community_models(transient=False):
            model = cls.env[name]
            links = [
                link
                for link, field in model._fields.items()
                if field.type == "many2one"
                and field.store
                and field.comodel_name == "community.resident"
                and field.exportable
            ]
            if links and model._auto:
                found[name] = links
        return found

    def restrict(self):
        Request = self.env["community.privacy.request"]
        request = Request.create(
            {"resident_id": self.person.id, "kind": "restrict", "subject": "请限制使用"}
        )
        request.write({"outcome": "granted", "identity": "card", "answer": "已办"})
        request.action_answer()
        self.env.flush_all()
        self.env.invalidate_all()

    def exported(self, name, links):
        """Return the rows of all records about the person that stand in the own place."""
        model = self.env[name].with_context(active_test=False)
        about = ["|"] * (len(links) - 1) + [(link, "=", self.person.id) for link in links]
        records = model.search(about)
        columns = [f"{link}/name" for link in links]
        return len(records), str(records.export_data(columns)["datas"])

    def test_exports_of_all_models(self):
        """A row that links to the person leaves with it before, and stays here afterwards."""
        linked = self.linked().items()
        tried = {name: links for name, links in linked if NAME in self.exported(name, links)[1]}
        self.assertGreater(len(tried), 25, sorted(tried))
        self.restrict()
        for name, links in tried.items():
            with self.subTest(model=name):
                count, text = self.exported(name, links)
                self.assertNotIn(NAME, text)
                self.assertIn(f"{count} rows are left out", text)

    def written(self, ledger):
        stream = io.BytesIO()
        ledger._write_xlsx(stream)
        sheet = load_workbook(io.BytesIO(stream.getvalue())).active
        return [value for row in sheet.iter_rows(values_only=True) for value in row if value]

    def test_all_ledgers(self):
        """Each ledger that comes with the addons; masked names count as names."""
        tried = []
        for ledger in self.env["community.ledger"].search([]):
            texts = " ".join(map(str, self.written(ledger)))
            if NAME in texts or MASKED in texts:
                tried.append(ledger)
        self.assertGreater(len(tried), 5, [ledger.code for ledger in tried])
        self.restrict()
        for ledger in tried:
            with self.subTest(ledger=ledger.code):
                texts = self.written(ledger)
                text = " ".join(map(str, texts))
                self.assertNotIn(NAME, text)
                self.assertNotIn(MASKED, text)
                self.assertIn("rows are left out", texts[1])

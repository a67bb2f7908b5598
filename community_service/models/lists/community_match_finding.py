import hashlib
import json

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, hmac

from ...tools.identity import mask_id_number, mask_long_numbers, mask_phone
from ...tools.list_rows import read_list
from ...tools.match_evidence import SHOWN, Pair, judge
from ...tools.match_sql import HOMES, MET, PAIRS
from ...tools.register_places import building_core, entrance_core
from ...tools.register_values import word_of
from ...tools.sheets import open_register
from ..register.community_resident_search import plain_name, sql_plain_name

MAX_ROWS = 50_000
COLUMNS = (
    "match_id",
    "sheet",
    "row",
    "name",
    "name_key",
    "pinyin",
    "id_number",
    "is_number_wrong",
    "id_pattern",
    "has_tail",
    "birth_date",
    "phone",
    "phone2",
    "area_ids",
    "room",
    "address",
    "number_masked",
    "phone_masked",
    "columns",
    "remarks",
    "identity",
    "result",
)
FACTS = ("number", "tail", "name", "sound", "birth", "phone", "home")


class CommunityMatch(models.Model):
    """Reading a list, and finding its people: set-based, each row with its reasons.

    The statements see what the register holds, closed numbers as well, of this one community: they
    answer which facts agree, and neither number nor name leaves them otherwise.
    """

    _inherit = "community.match"

    # Reading

    def _read_rows(self, data):
        """Read the workbook into rows; those of an earlier reading go first."""
        # The import's own reading of words and files, for a register that is not kept.
        reader = self.env["community.import"].new(
            {"company_id": self.company_id.id, "filename": self.filename}
        )
        words = self.env["community.import.synonym"]._lookup(self.company_id)
        heading, value = reader._word_finders(words)
        found, notices, columns = [], [], {}
        today = fields.Date.context_today(self)
        for sheet in read_list(open_register(data, self.filename or ""), heading, value, today):
            if sheet.problem:
                if sheet.problem != "empty":
                    notices.append(self._sheet_sentence(sheet))
                continue
            before = len(found)
            for row in sheet.rows:
                found.append(row)
                if len(found) > MAX_ROWS:
                    raise UserError(self._too_many_sentence())
            if len(found) == before:
                notices.append(
                    self.env._(
                        "Sheet %(sheet)s has headings and no row below them.", sheet=sheet.name
                    )
                )
                continue
            if sheet.kind == "wide":
                notices.append(
                    self.env._(
                        "Sheet %(sheet)s has one row for each household: its people are matched, "
                        "and nothing is filled in there.",
                        sheet=sheet.name,
                    )
                )
            columns[sheet.name] = {
                target: sheet.header.headings.get(at, "")
                for at, target in sheet.header.targets.items()
            }
        if not found:
            raise UserError(self._nothing_sentence(notices))
        if len(columns) > 1:
            notices.insert(
                0,
                self.env._(
                    "The workbook has %(count)s sheets with people: %(sheets)s. All of them are "
                    "matched.",
                    count=len(columns),
                    sheets="、".join(columns),
                ),
            )
        self._check_not_twice(found)
        self._forget_rows()
        self._set_closed(notice="\n".join(notices) or False, sheet_columns=columns)
        self._store_rows(found)

    def _file_problem(self, error):
        """Return the sentence for a file that cannot be read: that of the import."""
        return self.env["community.import"].new({"filename": self.filename})._file_problem(error)

    def _sheet_sentence(self, sheet):
        texts = {
            "card": self.env._(
                "Sheet %(sheet)s is a card form, no list: enter its people one to a row, then "
                "match the list."
            ),
            "no_header": self.env._(
                "Sheet %(sheet)s names no column of names: write 姓名 above it, and 身份证号, "
                "联系电话 or 住址 above what the people are known by."
            ),
            "no_fact": self.env._(
                "Sheet %(sheet)s has names and nothing else by which somebody is known: ask the "
                "sender for ID numbers, phones, birth dates or addresses."
            ),
        }
        return texts[sheet.problem] % {"sheet": sheet.name}

    def _nothing_sentence(self, notices):
        if not notices:
            return self.env._(
                "%(file)s holds no rows: choose the workbook of the list.", file=self.filename
            )
        return self.env._(
            "%(file)s cannot be matched. %(reasons)s",
            file=self.filename,
            reasons=" ".join(notices),
        )

    def _too_many_sentence(self):
        return self.env._(
            "%(file)s has more than %(limit)s rows: split it into several workbooks.",
            file=self.filename,
            limit=MAX_ROWS,
        )

    def _identity_key(self):
        """Return the key by which a row is known again; it proves nothing to whoever reads it."""
        # The secret of the database is nobody's to read.
        return bytes.fromhex(hmac(self.env(su=True), "community-match", str(self.company_id.id)))

    def _identities(self, rows):
        """Return for each row a text that is the same for the same row of another list."""
        key = self._identity_key()
        texts = (
            "|".join(
                (
                    plain_name(row.name),
                    row.number.whole or row.number.pattern,
                    row.birth_date.isoformat() if row.birth_date else "",
                    ",".join(row.phones),
                    "/".join(row.place),
                )
            )
            for row in rows
        )
        return [
            hashlib.blake2b(text.encode(), key=key, digest_size=16).hexdigest() for text in texts
        ]

    def _check_not_twice(self, rows):
        """Refuse a list whose rows are those of another one, whatever file they came in."""
        text = "".join(sorted(self._identities(rows)))
        digest = hashlib.blake2b(text.encode(), digest_size=20).hexdigest()
        # The text is closed; that there is such a list, its own community knows.
        other = self.sudo().search(
            [
                ("digest", "=", digest),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(file)s holds the same people as %(other)s, which %(user)s matched on "
                    "%(date)s: open that list, and match it again if the register has changed.",
                    file=self.filename,
                    other=other.filename,
                    user=other.user_id.name,
                    date=fields.Datetime.context_timestamp(self, other.date_matched).date(),
                )
            )
        self.sudo().digest = digest

    def _store_rows(self, rows):
        areas = self._areas_of({row.place for row in rows if row.place})
        # The rows of one sheet share their columns.
        columns = {id(row.columns): row.columns for row in rows}
        columns = {key: json.dumps(told) for key, told in columns.items()}
        values = [
            (
                self.id,
                row.sheet,
                row.row,
                row.name or None,
                plain_name(row.name),
                row.pinyin or None,
                row.number.whole or None,
                bool(row.number.problem),
                row.number.pattern or None,
                row.number.has_tail,
                row.birth_date,
                row.phones[0] if row.phones else None,
                row.phones[1] if len(row.phones) > 1 else None,
                json.dumps(areas.get(row.place) or []),
                row.place[3] if row.place else None,
                mask_long_numbers(row.address)[:200] or None,
                mask_id_number(row.number.whole)
                or row.number.pattern.replace("_", "*").replace("%", "*" * 6)
                or None,
                mask_phone(row.phones[0]) if row.phones else None,
                columns[id(row.columns)],
                json.dumps(row.remarks),
                identity,
                "absent",
            )
            for row, identity in zip(rows, self._identities(rows), strict=True)
        ]
        # One statement for thousands of rows of the program's own; create() would take seconds.
        self.env.cr.execute_values(
            f"INSERT INTO community_match_row ({', '.join(COLUMNS)}) VALUES %s",
            values,
            page_size=len(values),
        )
        self.env["community.match.row"].invalidate_model()
        self.invalidate_recordset(["row_ids"])

    def _areas_of(self, places):
        """Map (estate, building, entrance, room) to the ids of the places that it may name.

        Where a row names no estate, each of them; where it or the register names no entrance, the
        whole building. An estate that the register does not know is none of them.
        """
        if not places:
            return {}
        # Whoever matches sees every place of the community.
        areas = self.env["community.area"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "in", ("estate", "building", "entrance")),
            ],
            ["name", "kind", "parent_id"],
            order="kind DESC, id",
        )
        paths = {}
        for kind in ("estate", "building", "entrance"):
            for area in areas.filtered(lambda area, kind=kind: area.kind == kind):
                above = paths.get(area.parent_id.id)
                if kind == "estate":
                    paths[area.id] = (word_of(area.name), "", "")
                elif kind == "building":
                    paths[area.id] = ((above or ("",))[0], building_core(area.name)[0], "")
                elif above:
                    paths[area.id] = (*above[:2], entrance_core(area.name))
        below = {}
        for area_id, (estate, building, entrance) in paths.items():
            below.setdefault(building, []).append((area_id, estate, entrance))
        found = {}
        for place in places:
            estate, building, entrance, _room = place
            wanted = word_of(estate)
            found[place] = [
                area_id
                for area_id, own, door in below.get(building, ())
                if (not wanted or own == wanted or (own and wanted.endswith(own)))
                and (not entrance or not door or door == entrance)
            ]
        return found

    # Finding

    def _find_people(self):
        """Judge all rows by the register as it is now."""
        self.env.flush_all()
        rows = self.row_ids.sudo()  # closed columns of the list's own rows
        rows.fetch(["identity", "name_key", "remarks", "row"])
        pairs, crowds, by_number = self._pairs()
        chosen, refused = self.env["community.match.choice"]._known(
            self.company_id, rows.mapped("identity")
        )
        verdicts = {
            row.id: judge(
                pairs.get(row.id, ()),
                bool(row.name_key),
                chosen.get(row.identity, ()),
                refused.get(row.identity, ()),
            )
            for row in rows
        }
        self._store_verdicts(rows, verdicts, crowds, chosen)
        # Whom the closed numbers of the list have found was looked up by them.
        named = {
            one.resident for verdict in verdicts.values() for one in verdict.candidates
        } & by_number
        self.env["community.access.log"]._log(
            "find", self.env["community.resident"].browse(sorted(named))
        )

    def _pairs(self):
        """Return {row id: pairs}, {row id: number of namesakes} where they are too many, and the
        ids of the people whom a number has found."""
        # Raw SQL: 5,000 rows meet 100,000 people at once. Of these only the community of the list
        # takes part, whatever others the reader works for.
        plain = self.env.cr.mogrify(sql_plain_name(SQL("t.name"))).decode().replace("%", "%%")
        params = {"match": self.id, "company": self.company_id.id, "few": SHOWN}
        cr = self.env.cr
        cr.execute("ANALYZE community_match_row")
        for statement, table in ((HOMES, "homes"), (MET, "met")):
            name = SQL.identifier(f"community_match_{table}")
            cr.execute(SQL("DROP TABLE IF EXISTS %s", name))
            cr.execute(statement.format(plain=plain), params)
            cr.execute(SQL("ANALYZE %s", name))
        cr.execute(PAIRS.format(plain=plain), params)
        pairs, crowds, by_number = {}, {}, set()
        for found in cr.dictfetchall():
            if found["is_crowd"]:
                crowds[found["row_id"]] = found["namesakes"]
                continue
            same = {fact for fact in FACTS if found[f"is_{fact}"]}
            same -= {"sound"} if "name" in same else set()
            same -= {"tail"} if "number" in same else set()
            against = {fact for fact in ("number", "birth") if found[f"is_{fact}_against"]}
            if found["is_name"] is False:
                against.add("name")
            pair = Pair(found["resident_id"], frozenset(same), frozenset(against), found["ending"])
            pairs.setdefault(found["row_id"], []).append(pair)
            if same & {"number", "tail"}:
                by_number.add(pair.resident)
        return pairs, crowds, by_number

    def _store_verdicts(self, rows, verdicts, crowds, chosen):
        ends = self._end_dates({verdict.resident for verdict in verdicts.values() if verdict.end})
        first, values, candidates = {}, [], []
        for row in rows:
            verdict = verdicts[row.id]
            remarks = [one for one in row.remarks or [] if one[0] not in ("twice", "crowd")]
            result = verdict.result
            if result == "absent" and not verdict.end and row.id in crowds:
                result = "possible"
                remarks.append(["crowd", crowds[row.id]])
            if verdict.resident:
                before = first.setdefault(verdict.resident, row.row)
                if before != row.row:
                    remarks.append(["twice", before])
            is_said = verdict.resident in chosen.get(row.identity, ())
            values.append(
                (
                    row.id,
                    result,
                    verdict.resident,
                    verdict.end or None,
                    ends.get(verdict.resident),
                    json.dumps(remarks),
                    is_said and result != "possible",
                    len(verdict.candidates) if result == "possible" else 0,
                )
            )
            candidates += [
                (
                    row.id,
                    one.resident,
                    rank,
                    ",".join(fact for fact in FACTS if fact in one.same),
                    ",".join(fact for fact in FACTS if fact in one.against),
                    one.end or None,
                    self.company_id.id,
                )
                for rank, one in enumerate(verdict.candidates)
            ]
        cr = self.env.cr
        cr.execute(
            """DELETE FROM community_match_candidate c USING community_match_row r
                WHERE c.row_id = r.id AND r.match_id = %s""",
            [self.id],
        )
        cr.execute_values(
            """UPDATE community_match_row r
                  SET result = v.result, resident_id = v.resident_id::int, end_kind = v.end_kind,
                      date_end = v.date_end::date, remarks = v.remarks::jsonb,
                      is_chosen = v.is_chosen, candidate_count = v.candidate_count
                 FROM (VALUES %s) AS v (id, result, resident_id, end_kind, date_end, remarks,
                                        is_chosen, candidate_count)
                WHERE r.id = v.id""",
            values,
            page_size=len(values),
        )
        if candidates:
            cr.execute_values(
                """INSERT INTO community_match_candidate
                       (row_id, resident_id, rank, same, against, end_kind, company_id)
                   VALUES %s""",
                candidates,
                page_size=len(candidates),
            )
        for model in ("community.match.row", "community.match.candidate"):
            self.env[model].invalidate_model()
        self.invalidate_recordset()

    def _end_dates(self, resident_ids):
        """Map the ids of people who are no longer here to the day since when, where it is known."""
        # Facts of people who were found; the statement reads two dates of each.
        self.env.cr.execute(
            """SELECT t.id, COALESCE(t.date_death, max(y.date_to))
                 FROM community_resident t
                 LEFT JOIN community_residency y ON y.resident_id = t.id
                WHERE t.id = ANY(%s) GROUP BY t.id""",
            [list(resident_ids)],
        )
        return dict(self.env.cr.fetchall())

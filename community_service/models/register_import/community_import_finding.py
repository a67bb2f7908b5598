import base64
import itertools
import json
from collections import Counter
from io import StringIO

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import register_compare_sql as compare
from ...tools.register_given_back import layout_shape
from ...tools.register_header import SCAN_ROWS, header_at
from ...tools.register_heading import CHOICE, TICK, own_heading
from ...tools.register_layout import open_layout
from ...tools.register_lines import sheet_meaning
from ...tools.register_match_sql import (
    MATCH_ACTION,
    MATCH_BY_NAME,
    MATCH_BY_NUMBER,
    MATCH_DEAD,
    MATCH_ELSEWHERE,
    MATCH_ENTRANCE,
    MATCH_GONE,
    MATCH_HOUSEHOLDS,
    MATCH_LEAVING,
    MATCH_OLD_RELATIONS,
    MATCH_ROOMS,
    MATCH_SECOND_HEAD,
    MATCH_TWICE_IN_FILE,
)
from ...tools.register_places import building_core, entrance_core, estate_word
from ...tools.register_rows import RegisterRows
from ...tools.register_topic_sql import (
    MATCH_TOPIC_NAMES,
    MATCH_TOPIC_SHEETS,
    MATCH_TWICE_IN_HOME,
)
from ...tools.register_values import text_of, word_of
from ...tools.register_words import role_target
from ...tools.sheets import open_register
from ...tools.xlsx_merges import column_letter

COPY_ROWS = 5_000

COPY_COLUMNS = (
    "sheet row group_no state error error_field detail warnings raw extra estate building "
    "building_word entrance room room_key register_no head_name grid tenure owner_name "
    "owner_phone name pinyin role role_word kind is_kind_given is_whereabouts_unknown id_kind "
    "id_number birth_date sex ethnicity education marital employment political_status phone "
    "phone2 email registered_address emergency_name emergency_phone monthly_income note categories "
    "leaving leaving_date above birth_precision floor_area room_count occupation work_unit "
    "residence_permit residence_permit_end disability_kind disability_grade disability_number "
    "disability_end bank_name bank_account"
).split()

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})


class HeaderMissing(UserError):
    """No row of a workbook names its columns: the clerk must point at it."""


def _copy_text(value):
    if value is None or value == "":
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False).translate(ESCAPES) if value else "\\N"
    return str(value).translate(ESCAPES)


def _path_below(above, area):
    estate, building, _entrance = above
    if area.kind == "building":
        core = building_core(area.name)[0]
        return core and (estate, core, "")
    core = entrance_core(area.name)
    return core and (estate, building, core)


class CommunityImport(models.Model):
    """Step 1 of the check: from the workbook to typed rows in the staging table."""

    _inherit = "community.import"

    def _stage_rows(self):
        """Read the file into ``community.import.row``; rows of an earlier check go first."""
        self.flush_model()
        earlier = self._last_row()
        self.column_ids.unlink()
        self.word_ids.unlink()
        self._set_closed(
            sheet_headings=False,
            sheet_targets=False,
            sheet_shapes=False,
            is_estate_asked=False,
            estate_proposal=False,
        )
        # The uploaded register is closed to everybody; reading it is what it was given for.
        data = base64.b64decode(self.sudo().with_context(bin_size=False).file_data or b"")
        sheets = open_register(data, self.filename or "")
        del data
        self._check_size(sheets)
        words = self.env["community.import.synonym"]._lookup(self.company_id)
        headings, unknown, notices = {}, {}, []
        rows = self._read_sheets(sheets, words, headings, unknown, notices)
        count = 0
        while batch := list(itertools.islice(rows, COPY_ROWS)):
            count += len(batch)
            if count > self._max_rows():
                raise UserError(self._too_many_rows(count))
            self._copy_rows(batch)
        # Only now: the file may be that of the refused rows among them, under stars. Raw SQL: the
        # ORM would read 100,000 staged rows to delete them.
        self.env.cr.execute(
            "DELETE FROM community_import_row WHERE import_id = %s AND id <= %s",
            [self.id, earlier],
        )
        if not headings:
            problem = self.env._(
                "No header was found in %(file)s: one row must name the columns, at least the "
                "name and two facts more, such as room and relation to head.",
                file=self.filename,
            )
            raise HeaderMissing("\n".join((problem, *notices)))
        if not count:
            raise UserError(
                self.env._("%(file)s has a header but no person below it.", file=self.filename)
            )
        # Statistics of an empty table would make each comparison a loop over all rows.
        self.env.cr.execute("ANALYZE community_import_row")
        self._store_mapping(headings, unknown)
        self._set_closed(notice="\n".join(notices) or False, is_header_asked=False, preview=False)
        self.env["community.import.row"].invalidate_model()

    def _last_row(self):
        """Return the number of the last row that is staged already, for any import."""
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM community_import_row")
        return self.env.cr.fetchone()[0]

    def _max_rows(self):
        return self.company_id.community_import_max_rows

    def _check_size(self, sheets):
        if not any(sheet.row_count for sheet in sheets):
            raise UserError(
                self.env._("%(file)s is empty: no visible sheet has a row.", file=self.filename)
            )
        count = sum(sheet.row_count for sheet in sheets)
        # Titles, hints and totals of a few sheets do not count.
        if count > self._max_rows() + 50 * len(sheets):
            raise UserError(self._too_many_rows(count))

    def _too_many_rows(self, count):
        return self.env._(
            "%(file)s has %(count)s rows or more; %(limit)s can be imported at once. Split it by "
            "estate into several workbooks.",
            file=self.filename,
            count=count,
            limit=self._max_rows(),
        )

    def _read_sheets(self, sheets, words, headings, unknown, notices):
        """Yield the person rows of all sheets; fill headings, unknown words and remarks."""
        groups = {}
        today = fields.Date.context_today(self)
        heading, value = self._word_finders(words)
        find_refused = self._refused_rows()
        unsure = self._unsure_estates(sheets, value)
        for sheet in sheets:
            if not sheet.row_count:
                continue
            first = list(itertools.islice(sheet.rows(), SCAN_ROWS))
            layout, is_pointed = self._open_layout(sheet, first, heading, value, find_refused)
            header = layout.header
            if layout.kind == "unread_card":
                notices.append(
                    self.env._(
                        "Sheet %(sheet)s was left out: it looks like a card form without a table "
                        "of members. Enter its people one to a row.",
                        sheet=sheet.name,
                    )
                )
                continue
            if header is None:
                notices.append(
                    self.env._("Sheet %(sheet)s was left out: no header found.", sheet=sheet.name)
                )
                continue
            self._note_layout(layout, notices)
            sheet = layout.sheet
            self._note_header(sheet, header, headings, notices, words)
            self._note_samples(first, header, headings)
            self._keep_headings(sheet, header, heading)
            columns = len(header.headings)
            meaning = sheet_meaning(sheet.name, value)
            self._note_meaning(sheet, meaning, notices)
            estate = self._sheet_estate(sheet, meaning, unsure)
            fallback = estate or self.estate_name or self._propose_estate()
            rows = RegisterRows(
                sheet,
                header,
                heading,
                value,
                groups,
                today,
                fallback,
                find_refused,
                meaning,
                is_pointed,
            )
            for row in rows:
                for code, field, word in row["warnings"]:
                    if code not in ("word", "category"):
                        continue
                    found = unknown.setdefault((field, word), [0, row["sheet"], row["row"]])
                    found[0] += 1
                yield row
            if len(header.headings) > columns:
                # A second table below the first had columns of its own.
                self._keep_headings(sheet, header, heading)
                self._note_header(sheet, header, headings, [], words)
            shape = layout_shape(layout, first)
            if rows.has_other_columns:
                shape = "tables" if layout.kind == "rows" else None
            if shape:
                self._set_closed(sheet_shapes=(self.sheet_shapes or {}) | {sheet.name: shape})
            if rows.is_estate_taken and not estate and not self.estate_name:
                proposal = self._title_estate(first, header) or fallback
                self._set_closed(is_estate_asked=True, estate_proposal=self._confirmable(proposal))
            self._note_left_out(sheet, rows.left_out, notices)

    def _open_layout(self, sheet, first, heading, value, find_refused):
        """Return the layout of a sheet, and whether the clerk said where its header stands."""
        layout = open_layout(
            sheet, first, heading, lambda word: value("role", word) if word else None
        )
        if layout.kind != "rows":
            return layout, False
        row, header = self.header_row, layout.header
        given_back = header and {t: at for at, t in header.targets.items()}.get("refused_row")
        if not row and given_back is not None:
            # Pointed at when its rows were refused.
            numbers = (
                text_of(cells[given_back])
                for number, cells in first
                if number > header.row and given_back < len(cells)
            )
            known = next((found for text in numbers if (found := find_refused(text)).above), None)
            row = known and known.above.get("pointed") and header.row
        pointed = row and header_at(first, row, sheet.merges, heading)
        return (layout._replace(header=pointed), True) if pointed else (layout, False)

    def _keep_headings(self, sheet, header, heading):
        """Remember the columns of a sheet, under which its refused rows are given back."""
        # Each as it will be understood when the refused rows come back under one heading.
        own = [
            own_heading(header.headings.get(at, ""), header.targets.get(at), heading)
            for at in range(max(header.headings) + 1)
        ]
        self._set_closed(
            sheet_headings=(self.sheet_headings or {}) | {sheet.name: own},
            sheet_targets=(self.sheet_targets or {})
            | {sheet.name: {t: at for at, t in header.targets.items()}},
        )

    def _word_finders(self, words):
        """Return the functions that find a heading, and the value of a word in a column."""
        categories = {
            category.code: str(category.id)
            for category in self.env["community.category"].sudo()._in_use(self.company_id)
        }

        estates = {
            str(area.id): area.name
            for area in self.env["community.area"].search(
                [("kind", "=", "estate"), ("company_id", "=", self.company_id.id)]
            )
        }

        offices = self.env["community.area"].search(
            [("kind", "=", "community"), ("company_id", "=", self.company_id.id)]
        )
        own = {word_of(name) for name in (self.company_id.name, *offices.mapped("name"))}

        def heading(word):
            if "=" in word:
                # An answer of a field, as the headings below that of the field name it.
                field, _equal, answer = word.partition("=")
                return value(field, answer) if field == "role" else words.get((field, answer))
            found = words.get(("header", word))
            if found == "tick" or (
                not found and words.get(("category", word), "ignore") != "ignore"
            ):
                return f"{TICK}{word}"
            return found

        def role(word):
            return words.get(("role", word))

        def value(field, word):
            found = words.get((field, word)) if word else None
            if field in ("category", "health") and found and found != "ignore":
                return categories.get(found)
            if field == "estate":
                # The community itself is none of its estates.
                return estates.get(found) if found else "" if word in own else None
            if field == "role" and word and not found:
                # Built once, then known like any other word.
                words["role", word] = found = role_target(word, role)
            return found

        return heading, value

    def _note_header(self, sheet, header, headings, notices, words):
        for column, text in header.headings.items():
            target = f"header/{header.targets.get(column) or 'extra'}"
            if target.startswith(f"header/{CHOICE}"):
                target = "header/choice"
            if target.startswith(f"header/{TICK}"):
                code = words.get(("category", target.removeprefix(f"header/{TICK}")))
                target = f"category/{code}" if code and code != "ignore" else "header/tick"
            repeated = column in header.repeated
            found = headings.setdefault(text, [sheet.name, target, repeated, set()])
            found[2] = found[2] or repeated
        for column, first in header.repeated.items():
            notices.append(
                self.env._(
                    "Sheet %(sheet)s: columns %(first)s and %(second)s are both headed "
                    "“%(heading)s” or the like; the first is used, the second is kept word for "
                    "word.",
                    sheet=sheet.name,
                    first=column_letter(first),
                    second=column_letter(column),
                    heading=header.headings[column],
                )
            )

    def _copy_rows(self, rows):
        buffer = StringIO()
        for row in rows:
            row["state"] = "refused" if row["error"] else "vacant" if row["vacant"] else "ready"
            row["categories"] = ",".join(row["categories"])
            cells = [_copy_text(row.get(column)) for column in COPY_COLUMNS]
            buffer.write(f"{self.id}\t" + "\t".join(cells) + "\n")
        buffer.seek(0)
        # COPY takes 100,000 rows in seconds and no memory; create() takes minutes.
        self.env.cr.copy_expert(
            f"COPY community_import_row (import_id, {', '.join(COPY_COLUMNS)}) FROM STDIN", buffer
        )

    def _store_mapping(self, headings, unknown):
        self.env["community.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "sheet": sheet,
                    "heading": text,
                    "guess": target,
                    "target": target,
                    "is_repeated": repeated,
                    "sample": " · ".join(sorted(samples)) or False,
                }
                for text, (sheet, target, repeated, samples) in headings.items()
            ]
        )
        self.env["community.import.word"].create(
            [
                {
                    "import_id": self.id,
                    "field": field,
                    "word": word,
                    "count": count,
                    "place": self.env._("%(sheet)s, row %(row)s", sheet=sheet, row=row),
                }
                for (field, word), (count, sheet, row) in Counter(unknown).items()
            ]
        )

    def _file_problem(self, error):
        """Return the sentence for a file that cannot be read."""
        texts = {
            "empty": self.env._("%(file)s is empty: choose a workbook."),
            "password": self.env._(
                "%(file)s is protected by a password: open it, remove the password and save it."
            ),
            "open_quote": self.env._(
                "%(file)s: a quotation mark in line %(line)s is not closed before the next cell. "
                "Take it out there, or save the file as .xlsx."
            ),
            "wrong_type": self.env._(
                "%(file)s is no register: choose a workbook (.xlsx, .xls) or a .csv file."
            ),
            "broken": self.env._("%(file)s is damaged and cannot be read: save it again as .xlsx."),
            "too_big": self.env._("%(file)s unpacks to several gigabytes: split it by estate."),
            "encoding": self.env._(
                "The characters of %(file)s cannot be read: save it as .xlsx or UTF-8."
            ),
        }
        return texts[error.code] % {
            "file": self.filename or self.env._("The file"),
            "line": error.detail,
        }

    # Step 2 of the check: staged rows compared with each other and with the register.
    #
    # Set-based SQL throughout, because each question concerns all rows at once; nothing but
    # staged
    # rows is written. It may be repeated at any time: applied rows are left alone.

    def _match_rows(self):
        """Judge all rows that were not refused by themselves and are not applied yet."""
        self.env.flush_all()
        self._run_match(compare.RESTORE_ROLES)
        self._run_match("""
            UPDATE community_import_row r
               SET state = CASE WHEN is_cross THEN 'ready' ELSE state END,
                   error = CASE WHEN is_cross THEN NULL ELSE error END,
                   error_field = CASE WHEN is_cross THEN NULL ELSE error_field END,
                   is_cross = NULL, area_id = NULL, household_id = NULL, resident_id = NULL,
                   first_row_id = NULL, action = NULL, changed_fields = NULL
             WHERE r.import_id = %(import)s AND r.state != 'done'
               AND (is_cross OR area_id IS NOT NULL OR resident_id IS NOT NULL
                    OR action IS NOT NULL)
        """)
        self._match_areas()
        self._ask_like_estates()
        told = 0
        for statement in (MATCH_TOPIC_SHEETS, MATCH_TOPIC_NAMES):
            self._run_match(statement)
            told += self.env.cr.rowcount
        if told:
            notice = self.env._(
                "%(count)s rows tell more of people of another sheet: their categories were added.",
                count=told,
            )
            self._set_closed(notice="\n".join(filter(None, (self.notice, notice))))
        for statement in (
            MATCH_BY_NUMBER,
            MATCH_TWICE_IN_FILE,
            MATCH_TWICE_IN_HOME,
            MATCH_ROOMS,
            MATCH_ENTRANCE,
            MATCH_HOUSEHOLDS,
            MATCH_BY_NAME,
            compare.MATCH_NUMBER_DIFFERS,
            compare.MATCH_MOVED,
            MATCH_DEAD,
            MATCH_GONE,
            compare.MATCH_BIRTH_DIFFERS,
            compare.KEEP_WHOLE_BIRTH,
            MATCH_LEAVING,
            MATCH_ELSEWHERE,
            compare.MATCH_NEW_HEAD,
            MATCH_SECOND_HEAD,
            MATCH_OLD_RELATIONS,
            MATCH_ACTION,
        ):
            self._run_match(statement)
        self.env["community.import.row"].invalidate_model()

    def _run_match(self, statement):
        # Constant statements of this file; every value is a parameter.
        self.env.cr.execute(statement, {"import": self.id, "company": self.company_id.id})

    def _match_areas(self):
        """Find the places that already exist, by the core of their names."""
        paths = self._staged_paths(leaving=True)
        if not paths:
            return
        known = self._known_areas()
        found = [(*path, known[path]) for path in paths if path in known]
        self._set_areas(found)

    def _staged_paths(self, leaving=False):
        """Return the places of the rows to apply, and of those who leave, as staged."""
        self.env.cr.execute(
            """SELECT DISTINCT estate, COALESCE(building, ''), COALESCE(entrance, '')
                 FROM community_import_row
                WHERE import_id = %s
                  AND (state IN ('ready', 'vacant') OR (%s AND leaving IS NOT NULL))""",
            [self.id, leaving],
        )
        return self.env.cr.fetchall()

    def _known_areas(self):
        """Map (estate, building, entrance) as staged to the id of the place."""
        estates = {
            estate_word(estate): estate for estate in {path[0] for path in self._staged_paths(True)}
        }
        # Whoever imports sees every place of the community; archived ones are not used again.
        areas = self.env["community.area"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "in", ("estate", "building", "entrance")),
            ],
            ["name", "kind", "parent_id"],
            order="kind DESC, id",
        )
        keys = {}
        for kind in ("estate", "building", "entrance"):
            for area in areas:
                if area.kind != kind:
                    continue
                if kind == "estate":
                    name = estates.get(estate_word(area.name))
                    key = name and (name, "", "")
                else:
                    above = keys.get(area.parent_id.id)
                    key = above and _path_below(above, area)
                if key:
                    keys[area.id] = key
        result = {}
        for area_id, key in keys.items():
            result.setdefault(key, area_id)
        return result

    def _set_areas(self, found):
        if not found:
            return
        estates, buildings, entrances, areas = map(list, zip(*found, strict=True))
        self.env.cr.execute(
            SQL(
                """UPDATE community_import_row r SET area_id = v.area_id
                     FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[])
                          AS v (estate, building, entrance, area_id)
                    WHERE r.import_id = %s
                      AND (r.state IN ('ready', 'vacant') OR r.leaving IS NOT NULL)
                      AND r.estate = v.estate
                      AND COALESCE(r.building, '') = v.building
                      AND COALESCE(r.entrance, '') = v.entrance""",
                estates,
                buildings,
                entrances,
                areas,
                self.id,
            )
        )

    def _count_rows(self):
        """Store the figures of the check on the import."""
        self.env.cr.execute(
            """SELECT count(*) FILTER (WHERE state != 'vacant') AS row_count,
                      count(*) FILTER (WHERE state = 'vacant') AS vacant_count,
                      count(*) FILTER (WHERE leaving IS NOT NULL AND resident_id IS NOT NULL)
                          AS leaving_count,
                      count(*) FILTER (WHERE state = 'refused') AS error_count,
                      count(*) FILTER (WHERE state != 'refused' AND action = 'create')
                          AS create_count,
                      count(*) FILTER (WHERE state != 'refused' AND action = 'change')
                          AS change_count,
                      count(*) FILTER (WHERE state != 'refused' AND action = 'same') AS same_count,
                      count(*) FILTER (WHERE warnings IS NOT NULL) AS warning_count,
                      count(*) FILTER (WHERE state = 'ready') AS todo_count,
                      count(*) FILTER (WHERE state = 'done') AS done_count,
                      count(DISTINCT group_no) FILTER (WHERE state != 'vacant')
                          AS household_count
                 FROM community_import_row WHERE import_id = %s""",
            [self.id],
        )
        values = self.env.cr.dictfetchone()
        self.env.cr.execute(
            """SELECT count(*), count(*) FILTER (WHERE NOT has_head)
                 FROM (SELECT bool_or(COALESCE(role, '') = 'head') AS has_head
                         FROM community_import_row
                        WHERE import_id = %s AND state NOT IN ('refused', 'vacant')
                        GROUP BY group_no
                       HAVING bool_and(household_id IS NULL OR is_new_household IS TRUE)) g""",
            [self.id],
        )
        created, headless = self.env.cr.fetchone()
        self._set_closed(**values, household_create_count=created, headless_count=headless)

import base64
import itertools
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.register_address import read_section
from ...tools.register_apply_sql import VACANT_DWELLINGS
from ...tools.register_compare_sql import CHANGES, MISSING
from ...tools.register_header import SCAN_ROWS
from ...tools.register_lines import sheet_meaning
from ...tools.register_match_sql import MATCH_ROOMS
from ...tools.register_places import (
    building_name,
    entrance_name,
    is_like_estate,
    looks_like_estate,
)
from ...tools.register_return import Refused
from ...tools.register_rows import LONG_DIGITS
from ...tools.register_values import text_of, word_of
from ...tools.sheets import open_register
from ...tools.xlsx_reader import WorkbookError
from .community_import_change import OPERATIONS
from .community_import_finding import HeaderMissing

LEVELS = ("estate", "building", "entrance")

PREVIEW_ROWS = 12

# So many rows above and below one may be of its household.
NEIGHBOURS = 30


# What names a list, no estate.
LIST_NAME = re.compile(
    r"(?:名单|名册|花名册|台账|明细|登记表?|信息表?|情况表?|统计表?|汇总表?|人口表?|住户表?|居民表?|户籍|"
    r"第?[一二三四1-4]季度|q[1-4]|20\d\d年?)\d*$"
)

# The estate in a title such as 翠湖苑小区居民基本情况登记表.
ESTATE_IN_TITLE = re.compile(
    r"[\u4e00-\u9fff]{1,12}?(?:小区|(?:花园|家园|公寓|大院|家属院|苑|里|新村)(?:小区)?)"
    r"(?:[一二三四五六七八九\d]期)?"
)

# The name of a sheet that may be an estate without any word that says so.
MAY_BE_ESTATE = re.compile(r"(?!工作表|表)[\u4e00-\u9fff]{2,10}[A-Z]?\d?")

# Of the lines that are left out the first ones are named.
NAMED_LINES = 5


class CommunityImport(models.Model):
    """Where the homes of a workbook are, and what the screen asks where it does not say so."""

    _inherit = "community.import"

    is_header_asked = fields.Boolean(readonly=True, copy=False)
    header_row = fields.Integer(
        "Row of the headings",
        copy=False,
        aggregator=None,
        help="The number of the row that names the columns; empty: found by itself.",
    )
    is_estate_asked = fields.Boolean(readonly=True, copy=False)
    estate_proposal = fields.Char("Proposed estate", readonly=True, copy=False)
    estate_name = fields.Char(
        "Estate",
        copy=False,
        help="The estate of the rows that name none, neither in a column nor by their sheet.",
    )
    preview = fields.Text("First rows", readonly=True, copy=False)
    date_holds = fields.Date(
        "Changes hold from",
        default=fields.Date.context_today,
        copy=False,
        help="The day of the workbook: moves and new heads are entered from this day.",
    )
    change_ids = fields.One2many("community.import.change", "import_id", "Differences")
    difference_count = fields.Integer("Count of differences", compute="_compute_differences")
    proposal_count = fields.Integer("Proposals", compute="_compute_differences")
    missing_count = fields.Integer("Missing", compute="_compute_differences")
    unmapped = fields.Char("Not understood", compute="_compute_unmapped")

    @api.depends("column_ids.target")
    def _compute_unmapped(self):
        for record in self:
            columns = record.column_ids.filtered("is_unmapped")
            record.unmapped = "、".join(filter(None, columns.mapped("heading"))) or False

    # What the workbook says differently from the register

    def _compute_differences(self):
        Change = self.env["community.import.change"]
        opened = [("import_id", "in", self.ids), ("state", "=", "open")]
        groups = Change._read_group(opened, ["import_id", "kind"], ["__count"])
        for record in self:
            counts = {kind: count for parent, kind, count in groups if parent == record}
            record.difference_count = sum(counts.values())
            record.proposal_count = sum(counts.get(kind, 0) for kind in OPERATIONS)
            record.missing_count = counts.get("missing", 0)

    def _compare_rows(self):
        """List every difference, old and new, and who is missing; what is settled stays so."""
        # Set-based, as the comparison itself; nothing but the list is written.
        Change = self.env["community.import.change"]
        opened = Change.sudo().search([("import_id", "=", self.id), ("state", "=", "open")])
        opened.unlink()
        self.env.flush_all()
        self._run_match(CHANGES)
        self._run_match(MISSING)
        Change.invalidate_model()
        self.invalidate_recordset(["change_ids"])

    def action_view_changes(self):
        """Open all differences of the workbook."""
        return self._one()._list_action(
            "community_service.community_import_change_action", [("import_id", "=", self.id)]
        )

    def action_enter_changes(self):
        """Enter all proposals as the operations they are; what cannot be keeps its sentence."""
        record = self._one()
        if record.state not in ("checked", "done"):
            raise UserError(
                self.env._("%(file)s is not checked yet: check it first.", file=record.filename)
            )
        record.change_ids._enter_all()
        if record.state == "checked":
            record._match_rows()
            record._count_rows()
            problems = {
                change.resident_id.id: change.problem
                for change in record.change_ids
                if change.state == "open" and change.problem
            }
            record._compare_rows()
            for change in record.change_ids.sudo():
                # The list is found, not written by hand.
                if change.resident_id.id in problems and change.is_operation:
                    change.problem = problems[change.resident_id.id]
        return record.action_view_changes()

    def action_download_changes(self):
        """Download all differences as a workbook."""
        record = self._one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/community/import/{record.id}/changes",
            "target": "self",
        }

    def action_point_header(self):
        """Show the columns of the row that the clerk points at, to say what they mean."""
        self._one()._ask_header(False)

    def _note_samples(self, first, header, headings):
        """Remember the first values of the columns that are not understood."""
        for column, text in header.headings.items():
            if headings[text][1] not in ("header/extra", "header/tick"):
                continue
            for number, cells in first:
                value = text_of(cells[column]) if column < len(cells) else ""
                if number > header.row and value and len(headings[text][3]) < 3:
                    headings[text][3].add(LONG_DIGITS.sub("…", value[:20]))

    def _check_or_ask(self):
        """Check; where no row names the columns, show the first rows and ask which one does."""
        try:
            with self.env.cr.savepoint():
                return self.action_check()
        except HeaderMissing as problem:
            return self._ask_header(str(problem))

    def _ask_header(self, problem):
        """List the columns of the row that the clerk points at, or of the likeliest one."""
        # The uploaded register is closed to everybody; reading it is what it was given for.
        data = base64.b64decode(self.sudo().with_context(bin_size=False).file_data or b"")
        try:
            sheet = next(s for s in open_register(data, self.filename or "") if s.row_count)
            rows = list(itertools.islice(sheet.rows(), SCAN_ROWS))
        except (WorkbookError, StopIteration) as error:
            raise UserError(str(error)) from error
        known = dict(rows)
        number = self.header_row or max(
            known, key=lambda row: sum(isinstance(cell, str) for cell in known[row])
        )
        if number not in known:
            raise UserError(
                self.env._(
                    "Row %(row)s of %(file)s is empty: point at one of the first rows.",
                    row=number,
                    file=self.filename,
                )
            )
        lines = [
            f"{row}: " + " | ".join(LONG_DIGITS.sub("…", text_of(cell)[:20]) for cell in cells)
            for row, cells in rows[:PREVIEW_ROWS]
        ]
        words = self.env["community.import.synonym"]._lookup(self.company_id)
        below = next((cells for row, cells in rows if row > number), [])
        headings = {}
        for column, cell in enumerate(known[number]):
            if text := text_of(cell):
                target = words.get(("header", word_of(text)), "extra")
                sample = text_of(below[column]) if column < len(below) else ""
                headings[text] = [
                    sheet.name,
                    f"header/{target}",
                    False,
                    {LONG_DIGITS.sub("…", sample[:20])},
                ]
        self.column_ids.unlink()
        self._store_mapping(headings, {})
        self.header_row = number
        values = {"is_header_asked": True, "preview": "\n".join(lines)}
        if problem:
            values["notice"] = problem
        self._set_closed(**values)

    # What was refused before, and comes back.

    def _refused_rows(self):
        """Return a function from the number of a row that was given back to what it said.

        That is a :class:`Refused`, of a row that was refused or stands in a household with one
        that was.

        Rows come in the order of their numbers: a thousand are read at once.
        """
        chunk, start = {}, None

        def find(text):
            nonlocal chunk, start
            number = int(text) if text.isdecimal() and len(text) < 10 else 0
            if number // 1000 != start:
                start = number // 1000
                # Raw SQL: the texts are closed to reading. Whoever imports gives back the rows of
                # their own community, which the import put under stars for them.
                self.env.cr.execute(
                    """SELECT r.id, r.raw, r.estate, home.texts, r.above,
                              ARRAY[r.import_id, r.group_no], home.topics
                         FROM community_import_row r
                         JOIN community_import i ON i.id = r.import_id
                        CROSS JOIN LATERAL (
                              SELECT json_agg(o.raw) AS texts,
                                     jsonb_object_agg(o.name, o.above->'topics') FILTER (
                                         WHERE o.name IS NOT NULL
                                           AND o.above->'topics' IS NOT NULL) AS topics,
                                     bool_or(o.state = 'refused') AS is_given_back
                                FROM community_import_row o
                               WHERE o.import_id = r.import_id AND o.group_no = r.group_no
                                 AND o.id BETWEEN r.id - %s AND r.id + %s) home
                        WHERE r.id >= %s AND r.id < %s AND home.is_given_back
                          AND i.company_id = %s""",
                    [
                        NEIGHBOURS,
                        NEIGHBOURS,
                        start * 1000,
                        start * 1000 + 1000,
                        self.company_id.id,
                    ],
                )
                chunk = {
                    row: Refused(
                        own, estate, [text for one in home or () for text in one or ()], *more
                    )
                    for row, own, estate, home, *more in self.env.cr.fetchall()
                }
            return chunk.get(number, Refused())

        return find

    # What the check tells of a sheet.

    def _note_left_out(self, sheet, lines, notices):
        """Name the first lines that hold no person, and count them all."""
        if lines:
            notices.append(
                self.env._(
                    "Sheet %(sheet)s: %(count)s lines hold no person and were left out: %(lines)s.",
                    sheet=sheet.name,
                    count=len(lines),
                    lines="；".join(f"{number} “{text}”" for number, text in lines[:NAMED_LINES]),
                )
            )

    def _note_layout(self, layout, notices):
        """Say how a sheet was read that is no list of persons."""
        texts = {
            "halves": self.env._(
                "Sheet %(sheet)s has equal lists side by side: they were read one after the other."
            ),
            "wide": self.env._(
                "Sheet %(sheet)s has one row for each household: each member was read as a row of "
                "their own."
            ),
            "card": self.env._(
                "Sheet %(sheet)s has one card for each household: each member was read as a row."
            ),
        }
        if layout.kind in texts:
            notices.append(texts[layout.kind] % {"sheet": layout.sheet.name})

    def _note_meaning(self, sheet, meaning, notices):
        """Say what the name of a sheet tells of everybody in it."""
        if meaning.kind == "left":
            notices.append(
                self.env._(
                    "Sheet %(sheet)s holds people who died or left: none of them is taken in.",
                    sheet=sheet.name,
                )
            )
        elif any(meaning):
            notices.append(
                self.env._(
                    "Sheet %(sheet)s: its name was taken as a fact about everybody in it.",
                    sheet=sheet.name,
                )
            )

    # The estate: from a column, the address or the name of a sheet, else from the clerk.

    def _title_estate(self, first, header):
        """Return the estate that a title above the headings names, as a proposal."""
        for number, cells in first:
            if number > header.row:
                break
            for cell in cells:
                found = ESTATE_IN_TITLE.search(word_of(cell)) if isinstance(cell, str) else None
                if found and looks_like_estate(found[0]):
                    return found[0]
        return None

    def _confirmable(self, name):
        """Return a proposed name; that of a list is none that anybody would confirm."""
        return False if LIST_NAME.search(word_of(name)) else name

    def _sheet_estate(self, sheet, meaning, unsure):
        """Return the sheet's name where it is an estate: no program's, none of the people's.

        A text file has no sheet; what stands in its name is a proposal at most.
        """
        name = sheet.name.strip()
        if section := read_section(name):
            return section.estate
        if any(meaning) or not sheet.is_named or LIST_NAME.search(word_of(name)):
            return ""
        known = self.env["community.area"].search(
            [("kind", "=", "estate"), ("company_id", "=", self.company_id.id)]
        )
        # One that another spelling may mean is asked with that estate named.
        is_known = any(
            word_of(name) == word_of(estate) or is_like_estate(name, estate)
            for estate in known.mapped("name")
        )
        return name if is_known or looks_like_estate(name) or name in unsure else ""

    def _unsure_estates(self, sheets, find_word):
        """Return the names of sheets that may be estates, where there are several of them.

        One sheet is asked for its estate by the screen; of several each is asked by its name.
        """
        names = {
            sheet.name.strip()
            for sheet in sheets
            if sheet.row_count and not any(sheet_meaning(sheet.name, find_word))
        }
        names = {
            name
            for name in names
            if MAY_BE_ESTATE.fullmatch(name) and not LIST_NAME.search(word_of(name))
        }
        return names if len(names) > 1 else set()

    def _propose_estate(self):
        """Return the estate that the clerk is asked to confirm: the only one, or a name."""
        estates = self.env["community.area"].search(
            [("kind", "=", "estate"), ("company_id", "=", self.company_id.id)], limit=2
        )
        stem = (self.filename or "").rsplit(".", 1)[0].strip()
        return estates.name if len(estates) == 1 else stem or self.env._("Estate")

    def action_take_estate(self):
        """Confirm the proposed estate, and check again."""
        record = self._one()
        record.estate_name = record.estate_name or record.estate_proposal
        record._check_estate_told()
        return record.action_start_check()

    def _check_estate_told(self):
        if self.is_estate_asked and not self.estate_name:
            raise UserError(
                self.env._(
                    "%(file)s does not say in which estate its homes stand: enter the estate, "
                    "then check again.",
                    file=self.filename,
                )
            )
        if self.is_estate_asked:
            self.action_check()

    def _ask_like_estates(self):
        """Refuse the rows of an estate that may be a known one, or none: the name of a sheet."""
        known = self._known_areas()
        estates = {path[0] for path in self._staged_paths()}
        unknown = [name for name in estates if name and (name, "", "") not in known]
        if not unknown:
            return
        areas = self.env["community.area"].search(
            [("kind", "=", "estate"), ("company_id", "=", self.company_id.id)]
        )
        words = self.env["community.import.synonym"]._lookup(self.company_id)
        self.env.cr.execute(
            "SELECT DISTINCT sheet FROM community_import_row WHERE import_id = %s", [self.id]
        )
        sheets = {sheet.strip() for (sheet,) in self.env.cr.fetchall()}
        for name in sorted(unknown):
            like = areas.filtered(lambda area, name=name: is_like_estate(name, area.name))[:1]
            is_unsure = name in sheets and not looks_like_estate(name)
            if not (like or is_unsure) or words.get(("estate", word_of(name))) == "new":
                continue
            error, detail = ("estate_like", like.name) if like else ("estate_unsure", name)
            # Raw SQL as in the other comparisons: one statement for all rows of the estate.
            self.env.cr.execute(
                """UPDATE community_import_row
                      SET state = 'refused', is_cross = TRUE, error = %s,
                          error_field = 'estate', detail = %s
                    WHERE import_id = %s AND state IN ('ready', 'vacant') AND estate = %s""",
                [error, detail, self.id, name],
            )
            asked = {(word.field, word.word) for word in self.word_ids}
            if ("estate", name) not in asked:
                count = self.env.cr.rowcount
                self.env["community.import.word"].create(
                    {
                        "import_id": self.id,
                        "field": "estate",
                        "word": name,
                        "count": count,
                        "place": detail,
                    }
                )

    # Places of a register: estates, buildings and entrances, and the grids they are given to.

    def _make_areas(self):
        """Create the places that are missing and give the rows their place.

        A few thousand places at most: made through the ORM, level by level.
        """
        known = self._known_areas()
        paths = set(self._staged_paths())
        levels = [
            {(path[0], "", "") for path in paths},
            {(path[0], path[1], "") for path in paths if path[1]},
            {path for path in paths if path[2]},
        ]
        words = self._building_words()
        for kind, keys in zip(LEVELS, levels, strict=True):
            missing = sorted(key for key in keys if key not in known)
            areas = self.env["community.area"].create(
                [
                    {
                        "name": self._area_name(kind, key, words),
                        "kind": kind,
                        "parent_id": self._area_above(kind, key, known),
                        "company_id": self.company_id.id,
                    }
                    for key in missing
                ]
            )
            known.update(zip(missing, areas.ids, strict=True))
        self.env.flush_all()
        self._set_areas([(*path, known[path]) for path in paths])
        self._make_vacant_homes()
        self._give_grids(known)

    def _make_vacant_homes(self):
        """Make the homes in which the workbook names nobody; those that exist stay as they are."""
        self._run_match(MATCH_ROOMS)
        params = self._batch_params()
        self.env.cr.execute(
            VACANT_DWELLINGS.format(**self._columns("community.dwelling", params)), params
        )

    def _area_above(self, kind, key, known):
        estate, building, _entrance = key
        if kind == "estate":
            return self._community_area().id
        return known[(estate, building if kind == "entrance" else "", "")]

    def _community_area(self):
        """Return the place in which new estates stand; made with the community's name if none.

        While the community has no name of its own there is no such place, and none is made.
        """
        if self.area_id:
            return self.area_id
        Area = self.env["community.area"]
        area = Area.search(
            [("kind", "=", "community"), ("company_id", "=", self.company_id.id)], limit=1
        )
        if not area and self.company_id._is_community_unnamed():
            return area
        self.area_id = area or Area.create(
            {
                "name": self.company_id.name,
                "kind": "community",
                "company_id": self.company_id.id,
            }
        )
        return self.area_id

    def _area_name(self, kind, key, words):
        estate, building, entrance = key
        if kind == "estate":
            return estate
        if kind == "entrance":
            return entrance_name(entrance)
        return building_name(building, words.get(estate, {}).get(building, ""))

    def _building_words(self):
        """Map estate and building to the word that the register uses most for its buildings."""
        self.env.cr.execute(
            """SELECT estate, building ~ '^[0-9]', building_word, count(*),
                      array_agg(DISTINCT building)
                 FROM community_import_row
                WHERE import_id = %s AND state != 'refused' AND building_word IS NOT NULL
                GROUP BY 1, 2, 3 ORDER BY 4""",
            [self.id],
        )
        words, spoken = {}, {}
        for estate, is_number, word, _count, _buildings in self.env.cr.fetchall():
            spoken[estate, is_number] = word  # the last one is the most frequent
        for estate, building, _entrance in self._staged_paths():
            word = building and spoken.get((estate, building[0].isdigit() and building.isascii()))
            if word:
                words.setdefault(estate, {})[building] = word
        return words

    def _give_grids(self, known):
        """Assign places to the grids of the optional grid column, as high up as one grid reaches.

        An entrance whose rows name several grids gets the one named most; a grid is a set of
        places, never of flats.
        """
        self.env.cr.execute(
            """SELECT estate, COALESCE(building, ''), COALESCE(entrance, ''), grid, count(*)
                 FROM community_import_row
                WHERE import_id = %s AND state = 'ready' AND grid IS NOT NULL
                GROUP BY 1, 2, 3, 4 ORDER BY 5""",
            [self.id],
        )
        wanted = {}
        for estate, building, entrance, grid, _count in self.env.cr.fetchall():
            wanted[estate, building, entrance] = grid  # the last one is the most frequent
        if not wanted:
            return
        grids = self._find_grids(set(wanted.values()))
        buildings = {}
        for path, grid in wanted.items():
            buildings.setdefault((path[0], path[1], ""), set()).add(grid)
        chosen = {}
        for path, grid in wanted.items():
            above = (path[0], path[1], "")
            chosen[above if len(buildings[above]) == 1 else path] = grid
        by_grid = {}
        for path, grid in chosen.items():
            area = self.env["community.area"].browse(known[path])
            if area.grid_id != grids[grid]:
                by_grid.setdefault(grids[grid], []).append(area.id)
        for grid, area_ids in by_grid.items():
            self.env["community.area"].browse(area_ids).own_grid_id = grid

    def _find_grids(self, names):
        """Map each written grid to a grid of this community, by code or name; create the rest."""
        # Officers name grids in the register; only managers may open them otherwise.
        Grid = self.env["community.grid"].sudo()
        found = {}
        for grid in Grid.search([("company_id", "=", self.company_id.id)]):
            found.setdefault(grid.name, grid)
            if grid.code:
                found[grid.code] = grid
        for name in sorted(names - set(found)):
            found[name] = Grid.create({"name": name, "company_id": self.company_id.id})
        return found

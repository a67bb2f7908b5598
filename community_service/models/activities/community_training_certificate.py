from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.ending import MOVED


class CommunityTrainingCertificate(models.Model):
    """What somebody has learned, on paper: number, level, who issued it and when."""

    _name = "community.training.certificate"
    _description = "Training Certificate"
    _inherit = ["community.housed.mixin"]
    _order = "date desc, number desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "resident_id.name", "course_id.name"]
    _check_company_auto = True
    _household_links = ("resident_id",)

    number = fields.Char(
        required=True,
        copy=False,
        default=lambda self: self.env._("New"),
        help="Empty or “New”: the next number is given.",
    )
    resident_id = fields.Many2one(
        "community.resident", required=True, index=True, ondelete="restrict", check_company=True
    )
    course_id = fields.Many2one(
        "community.course",
        "Training course",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    level = fields.Selection(
        [
            ("completed", "Completed"),
            ("5", "Junior worker (level 5)"),
            ("4", "Middle worker (level 4)"),
            ("3", "Senior worker (level 3)"),
            ("2", "Technician (level 2)"),
            ("1", "Senior technician (level 1)"),
        ],
        default="completed",
        required=True,
        help="The five levels of the national vocational skills.",
    )
    issuer_id = fields.Many2one(
        "res.partner",
        "Issued by",
        compute="_compute_issuer_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the community itself.",
    )
    date = fields.Date("Awarded on", required=True, default=fields.Date.context_today)
    class_hours = fields.Float(compute="_compute_class_hours")

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "A training certificate with this number already exists."
    )
    _course_uniq = models.UniqueIndex(
        "(course_id, resident_id, level)",
        "This person already has a certificate of this level for the course.",
    )
    _order_idx = models.Index("(date DESC, number DESC, id DESC)")

    @api.depends("household_id", "course_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = (
                record.household_id.company_id or record.course_id.company_id or self.env.company
            )

    @api.depends("course_id")
    def _compute_issuer_id(self):
        for record in self:
            record.issuer_id = record.issuer_id or record.course_id.organizer_id

    def _compute_class_hours(self):
        """Sum the class hours at which the person was present."""
        hours = {
            (course.id, resident.id): total
            for course, resident, total in self.env["community.attendance"]._read_group(
                [
                    ("course_id", "in", self.course_id.ids),
                    ("resident_id", "in", self.resident_id.ids),
                    ("state", "=", "present"),
                ],
                ["course_id", "resident_id"],
                ["class_hours:sum"],
            )
        }
        for record in self:
            record.class_hours = hours.get((record.course_id.id, record.resident_id.id), 0.0)

    def _sentence(self):
        """Return what the paper certifies."""
        self.ensure_one()
        course = self.course_id
        return self.env._(
            "This certifies that %(person)s took part in the training “%(course)s” from "
            "%(first)s to %(last)s, %(hours)g class hours in all.",
            person=self.resident_id.name,
            course=course.name,
            first=self._paper_day(course.date_from),
            last=self._paper_day(course.date_to),
            hours=self.class_hours,
        )

    def _paper_needs(self, paper):
        needs = ("number", "resident_id", "class_hours", "course_id.date_from", "course_id.date_to")
        mine = paper == "report_training_certificate"
        return (*super()._paper_needs(paper), *(needs if mine else ()))

    @api.constrains("course_id", "resident_id")
    def _check_trained(self):
        present = set(
            self.env["community.attendance"]._read_group(
                [
                    ("course_id", "in", self.course_id.ids),
                    ("resident_id", "in", self.resident_id.ids),
                    ("state", "=", "present"),
                ],
                ["course_id", "resident_id"],
            )
        )
        for record in self:
            if (record.course_id, record.resident_id) not in present:
                raise UserError(
                    self.env._(
                        "%(resident)s was never present at “%(course)s”: sign the person in at a "
                        "session first, or choose another course.",
                        resident=record.resident_id.name,
                        course=record.course_id.name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        self._check_not_future("date")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        sequence = self.env["ir.sequence"]
        for vals in vals_list:
            if vals.get("number") in (None, False, "", self.env._("New")):
                vals["number"] = sequence.next_by_code("community.training.certificate")
        return super().create(vals_list)

    @api.model
    def _takes_ended(self):
        # What was learnt here stays so.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}

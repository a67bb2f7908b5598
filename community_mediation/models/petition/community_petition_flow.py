from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from .community_petition import UNANSWERED

ANSWERS = [
    ("support", "Supported"),
    ("explain", "Explained to the petitioner"),
    ("reject", "Not supported"),
]

FACTS = {"description", "kind", "channel", "topic", "date_received", "is_anonymous", "person_ids"}

LEGAL_PATHS = [
    ("court", "People's court"),
    ("arbitration", "Arbitration"),
    ("review", "Administrative review"),
    ("labour", "Labour dispute"),
    ("ruling", "Administrative ruling"),
    ("inspection", "Procuratorate or supervision body"),
]


class CommunityPetition(models.Model):
    """Guards of a petition, and its way from the register to acceptance."""

    _inherit = "community.petition"

    decision_note = fields.Text("Reason given to the petitioner", readonly=True, copy=False)
    legal_path = fields.Selection(
        LEGAL_PATHS,
        readonly=True,
        copy=False,
    )
    date_told = fields.Date(
        "Petitioner told on", readonly=True, copy=False, help="Of acceptance, or why not (art. 23)."
    )
    joined_id = fields.Many2one(
        "community.petition",
        "Joined to",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    joined_ids = fields.One2many(
        "community.petition", "joined_id", "Joined petitions", readonly=True
    )

    answer_outcome = fields.Selection(
        ANSWERS,
        "Conclusion",
        readonly=True,
        copy=False,
        help="The facts are clear and the law is for it; understandable but without ground; "
        "without ground (art. 32).",
    )
    answer_request = fields.Text("What was asked", readonly=True, copy=False)
    answer_facts = fields.Text("Facts and reasons", readonly=True, copy=False)
    answer_opinion = fields.Text("Opinion on the handling", readonly=True, copy=False)
    answer_basis = fields.Text("Legal basis", readonly=True, copy=False)
    date_answered = fields.Date("Answered on", readonly=True, copy=False, index="btree_not_null")
    date_delivered = fields.Date("Answer received on", readonly=True, copy=False)
    result = fields.Text(readonly=True, copy=False)
    lacks_representatives = fields.Boolean(
        "Representatives to be named", compute="_compute_lacks_representatives"
    )
    is_final = fields.Boolean(
        "Ended by the second review",
        compute="_compute_is_final",
        help="The same facts are not taken up again (art. 36).",
    )

    @api.model
    def _born_values(self, vals):
        born = super()._born_values(vals)
        day = vals.get("date_received")
        if vals.get("kind") == "accusation":
            # No number of a row, so that no gap tells that there is one.
            return born | {"number": self._draw_closed_number(day)}
        # Drawing a number is the program's work; nobody of the service may write sequences.
        series = self.env["ir.sequence"].sudo()
        company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
        number = series.with_company(company).next_by_code(f"{self._name}.open", sequence_date=day)
        return born | {"number": number}

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # Whoever has the grid in care reads its needs, and would find an accusation behind one.
        nowhere = {"need_id": False, "visit_id": False}
        petitions = super().create(
            [
                {**vals, **nowhere} if vals.get("kind") == "accusation" else vals
                for vals in vals_list
            ]
        )
        for petition in petitions:
            petition._add_first_person()
        petitions._silence_accused()
        return petitions

    def _add_first_person(self):
        """Enter the resident for whom the petition was started as its first petitioner."""
        if self.resident_id and not self.person_ids and not self.is_anonymous:
            # The resident was checked with the petition; the superuser keeps it in one step.
            self.sudo().person_ids = [Command.create({"resident_id": self.resident_id.id})]

    def write(self, vals):
        if "kind" in vals:
            self._check_kind_stays(vals["kind"])
        result = super().write(vals)
        if vals.keys() & {"accused_user_ids", "accused_partner_ids"}:
            self._silence_accused()
        return result

    def _check_kind_stays(self, kind):
        for petition in self:
            if petition.kind != kind and "accusation" in (petition.kind, kind):
                raise UserError(
                    self.env._(
                        "%(petition)s: an accusation has a register of its own, so the kind stays. "
                        "Enter it again under the right kind and join this one to it.",
                        petition=petition.display_name,
                    )
                )

    def _settled_fields(self):
        return super()._settled_fields() | (FACTS if self.state in self._ended_states else set())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        for petition in self:
            raise UserError(
                self.env._(
                    "%(petition)s is registered and kept: every matter stays in the register. Join "
                    "a duplicate to the first one instead.",
                    petition=petition.display_name,
                )
            )

    @api.depends("signer_count", "date_received", "person_ids.is_representative", "state")
    def _compute_lacks_representatives(self):
        for petition in self:
            petition.lacks_representatives = bool(
                petition.state in UNANSWERED
                and petition.signer_count > petition._most_representatives()
                and not petition.person_ids.filtered("is_representative")
            )

    def _most_representatives(self):
        Parameter = self.env["community.parameter"]
        return Parameter._whole("petition_representatives", self.company_id, self.date_received)

    def _check_spoken_for(self):
        """Refuse to go on with many signers of whom nobody is named to speak for all (art. 20).

        :raises UserError: saying how many signed, and how many may speak for them
        """
        self.ensure_one()
        if self.lacks_representatives:
            self._need(
                self.env._(
                    "%(count)s people signed it: mark from 1 to %(most)s of them who speak for all "
                    "(Regulations on Petition Work, art. 20)",
                    count=self.signer_count,
                    most=self._most_representatives(),
                )
            )

    def _addressees(self):
        """Return who is told on paper: those who speak for all, or everybody who signed."""
        people = self.person_ids.filtered("is_representative") or self.person_ids
        return "、".join(people.mapped("name"))

    def _paper_sentence(self, name):
        """Return a sentence of a paper with its days and names in it."""
        self.ensure_one()

        def day(value):
            return format_date(self.env, value, date_format="long") if value else ""

        transfer = self._open_transfer()
        if name == "handed":
            return self.env._(
                "Your petition of %(received)s was handed on %(handed)s to %(body)s, the body that "
                "has to answer it. It tells you by %(due)s whether it accepts it.",
                received=day(self.date_received),
                handed=day(transfer.date),
                body=transfer.body_id.name,
                due=day(transfer.date_notice_due),
            )
        if name == "accepted":
            return self.env._(
                "Your petition of %(received)s was accepted on %(accepted)s (Regulations on "
                "Petition Work, art. 23). %(body)s answers it in writing by %(due)s.",
                received=day(self.date_received),
                accepted=day(self.date_accepted),
                body=self.body_id.name or self.company_id.name,
                due=day(self.date_due),
            )
        if name == "declined":
            return self.env._(
                "Your petition of %(received)s is not accepted (Regulations on Petition Work, art. "
                "23 and 31).",
                received=day(self.date_received),
            )
        if name == "reason":
            return self.env._("It is not accepted because: %(reason)s", reason=self.decision_note)
        if name == "path":
            paths = dict(self._fields["legal_path"]._description_selection(self.env))
            return self.env._(
                "The law has a path of its own for this matter: %(path)s.",
                path=paths[self.legal_path],
            )
        return self.env._(
            "Your petition was received on %(received)s and accepted on %(accepted)s. The answer "
            "to it:",
            received=day(self.date_received),
            accepted=day(self.date_accepted),
        )

    def _paper_needs(self, paper):
        answer = ("answer_request", "answer_facts", "answer_opinion", "answer_basis")
        needs = {
            "report_petition_extension": ("extension_head", "extension_reason", "date_extended"),
            "report_petition_answer": (*answer, "date_answered", "date_accepted"),
            "report_petition_declined": ("date_told",),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        letters = ("accepted", "declined", "handed", "extension", "answer")
        is_letter = paper.removeprefix("report_petition_") in letters
        if is_letter and not self.person_ids:
            lacks.append(self._fields["person_ids"]._description_string(self.env))
        if paper in ("report_petition_letter", "report_petition_handed"):
            if not self._open_transfer():
                lacks.append(self.env._("the body that it was handed to"))
        return lacks

    # The written answer, its reviews, and the end of the file.

    @api.depends("review_ids.level", "review_ids.date_answered")
    def _compute_is_final(self):
        for petition in self:
            petition.is_final = any(
                review.level == "second" and review.date_answered for review in petition.review_ids
            )

    def _answer(self, day, outcome, **parts):
        """Enter the written opinion (处理意见书) with all its parts (art. 32).

        :param str outcome: ``support``, ``explain`` or ``reject``
        :param parts: ``request``, ``facts``, ``opinion``, ``basis``
        :raises UserError: naming the part that is missing
        """
        self.ensure_one()
        self._check_state("accepted")
        self._check_day(day, self.date_accepted)
        self._check_spoken_for()
        labels = {
            "request": self.env._("write what was asked"),
            "facts": self.env._("write the facts and reasons"),
            "opinion": self.env._("write what is done"),
            "basis": self.env._("name the legal basis"),
        }
        if not outcome:
            self._need(self.env._("choose whether it is supported"))
        values = {f"answer_{name}": self._text(parts.get(name), labels[name]) for name in labels}
        self._set_closed(**values, state="answered", answer_outcome=outcome, date_answered=day)

    def _deliver(self, day):
        """Note when the petitioner received the answer: from this day a review can be asked for."""
        self.ensure_one()
        self._check_state("answered")
        if self.date_delivered:
            self._need(self.env._("the answer was received on %s already", self.date_delivered))
        self._check_day(day, self.date_answered)
        self._set_closed(date_delivered=day)

    def _ask_review(self, day, body, hearing_days=0):
        """Enter that the petitioner asks the next level for a review (art. 35, 36).

        :raises UserError: before the answer was received, after the last day, or after the second
        """
        self.ensure_one()
        self._check_state("answered")
        if self.is_final:
            raise UserError(
                self.env._(
                    "%(petition)s has had its second review: the same facts are not taken up again "
                    "(Regulations on Petition Work, art. 36). Tell the petitioner.",
                    petition=self.display_name,
                )
            )
        if not self.date_delivered:
            self._need(self.env._("enter first when the petitioner received the answer"))
        if not body:
            self._need(self.env._("choose the body that reviews it"))
        self._check_day(day, self.date_delivered)
        if day > self.date_review_until:
            raise UserError(
                self.env._(
                    "%(petition)s: a review could be asked for until %(day)s (Regulations on "
                    "Petition Work, art. 35). Tell the petitioner the other ways.",
                    petition=self.display_name,
                    day=self.date_review_until,
                )
            )
        level = "second" if self.review_ids else "first"
        # Lines of this list are written by the program alone.
        self.env["community.petition.review"].sudo().create(
            {
                "petition_id": self.id,
                "level": level,
                "body_id": body.id,
                "date": day,
                "hearing_days": hearing_days,
            }
        )
        self._set_closed(state="review")

    def _answer_review(self, day, outcome, note, hearing_days=0):
        """Enter the answer of the review; the last level ends the matter."""
        self.ensure_one()
        self._check_state("review")
        review = self.review_ids.filtered(lambda line: not line.date_answered)
        self._check_day(day, review.date)
        if not outcome:
            self._need(self.env._("choose what the review said"))
        note = self._text(note, self.env._("write the opinion of the review"))
        # As above: the program alone writes the lines.
        review.sudo()._set_closed(
            date_answered=day,
            outcome=outcome,
            note=note,
            hearing_days=hearing_days or review.hearing_days,
        )
        self._set_closed(state="answered")

    def _settle(self, day, text):
        """End it by mediation or reconciliation with an agreement (art. 33, 37)."""
        self.ensure_one()
        self._check_state("accepted", "answered")
        self._check_day(day, self.date_accepted)
        self._check_spoken_for()
        text = self._text(text, self.env._("write what was agreed, and in which paper"))
        self._set_closed(
            state="settled",
            result=text,
            date_answered=self.date_answered or day,
            date_delivered=self.date_delivered or day,
        )

    def _end(self, text):
        """Close the file with what became of it.

        :raises UserError: for a request without an answer, and without a result
        """
        self.ensure_one()
        if self.kind == "request":
            self._check_answered()
        else:
            # Suggestions and accusations end with what the body says of them.
            self._check_state("handed", "accepted", "answered", "settled", "declined", "redirected")
        text = self._text(text or self.result, self.env._("write what became of it"))
        self._set_closed(state="closed", result=text, date_closed=fields.Date.context_today(self))
        met = self.state == "closed" and self.answer_outcome != "reject"
        is_met = met and bool(self.date_answered)
        self._close_need(self.env._("Petition answered"), is_met=is_met)
        # Whoever took on a petition that was joined to this one took on the same matter.
        if is_met:
            self.joined_ids._propose_fulfilment()
        else:
            self.joined_ids._lapse_claims()

    def _check_answered(self):
        if self.state not in ("answered", "settled", "declined", "redirected"):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(petition)s is “%(state)s” and has no answer: a petition is not closed "
                    "without an answer to the petitioner. Answer, settle or decline it first.",
                    petition=self.display_name,
                    state=labels[self.state],
                )
            )
        if self.state == "answered" and self.is_reachable and not self.date_delivered:
            self._need(self.env._("enter when the petitioner received the answer"))

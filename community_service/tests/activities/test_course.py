from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.trusted import trusted
from .test_activity import ActivityCase


@tagged("post_install", "-at_install", "community")
class TestCourse(ActivityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course = cls.env["community.course"].create({"name": "家政培训班"})
        cls.sessions = [
            cls.make_activity(days=days, course_id=cls.course.id) for days in (-30, -29, -28)
        ]

    def test_people_and_attendances_are_two_numbers(self):
        """Two people at three sessions: five attendances, two people; absences count as none."""
        for session in self.sessions:
            self.attend(session, self.laid_off, state="present")
        for session in self.sessions[:2]:
            self.attend(session, self.jobless, state="present")
        self.attend(self.sessions[2], self.jobless, state="absent")
        course = self.course.with_user(self.officer)
        self.assertEqual(
            (course.session_count, course.attendance_count, course.people_count), (3, 5, 2)
        )
        self.assertEqual(course.date_from, self.today - timedelta(days=30))
        action = course.action_open_attendances()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), 5)
        action = course.action_open_people()
        people = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(people, self.laid_off + self.jobless)
        self.assertEqual(self.laid_off.training_count, 3)
        self.assertEqual(
            self.laid_off.action_open_attendances()["domain"],
            [("resident_id", "=", self.laid_off.id)],
        )

    def test_found_work_afterwards(self):
        """Who begins to work within the months of the setting is shown, with a drill-down."""
        for person in (self.laid_off, self.jobless):
            self.attend(self.sessions[2], person, state="present")
        self.laid_off.sudo().with_context(
            **trusted(community_fact={"date": self.today - timedelta(days=3), "kind": "change"})
        ).employment = "employed"
        self.assertEqual(self.course.employed_count, 1)
        action = self.course.action_open_employed()
        self.assertEqual(self.env["community.resident"].search(action["domain"]), self.laid_off)

    def test_register_for_all_sessions(self):
        """One dialog puts people on the list of every session to come, and on no past one."""
        coming = [self.make_activity(days=days, course_id=self.course.id) for days in (1, 8)]
        action = self.course.with_user(self.officer).action_register()
        wizard = (
            self.env["community.attendance.add"]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({"resident_ids": [(6, 0, (self.laid_off + self.jobless).ids)]})
        )
        wizard.action_apply()
        self.assertEqual([session.taken_count for session in coming], [2, 2])
        self.assertEqual([session.taken_count for session in self.sessions], [0, 0, 0])
        for session in coming:
            session.action_cancel()
        with self.assertRaisesRegex(UserError, "no session from today on"):
            wizard.action_apply()

    def test_certificates(self):
        """A certificate for everybody who was present, once, with a number of its own."""
        course = self.course.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "Nobody was present"):
            course.action_certify()
        self.attend(self.sessions[0], self.laid_off, state="present")
        self.attend(self.sessions[1], self.jobless, state="absent")
        course.action_certify()
        course.action_certify()
        certificate = self.course.certificate_ids
        self.assertEqual(certificate.resident_id, self.laid_off)
        self.assertEqual(certificate.class_hours, 4)
        self.assertRegex(certificate.number, r"^T\d{4}-\d{4}$")
        with self.assertRaisesRegex(UserError, "王失业 was never present"):
            self.env["community.training.certificate"].create(
                {"course_id": self.course.id, "resident_id": self.jobless.id}
            )
        with self.assertRaisesRegex(UserError, "lies in the future"):
            certificate.date = self.today + timedelta(days=1)

    def test_session_of_another_kind(self):
        """A session is of the kind of its course."""
        with self.assertRaisesRegex(UserError, "choose the same kind"):
            self.sessions[0].kind_id = self.officers_kind

    def test_papers(self):
        """Sign-in sheet and certificate say who and what, and no numbers of persons."""
        self.attend(self.sessions[0], self.laid_off, state="present")
        self.course.action_certify()
        Report = self.env["ir.actions.report"]
        sheet, _kind = Report._render_qweb_html(
            "community_service.report_sign_in_sheet", self.sessions[0].ids
        )
        self.assertIn("张下岗", sheet.decode())
        paper, _kind = Report._render_qweb_html(
            "community_service.report_training_certificate", self.course.certificate_ids.ids
        )
        self.assertIn("家政培训班", paper.decode())
        self.assertIn(self.course.certificate_ids.number, paper.decode())

    def test_list_queries(self):
        """Counters of courses cost the same for 1 and for 9."""
        names = ("session_count", "attendance_count", "people_count", "employed_count")
        for count in (1, 8):
            for number in range(count):
                course = self.env["community.course"].create({"name": f"{count}-{number}"})
                session = self.make_activity(days=-number - 1, course_id=course.id)
                self.attend(session, self.laid_off, self.jobless, state="present")
            self.env.flush_all()
            self.env.invalidate_all()
            courses = self.env["community.course"].with_user(self.officer).search([])
            # The rights on companies are kept from one request to the next.
            self.assertTrue(self.env.company.with_user(self.officer).has_access("read"))
            with self.assertQueryCount(20):
                courses.read(names)

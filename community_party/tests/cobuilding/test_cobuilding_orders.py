import contextlib
import random

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from ..cobuilding_case import CobuildingCase

DAYS = ("2025-12-31", "2026-03-31", "2026-06-20")


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestCobuildingOrders(CobuildingCase):
    """Whenever it is entered that a unit came, left, signed or did something, figures are alike."""

    def chains(self):
        """Return lists of steps; those of one list follow each other, lists mix in any order."""
        made = {}

        def need(key):
            if key not in made:
                raise UserError(f"{key} is not entered yet")
            return made[key]

        def unit(key, **values):
            return lambda: made.update({key: self.make_unit(key, "non_public", **values)})

        def line(key, presence, day, **values):
            return lambda: self.make_line(need(key), presence, day, **values)

        def leave(key, day):
            return lambda: need(key).write({"date_to": day})

        def wrong(step):
            """A day that is wrong may be refused by what was entered before."""

            def enter():
                need("乙")
                with contextlib.suppress(UserError), self.env.cr.savepoint():
                    step()
                self.env.invalidate_all()

            return enter

        def agreement(name, key, *dues):
            return lambda: made.update(
                {name: self.make_agreement(need(key), [("unit", due) for due in dues])}
            )

        def done(name, due, day):
            return lambda: (
                need(name)
                .line_ids.filtered(lambda line: str(line.date_due) == due)
                .write({"date_done": day, "result": "好"})
            )

        def project(day):
            def step():
                need("project").write({"result": "好", "evidence": "照片", "date_done": day})
                need("project").action_done()

            return step

        def merge():
            """Two contacts were one: whichever file is the earlier one is left."""
            units = need("甲") | need("甲，旧名")
            self.env.flush_all()
            wizard = self.env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge(units.sudo().partner_id.ids, need("甲").sudo().partner_id)
            self.env.invalidate_all()

        def join():
            units = need("甲") | need("甲，旧名")
            units.filtered("is_double").action_join()
            made["甲"] = units.exists()

        return [
            [unit("甲，旧名"), merge, join],
            [lambda: need("丙").sudo().partner_id.action_archive()],
            [unit("甲"), unit("丙", date_from="2026-04-01"), unit("乙")],
            [line("甲", "none", False)],
            [line("甲", "own", "2026-03-01")],
            [line("乙", "attached", "2026-01-01", attached_to="总支")],
            # It was entered that it had left, on a day that was wrong, and that it had not.
            [wrong(leave("乙", "2026-04-20")), leave("乙", False), leave("乙", "2026-05-31")],
            [
                agreement("of 甲", "甲", "2026-04-30", "2026-05-31"),
                lambda: self.sign(need("of 甲"), "2026-02-10"),
                lambda: need("of 甲").action_unsign(),
                lambda: need("of 甲").action_sign(),
                done("of 甲", "2026-04-30", "2026-04-20"),
                done("of 甲", "2026-05-31", "2026-06-02"),
            ],
            [
                agreement("of 乙", "乙", "2026-04-30", "2026-05-15", "2026-10-31"),
                lambda: self.sign(need("of 乙"), "2026-04-10"),
            ],
            [done("of 乙", "2026-04-30", "2026-05-20")],
            [
                lambda: made.update(project=self.make_project(need("甲"), need("乙"))),
                lambda: need("project").action_start(),
                project("2026-05-02"),
                lambda: need("project").action_reopen(),
                project("2026-06-01"),
            ],
            [lambda: self.make_contact(need("甲"), direction="in")],
            [lambda: self.make_contact(need("乙"), date="2026-06-10", needs_answer=False)],
        ]

    def figures(self):
        self.env.flush_all()
        self.env.invalidate_all()
        Unit = self.Unit
        result = []
        for day in DAYS:
            here = Unit._here_domain(day, day)
            counts = [Unit.search_count(here)]
            counts += [
                Unit.search_count(here & Unit._presence_domain(presence, day))
                for presence in ("own", "attached", "none", "unknown")
            ]
            self.assertEqual(sum(counts[1:]), counts[0], "each unit has one answer on each day")
            result.append(tuple(counts))
        report = self.env["community.report"].with_user(self.manager)
        report = report.create({"name": "x", "date_from": "2026-01-01", "date_to": "2026-06-20"})
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        result += [
            (code, values[f"party_{code}"])
            for code in (
                "units",
                "new_own",
                "new_attached",
                "new_unknown",
                "agreements",
                "agreements_late",
                "agreements_fulfilled",
                "agreements_left",
                "agreement_lines",
                "agreement_done",
                "contacts_in",
                "contacts_out",
                "projects_done",
            )
        ]
        return tuple(result)

    def enter(self, rng):
        """Enter everything in some order, again what was refused; return figures and refusals."""
        chains, refused = self.chains(), 0
        for _turn in range(2000):
            if not chains:
                break
            chain = rng.choice(chains)
            try:
                with self.env.cr.savepoint():
                    chain[0]()
                    self.env.flush_all()
            except UserError:
                refused += 1
                self.env.invalidate_all()
                continue
            chain.pop(0)
            chains = [chain for chain in chains if chain]
        self.assertFalse(chains)
        return self.figures(), refused

    def test_any_order_gives_the_same_figures(self):
        before = self.Unit.search_count(Domain.TRUE)
        self.assertFalse(before)
        results, refused = set(), 0
        for seed in range(6):
            with self.subTest(seed=seed):
                savepoint = self.env.cr.savepoint()
                figures, count = self.enter(random.Random(seed))
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                results.add(figures)
                refused += count
        self.assertEqual(
            results,
            {
                (
                    (2, 0, 0, 1, 1),
                    (2, 1, 1, 0, 0),
                    (2, 1, 0, 0, 1),
                    ("units", 2),
                    ("new_own", 1),
                    ("new_attached", 0),
                    ("new_unknown", 1),
                    ("agreements", 2),
                    ("agreements_late", 1),
                    ("agreements_fulfilled", 1),
                    ("agreements_left", 1),
                    ("agreement_lines", 4),
                    ("agreement_done", 3),
                    ("contacts_in", 1),
                    ("contacts_out", 1),
                    ("projects_done", 1),
                )
            },
        )
        self.assertGreater(refused, 0)

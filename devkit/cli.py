"""The commands of ``./dev``."""

import argparse
import os
import signal

from . import (
    bench,
    databases,
    i18n,
    install,
    lint,
    odoo,
    postgres,
    quick,
    readme,
    runner,
    text_rules,
    tools,
    up,
)
from .say import say
from .settings import ROOT, data_dir, database

EPILOG = """environment:
  ODOO_SRC         a checkout of Odoo 19.0 to use
  ODOO_GIT         address of a repository of Odoo to clone (branch 19.0)
  PGHOST           use this PostgreSQL server instead of a private one
  COMMUNITY_CACHE  where downloads, environments and databases are kept
  DEV_NAME         name of the databases (default: from the folder of the checkout)
  DEV_PORT         port of the web server (default: 8069 or the next free one)"""


def main(arguments):
    """Run the command that ``arguments`` name and return the exit code."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    parser = _parser()
    options, unknown = parser.parse_known_args(arguments)
    # An option before the first plain word is not part of argparse's REMAINDER.
    if unknown and not hasattr(options, "rest"):
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if unknown:
        options.rest = [*unknown, *options.rest]
    try:
        return options.run(options)
    except KeyboardInterrupt:
        return 130


def _parser():
    parser = argparse.ArgumentParser(
        prog="./dev",
        description="Odoo 19 with the community addons: run it, test it, measure it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name, run, text):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    command = add("up", _up, "install everything, load the demo community, serve it on 127.0.0.1")
    command.add_argument(
        "--once", action="store_true", help="fill out/ with ledgers and report, and end"
    )
    command.add_argument("--out", metavar="FOLDER", help="with --once: another folder than out/")
    command.add_argument("--fresh", action="store_true", help="begin with a new database")
    command = add("test", _test, "all checks and tests; ends with the line 'N passed, N failed'")
    command.add_argument("--tags", help="only the tests that Odoo's --test-tags selects")
    command.add_argument("--fresh", action="store_true", help="with --tags: in a new database")
    command.add_argument("--verbose", action="store_true", help="with --tags: the whole server log")
    command.add_argument("--full", action="store_true", help="also the long suites of Odoo")
    command.add_argument("--only", nargs="+", metavar="PART", help="only parts named like this")
    command = add("lint", _lint, "linters and rules about files, without Odoo's own")
    command.add_argument(
        "--fix", action="store_true", help="let the tools correct and format first"
    )
    add("rules", _rules, "the rules of this repository about its files, without the linters")
    command = add("tool", _tool, "run one of the linters: ./dev tool ruff check ...")
    command.add_argument("name", help="ruff, pylint, eslint, prettier, pre-commit...")
    command.add_argument("rest", nargs=argparse.REMAINDER)
    command = add("bench", _bench, "measure speed and memory; further arguments go to the bench")
    command.add_argument("rest", nargs=argparse.REMAINDER)
    add("readme", _readme, "make README.rst and the page in the list of apps from readme/")
    add("i18n", _i18n, "export every .pot and bring every .po up to it")
    command = add("shell", _shell, "a Python shell with the Odoo environment `env`")
    command.add_argument("--db", default="demo", help="demo, quick, test, bench... (default demo)")
    command = add("psql", _psql, "an SQL prompt; further arguments go to psql")
    command.add_argument("--db", default="demo", help="demo, quick, test, bench... (default demo)")
    command.add_argument("rest", nargs=argparse.REMAINDER)
    command = add("shot", _shot, "a screenshot of a page of a running server (./dev shot --help)")
    command.add_argument("rest", nargs=argparse.REMAINDER)
    command = add("install", _install, "install or update the addons in a database, nothing more")
    command.add_argument("--db", default="quick", help="demo, quick... (default quick)")
    command.add_argument("--fresh", action="store_true", help="begin with a new database")
    add("stop", _stop, "stop the private PostgreSQL")
    add("reset", _reset, "drop the databases that ./dev made for this checkout")
    return parser


def _up(options):
    return up.up(once=options.once, fresh=options.fresh, out=options.out)


def _test(options):
    if options.tags:
        return quick.test(options.tags, fresh=options.fresh, verbose=options.verbose)
    return runner.test(full=options.full, only=options.only)


def _lint(options):
    if options.fix:
        lint.fix()
    results = lint.lint()
    code = runner.report(results)
    for row in text_rules.long_files(ROOT):
        say(f"long: {row}")
    return code


def _rules(_options):
    return runner.report(lint.rules())


def _tool(options):
    return tools.execute(options.name, options.rest)


def _readme(_options):
    return readme.write()


def _i18n(_options):
    i18n.update()
    return 0


def _bench(options):
    return bench.bench(options.rest)


def _install(options):
    say(" ".join(install.ensure(options.db, fresh=options.fresh)))
    return 0


def _replace(command, environment):
    command = [str(part) for part in command]
    os.execvpe(command[0], command, {**os.environ, **environment})


def _shell(options):
    server = odoo.server()
    name = database(options.db)
    databases.check_ours(name)
    command = server.command(name, data_dir(options.db), "--no-http", subcommand=["shell"])
    _replace(command, server.environment)


def _psql(options):
    postgres.ensure()
    name = database(options.db)
    databases.check_ours(name)
    rest = options.rest[1:] if options.rest[:1] == ["--"] else options.rest
    _replace(["psql", "-d", name, *rest], postgres.environment())


def _shot(options):
    odoo.ensure_browser()
    server = odoo.server()
    path = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    _replace([server.python, "-m", "devkit.shot", *options.rest], {"PYTHONPATH": path})


def _stop(options):
    say("stopped" if postgres.stop() else "it was not running")
    return 0


def _reset(options):
    postgres.ensure()
    for name in databases.ours():
        say(f"dropping {name}")
        databases.drop(name)
    return 0

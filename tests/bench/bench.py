"""``./dev bench [part...] [--households N --residents N --visits N]``: a table of ratios.

Every figure is measured in this run on this machine; peers are measured beside it. The run ends
with exit code 1 if a target is missed or a part broke.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PARTS = (
    "lists",
    "board",
    "find",
    "match",
    "duplicates",
    "report",
    "ledger",
    "plan",
    "cover",
    "dues",
    "import",
)
HEADINGS = ("Operation", "Peer", "Ours", "Peer's", "Ratio", "Target", "Met")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", choices=[*PARTS, []], help="parts to measure (all)")
    parser.add_argument("--households", type=int, default=100_000)
    parser.add_argument("--residents", type=int, default=280_000)
    parser.add_argument("--visits", type=int, default=500_000)
    options = vars(parser.parse_args())
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    result_file = out / "bench.json"
    result_file.unlink(missing_ok=True)
    result = {"rows": [], "plans": [], "failures": []}
    for part in options["only"] or PARTS:
        # A process for each: what one part has loaded does not hide the memory of the next.
        environment = {
            **os.environ,
            "BENCH_OPTIONS": json.dumps({**options, "only": [part]}),
            "BENCH_RESULT": str(result_file),
        }
        subprocess.run(
            json.loads(os.environ["COMMUNITY_SHELL"]),
            input=(HERE / "inside.py").read_bytes(),
            env=environment,
            check=True,
        )
        answer = json.loads(result_file.read_text(encoding="utf-8"))
        result["versions"] = answer["versions"]
        for key in ("rows", "plans", "failures"):
            result[key] += answer[key]
    result_file.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    table = markdown(result, options)
    (out / "bench.md").write_text(table, encoding="utf-8")
    print(table)
    missed = [row for row in result["rows"] if not row[-1]]
    for failure in result["failures"]:
        print(failure, file=sys.stderr)
    failed = len(missed) + len(result["failures"])
    print(f"{len(result['rows']) - len(missed)} passed, {failed} failed")
    return 1 if missed or result["failures"] else 0


def markdown(result, options):
    """Return the table with machine, date and size of the data above it."""
    lines = [
        f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB, "
        f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {version}" for name, version in result["versions"].items())
        + f", {options['households']:,} households, "
        f"{options['residents']:,} residents, {options['visits']:,} visits; load of the machine "
        f"{os.getloadavg()[1]:.1f} (other work included); PostgreSQL settings: "
        + ", ".join(f"{k}={v}" for k, v in json.loads(os.environ["COMMUNITY_PG_SETTINGS"]).items()),
        "",
        "| " + " | ".join(HEADINGS) + " |",
        "|" + " --- |" * len(HEADINGS),
    ]
    for row in result["rows"]:
        lines.append("| " + " | ".join([*row[:-1], "yes" if row[-1] else "**no**"]) + " |")
    if result["plans"]:
        lines += ["", "Indexes in the plans of the searches, under the record rules:", ""]
        lines += [f"* {label}: {', '.join(names) or 'none'}" for label, names in result["plans"]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())

"""Gate: ``./dev up`` as a newcomer runs it, on databases of another name."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile

from . import bounded
from .quick import free_port
from .result import Result
from .say import run
from .settings import PREFIX, ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PAPER_BYTES = 1_000_000
DEV = [sys.executable, ROOT / "dev"]


def demo():
    """Run ``up --once`` and then ``up``; look at the papers and at the page that is served."""
    start = time.monotonic()
    result = Result("demo")
    # Not the developer's own demo database: that one may be in use.
    name = "up_" + hashlib.sha256(PREFIX.encode()).hexdigest()[:8]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="community-out-"))
    environment = {"DEV_NAME": name, "DEV_PORT": str(free_port())}
    try:
        once = [*DEV, "up", "--once", "--fresh", "--out", folder]
        output, errors, code = bounded.run(once, {**environment, "DEV_CHECK": "1"})
        result.check(not code, f"./dev up --once failed:\n{(output + errors)[-4000:]}")
        if not code:
            judge_papers(result, folder)
            _serve(result, environment)
        if not result.failed:
            bounded.run([*DEV, "reset"], environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    result.seconds = time.monotonic() - start
    return result


def judge_papers(result, folder):
    """Fail unless the folder holds sound workbooks and a PDF with Chinese text."""
    books = sorted(folder.glob("*.xlsx"))
    papers = sorted(folder.glob("*.pdf"))
    result.check(books, "no ledger (xlsx) was left")
    result.check(papers, "no report (pdf) was left")
    for path in books:
        is_sound = zipfile.is_zipfile(path) and zipfile.ZipFile(path).testzip() is None
        result.check(is_sound, f"{path.name} is not a sound workbook")
    for path in papers:
        text = run(["pdftotext", path, "-"], check=False).stdout
        result.check(CHINESE.search(text), f"{path.name} holds no Chinese text")
        size = path.stat().st_size
        result.check(size < PAPER_BYTES, f"{path.name} has {size:,} bytes: too large for a mail")


def _serve(result, environment):
    """Start the second ``./dev up`` and wait for its login page."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as stream:
        process = subprocess.Popen(
            [str(part) for part in [*DEV, "up"]],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            page = _page(f"http://127.0.0.1:{environment['DEV_PORT']}/web/login", process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        stream.seek(0)
        text = stream.read()
    result.check("login" in page, f"./dev up served no login page:\n{text[-2000:]}")
    result.check(": unchanged" in text, f"a second ./dev up installed again:\n{text[:2000]}")


def _page(url, process, seconds=120):
    """Return the text of the page, asking until the server answers or has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return answer.read().decode("utf-8", "replace")
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return ""

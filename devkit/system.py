"""Programs and fonts that come from the distribution."""

import glob
import os
import shutil
import tempfile

from . import bounded
from .say import DevError, run, say
from .settings import locked

# what is needed -> (how to see that it is there, Debian and Ubuntu packages)
NEEDS = {
    "postgresql": (lambda: bool(postgres_bin()), ["postgresql"]),
    "chromium": (lambda: bool(chromium()), ["chromium"]),
    "wkhtmltopdf": (lambda: bool(shutil.which("wkhtmltopdf")), ["wkhtmltopdf"]),
    "Chinese fonts": (
        lambda: bool(glob.glob("/usr/share/fonts/**/NotoSansCJK*", recursive=True)),
        ["fonts-noto-cjk"],
    ),
    "poppler": (lambda: bool(shutil.which("pdftotext")), ["poppler-utils"]),
    "gettext": (lambda: bool(shutil.which("msgmerge")), ["gettext"]),
    "venv": (lambda: _can_import("ensurepip"), ["python3-venv"]),
    "node": (lambda: bool(shutil.which("node") and shutil.which("npm")), ["nodejs", "npm"]),
    "git": (lambda: bool(shutil.which("git")), ["git"]),
}


def postgres_bin():
    """Return the folder of the newest installed PostgreSQL server programs, or None."""
    folders = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if folders:
        newest = max(folders, key=lambda path: float(path.split("/")[4]))
        return os.path.dirname(newest)
    path = shutil.which("initdb")
    return os.path.dirname(path) if path else None


def chromium():
    """Return the path of a Chromium or Chrome browser, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path:
            return path
    return None


def try_browser(limit=180):
    """Start the browser once and end it.

    The first start of a machine reads a program of 200 MB from the disk; the tests that follow
    find it in memory. A browser that cannot start is told here, once, and not by every test.

    :param limit: seconds that the start may take
    :raises DevError: with what the browser said, when no empty page comes of it
    """
    with tempfile.TemporaryDirectory(prefix="community-browser-") as profile:
        output, errors, code = bounded.run(
            [
                chromium(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                f"--user-data-dir={profile}",
                "--dump-dom",
                "about:blank",
            ],
            {},
            limit=limit,
        )
    if code or "<html" not in output:
        raise DevError(
            f"{chromium()} shows no empty page (exit code {code}): install Chromium anew and run "
            f"the command again. It said:\n{errors[-1500:]}"
        )


def _can_import(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def ensure(*names):
    """Install what is missing of the named needs, or say in one sentence what to do.

    :param names: keys of ``NEEDS``; all of them when none is given
    """
    names = names or tuple(NEEDS)
    if all(NEEDS[name][0]() for name in names):
        return
    with locked("system"):
        missing = [name for name in names if not NEEDS[name][0]()]
        packages = [package for name in missing for package in NEEDS[name][1]]
        if not packages:
            return
        apt_install(packages)
        still = [name for name in missing if not NEEDS[name][0]()]
    if still:
        raise DevError(
            f"{', '.join(still)} cannot be found after installing {' '.join(packages)}: "
            "install it by the means of your system and run the command again."
        )


def apt_install(packages):
    """Install Debian packages; needs root or a sudo that asks for nothing."""
    sentence = (
        f"Missing on this machine: {' '.join(packages)}. Install with "
        f"`apt-get install {' '.join(packages)}` as root and run the command again."
    )
    if not shutil.which("apt-get"):
        raise DevError(sentence)
    prefix = []
    if os.geteuid() != 0:
        if not shutil.which("sudo") or run(["sudo", "-n", "true"], check=False).returncode:
            raise DevError(sentence)
        prefix = ["sudo", "-n"]
    say(f"installing {' '.join(packages)} from the distribution")
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    # A lock held by another apt run is waited for, not an error.
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    install = [*prefix, *quiet, "apt-get", *wait, "install", "-y", "--no-install-recommends"]
    if run([*install, *packages], check=False).returncode:
        run([*prefix, *quiet, "apt-get", *wait, "update"], check=False)
        run([*install, *packages], explain=sentence)

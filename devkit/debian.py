"""Odoo 19 from Debian's package, unpacked into the cache; the system's apt stays untouched."""

import os
import pathlib
import shutil

from .say import DevError, run, say

SUITE = "sid"
PACKAGES = [
    "odoo-19",
    # The package's relative links point into these.
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-glyphicons-halflings",
]
# Font Awesome 4.7: the unstable suite carries a later one whose files have other names.
STABLE_PACKAGES = ["fonts-font-awesome"]
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# Left out by the package; without it the browser console shows an error and every tour fails.
SELFIE = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def is_available():
    """Tell whether this is a Debian whose own mirror can be asked."""
    return bool(shutil.which("apt-get") and os.path.exists(KEYRING) and mirror())


def mirror():
    """Return (address, release) of the machine's own Debian mirror, or None."""
    if "ID=debian" not in pathlib.Path("/etc/os-release").read_text(encoding="utf-8").split("\n"):
        return None
    wanted = "$(REPO_URI) $(RELEASE) $(COMPONENT)"
    answer = run(["apt-get", "indextargets", "--format", wanted], check=False).stdout
    for line in answer.splitlines():
        parts = line.split()
        if len(parts) == 3 and parts[2] == "main" and "-" not in parts[1]:
            return parts[0], parts[1]
    return None


def unpack(target):
    """Download and unpack Odoo into ``target``; return the version of the package.

    :raises DevError: when the mirror does not have it
    """
    address, release = mirror()
    work = pathlib.Path(f"{target}.work")
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "tree"
    tree.mkdir(parents=True)
    explain = "Debian's package odoo-19 could not be downloaded from this machine's Debian mirror."
    for suite, packages in ((SUITE, PACKAGES), (release, STABLE_PACKAGES)):
        options = _private_apt(work / suite, address, suite)
        say(f"reading the package list of Debian {suite}")
        run(["apt-get", *options, "update"], explain=explain)
        folder = work / suite / "debs"
        folder.mkdir()
        say(f"downloading {packages[0]} and {len(packages) - 1} more")
        run(["apt-get", *options, "download", *packages], cwd=folder, explain=explain)
        for archive in sorted(folder.glob("*.deb")):
            run(["dpkg", "-x", archive, tree])
            if archive.name.startswith("odoo-19"):
                version = archive.name.split("_")[1].replace("%3a", ":")
    addons = tree / "usr/lib/python3/dist-packages/odoo/addons"
    if not addons.is_dir():
        raise DevError("Debian's package odoo-19 has another layout than expected.")
    selfie = addons / SELFIE
    if not selfie.exists():
        selfie.parent.mkdir(parents=True, exist_ok=True)
        selfie.touch()
    (tree / "VERSION").write_text(version, encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(tree, target)
    shutil.rmtree(work)
    return version


def _private_apt(folder, address, suite):
    """Return apt options that use only ``address`` and ``suite``, with state in ``folder``."""
    for name in ("lists/partial", "cache/archives/partial", "etc/parts", "etc/preferences"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    source = folder / "etc/sources.list"
    source.write_text(f"deb [signed-by={KEYRING}] {address} {suite} main\n", encoding="utf-8")
    settings = {
        "Dir::State": folder,
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": source,
        "Dir::Etc::sourceparts": folder / "etc/parts",
        "Dir::Etc::preferencesparts": folder / "etc/preferences",
        "APT::Get::List-Cleanup": "0",
        "APT::Default-Release": "",
        # The lists are read as the user who runs this, who may not own the parent folders.
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
        "Acquire::Languages": "none",
    }
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]

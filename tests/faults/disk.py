"""A disk that gets full: a small one in memory where we may mount one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "12m"
BALLAST = "ballast"


class NoSmallDiskError(Exception):
    """None can be made here; the text says why."""


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount one, for root on Linux, until the block ends. Raises NoSmallDiskError."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise NoSmallDiskError(f"mount says {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> None:
    """Leave no room at all."""
    file = os.open(folder / BALLAST, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        while True:
            os.write(file, bytes(4096))
    except OSError:
        os.close(file)


def free(folder: Path) -> None:
    """Make room again."""
    (folder / BALLAST).unlink()

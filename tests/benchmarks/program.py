"""`luotsi run` as a process of its own: how long it takes until it is ready, and how much memory it has then."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import URL

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds; nobody waits for so long when all is well
LOOK = 0.02
IMPORTS = "import adapters.cli"


@dataclass(frozen=True, slots=True)
class Running:
    """A program that is ready."""

    process: "subprocess.Popen[bytes]"
    seconds: float
    """From its start until it said that it was ready."""
    health: str

    def megabytes(self, what: str = "VmRSS") -> float:
        """What it holds of the machine's memory, or held at most (`VmHWM`), by Linux; 0 elsewhere."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        return next((round(int(line.split()[1]) / 1024, 1) for line in lines if line.startswith(what)), 0.0)

    def planned(self) -> None:
        """Wait until the calendars have been asked once, which the program does after its start."""
        until = time.perf_counter() + PATIENCE
        while not httpx.get(self.health, trust_env=False).json()["last_plan"]:
            assert time.perf_counter() < until, "nothing was planned"
            time.sleep(LOOK)


@contextmanager
def running(folder: Path, url: URL) -> Iterator[Running]:
    """The program on a database, until the block ends. Raises AssertionError if it ends before it is ready."""
    page, health = _free_port(), _free_port()
    settings = {
        "LUOTSI_DATABASE__URL": url.render_as_string(hide_password=False), "LUOTSI_WEB__PORT": str(page),
        "LUOTSI_HEALTH__PORT": str(health), "LUOTSI_LOG__LEVEL": "warning", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    said = folder / "luotsi.txt"
    begin = time.perf_counter()
    command = [sys.executable, "-m", "adapters.cli", "run"]
    with (
        said.open("wb") as out,
        subprocess.Popen(command, cwd=folder, env={**os.environ, **settings}, stdout=out, stderr=out) as process,
    ):
        try:
            _wait(process, f"http://127.0.0.1:{health}/health/ready", begin)
            taken = time.perf_counter() - begin
            yield Running(process, taken, f"http://127.0.0.1:{health}/health")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{said.read_text()}") from None
        finally:
            process.terminate()
            process.wait()


def importing() -> float:
    """How long a Python of its own takes to import the program and do nothing, in seconds."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], cwd=ROOT, check=True)
    return time.perf_counter() - begin


def _wait(process: "subprocess.Popen[bytes]", address: str, since: float) -> None:
    while time.perf_counter() - since < PATIENCE:
        assert process.poll() is None, f"luotsi run ended with {process.returncode}"
        try:
            if httpx.get(address, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(LOOK)
    raise AssertionError(f"{address} did not answer in {PATIENCE:.0f} seconds")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

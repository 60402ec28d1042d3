"""`luotsi run` as a process of its own: told to stop, it finishes what is in flight and ends as asked."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.operations.slow import PEOPLE

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds: a shared machine may be slow to start a program; it is not waited for when all is well


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The program, or another module of ours, in a folder; it is not left behind."""
    environment = {**os.environ, **{f"LUOTSI_{name}": value for name, value in settings.items()}}
    environment["PYTHONPATH"] = str(ROOT)  # for the tests' own programs
    with subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def answers(process: subprocess.Popen[str], address: str) -> None:
    """Wait until an address answers 200."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        try:
            if httpx.get(address, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"{address} did not answer")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_with_exit_code_0_and_leaves_the_database_closed(
    tmp_path: Path, sign: signal.Signals
) -> None:
    port = free_port()
    with running(tmp_path, "adapters.cli", "run", WEB__PORT=str(port), HEALTH__PORT="0") as process:
        answers(process, f"http://127.0.0.1:{port}/")
        process.send_signal(sign)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "Traceback" not in out + err
    assert (tmp_path / "luotsi.db").exists()
    assert not (tmp_path / "luotsi.db-wal").exists()  # the last connection was closed, so all is in the one file


def test_what_is_in_flight_arrives_and_is_recorded_and_the_rest_waits_for_the_next_start(tmp_path: Path) -> None:
    """Nothing is left in doubt: a platform that may have been given a message would be asked again, or never."""
    database = tmp_path / "luotsi.db"
    with running(tmp_path, "tests.operations.slow", str(database)) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    said += out.splitlines(keepends=True)
    assert process.returncode == 0, err
    began, arrived = ({line.split()[1] for line in said if line.startswith(word)} for word in ("begins", "arrived"))
    assert began == arrived
    assert 1 <= len(arrived) < PEOPLE
    with closing(sqlite3.connect(database)) as connection:
        states = connection.execute("SELECT key, state, started_at FROM due WHERE kind = 'test.slow'").fetchall()
        attempts = connection.execute("SELECT outcome FROM attempt WHERE outcome != 'planned'").fetchall()
    assert {f"p{key}" for key, state, _ in states if state == "sent"} == arrived
    assert {(state, started) for _, state, started in states if state != "sent"} == {("planned", None)}
    assert attempts == [("sent",)] * len(arrived)

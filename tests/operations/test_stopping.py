"""`luotsi run` as a process of its own: told to stop, it finishes what is in flight and ends as asked."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

PATIENCE = 60  # seconds: a shared machine may be slow to start a program; it is not waited for when all is well


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The program, or another module of ours, in a folder; it is not left behind."""
    environment = {**os.environ, **{f"LUOTSI_{name}": value for name, value in settings.items()}}
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

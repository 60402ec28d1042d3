"""`luotsi run` as it runs: what it answers to whatever watches it, and who stays erased when a file was put back."""

import asyncio
import shutil
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx

from tests.operations.test_backup import Office
from tests.operations.test_stopping import PATIENCE, answers, free_port, running


def test_it_says_how_it_is_and_status_agrees(tmp_path: Path) -> None:
    page, health = free_port(), free_port()
    ports = {"WEB__PORT": str(page), "HEALTH__PORT": str(health)}
    with running(tmp_path, "adapters.cli", "run", **ports) as process:
        answers(process, f"http://127.0.0.1:{health}/health/ready")
        metrics = httpx.get(f"http://127.0.0.1:{health}/metrics", trust_env=False).text
        assert "luotsi_ready 1.0" in metrics
        assert 'luotsi_due_planned{lane="1",platform="local"} 0.0' in metrics
        assert "process_resident_memory_bytes" in metrics
        with running(tmp_path, "adapters.cli", "status", **ports) as status:
            out, err = status.communicate(timeout=PATIENCE)
        assert (status.returncode, err) == (0, "")
        assert "Luotsi runs, and looked for messages" in out
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    with running(tmp_path, "adapters.cli", "status", **ports) as status:
        out, _ = status.communicate(timeout=PATIENCE)
    assert status.returncode == 1
    assert f"nothing answers at http://127.0.0.1:{health}/health" in out


def test_a_port_that_is_taken_keeps_nobody_from_running(tmp_path: Path) -> None:
    page = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        health = str(taken.getsockname()[1])
        with running(tmp_path, "adapters.cli", "run", WEB__PORT=str(page), HEALTH__PORT=health) as process:
            answers(process, f"http://127.0.0.1:{page}/")
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=PATIENCE)
    assert f"The port {health} of health.port is in use" in " ".join(err.split())
    assert process.returncode == 0, err


def test_era_06_a_file_that_was_put_back_by_hand_brings_nobody_back(tmp_path: Path) -> None:
    office = Office(tmp_path / "luotsi.db")
    asyncio.run(office.found())
    yesterday = office.backs_up("yesterday.db")
    asyncio.run(office.erases("annikki"))
    office.backs_up("today.db")  # which brings the list up to date
    shutil.copy(yesterday, office.place)
    page = free_port()
    with running(tmp_path, "adapters.cli", "run", WEB__PORT=str(page), HEALTH__PORT="0") as process:
        answers(process, f"http://127.0.0.1:{page}/")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    with closing(sqlite3.connect(office.place)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM person")}
    assert names == {"Facilitator", "bo", "former member"}

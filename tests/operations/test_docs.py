"""What docs/operations.md says can be done, can be done."""

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families

from adapters.cli import app
from adapters.web.health import HealthPages
from adapters.web.metrics import Counters, exposition
from adapters.web.standing import look
from bot.config import Settings
from scheduling.ticker import Health
from storage import SqlStore
from storage.watch import SqlWatch
from tests.support.stage import START, Stage

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")


def block(kind: str) -> str:
    """The text of the only fenced block of a kind."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_every_command_in_it_is_there() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"\bluotsi (\w[\w-]*)(?= FILE|`| run|\s+#| --| /)", PAGE)) | {"run"}
    assert {"status", "backup", "restore", "migrate", "run"} <= named
    assert named <= commands


def test_every_setting_in_it_is_there() -> None:
    named = re.findall(r"LUOTSI_(\w+?)__(\w+)=", PAGE)
    assert len(named) >= 3
    settings = Settings()
    assert [one for one in named if not hasattr(getattr(settings, one[0].lower()), one[1].lower())] == []
    for section, name in re.findall(r"`\[(\w+)\] (\w+)`", PAGE):
        assert hasattr(getattr(settings, section), name)
    example = tomllib.loads((ROOT / "config.example.toml").read_text("utf-8"))
    assert str(example["health"]["port"]) in block("dockerfile")


async def test_every_metric_is_in_it_with_its_labels_and_no_other(stage: Stage) -> None:
    counters = Counters()
    counters.message("local", "sent")
    counters.command("answered")
    jobs = Health(last_tick=START, errors={"plan": "ValueError"})
    seen = await look(jobs, SqlWatch(stage.store.engine), START)  # type: ignore[attr-defined]
    told = {
        sample.name: set(sample.labels)
        for family in text_string_to_metric_families(exposition(counters, seen).decode())
        for sample in family.samples
        if sample.name.startswith("luotsi_") and not sample.name.endswith("_created")
    }
    rows = re.findall(r"^\| `(luotsi_\w+)` \| ([\w, ]*)\|", PAGE, re.MULTILINE)
    assert {name: set(re.findall(r"\w+", labels)) for name, labels in rows} == told
    assert set(re.findall(r"luotsi_\w+", block("yaml"))) <= set(told)


async def test_every_address_is_in_it(store: SqlStore) -> None:
    pages = HealthPages(Health(), SqlWatch(store.engine), None, Counters())  # type: ignore[arg-type]
    served = {route.path for route in pages.app().routes}  # type: ignore[attr-defined]
    assert set(re.findall(r"^\| `(/[\w/]+)` \|", PAGE, re.MULTILINE)) == served


def test_the_container_installs_what_is_there_and_starts_what_there_is() -> None:
    lines = re.sub(r"\\\n\s*", "", block("dockerfile")).splitlines()
    assert lines[0].startswith("FROM python:3.")
    assert lines[-1] == 'CMD ["luotsi", "run"]'
    (run,) = (line for line in lines if line.startswith("RUN "))
    for words in (shlex.split(part) for part in run.removeprefix("RUN ").split("&&")):
        for word in words:
            assert not word.endswith(".lock") or (ROOT / word).is_file()
    health = next(line for line in lines if line.startswith("HEALTHCHECK"))
    compile(health.split('"-c", "')[1].removesuffix('"]'), "healthcheck", "exec")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    program = tmp_path / "luotsi"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "luotsi.service"
    unit.write_text(block("ini").replace("/opt/luotsi/.venv/bin/luotsi", str(program)).replace("User=luotsi\n", ""))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if str(unit) in line or "luotsi.service" in line] == []

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from tests.third_party.binary import NotHere, local_slack
from tests.third_party.server import APP_TOKEN, BOT_TOKEN, LocalSlack, local_slack_running
from tests.wire.local.conftest import browser  # noqa: F401  # the fixture

ROOT = Path(__file__).parents[2]
STOPPING_SECONDS = 30.0
PROXIES = {f"{name}_PROXY" for name in ("HTTP", "HTTPS", "ALL")}


@pytest.fixture(scope="session")
def local_slack_program() -> Path:
    """The third party's program, fetched if this machine can."""
    try:
        return local_slack()
    except NotHere as reason:
        if os.environ.get("LUOTSI_REQUIRE_THIRD_PARTY") == "1":
            pytest.fail(f"LUOTSI_REQUIRE_THIRD_PARTY=1, but {reason}")
        pytest.skip(str(reason))


@pytest.fixture
async def there(local_slack_program: Path, tmp_path: Path) -> AsyncIterator[LocalSlack]:
    """A workspace on the third party's server."""
    async with local_slack_running(local_slack_program, tmp_path) as running:
        yield running


@asynccontextmanager
async def luotsi_running(there: LocalSlack, folder: Path, began: datetime) -> AsyncIterator[None]:
    """`luotsi run` as a process of its own that listens, until the block ends. It must end well when it is told to.

    Started in the same folder again it has what it had, as after a night in which it was off.
    """
    log = folder / "luotsi.log"
    with log.open("ab") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.third_party.program", began.isoformat(), "run",
            cwd=folder, env=environment(there), stdout=said, stderr=said,
        )  # fmt: skip
    ended = asyncio.create_task(process.wait())
    try:
        await there.until(lambda: there.linked() or ended.done())
        assert not ended.done(), log.read_text()
        yield
    finally:
        if not ended.done():
            process.terminate()
        await asyncio.wait_for(ended, STOPPING_SECONDS)
        sys.stderr.write(log.read_text())  # pytest shows it where the test has failed
    assert process.returncode == 0
    assert "Traceback" not in log.read_text()
    await there.until(lambda: not there.linked())


def environment(there: LocalSlack) -> dict[str, str]:
    """What the program is told, and no proxy: slack_sdk would go through one even to this machine."""
    kept = {name: value for name, value in os.environ.items() if name.upper() not in PROXIES}
    slack = {"BOT_TOKEN": BOT_TOKEN, "APP_TOKEN": APP_TOKEN, "API_URL": there.url, "ADMIN": "U1"}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "LUOTSI_HEALTH__PORT": "0",
        "LUOTSI_COMMUNITY__COUNTRY": "",
        **{f"LUOTSI_SLACK__{name}": value for name, value in slack.items()},
    }

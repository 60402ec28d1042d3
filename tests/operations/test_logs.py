"""The log tells what happened, from click to send, and holds nothing that people wrote."""

import errno
import io
import json
import re
from dataclasses import replace

import pytest
import structlog
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from adapters.web.logs import log_to_stderr
from adapters.web.metrics import Counters
from bot.app import Bot
from bot.command import message_builder, registry
from bot.config import LogSettings
from bot.context import Context, Request
from bot.entities import Due, Right
from bot.message import Message
from tests.support.gatherings import cohort, running_programme
from tests.support.stage import Stage, plain

SECRET = "saippuakauppias"


async def test_one_id_stands_beside_everything_from_the_click_to_the_send_days_later(stage: Stage) -> None:
    helmi = await stage.person("Helmi", right=Right.FACILITATOR)
    await cohort(stage, await running_programme(stage), 1)
    with capture_logs(processors=[merge_contextvars]) as logs:
        await helmi.says('session create name:"Kick-off" when:"Thu 2026-11-05 10:00"')
        await stage.handle(stage.players["Mentor 1"], "rsvp session:1 answer:going", pressed=True)
        stage.bot = Bot(stage.store, stage.clock, {"local": stage.messenger}, stage.wakeups)  # another process
        stage.time.bot = stage.bot
        await stage.later(days=4)
    asked = {entry["command"]: entry["request"] for entry in logs if entry["event"] == "a request"}
    assert set(asked) == {"session create", "rsvp"}
    went = [entry for entry in logs if entry["event"] == "a message"]
    assert {entry["result"] for entry in went} == {"sent"}
    by_kind = {kind: entry.get("request") for entry in went for kind in entry["kinds"]}
    assert by_kind["session.invite"] == asked["session create"]
    assert by_kind["session.reminder"] in asked.values()
    assert all(entry["due"] and entry["lane"] == stage.space.id and entry["platform"] == "local" for entry in went)


async def test_who_is_told_a_code_finds_it_in_the_log(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_: Context) -> Message:
        raise KeyError(SECRET)

    ann = await stage.person("Ann")
    monkeypatch.setitem(registry.commands, "mine", replace(registry.commands["mine"], handler=fails))
    with capture_logs(processors=[merge_contextvars]) as logs:
        answer = plain(await ann.says("mine"))
    (entry,) = [one for one in logs if one["event"] == "unexpected"]
    assert entry["request"] in answer
    assert entry["command"] == "mine"
    assert [one["result"] for one in logs if one["event"] == "a request"] == ["failed"]


@pytest.fixture
def broken_kind() -> str:
    """A kind of message whose builder fails with people's words in what it says."""
    kind = "test.broken-words"
    if kind not in registry.builders:

        @message_builder(kind)
        async def broken(_ctx: Context, due: Due) -> Message:
            try:
                return Message(str(int(str(due.details["word"]))))
            except ValueError as error:
                raise KeyError(due.details["word"]) from error

    return kind


@pytest.mark.parametrize("json_lines", [True, False])
async def test_no_word_of_anybodys_is_in_the_log(
    stage: Stage, broken_kind: str, json_lines: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to_stderr(LogSettings(level="debug", json_lines=json_lines))
    helmi, ann = await stage.person("Helmi", right=Right.FACILITATOR), await stage.person(f"Ann {SECRET}")
    people = await cohort(stage, await running_programme(stage), 1)
    for line in (
        f"concern {SECRET} hits me", SECRET, f"my-data correct name:{SECRET}", f'apply programme:"{SECRET}"',
        f"settings zone {SECRET}", f"{SECRET} {SECRET}",
    ):  # fmt: skip
        for one in (ann, people[0]):
            await one.says(line)
    await helmi.says(f'announce text:"{SECRET}"')
    await helmi.says(f'session create name:"{SECRET}" when:"Thu 2026-11-05 10:00" where:"{SECRET}"')
    stage.messenger.failures = {ann.account: [RuntimeError(SECRET)]}
    async with stage.store.work(stage.community) as work:
        now = stage.clock.now()
        row = Due(stage.community, stage.space.id, SECRET, broken_kind, 1, now, now, person_id=ann.id)
        row.details = {"word": SECRET}
        await work.outbox.plan(row)
    await stage.later(days=1)
    await stage.bot.handle(Request("local", SECRET, SECRET, SECRET, values={"text": SECRET}))
    log = capsys.readouterr().err
    assert SECRET not in log
    assert "a message could not be made" in log
    assert re.search(r"KeyError\b.*which came of.*ValueError|ValueError.*KeyError", log, re.DOTALL)
    assert "test_logs.py" in log  # where it came from is said
    if json_lines:
        assert all(isinstance(json.loads(line), dict) for line in log.splitlines())


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(monkeypatch: pytest.MonkeyPatch) -> None:
    class FullDisk(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("sys.stderr", FullDisk())
    log_to_stderr(LogSettings())
    structlog.get_logger().error("a message", lane=1)


async def test_the_counters_say_how_things_ended(stage: Stage) -> None:
    counters = Counters()
    stage.bot = Bot(stage.store, stage.clock, {"local": stage.messenger}, stage.wakeups, meter=counters)
    stage.time.bot = stage.bot
    helmi = await stage.person("Helmi", right=Right.FACILITATOR)
    people = await cohort(stage, await running_programme(stage), 1)
    await helmi.says('session create name:"Kick-off" when:"Thu 2026-11-05 10:00"')
    await people[0].says("session create")
    await people[0].says("no such command")

    def count(name: str, **labels: str) -> float | None:
        return counters.registry.get_sample_value(name, labels)

    assert count("luotsi_commands_total", result="answered") == 2
    assert count("luotsi_commands_total", result="refused") == 1
    assert count("luotsi_messages_total", platform="local", result="sent") == 3

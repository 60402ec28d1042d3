import io
import json
from pathlib import Path

import pytest

from adapters.cli.common import demo_settings
from adapters.local.founding import sample_file
from adapters.local.transcript import START, cast_of, play
from adapters.wiring import house
from bot.entities import Application, Due, DueState, Meeting, MeetingState
from scheduling.timelapse import MovableClock, Timelapse

KEYS = [
    "applications", "people", "pairs", "left_over", "introductions", "agreements", "meetings_logged", "nudges",
    "sessions", "rsvps", "pulse_answers", "messages_sent", "messages_undeliverable", "report",
]  # fmt: skip
PEOPLE = 8


def a_few() -> bytes:
    """The first of the sample's rows in which there are mentors and actors, as a file of their own."""
    head, *rows = sample_file().split(b"\r\n")
    mentors = [row for row in rows if b";Mentoriksi;" in row and row.count(b'"') % 2 == 0]
    actors = [row for row in rows if b";Aktoriksi;" in row and row.count(b'"') % 2 == 0]
    return b"\r\n".join([head, *mentors[:3], *actors[: PEOPLE - 3]]) + b"\r\n"


async def played(folder: Path, seed: int) -> tuple[str, dict[str, object], dict[str, int]]:
    """A transcript, its last line, and what the database says."""
    out, clock, file = io.StringIO(), MovableClock(START), a_few()
    async with house(demo_settings(folder), clock, cast_of(file), alone=True) as made:
        await play(made, Timelapse(made.bot, clock), file, seed, out, Path("report.html"))
        async with made.store.work(made.space.community_id) as work:
            counted = {
                "applications": await work.count(Application),
                "meetings_logged": await work.count(Meeting, state=MeetingState.HELD),
                "messages_undeliverable": await work.count(Due, state=DueState.UNDELIVERABLE),
            }
    text = out.getvalue()
    return text, json.loads(text.splitlines()[-1]), counted


async def test_same_seed_same_play_and_its_figures_are_the_databases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where the report goes
    for name in ("first", "again"):
        (tmp_path / name).mkdir()  # before anything else runs
    first, figures, counted = await played(tmp_path / "first", seed=7)
    again, _, _ = await played(tmp_path / "again", seed=7)
    assert first == again
    assert list(figures) == KEYS
    assert {key: figures[key] for key in counted} == counted
    assert figures["people"] == PEOPLE
    assert figures["introductions"] == figures["pairs"] != 0
    assert figures["meetings_logged"] != 0
    assert b"<html" in (tmp_path / "report.html").read_bytes()
    assert "unexpected" not in first
    assert "Something went wrong" not in first

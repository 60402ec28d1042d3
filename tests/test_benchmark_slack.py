"""The benchmark of Slack at its smallest: that it does what it measures. How long it takes says nothing here."""

from pathlib import Path

import pytest

from tests.benchmarks.slack import Size, listening, measured, milliseconds, ratio

SMALLEST = Size(people=3, commands=3, rounds=1, burst=4)


async def test_both_apps_are_asked_and_every_command_is_acknowledged_and_answered(tmp_path: Path) -> None:
    figures = await measured(tmp_path, SMALLEST)
    assert all(figures[name] > 0 for name in ("ack_p50_ratio", "answer_p50_ratio", "read_p50_ratio"))
    assert 0 < figures["ack_p99_ms"] < 3_000
    assert figures["commands_per_s"] > 0


async def test_a_program_that_ends_before_it_listens_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="No module named"):
        async with listening(tmp_path, ["tests.benchmarks.nothing"], SMALLEST):
            pass


def test_a_ratio_is_of_the_turns_middles_and_a_percentile_is_a_time_that_was_measured() -> None:
    assert ratio([[1, 2, 9], [4, 4, 4], [3, 3, 3]], [[1, 1, 1], [1, 1, 1], [1, 1, 1]]) == 3
    assert milliseconds([0.004, 0.001, 0.002], 50) == 2
    assert milliseconds([0.001] * 98 + [0.5, 0.7], 99) == 500

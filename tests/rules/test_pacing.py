"""A lane never sends faster than its platform allows, and never waits longer than it must."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.pacing import Rate

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
rates = st.builds(Rate, st.integers(1, 6_000), st.integers(1, 200))
pauses = st.lists(st.tuples(st.integers(0, 120_000), st.integers(1, 300)), max_size=60)


def test_a_lane_that_has_been_quiet_may_send_its_burst_at_once_and_then_one_at_a_time() -> None:
    rate = Rate(per_minute=60, burst=5)
    assert rate.allows(None, NOW) == 5
    used = rate.after(None, NOW, 5)
    assert rate.allows(used, NOW) == 0
    assert rate.next_at(used) == NOW + timedelta(seconds=1)
    assert rate.allows(used, NOW + timedelta(seconds=1)) == 1


@given(rates, pauses)
def test_no_stretch_of_time_holds_more_than_the_burst_and_the_pace(rate: Rate, pauses: list[tuple[int, int]]) -> None:
    now, used, gone = NOW, None, []
    for pause, wanted in pauses:
        now += timedelta(milliseconds=pause)
        sent = min(wanted, rate.allows(used, now))
        used = rate.after(used, now, sent)
        gone += [now] * sent
    for first, start in enumerate(gone):
        for last in range(first, len(gone)):
            even = (gone[last] - start) / rate.interval
            assert last - first + 1 <= rate.burst + even + 1e-3


@given(rates, st.integers(0, 300))
def test_when_nothing_may_go_the_next_time_is_the_first_at_which_something_may(rate: Rate, extra: int) -> None:
    used = rate.after(None, NOW, rate.burst) + rate.interval * extra
    at = rate.next_at(used)
    assert at > NOW
    assert rate.allows(used, at + timedelta(microseconds=10)) >= 1
    assert rate.allows(used, at - rate.interval / 100 - timedelta(microseconds=10)) == 0

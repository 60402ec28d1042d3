from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.lifecycle import Pace
from bot.rules.signals import (
    Fact,
    PairFacts,
    Signal,
    Unsent,
    agreement_asks,
    in_order,
    of_another,
    of_pair,
    of_pause,
    of_unsent,
    of_waiting,
    silent_since,
    within_reach,
)

ZONE = "Europe/Helsinki"
BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)


def after(days: float) -> datetime:
    return BEGAN + timedelta(days=days)


def facts(pair: PairFacts, days: float) -> list[Fact]:
    return [signal.fact for signal in of_pair(pair, Pace(), after(days), ZONE)]


def kinds(signals: Iterable[Signal]) -> list[Fact]:
    return [signal.fact for signal in signals]


def test_a_first_meeting_is_missed_on_day_10_and_late_on_day_14() -> None:
    pair = PairFacts(1, BEGAN)
    assert facts(pair, 9.9) == []
    assert facts(pair, 10) == [Fact.FIRST_MISSING]
    assert facts(pair, 14) == [Fact.FIRST_LATE]
    assert facts(PairFacts(1, BEGAN, (after(20),)), 14) == []


def test_silence_is_seen_by_the_facilitator_35_and_7_days_after_the_last_meeting() -> None:
    pair = PairFacts(1, BEGAN, (after(5),), agreed=True)
    assert facts(pair, 5 + 41.9) == []
    [signal] = of_pair(pair, Pace(), after(5 + 42), ZONE)
    assert (signal.fact, signal.since) == (Fact.SILENT, date(2026, 11, 7))
    planned = PairFacts(1, BEGAN, (after(5), after(60)), agreed=True)
    assert facts(planned, 5 + 42) == []


def test_an_agreement_is_a_humans_after_two_questions() -> None:
    pair = PairFacts(1, BEGAN, (after(50),))
    first, second = agreement_asks(pair, Pace(), ZONE)
    assert (first - BEGAN, second - BEGAN) == (timedelta(days=30), timedelta(days=44))
    assert facts(pair, 57) == []
    assert facts(pair, 58) == [Fact.NO_AGREEMENT]
    assert facts(PairFacts(1, BEGAN, (after(50),), agreed=True), 58) == []


@given(st.lists(st.integers(1, 300)), st.integers(0, 300))
def test_a_pair_with_a_meeting_to_come_gives_no_signal_of_silence(days: list[int], now: int) -> None:
    pair = PairFacts(1, BEGAN, tuple(after(day) for day in days), agreed=True)
    quiet = silent_since(pair, after(now)) is None
    assert quiet == any(day > now for day in days)
    if quiet:
        assert facts(pair, now) == []


def test_signals_tell_who_asked_for_another_match_and_when() -> None:
    assert of_another(3, 7, BEGAN, ZONE) == Signal(Fact.ANOTHER, date(2026, 11, 2), 3, (7,))


def test_what_did_not_arrive_is_one_fact_a_pair_or_person_or_channel() -> None:
    rows = [Unsent(5, after(1), 9), Unsent(5, after(2)), Unsent(5, after(3)), Unsent(None, after(4))]
    found = list(of_unsent(rows, ZONE))
    assert kinds(found) == [Fact.HALF_TOLD, Fact.UNREACHED, Fact.UNPOSTED]
    assert (found[0].pairing_id, found[0].people) == (9, (5,))
    assert (found[1].since, found[1].arguments) == (date(2026, 11, 4), {"count": 2})


def test_the_queue_is_one_fact_in_the_order_of_joining() -> None:
    [signal] = of_waiting([(after(2), 8), (after(1), 4)], ZONE)
    assert (signal.people, signal.since) == ((4, 8), date(2026, 11, 3))
    assert list(of_waiting([], ZONE)) == []


def test_a_pause_is_told_of_in_its_last_week() -> None:
    until = date(2026, 11, 20)
    assert kinds(of_pause(1, until, after(10), ZONE)) == []
    assert kinds(of_pause(1, until, after(11), ZONE)) == [Fact.RESUMING]
    assert kinds(of_pause(1, None, after(11), ZONE)) == []


def test_a_question_is_planned_a_day_ahead_and_not_after_its_use() -> None:
    assert not within_reach(after(2), BEGAN)
    assert within_reach(after(1), BEGAN)
    assert within_reach(after(-7), BEGAN)
    assert not within_reach(after(-8), BEGAN)


def test_the_list_begins_with_the_most_pressing_and_the_oldest() -> None:
    day, later = date(2026, 11, 2), date(2026, 11, 3)
    signals = [Signal(Fact.SILENT, day, 1), Signal(Fact.ANOTHER, later, 2, (3,)), Signal(Fact.ANOTHER, day, 4, (5,))]
    assert [signal.pairing_id for signal in in_order(signals)] == [4, 2, 1]

"""What becomes of people in a whole play."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.entities import Application, ApplicationState, Due, DueState, Pairing, PairingState
from bot.rules.calendar import local
from tests.simulation.theatre import Play, whole

WEEK = timedelta(days=7)


@pytest.fixture(name="whole")
def _whole() -> Play:
    return whole()


def sent(play: Play) -> list[Due]:
    return [row for row in play.all(Due) if row.state == DueState.SENT]


def test_one_leaves_and_hears_nothing_more(whole: Play) -> None:
    (left,) = [one for one in whole.all(Application) if one.state == ApplicationState.WITHDRAWN]
    assert left.changed_at
    assert [row.kind for row in sent(whole) if row.person_id == left.person_id and row.sent_at > left.changed_at] == []
    (pairing,) = [one for one in whole.all(Pairing) if one.ended_by == left.person_id]
    assert pairing.introduced_at
    assert pairing.ended_at
    assert timedelta(days=60) < pairing.ended_at - pairing.introduced_at < timedelta(days=90)


def test_one_pair_does_not_fit_and_the_facilitator_ends_it(whole: Play) -> None:
    assert "presses [Another match, please]" in whole.text
    ended = [one for one in whole.all(Pairing) if one.state == PairingState.ENDED and one.ended_by]
    assert len(ended) == 2  # and the one whom somebody left


def test_one_mentor_is_ill_for_six_weeks_and_comes_back(whole: Play) -> None:
    assert "/mentoring pairing pause until:" in whole.text
    kinds = Counter(row.kind for row in sent(whole))
    assert kinds["pairing.paused"] > 0  # one for each actor of this mentor
    assert kinds["pairing.resumed"] == 2 * kinds["pairing.paused"]
    assert not [one for one in whole.all(Pairing) if one.state == PairingState.PAUSED]


def test_nobody_gets_more_than_two_nudges_in_a_week(whole: Play) -> None:
    times: defaultdict[int, set[datetime]] = defaultdict(set)
    for row in sent(whole):
        if row.kind in whole.nudging and row.person_id and row.sent_at:
            times[row.person_id].add(row.sent_at)
    assert times
    for moments in times.values():
        ordered = sorted(moments)
        assert all(third - first >= WEEK for first, third in zip(ordered, ordered[2:], strict=False))


def test_nobody_is_written_to_twice_about_the_same_thing_in_a_minute(whole: Play) -> None:
    rows = Counter((row.person_id, row.kind, row.subject_id, row.sent_at) for row in sent(whole) if row.person_id)
    assert not [row for row, times in rows.items() if times > 1]


def test_messages_go_at_working_hours_only(whole: Play) -> None:
    """TZ-10: all of them live in one zone here; what somebody asked for just now may come at any hour."""
    for row in sent(whole):
        if row.person_id and row.kind in whole.nudging and row.sent_at:
            there = local(row.sent_at, "Europe/Helsinki")
            assert 8 <= there.hour < 18
            assert there.weekday() < 5


def test_a_transcript_goes_forward_only(whole: Play) -> None:
    heads = [line for line in whole.text.splitlines() if line.startswith("=== ")]
    days = [datetime.strptime(line, "=== %A %d %B %Y ===").replace(tzinfo=UTC) for line in heads]
    assert len(set(days)) == len(days)
    assert all(one < other for one, other in pairwise(days))

"""The frame of the fault tests: it kills a real worker and counts right. `python -m tests.faults` plays every point."""

from datetime import timedelta

import pytest

from bot.entities import Due, DueState
from bot.i18n import Reader
from tests.delivery.conftest import MONDAY
from tests.faults.kinds import NOTICE, NUDGE, token
from tests.faults.ledger import tally
from tests.faults.platform import KEYED, PLAIN, Shown
from tests.faults.points import SQLITE, load_points
from tests.faults.runner import runner

PERHAPS = Reader().t("perhaps-repeated")
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def row(kind: str = NOTICE, state: DueState = DueState.SENT, number: int = 1) -> Due:
    """A due row of one person, whose key is its kind."""
    made = Due(1, 1, kind, kind, 1, MONDAY, MONDAY, person_id=7, state=state, id=number)
    made.started_at = MONDAY
    return made


def said(*keys: str, after: timedelta = timedelta(), platform: str = PLAIN, perhaps: bool = False) -> Shown:
    """One message for that person."""
    mark = f"\n{PERHAPS}" if perhaps else ""
    return Shown(MONDAY + after, platform, "plain", "plain-0", keys[0], tuple(token(key) + mark for key in keys))


def test_what_was_promised_and_never_shown_is_lost_whatever_the_table_says() -> None:
    assert tally({NOTICE}, [row()], set(), []).lost == 1
    assert tally({NOTICE}, [], set(), []).lost == 1
    assert tally({NOTICE}, [row(state=DueState.UNKNOWN)], {1}, []).lost == 1
    assert tally({NOTICE}, [row()], set(), [said(NOTICE)]).lost == 0


def test_what_was_dropped_because_nobody_could_know_is_unknown_and_not_lost() -> None:
    found = tally({NUDGE}, [row(NUDGE, DueState.UNKNOWN)], {1}, [])
    assert (found.lost, found.unknown) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "doubted", "again", "unexplained"),
    [
        (NOTICE, {1}, said(NOTICE, after=MINUTE, perhaps=True), 0),
        (NOTICE, {1}, said(NOTICE, after=MINUTE), 1),  # nobody was told
        (NOTICE, set(), said(NOTICE, after=MINUTE, perhaps=True), 1),  # there was no doubt
        (NOTICE, {1}, said(NOTICE, after=MINUTE, perhaps=True, platform=KEYED), 0),
        (NUDGE, {1}, said(NUDGE, after=MINUTE, perhaps=True), 1),  # its kind is rather not said than twice
    ],
)
def test_a_repeat_needs_a_doubt_a_mark_and_a_kind_that_is_repeated(
    kind: str, doubted: set[int], again: Shown, unexplained: int
) -> None:
    found = tally({kind}, [row(kind)], doubted, [said(kind), again])
    assert (found.repeated, found.unexplained) == (1, unexplained)


def test_a_platform_that_knows_a_key_again_explains_no_repeat_while_it_remembers() -> None:
    first = said(NOTICE, platform=KEYED)
    soon = said(NOTICE, after=MINUTE, perhaps=True, platform=KEYED)
    late = said(NOTICE, after=10 * MINUTE, perhaps=True, platform=KEYED)
    assert tally({NOTICE}, [row()], {1}, [first, soon]).unexplained == 1
    assert tally({NOTICE}, [row()], {1}, [first, late]).unexplained == 0


def test_never_a_third_time() -> None:
    shown = [said(NOTICE), *(said(NOTICE, after=after, perhaps=True) for after in (MINUTE, 2 * MINUTE))]
    assert tally({NOTICE}, [row()], {1}, shown).unexplained == 2


def test_two_messages_at_once_are_a_burst_and_one_merged_message_is_none() -> None:
    rows = [row(), row(NUDGE, number=2)]
    assert tally(set(), rows, set(), [said(NOTICE), said(NUDGE, after=SECOND)]).bursts == 1
    assert tally(set(), rows, set(), [said(NOTICE, NUDGE)]).bursts == 0


def test_a_lane_faster_than_its_pace_is_a_burst() -> None:
    rows = [Due(1, 1, f"{number}", NOTICE, 1, MONDAY, MONDAY, person_id=number, id=number) for number in range(30)]
    shown = [Shown(MONDAY, PLAIN, "plain", f"{number}", f"{number}", (token(f"{number}"),)) for number in range(30)]
    assert tally(set(), rows, set(), shown).bursts == 1
    assert tally(set(), rows, set(), shown[:20]).bursts == 0


async def test_a_worker_that_is_killed_between_send_and_record_loses_nothing() -> None:
    """One real point, with real processes, as a check of the frame itself."""
    (point,) = [point for point in load_points() if point.name == "killed after the send"]
    async with runner(jobs=1) as made:
        (finding,) = await made.run([(point, SQLITE)], lambda _: None)
    assert not finding.stuck
    assert (finding.tally.sent, finding.tally.lost, finding.tally.unexplained) == (96, 0, 0)
    assert finding.tally.repeated > 0

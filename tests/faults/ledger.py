"""What the platform has shown, against what the due table says: lost, repeated, unknown, and what came in a burst."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.command import Unknown
from bot.entities import Due, DueState
from bot.i18n import Reader
from tests.faults.kinds import POLICIES
from tests.faults.platform import KEY_REMEMBERED, KEYED, RATE, Shown

TOGETHER = timedelta(seconds=5)
"""Two messages for one person within this time should have been one (MIS-03)."""
_TOKEN = re.compile(r"<<(.+?)>>")
_PERHAPS = Reader().t("perhaps-repeated")


@dataclass(frozen=True, slots=True)
class Tally:
    """How a point went, in messages. `bursts` counts people who got two at once, and seconds above a
    lane's pace; `latest` is by how many minutes what came last was late."""

    sent: int = 0
    lost: int = 0
    repeated: int = 0
    unexplained: int = 0
    unknown: int = 0
    bursts: int = 0
    latest: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Showing:
    """One due row, as part of one message."""

    at: datetime
    platform: str
    marked: bool


def tally(expected: Collection[str], rows: Sequence[Due], doubted: Collection[int], shown: Sequence[Shown]) -> Tally:
    """Compare. `expected` are the keys that a transaction has promised, `doubted` the rows that were in doubt once."""
    by_key = {row.key: row for row in rows}
    seen = _by_row(shown)
    lost = [key for key in expected if not seen.get(key) and not _dropped(by_key.get(key))]
    again = {key: showings for key, showings in seen.items() if len(showings) > 1}
    strange = [key for key, showings in again.items() if not _explained(by_key.get(key), doubted, showings)]
    open_rows = [row for row in rows if row.state in {DueState.PLANNED, DueState.CLAIMED}]
    bursts = _at_once(by_key, seen, shown) + _too_fast(shown)
    remarks = [
        *(f"lost: {key} ({_state(by_key.get(key))})" for key in lost),
        *(f"repeated: {key} ({_state(by_key.get(key))})" for key in strange),
        *(f"never settled: {row.key} ({_state(row)})" for row in open_rows),
        *bursts,
    ]
    return Tally(
        sent=len(seen),
        lost=len(lost),
        repeated=sum(len(showings) - 1 for showings in again.values()),
        unexplained=sum(len(again[key]) - 1 for key in strange),
        unknown=sum(row.state == DueState.UNKNOWN for row in rows),
        bursts=len(bursts),
        latest=max((_late(by_key[key], showings) for key, showings in seen.items() if key in by_key), default=0),
        remarks=tuple(remarks),
    )


def _by_row(shown: Iterable[Shown]) -> dict[str, list[Showing]]:
    found: dict[str, list[Showing]] = defaultdict(list)
    for message in shown:
        for part in message.parts:
            for key in _TOKEN.findall(part):
                found[key].append(Showing(message.at, message.platform, _PERHAPS in part))
    return found


def _state(row: Due | None) -> str:
    return f"{row.state}, {row.reason or '-'}, {row.attempts} attempts" if row else "not in the table"


def _late(row: Due, showings: Sequence[Showing]) -> int:
    return (showings[0].at - row.due_at) // timedelta(minutes=1)


def _dropped(row: Due | None) -> bool:
    """Whether its kind's policy is rather to say nothing than to say it twice, and it was in doubt."""
    return row is not None and row.state == DueState.UNKNOWN and POLICIES[row.kind] == Unknown.DROP


def _explained(row: Due | None, doubted: Collection[int], showings: Sequence[Showing]) -> bool:
    """A repeat that nobody could know of, said once more as its kind's policy says, and marked as perhaps a repeat.

    Where the platform knows a key again there is none, as long as it remembers it.
    """
    if row is None or row.id not in doubted or POLICIES[row.kind] != Unknown.REPEAT or len(showings) != 2:
        return False
    first, second = showings
    recognised = first.platform == KEYED and abs(second.at - first.at) <= KEY_REMEMBERED
    return (first.marked or second.marked) and not recognised


def _at_once(rows: Mapping[str, Due], seen: Mapping[str, Sequence[Showing]], shown: Iterable[Shown]) -> list[str]:
    """People to whom two messages were begun at once, none of which was a marked repeat.

    When a send began is what the due table says, unless it was said twice: a worker that was stopped in the middle of
    one goes on with it later.
    """
    by_person: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
    for message in shown:
        words = "".join(message.parts)
        row, *_ = (rows[key] for key in _TOKEN.findall(words))
        if row.person_id and _PERHAPS not in words:
            began = row.started_at if len(seen[row.key]) == 1 and row.started_at else message.at
            by_person[message.space, message.to].append((min(began, message.at), ", ".join(_TOKEN.findall(words))))
    return [
        f"two at once: {to} in {space} at {later:%H:%M:%S}: {first}; {second}"
        for (space, to), said in by_person.items()
        for (earlier, first), (later, second) in pairwise(sorted(said))
        if later - earlier < TOGETHER
    ]


def _too_fast(shown: Iterable[Shown]) -> list[str]:
    """Seconds in which a lane was faster than its pace and its burst together."""
    by_second: dict[tuple[str, int], int] = defaultdict(int)
    for message in shown:
        by_second[message.space, int(message.at.timestamp())] += 1
    most = RATE.burst + RATE.per_minute // 60
    return [f"{count} in one second in {space}" for (space, _), count in by_second.items() if count > most]

"""A round of matching between one draft and the next: what the facilitator moves by hand, and the queue."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

Couple = tuple[int, int]
"""A mentor and an actor, by person id."""

EARLIEST = datetime.min.replace(tzinfo=UTC)


def with_couple(scores: Mapping[Couple, int], kept: frozenset[Couple], couple: Couple, room: int) -> frozenset[Couple]:
    """The couples after one more has been set by hand; `scores` are those of the couples before.

    The actor's own couple gives way, and so does whatever has either of the two on the other side. A mentor without
    room for one more loses the weakest couples that are not kept. Nothing that is kept gives way: whether the result
    may stand is for `bot.rules.matching.evaluate` to say.
    """
    mentor, actor = couple
    stay = {each for each in scores if each in kept or not _gives_way(each, couple)}
    others = sorted((scores[each], each) for each in stay if each[0] == mentor and each not in kept)
    load = sum(each[0] == mentor for each in stay)
    given_up = {each for _, each in others[: max(0, load + 1 - room)]}
    return frozenset(stay - given_up | {(mentor, actor)})


def _gives_way(other: Couple, couple: Couple) -> bool:
    return other[1] in couple or other[0] == couple[1]


def place_in_queue(waiting: Iterable[tuple[datetime | None, int]], person: int) -> int:
    """Somebody's place among those who wait, from 1: by the time they joined, which nobody loses by having been paired.

    `waiting` holds the time and the person id of everybody in the same queue (MAT-14).
    """
    order = sorted((since or EARLIEST, who) for since, who in waiting)
    return [who for _, who in order].index(person) + 1

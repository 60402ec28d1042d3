"""What may be shown of answers given in confidence. Nothing here, and no subtraction, tells of fewer than the floor.

The prompt promises "only in totals of five or more" (PUL-01, PUL-08); these functions are the only way from answers to
a screen, a report or an export. What they give is kept when a pulse closes and not worked out again afterwards: the
same totals without one person's answers would tell what that person said.
"""

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from statistics import fmean
from typing import Generic, TypeVar

FLOOR = 5

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Total:
    """How many answered and the mean of what they answered."""

    answers: int
    mean: float


@dataclass(frozen=True, slots=True)
class View(Generic[Group]):
    """What may be shown of one question: the total of all and of some groups. Empty means "not enough answers"."""

    everyone: Total | None = None
    groups: Mapping[Group, Total] = field(default_factory=dict)


def enough(answers: int, *, is_open: bool, floor: int = FLOOR) -> bool:
    """Whether anything at all may be shown: figures, texts, an export, or who took part.

    Never while answers still come in, since two looks could be compared, and never below the floor.
    """
    _check(floor)
    return not is_open and answers >= floor


def visible(groups: Mapping[Group, int], floor: int = FLOOR) -> frozenset[Group]:
    """Which groups of one question may have a total beside that of all, given how many answered in each.

    The groups share nobody and together are all who answered. A group below the floor is hidden. When the hidden ones
    together are still below it, subtraction would tell of them, and the smallest shown group is hidden with them; so a
    group is never shown beside all when all without it is above nothing and below the floor.
    """
    _check(floor)
    shown = [name for name, answers in groups.items() if answers >= floor]
    hidden = sum(groups.values()) - sum(groups[name] for name in shown)
    if shown and 0 < hidden < floor:
        shown.remove(min(shown, key=lambda name: groups[name]))
    return frozenset(shown)


def view(scores: Mapping[Group, Sequence[int]], *, is_open: bool, floor: int = FLOOR) -> View[Group]:
    """What may be shown of one question, given the scores by group. Use one grouping for a pulse, not several.

    Two groupings of the same answers could be set against each other, which no rule about one of them can prevent.
    """
    answers = {name: len(given) for name, given in scores.items()}
    if not enough(sum(answers.values()), is_open=is_open, floor=floor):
        return View()
    everyone = [score for given in scores.values() for score in given]
    return View(_total(everyone), {name: _total(scores[name]) for name in scores if name in visible(answers, floor)})


def texts(given: Iterable[str], question: str, *, is_open: bool, floor: int = FLOOR) -> tuple[str, ...]:
    """The free texts to one question, without name, time or label, in an order that tells nothing.

    They are sorted before they are shuffled by the question, so neither the order of answering nor the same place in
    two questions can join them to a person. Blank ones do not count towards the floor.
    """
    written = sorted(text.strip() for text in given if text.strip())
    if not enough(len(written), is_open=is_open, floor=floor):
        return ()
    random.Random(question).shuffle(written)  # noqa: S311 (the order hides nothing secret, it only has to mean nothing)
    return tuple(written)


@dataclass(frozen=True, slots=True)
class Given:
    """What one person answered: the scores by item, a free text, and the side they are on."""

    scores: Mapping[str, int]
    text: str = ""
    group: str = ""


def unlinked(answers: Iterable[Given], question: str, floor: int = FLOOR) -> tuple[Given, ...]:
    """What may be kept when a pulse closes: answers that nobody can be found in, and none at all below the floor.

    The order of answering is gone, no text stands with the scores of whoever wrote it, texts and sides that could
    never be shown are dropped.
    """
    every = list(answers)
    if not enough(len(every), is_open=False, floor=floor):
        return ()
    safe = visible(Counter(sorted(each.group for each in every)), floor)
    kept = texts((each.text for each in every), question, is_open=False, floor=floor)
    scored = sorted(
        (Given(each.scores, group=each.group if each.group in safe else "") for each in every),
        key=lambda each: (each.group, sorted(each.scores.items())),
    )
    shuffled = chain(kept, repeat(""))  # there are never more texts than answers
    return tuple(replace(each, text=text) for each, text in zip(scored, shuffled, strict=False))


def _total(scores: Sequence[int]) -> Total:
    return Total(len(scores), fmean(scores))


def _check(floor: int) -> None:
    if floor < FLOOR:
        msg = f"a floor of {floor} breaks the promise of totals of {FLOOR} or more"
        raise ValueError(msg)

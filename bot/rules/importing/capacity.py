"""How many actors a mentor can take, in the words people write."""

import re
from dataclasses import dataclass

from bot.rules.applying import MOST_ACTORS

_NONE = re.compile(r"(|[-–—.]+|n/?a|none|ei|ingen)", re.IGNORECASE)
_WHOLE = re.compile(r"(\d{1,9})(?:[.,]0+)?")
_FRACTION = re.compile(r"\d+[.,]\d+")
_WHOLE_IN_TEXT = re.compile(r"(?<![\d.,/:])\d{1,9}(?![\d.,/:%])")
_NEGATIVE = re.compile(r"[-−–]\s*\d+(?:[.,]\d+)?")
_UNLIMITED = re.compile(
    r"as many|any number|no limit|unlimited|however many|∞|niin monta|rajat|kuinka monta tahansa|obegränsa|så många|"
    r"hur många som|ingen gräns|unbegrenzt|beliebig|so viele|autant|illimité",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a cell says: a `number`, or what to ask about (`options`; all of them, if
    it is a range), or the key of a problem, or nothing at all."""

    number: int | None = None
    options: tuple[int, ...] = ()
    is_range: bool = False
    problem: str = ""


def read_capacity(text: str) -> Capacity:
    """The capacity in a cell. "2,0" is 2; a dash or nothing is none.

    "2-3", "about 2" and "as many as needed" are doubtful and give the numbers to propose. A negative number, a
    fraction or any other text is a problem; more than MOST_ACTORS is cut to it, with a problem that says so.
    """
    value = " ".join(text.split())
    if _NONE.fullmatch(value):
        return Capacity()
    if whole := _WHOLE.fullmatch(value):
        return _limited(int(whole[1]))
    if _NEGATIVE.fullmatch(value):
        return Capacity(problem="import-problem-capacity-negative")
    if _FRACTION.fullmatch(value):
        return Capacity(problem="import-problem-capacity-fraction")
    return _in_words(value)


def _limited(number: int) -> Capacity:
    if number > MOST_ACTORS:
        return Capacity(number=MOST_ACTORS, problem="import-problem-capacity-clipped")
    return Capacity(number=number)


def _in_words(value: str) -> Capacity:
    if _UNLIMITED.search(value):
        return Capacity(options=(2, 3, 5, MOST_ACTORS))
    numbers = sorted({int(found) for found in _WHOLE_IN_TEXT.findall(value)})
    if not 1 <= len(numbers) <= 2 or numbers[-1] > MOST_ACTORS:
        return Capacity(problem="import-problem-capacity-text")
    low, high = numbers[0], numbers[-1]
    return Capacity(options=tuple(range(low, high + 1)), is_range=low < high)

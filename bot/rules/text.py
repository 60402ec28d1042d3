"""Text that must fit: shortened in sight, never inside an emoji, and told apart where it would fall together."""

import unicodedata
from collections.abc import Callable, Sequence

_JOINER = "\u200d"
_FLAG_HALVES = "".join(chr(code) for code in range(0x1F1E6, 0x1F200))
Measure = Callable[[str], int]


def shorten(text: str, most: int, size: Measure = len) -> str:
    """The text in at most `most`, with an ellipsis where it was cut, never inside an emoji (LIM-07).

    `size` is how the platform counts, such as after its escapes.
    """
    if size(text) <= most:
        return text
    end = min(most - 1, len(text) - 1)
    while end and (size(text[:end]) > most - 1 or _joined(text, end)):
        end -= 1
    return text[:end].rstrip() + "…"


def pieces(text: str, most: int, size: Measure = len) -> list[str]:
    """The whole text in pieces that fit, cut at the end of a line or word where there is one, never inside an emoji."""
    parts = []
    while size(text) > most:
        end = min(most, len(text) - 1)
        while end > 1 and (size(text[:end]) > most or _joined(text, end)):
            end -= 1
        for mark in ("\n", " "):
            if (at := text.rfind(mark, end // 2, end)) > 0:
                end = at + 1
                break
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text] if text or not parts else parts


def labels(texts: Sequence[str], most: int, size: Measure = len) -> list[str]:
    """Shortened labels; those that fall together get their place in the list, so they can be told apart (LIM-03)."""
    short = [shorten(text, most, size) for text in texts]
    return [
        text if short.count(text) == 1 else f"{shorten(text, most - len(f' ({number})'), size)} ({number})"
        for number, text in enumerate(short, 1)
    ]


def _joined(text: str, at: int) -> bool:
    """Whether a character belongs to the one before it: a joiner, an accent, a variation, a skin tone, half a flag."""
    character = text[at]
    if _JOINER in {character, text[at - 1]} or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    if character in _FLAG_HALVES:
        before = text[:at]
        return (at - len(before.rstrip(_FLAG_HALVES))) % 2 == 1
    return unicodedata.category(character).startswith("M")

"""Names and topics as people type them: folded, so that two spellings of one thing are one thing."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

_APOSTROPHES_AND_HYPHENS = str.maketrans(
    dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}`´", "'")
    | dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}", "-")
)


def fold(text: str) -> str:
    """The form in which texts are compared: no difference of case, spaces, Unicode form or apostrophe."""
    # Before NFKC, which would turn an acute accent used as an apostrophe into a space and a combining mark.
    folded = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES_AND_HYPHENS)).casefold()
    visible = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible).split())


@dataclass(frozen=True, slots=True)
class UnresolvedName:
    """A name that is nobody's (no candidates) or more than one person's (all of them). Never guessed."""

    name: str
    candidates: tuple[int, ...] = ()


def resolve_names(
    names: tuple[str, ...], people: Mapping[int, str]
) -> tuple[tuple[int, ...], tuple[UnresolvedName, ...]]:
    """Find the people meant by names as typed, each once, and the names that are nobody's or more than one person's."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for person, name in sorted(people.items()):
        by_name[fold(name)].append(person)
    ids: dict[int, None] = {}
    unresolved = []
    for name in filter(fold, names):
        candidates = by_name.get(fold(name), [])
        if len(candidates) == 1:
            ids[candidates[0]] = None
        else:
            unresolved.append(UnresolvedName(name, tuple(candidates)))
    return tuple(ids), tuple(unresolved)

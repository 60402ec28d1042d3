"""Telling apart the choices that a form service has joined in one cell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_HARD = re.compile(r"[;\n|]")
_SLASH = re.compile(r"(?<!\band)(?<!\bja)(?<!\boch)(?<!\d)/(?!\s*(?:or\b|tai\b|eller\b|\d))", re.IGNORECASE)
_NOTHING = frozenset(("", "-", "–", "—", ".", "n/a"))
_ENOUGH_CELLS = 3
_ENOUGH_SURROUNDINGS = 2

Joint = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Splitter:
    """The rule for the columns it was learnt from (see `learn`).

    `joints` are neighbouring pieces that belong to one choice; `doubtful` those that might.
    """

    joints: frozenset[Joint] = frozenset()
    doubtful: tuple[Joint, ...] = ()
    by_slash: bool = False

    def split(self, cell: str) -> tuple[str, ...]:
        """The choices in a cell, each once, in the order given."""
        choices: list[str] = []
        for pieces in _runs(cell, by_slash=self.by_slash):
            choices.extend(self._joined(pieces))
        return tuple(dict.fromkeys(choices))

    def _joined(self, pieces: Sequence[str]) -> list[str]:
        choices: list[str] = []
        before = ""
        for piece in pieces:
            if choices and (_key(before), _key(piece)) in self.joints:
                choices[-1] += f", {piece}"
            else:
                choices.append(piece)
            before = piece
        return choices

    def doubtful_in(self, cell: str) -> list[Joint]:
        """The doubtful pairs that stand in this cell."""
        keys = [[_key(piece) for piece in run] for run in _runs(cell, by_slash=self.by_slash)]
        found = {pair for run in keys for pair in pairwise(run)}
        return [pair for pair in self.doubtful if pair in found]

    def with_joints(self, joints: Iterable[Joint]) -> "Splitter":
        """The same, with some of the doubtful pairs said to be one choice."""
        return Splitter(self.joints | frozenset(joints), self.doubtful, self.by_slash)


@dataclass(slots=True)
class _Evidence:
    """How often pieces stand in the cells, and what stands around each pair of neighbours."""

    pieces: Counter[str] = field(default_factory=Counter)
    pairs: Counter[Joint] = field(default_factory=Counter)
    surroundings: defaultdict[Joint, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def add(self, run: Sequence[str]) -> None:
        keys = ["", *map(_key, run), ""]
        self.pieces.update(keys[1:-1])
        for index in range(1, len(keys) - 2):
            pair = keys[index], keys[index + 1]
            self.pairs[pair] += 1
            self.surroundings[pair].add((keys[index - 1], keys[index + 2]))

    def inseparable(self) -> list[Joint]:
        """The pairs of which neither piece ever stands without the other."""
        return [
            pair
            for pair, count in self.pairs.items()
            if pair[0] != pair[1] and self.pieces[pair[0]] == count == self.pieces[pair[1]]
        ]

    def is_enough(self, pair: Joint) -> bool:
        return self.pairs[pair] >= _ENOUGH_CELLS and len(self.surroundings[pair]) >= _ENOUGH_SURROUNDINGS

    def is_list_of_choices(self) -> bool:
        """Whether pieces mostly come again, as they do when people tick boxes and do not when they write freely."""
        again = sum(count for count in self.pieces.values() if count > 1)
        return again * 10 >= self.pieces.total() * 8


def learn(cells: Iterable[str], known: Iterable[str] = ()) -> Splitter:
    """Find out from all the cells that offer the same choices where one choice ends.

    Form services join ticked choices with ", " and do not mark a choice that has a comma of its own, such as
    "communication, social media and visibility". Taken alone, such a cell cannot be read; taken together, the cells
    can: each is cut at its commas, and two neighbouring pieces are one choice if **neither ever stands without the
    other, in this order**, in at least three cells and in at least two different surroundings, so that chance is not
    taken for a rule. Three pieces join by their two neighbouring pairs. A pair never seen apart with less evidence is
    `doubtful`, provided that the pieces of the columns mostly repeat (people ticked boxes); in freely written lists it
    is simply two things. Pieces of a `known` choice, say a topic of the programme, always belong together.

    Semicolons, bars and line breaks always separate, and at a slash the choices are cut if no cell separates in
    another way ("internationellt arbete/öppen vetenskap", but not "and/or").
    """
    filled = [cell for cell in cells if cell.strip()]
    by_slash = not any("," in cell or _HARD.search(cell) for cell in filled)
    evidence = _Evidence()
    for cell in filled:
        for run in _runs(cell, by_slash=by_slash):
            evidence.add(run)
    given = frozenset(joint for choice in known for joint in _joints_of(choice))
    inseparable = evidence.inseparable()
    learnt = frozenset(pair for pair in inseparable if evidence.is_enough(pair))
    rest = [pair for pair in inseparable if pair not in learnt | given] if evidence.is_list_of_choices() else []
    return Splitter(learnt | given, tuple(sorted(rest)), by_slash)


def _joints_of(choice: str) -> list[Joint]:
    pieces = [_key(" ".join(piece.split())) for piece in choice.split(",") if piece.strip()]
    return list(pairwise(pieces))


def _runs(cell: str, *, by_slash: bool) -> list[list[str]]:
    """The pieces between commas, kept together as far as nothing but commas separates them."""
    parts = [slashed for part in _HARD.split(cell) for slashed in (_SLASH.split(part) if by_slash else (part,))]
    runs = [[" ".join(piece.split()) for piece in part.split(",")] for part in parts]
    return [kept for run in runs if (kept := [piece for piece in run if piece not in _NOTHING])]


def _key(piece: str) -> str:
    return piece.casefold()

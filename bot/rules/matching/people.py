"""What matching takes and gives: applicants, the programme's policy, the facilitator's constraints, the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.applying import Format, Role

Argument = str | int | float | tuple[str, ...]
Arguments = Mapping[str, Argument]


class ConstraintError(ValueError):
    """An input or a wish of the facilitator that cannot be kept. `key` names the text, `arguments` fill it."""

    def __init__(self, key: str, arguments: Arguments) -> None:
        super().__init__(key)
        self.key = key
        self.arguments = arguments


class Importance(StrEnum):
    """How much one criterion counts in a programme. A must also rules out pairs that do not meet it at all."""

    MUST = "must"
    HIGH = "high"
    SOME = "some"
    NONE = "none"


class Stance(StrEnum):
    """What a programme thinks of pairs of one kind: of one employer, or paired before."""

    ALLOWED = "allowed"
    AVOID = "avoid"
    NEVER = "never"


WEIGHTS = {Importance.MUST: 3, Importance.HIGH: 3, Importance.SOME: 1, Importance.NONE: 0}
CRITERIA = ("topics", "language", "format", "place", "time-zone", "wish", "employer")


@dataclass(frozen=True, slots=True)
class Applicant:
    """One application, with wishes and avoided people resolved to ids.

    The same id may come twice, as a mentor and as an actor: that person takes both sides. Somebody whose role is
    EITHER is used on one side only. `capacity` is how many actors a mentor takes; `earlier` are the ids of people they
    were paired with before.
    """

    id: int
    name: str
    role: Role
    languages: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    format: Format = Format.EITHER
    place: str = ""
    employer: str = ""
    capacity: int = 1
    wishes: tuple[int, ...] = ()
    avoids: tuple[int, ...] = ()
    time_zone: str = ""
    earlier: tuple[int, ...] = ()


def is_capacity(value: object) -> bool:
    """Whether a value can be a capacity: a whole number of at least 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@dataclass(frozen=True, slots=True)
class Policy:
    """The programme's own weights. A score says how well two applications fit this policy and promises nothing else."""

    topics: Importance = Importance.HIGH
    language: Importance = Importance.MUST
    format: Importance = Importance.SOME
    place: Importance = Importance.SOME
    time_zone: Importance = Importance.SOME
    wish: Importance = Importance.HIGH
    same_employer: Stance = Stance.NEVER
    repeats: Stance = Stance.AVOID

    def __post_init__(self) -> None:
        if self.wish is Importance.MUST:
            raise ConstraintError("match-error-wish-must", {})

    def weight(self, criterion: str) -> int:
        """How much a criterion counts against the others; 0 leaves it out."""
        if criterion == "employer":
            return 0 if self.same_employer is Stance.ALLOWED else WEIGHTS[Importance.SOME]
        return WEIGHTS[self._importance(criterion)]

    def is_must(self, criterion: str) -> bool:
        """Whether a pair that does not meet the criterion at all is ruled out."""
        if criterion == "employer":
            return self.same_employer is Stance.NEVER
        return self._importance(criterion) is Importance.MUST

    def _importance(self, criterion: str) -> Importance:
        return Importance(getattr(self, criterion.replace("-", "_")))


@dataclass(frozen=True, slots=True)
class Constraints:
    """What the facilitator has settled: pairs (mentor, actor) to keep, and people, in either order, not to pair."""

    locked: frozenset[tuple[int, int]] = frozenset()
    forbidden: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Something to say: the key of a text and what fills it."""

    key: str
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion's share of a score, in points, and why."""

    key: str
    points: int
    arguments: Arguments


@dataclass(frozen=True, slots=True)
class Pair:
    """A mentor and an actor by id, with a score from 0 to 10,000 that is exactly the sum of its parts."""

    mentor: int
    actor: int
    score: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LeftOver:
    """An application without a pair, and why in full, for the facilitator; the person gets `explain_to_left_over`."""

    id: int
    role: Role
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """Pairs for the facilitator to decide on. `optimal` is true only when it was proved that nothing better exists."""

    pairs: tuple[Pair, ...]
    left_over: tuple[LeftOver, ...]
    warnings: tuple[Reason, ...]
    total: int
    optimal: bool

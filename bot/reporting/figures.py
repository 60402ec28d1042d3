"""What a programme's report counts, on the three aims of the first programme: demand, theme, foundation.

Every share carries its denominator, what was not said is counted as unsaid, and nothing here has a name. What would
tell of few people (a language, a topic in somebody's own words, meetings of a pair) is shown from the floor up.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from dateutil.relativedelta import relativedelta

from bot.rules.anonymity import FLOOR, Total, view
from bot.rules.applying import Format, Role


@dataclass(frozen=True, slots=True)
class Source:
    """How a way by which the call travelled did. `shown` is 0 where it cannot be known, as in a newsletter."""

    name: str
    shown: int
    opened: int
    applied: int


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the report may know of one application."""

    role: Role
    offers: Sequence[str] = ()
    wants: Sequence[str] = ()
    languages: Sequence[str] = ()
    placed: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that was introduced. `minutes` is of each meeting that was logged; `lasted` only counts after the end."""

    lasted: bool = False
    left: bool = False
    agreed: bool = False
    meetings: int = 0


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting that took place, on a local day. `on_theme` is None where nobody said."""

    day: date
    minutes: int
    format: Format
    size: str
    on_theme: bool | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A closed pulse: when, how many were asked, and the scores to each question without names."""

    occasion: str
    invited: int
    scores: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Material:
    """All that the figures are made of."""

    applicants: Sequence[Applicant] = ()
    sources: Sequence[Source] = ()
    topics: Sequence[str] = ()
    pairs: Sequence[Pair] = ()
    meetings: Sequence[Met] = ()
    rounds: Sequence[Round] = ()
    sessions: int = 0
    ended: bool = False
    floor: int = FLOOR


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Per cent, rounded; None of fewer than five, where a percentage says more than is known."""
        return round(100 * self.part / self.whole) if self.whole >= FLOOR else None


@dataclass(frozen=True, slots=True)
class Topic:
    """How many offer and want a topic."""

    name: str
    offered: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Demand:
    """Who wanted this. `erased` applied and have been erased since; they are in no other count of people here."""

    applied: int
    erased: int
    withdrawn: int
    mentors: int
    actors: int
    either: int
    placed: Share
    sources: tuple[Source, ...]
    languages: tuple[tuple[str, int], ...]
    other_languages: bool
    topics: tuple[Topic, ...]
    other_topics: int

    @property
    def ratio(self) -> float | None:
        """Actors to one mentor, to a decimal; None without a mentor."""
        return round(self.actors / self.mentors, 1) if self.mentors else None


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of one pulse: who was asked, and the total, or None below the floor.

    `said` counts each of the four answers to "would you take part again", of which a mean would say nothing.
    """

    occasion: str
    question: str
    invited: int
    total: Total | None
    said: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """Whether a theme-based way of working was reasonable."""

    on_theme: Share
    unsaid: int
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the ends of meetings a pair."""

    least: int
    middle: float
    most: int


@dataclass(frozen=True, slots=True)
class Foundation:
    """What the next programme can stand on. `spread` is None below the floor of pairs."""

    pairs: int
    lasted: Share
    left: int
    agreed: Share
    met: Share
    meetings: int
    minutes: int
    spread: Spread | None
    sessions: int
    formats: tuple[tuple[str, int], ...]
    sizes: tuple[tuple[str, int], ...]
    months: tuple[tuple[date, int], ...]
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The report's figures. `ended` tells whether "lasted to the end" can be said yet."""

    demand: Demand
    theme: Theme
    foundation: Foundation
    ended: bool
    floor: int = field(default=FLOOR)


THEME_QUESTION = "theme"
RETURN_QUESTION = "again"
"""Answered with 1 same role, 2 other role, 3 not sure, 4 no."""
RETURNS = (1, 2, 3, 4)


def figures(material: Material) -> Figures:
    """The figures of one programme, from plain data."""
    return Figures(_demand(material), _theme(material), _foundation(material), material.ended, material.floor)


def _demand(material: Material) -> Demand:
    staying = [item for item in material.applicants if not item.withdrawn]
    roles = Counter(item.role for item in staying)
    applied = max(len(material.applicants), sum(source.applied for source in material.sources))
    spoken = Counter(language for item in staying for language in set(item.languages))
    topics, few = _topics(material, staying)
    return Demand(
        applied=applied,
        erased=applied - len(material.applicants),
        withdrawn=len(material.applicants) - len(staying),
        mentors=roles[Role.MENTOR],
        actors=roles[Role.ACTOR],
        either=roles[Role.EITHER],
        placed=Share(sum(item.placed for item in staying), len(staying)),
        sources=tuple(sorted(material.sources, key=lambda source: (-source.applied, -source.opened, source.name))),
        languages=_ordered({name: count for name, count in spoken.items() if count >= material.floor}),
        other_languages=any(count < material.floor for count in spoken.values()),
        topics=topics,
        other_topics=few,
    )


def _topics(material: Material, staying: Sequence[Applicant]) -> tuple[tuple[Topic, ...], int]:
    """The programme's own topics, those named by enough people, and how many others there were."""
    offered = Counter(topic for item in staying for topic in _folded(item.offers))
    wanted = Counter(topic for item in staying for topic in _folded(item.wants))
    own = {topic.casefold(): topic for topic in material.topics}
    named = own | {topic: topic for topic in (offered + wanted) if topic not in own}
    enough = {key for key in named if key in own or offered[key] + wanted[key] >= material.floor}
    topics = [Topic(named[key], offered[key], wanted[key]) for key in enough]
    return tuple(sorted(topics, key=lambda topic: (-topic.wanted, -topic.offered, topic.name))), len(named) - len(
        enough
    )


def _folded(topics: Sequence[str]) -> set[str]:
    return {topic.strip().casefold() for topic in topics if topic.strip()}


def _theme(material: Material) -> Theme:
    said = [meeting.on_theme for meeting in material.meetings if meeting.on_theme is not None]
    unsaid = len(material.meetings) - len(said)
    return Theme(Share(sum(said), len(said)), unsaid, _answers(material, THEME_QUESTION))


def _foundation(material: Material) -> Foundation:
    pairs, counts = material.pairs, [pair.meetings for pair in material.pairs]
    spread = Spread(min(counts), median(counts), max(counts)) if len(counts) >= material.floor else None
    return Foundation(
        pairs=len(pairs),
        lasted=Share(sum(pair.lasted for pair in pairs), len(pairs)),
        left=sum(pair.left for pair in pairs),
        agreed=Share(sum(pair.agreed for pair in pairs), len(pairs)),
        met=Share(sum(pair.meetings > 0 for pair in pairs), len(pairs)),
        meetings=len(material.meetings),
        minutes=sum(meeting.minutes for meeting in material.meetings),
        spread=spread,
        sessions=material.sessions,
        formats=_ordered(Counter(meeting.format.value for meeting in material.meetings)),
        sizes=_ordered(Counter(meeting.size for meeting in material.meetings)),
        months=_months([meeting.day for meeting in material.meetings]),
        answers=_answers(material, RETURN_QUESTION),
    )


def _answers(material: Material, question: str) -> tuple[Answered, ...]:
    """The closed rounds that asked this question, in their order; no total below the floor."""
    return tuple(
        _answered(each, question, scores, material.floor)
        for each in material.rounds
        if (scores := each.scores.get(question)) is not None
    )


def _answered(each: Round, question: str, scores: Sequence[int], floor: int) -> Answered:
    total = view({"all": scores}, is_open=False, floor=floor).everyone
    counts = Counter(scores)
    said = tuple(counts[code] for code in RETURNS) if total and question == RETURN_QUESTION else ()
    return Answered(each.occasion, question, each.invited, total, said)


def _ordered(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _months(days: Sequence[date]) -> tuple[tuple[date, int], ...]:
    """Meetings in each month from the first to the last with one, those without any too."""
    if not days:
        return ()
    counts = Counter(day.replace(day=1) for day in days)
    first, last = min(counts), max(counts)
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple((month, counts[month]) for month in (first + relativedelta(months=turn) for turn in range(length)))

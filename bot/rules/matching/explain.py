"""Why a pair, in keys of texts with arguments: to the facilitator in full, to the two people only what they share.

What one of them wishes or avoids, and whatever they do not have in common, is never told to the other.
"""

from collections.abc import Callable

from bot.rules.matching.criteria import (
    Profile,
    employer,
    language,
    minutes_apart,
    place,
    shared_format,
    topics,
    wish,
)
from bot.rules.matching.names import fold
from bot.rules.matching.people import CRITERIA, Arguments, LeftOver, Pair, Part, Reason
from bot.rules.matching.score import points

CLOSE = 60  # minutes between two clocks that nobody notices

SHOWN_TO_THE_PAIR = {
    "match-topics-shared": "match-pair-topics",
    "match-language-shared": "match-pair-language",
    "match-format-shared": "match-pair-format",
    "match-place-shared": "match-pair-place",
    "match-time-zone-close": "match-pair-time-zone",
    "match-wish-mutual": "match-pair-wish",
}
SHOWN_TO_LEFT_OVER = frozenset(
    {
        "match-left-no-mentors",
        "match-left-no-actors",
        "match-left-nobody",
        "match-left-no-capacity",
        "match-left-language",
    }
)
ROOM_REASONS = frozenset({"match-left-full", "match-left-taken", "match-left-possible"})


def explain_parts(shares: dict[str, int], mentor: Profile, actor: Profile) -> tuple[Part, ...]:
    """The parts of a pair's score, one for each criterion that counts. They sum to the score."""
    parts = []
    for criterion, most in shares.items():
        state, arguments = WORDING[criterion](mentor, actor)
        part_points = points(criterion, most, mentor, actor)
        parts.append(Part(f"match-{criterion}-{state}", part_points, arguments))
    return tuple(parts)


def explain_to_facilitator(pair: Pair) -> tuple[Reason, ...]:
    """All parts, those that give most first, each with its `points`."""
    ordered = sorted(pair.parts, key=lambda part: -part.points)
    return tuple(Reason(part.key, {**part.arguments, "points": part.points}) for part in ordered)


def explain_to_pair(pair: Pair) -> tuple[Reason, ...]:
    """What the two have in common, without numbers: the same words for both of them."""
    shown = (part for part in pair.parts if part.key in SHOWN_TO_THE_PAIR)
    return tuple(Reason(SHOWN_TO_THE_PAIR[part.key], part.arguments) for part in shown)


def explain_to_left_over(left_over: LeftOver) -> Reason:
    """What to tell somebody without a pair: one neutral reason, no numbers, no names, and nothing of private wishes."""
    keys = {reason.key for reason in left_over.reasons}
    if keys & ROOM_REASONS:
        return Reason("match-left-all-taken", {})
    if len(keys) == 1 and keys <= SHOWN_TO_LEFT_OVER:
        return Reason(f"{keys.pop()}-told", {})
    return Reason("match-left-no-suitable", {})


def _word_topics(mentor: Profile, actor: Profile) -> tuple[str, Arguments]:
    if not (mentor.offers and actor.wants):
        return "unknown", {}
    shared = {fold(topic): topic for topic in actor.applicant.wants if fold(topic) in mentor.offers}
    if not topics(mentor, actor)[0]:
        return "none", {}
    return "shared", {"topics": tuple(shared.values()), "count": len(shared)}


def _word_language(mentor: Profile, actor: Profile) -> tuple[str, Arguments]:
    if not (mentor.languages and actor.languages):
        return "unknown", {}
    if not language(mentor, actor)[0]:
        return "none", {}
    shared = dict.fromkeys(code for code in map(fold, actor.applicant.languages) if code in mentor.languages)
    return "shared", {"languages": tuple(shared), "count": len(shared)}


def _word_format(mentor: Profile, actor: Profile) -> tuple[str, Arguments]:
    shared = shared_format(mentor, actor)
    return ("different", {}) if shared is None else ("shared", {"format": shared.value})


def _word_place(mentor: Profile, actor: Profile) -> tuple[str, Arguments]:
    if mentor.place and mentor.place == actor.place:
        return "shared", {"place": actor.applicant.place.strip()}
    numerator, denominator = place(mentor, actor)
    if numerator == denominator:
        return "online", {}
    return ("unknown" if numerator else "different"), {}


def _word_time_zone(mentor: Profile, actor: Profile) -> tuple[str, Arguments]:
    apart = minutes_apart(mentor, actor)
    if apart is None:
        return "unknown", {}
    return ("close", {}) if apart <= CLOSE else ("apart", {"hours": apart / 60})


def _word_wish(mentor: Profile, actor: Profile) -> tuple[str, Arguments]:
    sides = wish(mentor, actor)[0]
    if sides == 1:
        return ("by-actor" if mentor.applicant.id in actor.applicant.wishes else "by-mentor"), {}
    return ("mutual" if sides else "none"), {}


def _word_employer(mentor: Profile, actor: Profile) -> tuple[str, Arguments]:
    if not (mentor.employer and actor.employer):
        return "unknown", {}
    return ("different" if employer(mentor, actor)[0] else "same"), {}


WORDING: dict[str, Callable[[Profile, Profile], tuple[str, Arguments]]] = dict(
    zip(
        CRITERIA,
        (_word_topics, _word_language, _word_format, _word_place, _word_time_zone, _word_wish, _word_employer),
        strict=True,
    )
)

"""Scores in whole points, 0 to 10,000, made of parts that sum to them exactly."""

from bot.rules.matching.criteria import DEGREES, Profile
from bot.rules.matching.people import CRITERIA, Policy

FULL_SCORE = 10_000


def most_points(policy: Policy) -> dict[str, int]:
    """What each criterion can give at most: the policy's weights as shares of 10,000, by largest remainder.

    Criteria that do not count are left out; when nothing counts, every pair is equal.
    """
    weights = {criterion: policy.weight(criterion) for criterion in CRITERIA if policy.weight(criterion)}
    whole = sum(weights.values())
    shares = {criterion: FULL_SCORE * weight // whole for criterion, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda criterion: -(FULL_SCORE * weights[criterion] % whole))
    for criterion in by_remainder[: FULL_SCORE - sum(shares.values())]:
        shares[criterion] += 1
    return shares


def points(criterion: str, most: int, mentor: Profile, actor: Profile) -> int:
    """One criterion's points for a pair, rounded down."""
    numerator, denominator = DEGREES[criterion](mentor, actor)
    return most * numerator // denominator


def score(shares: dict[str, int], mentor: Profile, actor: Profile) -> int:
    """The sum of a pair's points over all criteria that count."""
    return sum(points(criterion, most, mentor, actor) for criterion, most in shares.items())

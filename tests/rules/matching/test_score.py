from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.applying import Format
from bot.rules.matching import Applicant, Importance, Policy, Stance, draft
from bot.rules.matching.criteria import DEGREES, profile
from bot.rules.matching.explain import explain_parts
from bot.rules.matching.score import most_points, score
from tests.rules.matching.people import PLAIN, actor, mentor

importance = st.sampled_from(Importance)
policies = st.builds(
    Policy, importance, importance, importance, importance, importance,
    wish=importance.filter(lambda one: one is not Importance.MUST), same_employer=st.sampled_from(Stance),
)  # fmt: skip
words = st.lists(st.sampled_from(["fi", "sv", "en", "Leadership "]), max_size=4).map(tuple)
answers = st.fixed_dictionaries(
    {
        "languages": words,
        "offers": words,
        "wants": words,
        "format": st.sampled_from(Format),
        "place": st.sampled_from(["", "Oulu", "oulu ", "Turku"]),
        "employer": st.sampled_from(["", "City", "Town"]),
        "wishes": st.sampled_from([(), (1,), (2,)]),
        "time_zone": st.sampled_from(["", "Europe/Helsinki", "Asia/Kathmandu", "Pacific/Auckland", "Nowhere/At_All"]),
    }
)


@given(policies, answers, answers)
def test_the_parts_sum_exactly_to_a_score_from_0_to_10_000(policy, first, second):
    pair = profile(mentor(1, **first)), profile(actor(2, **second))
    shares = most_points(policy)
    parts = explain_parts(shares, *pair)
    assert sum(part.points for part in parts) == score(shares, *pair)
    assert 0 <= score(shares, *pair) <= 10_000
    assert all(0 <= part.points <= most for part, most in zip(parts, shares.values(), strict=True))


@given(policies)
def test_the_shares_sum_exactly_to_10_000_unless_nothing_counts(policy):
    assert sum(most_points(policy).values()) in {10_000, 0}
    assert bool(most_points(policy)) == any(policy.weight(criterion) for criterion in DEGREES)


def degree(criterion: str, first: dict[str, object], second: dict[str, object]) -> float:
    numerator, denominator = DEGREES[criterion](profile(mentor(1, **first)), profile(actor(2, **second)))
    return numerator / denominator


def test_topics_with_other_spaces_or_case_are_one_and_three_are_enough():
    assert degree("topics", {"offers": ("Leadership ",)}, {"wants": ("leadership",)}) == 1
    assert degree("topics", {"offers": ("a", "b", "c")}, {"wants": ("a", "b", "c", "d", "e")}) == 1
    assert degree("topics", {"offers": ("a",)}, {"wants": ("a", "b")}) == 0.5
    assert degree("topics", {"offers": ("a",)}, {"wants": ("b",)}) == 0


def test_blank_and_blank_are_not_the_same_employer_and_case_does_not_hide_the_same():
    assert degree("employer", {}, {}) == 0.5
    assert degree("employer", {"employer": "City of Oulu"}, {"employer": " city of  OULU"}) == 0


@pytest.mark.parametrize(
    ("first", "second", "expected"), [("online", "in_person", 0), ("online", "either", 1), ("either", "either", 1)]
)
def test_formats_exclude_one_another_only_when_both_insist(first, second, expected):
    for one, other in [(first, second), (second, first)]:
        assert degree("format", {"format": Format(one)}, {"format": Format(other)}) == expected


def test_the_place_counts_unless_they_can_only_meet_online():
    here, there = {"place": "Oulu"}, {"place": "Turku"}
    assert degree("place", here, {"place": "oulu"}) == 1
    assert degree("place", here, there) == 0
    assert degree("place", here, {}) == 0.5
    assert degree("place", here | {"format": Format.ONLINE}, there) == 1


def test_time_zones_count_by_the_difference_of_clocks_in_quarter_hours_and_round_the_globe():
    def apart(first: str, second: str) -> float:
        return 12 - 12 * degree("time-zone", {"time_zone": first}, {"time_zone": second})

    assert apart("Asia/Kolkata", "Asia/Kathmandu") == pytest.approx(0.25)
    assert apart("Pacific/Kiritimati", "Pacific/Honolulu") == pytest.approx(0)
    assert apart("Europe/Helsinki", "Europe/London") == pytest.approx(2)
    assert degree("time-zone", {"time_zone": ""}, {"time_zone": "Europe/London"}) == 0.5


def test_what_nobody_said_rules_nobody_out_even_as_a_must():
    must = Importance.MUST
    strict = Policy(must, must, must, must, must, same_employer=Stance.NEVER)
    assert len(draft([mentor(1), actor(2)], strict).pairs) == 1


def test_all_weights_zero_is_neutral():
    assert [pair.score for pair in draft([mentor(1), actor(2)], PLAIN).pairs] == [0]


def test_a_higher_importance_weighs_more():
    for low, high in product([Importance.NONE, Importance.SOME], [Importance.HIGH, Importance.MUST]):
        assert most_points(Policy(topics=low)).get("topics", 0) < most_points(Policy(topics=high))["topics"]


def test_an_applicant_needs_no_more_than_a_name_and_a_role():
    assert Applicant(1, "A", mentor(1).role).capacity == 1

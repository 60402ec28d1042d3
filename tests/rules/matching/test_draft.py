from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.applying import Format, Role
from bot.rules.matching import (
    ConstraintError,
    Constraints,
    Importance,
    Policy,
    Reason,
    Stance,
    draft,
    evaluate,
    explain_to_facilitator,
    explain_to_left_over,
    explain_to_pair,
)
from tests.rules.matching.people import PLAIN, actor, either, mentor


def pairs(drafted):
    return {(pair.mentor, pair.actor) for pair in drafted.pairs}


def reasons(drafted):
    return {one.id: [reason.key.removeprefix("match-left-") for reason in one.reasons] for one in drafted.left_over}


def warnings(drafted):
    return [warning.key.removeprefix("match-warning-") for warning in drafted.warnings]


def crowd(seed, size=14, roles=tuple(Role)):
    """A random programme, sorted by id."""
    random = Random(seed)
    make = {Role.MENTOR: mentor, Role.ACTOR: actor, Role.EITHER: either}
    return [
        make[random.choice(roles)](
            id_,
            languages=tuple(random.sample(["fi", "sv", "en"], random.randint(0, 2))),
            offers=tuple(random.sample("abcdef", 2)),
            wants=tuple(random.sample("abcdef", 2)),
            format=random.choice(list(Format)),
            employer=random.choice(["", "City", "Town"]),
            capacity=random.randint(0, 3),
            wishes=tuple(random.sample(range(size), random.randint(0, 2))),
            avoids=tuple(random.sample(range(size), random.randint(0, 2))),
            earlier=tuple(random.sample(range(size), random.randint(0, 1))),
        )
        for id_ in range(size)
    ]


@pytest.mark.parametrize(
    ("applicants", "expected"),
    [
        ([], {}),
        ([mentor(1), mentor(2)], {1: ["no-actors"], 2: ["no-actors"]}),
        ([actor(1), actor(2)], {1: ["no-mentors"], 2: ["no-mentors"]}),
        ([either(1)], {1: ["nobody"]}),
        ([mentor(1, capacity=0), actor(2)], {1: ["no-capacity"], 2: ["no-mentors"]}),
        ([mentor(1, languages=("fi",)), actor(2, languages=("sv",))], {1: ["language"], 2: ["language"]}),
    ],
)
def test_without_a_possible_pair_everybody_is_listed_with_the_reason(applicants, expected):
    drafted = draft(applicants)
    assert (drafted.pairs, reasons(drafted)) == ((), expected)
    assert drafted.optimal


@given(st.integers(0, 10_000))
def test_everybody_is_in_a_pair_or_left_over_with_a_reason_and_no_rule_is_broken(seed):
    applicants = crowd(seed)
    by_id = {one.id: one for one in applicants}
    drafted = draft(applicants)
    placed = [id_ for pair in drafted.pairs for id_ in {pair.mentor, pair.actor}]
    assert set(placed) | {one.id for one in drafted.left_over} == set(by_id)
    assert set(placed).isdisjoint({one.id for one in drafted.left_over})
    assert all(one.reasons for one in drafted.left_over)
    assert all(pair.actor not in by_id[pair.mentor].avoids for pair in drafted.pairs)
    assert all(pair.mentor not in by_id[pair.actor].avoids for pair in drafted.pairs)
    assert max(Counter(pair.actor for pair in drafted.pairs).values(), default=0) <= 1
    assert all(n <= by_id[id_].capacity for id_, n in Counter(pair.mentor for pair in drafted.pairs).items())
    assert drafted.total == sum(part.points for pair in drafted.pairs for part in pair.parts)
    assert drafted.optimal


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_draft_is_the_same_for_any_input_order(seed, random):
    applicants = crowd(seed)
    assert draft(random.sample(applicants, len(applicants))) == draft(applicants)


@given(st.permutations([mentor(1), mentor(2), mentor(3), actor(4), actor(5), actor(6)]))
def test_equal_people_get_the_same_pairs_in_any_order(applicants):
    assert pairs(draft(applicants, PLAIN)) == {(1, 4), (2, 5), (3, 6)}


def test_mat_04_nobody_meets_themself():
    stand_in = [mentor(1), actor(1)]
    assert draft(stand_in).pairs == ()
    assert [(one.role, one.reasons[0].key) for one in draft(stand_in).left_over] == [
        (Role.ACTOR, "match-left-no-mentors"),
        (Role.MENTOR, "match-left-no-actors"),
    ]
    assert draft([either(1)]).pairs == ()
    assert pairs(draft([mentor(1), actor(1), actor(2), mentor(3)])) == {(1, 2), (3, 1)}


def test_mat_09_loads_of_equal_mentors_differ_by_at_most_one():
    people = [mentor(id_, capacity=5) for id_ in range(8)] + [actor(100 + id_) for id_ in range(31)]
    loads = Counter(pair.mentor for pair in draft(people).pairs)
    assert sorted(loads.values()) == [3] + [4] * 7


def test_mat_10_capacity_zero_means_no_new_actors_and_no_error():
    drafted = draft([mentor(1, capacity=0), mentor(2, capacity=10**30), actor(3), actor(4)])
    assert pairs(drafted) == {(2, 3), (2, 4)}
    assert reasons(drafted) == {1: ["no-capacity"]}


@pytest.mark.parametrize("capacity", [-1, 1.5, "2", True])
def test_mat_10_a_capacity_that_is_no_whole_number_is_refused_with_the_row(capacity):
    with pytest.raises(ConstraintError) as refused:
        draft([actor(1), mentor(2, capacity=capacity)])
    assert refused.value.arguments == {"row": 2, "name": "Mentor 2"}


def test_mat_12_trivial_input_ends_with_the_only_pair_and_reasons_for_the_others():
    mutual = [mentor(1, languages=("fi",), wishes=(2,)), actor(2, languages=("fi",), wishes=(1,))]
    others = [actor(id_, languages=("sv",)) for id_ in (3, 4, 5)]
    drafted = draft(mutual + others)
    assert pairs(drafted) == {(1, 2)}
    assert reasons(drafted) == {3: ["language"], 4: ["language"], 5: ["language"]}
    assert draft(mutual + others) == drafted


def test_the_bottleneck_is_named():
    only_swedish = [actor(id_, languages=("sv",)) for id_ in (1, 2, 3)]
    mentors = [mentor(11, languages=("sv",)), mentor(12, languages=("sv",)), mentor(13, languages=("fi",))]
    drafted = draft(only_swedish + mentors)
    assert len(drafted.pairs) == 2
    (left,) = [one for one in drafted.left_over if one.role is Role.ACTOR]
    full = left.reasons[0]
    assert full.key == "match-left-full"
    assert full.arguments["actors"] == ("Actor 1", "Actor 2", "Actor 3")
    assert full.arguments["mentors"] == ("Mentor 11", "Mentor 12")
    assert (full.arguments["count"], full.arguments["places"]) == (3, 2)


def test_the_bottleneck_includes_those_who_could_move_but_only_to_where_it_is_full_too():
    mentors = [mentor(11, languages=("fi",)), mentor(12, languages=("sv",))]
    in_the_middle = actor(2, languages=("fi", "sv"), wishes=(11,))
    drafted = draft([*mentors, actor(1, languages=("fi",)), in_the_middle, actor(3, languages=("sv",))])
    assert pairs(drafted) == {(11, 2), (12, 3)}
    full = drafted.left_over[0].reasons[0]
    assert full.arguments["actors"] == ("Actor 1", "Actor 2", "Actor 3")
    assert full.arguments["mentors"] == ("Mentor 11", "Mentor 12")


def test_the_avoid_list_wins_from_either_side_over_a_wish_and_in_silence():
    for one, other in [
        (mentor(1, avoids=(2,)), actor(2, wishes=(1,))),
        (mentor(1, wishes=(2,)), actor(2, avoids=(1,))),
    ]:
        drafted = draft([one, other])
        assert drafted.pairs == ()
        assert reasons(drafted) == {1: ["private-wish"], 2: ["private-wish"]}
        assert [explain_to_left_over(left) for left in drafted.left_over] == [Reason("match-left-no-suitable", {})] * 2
        assert warnings(drafted) == ["wish"]


def test_a_wish_lost_to_an_avoid_list_looks_like_one_for_somebody_absent_or_oneself():
    avoided = draft([mentor(1, avoids=(3,)), mentor(2), actor(3, wishes=(1,))])
    absent = draft([mentor(1), mentor(2), actor(3, wishes=(99,))])
    own = draft([mentor(1), mentor(2), actor(3, wishes=(3,))])
    assert avoided.warnings == absent.warnings == own.warnings


def test_what_rules_somebody_out_is_told_to_them_only_when_no_private_wish_is_among_it():
    applicants = [mentor(1, languages=("fi",)), mentor(2, languages=("sv",), avoids=(3,)), actor(3, languages=("sv",))]
    left = {one.id: one for one in draft(applicants).left_over}
    assert explain_to_left_over(left[1]).key == "match-left-language-told"
    assert explain_to_left_over(left[3]).key == "match-left-no-suitable"


def test_last_year_s_partner_comes_again_with_a_flag_when_there_is_no_other():
    drafted = draft([mentor(1, earlier=(2,)), actor(2)])
    assert pairs(drafted) == {(1, 2)}
    assert warnings(drafted) == ["repeat"]


def test_last_year_s_partner_never_comes_again_when_the_policy_says_so():
    drafted = draft([mentor(1), actor(2, earlier=(1,))], Policy(repeats=Stance.NEVER))
    assert drafted.pairs == ()
    assert reasons(drafted) == {1: ["repeat"], 2: ["repeat"]}


def test_fewer_repeats_go_before_a_better_fit():
    people = [
        mentor(1, offers=("a",), earlier=(3,)),
        mentor(2, offers=("b",), earlier=(4,)),
        actor(3, wants=("a",)),
        actor(4, wants=("b",)),
    ]
    assert pairs(draft(people)) == {(1, 4), (2, 3)}
    assert pairs(draft(people, Policy(repeats=Stance.ALLOWED))) == {(1, 3), (2, 4)}


def test_the_same_employer_is_ruled_out_avoided_or_allowed_as_the_policy_says():
    people = [mentor(1, employer="City"), actor(2, employer="city ")]
    assert reasons(draft(people)) == {1: ["employer"], 2: ["employer"]}
    assert pairs(draft(people, Policy(same_employer=Stance.AVOID))) == {(1, 2)}
    assert all(
        "employer" not in part.key for part in draft(people, Policy(same_employer=Stance.ALLOWED)).pairs[0].parts
    )


def test_somebody_of_either_role_is_used_on_one_side_and_somebody_who_took_both_on_both():
    assert len(draft([either(1), either(2), either(3)]).pairs) == 1
    assert len(draft([either(1, capacity=2), either(2), either(3)]).pairs) == 2
    finnish, swedish = {"languages": ("fi",)}, {"languages": ("sv",)}
    assert pairs(draft([mentor(1, **finnish), actor(2, **finnish), either(3), mentor(4, **swedish)])) == {
        (1, 2),
        (4, 3),
    }
    assert pairs(draft([mentor(1, **finnish), actor(2, **finnish), either(3), actor(4, **swedish)])) == {(1, 2), (3, 4)}
    assert pairs(draft([mentor(1), actor(2), mentor(2), actor(3)])) == {(1, 2), (2, 3)}


def test_a_lock_settles_the_side_of_somebody_of_either_role():
    people = [either(1, wants=("a",)), mentor(2, offers=("a",)), actor(3)]
    locked = Constraints(locked=frozenset({(1, 3)}))
    assert pairs(draft(people, constraints=locked)) == {(1, 3)}


def test_a_lock_on_a_mismatch_of_the_policy_is_kept_with_a_warning():
    people = [mentor(1, languages=("fi",)), actor(2, languages=("sv",)), actor(3, languages=("fi",))]
    drafted = draft(people, constraints=Constraints(locked=frozenset({(1, 2)})))
    assert pairs(drafted) == {(1, 2)}
    assert drafted.warnings == (Reason("match-warning-language", {"mentor": "Mentor 1", "actor": "Actor 2"}),)


PEOPLE = [
    mentor(1, avoids=(3,)),
    mentor(2),
    actor(3),
    actor(4),
    either(5, capacity=2),
    mentor(6),
    actor(6, name="Mentor 6"),
]


@pytest.mark.parametrize(
    ("given_pairs", "key", "named"),
    [
        ([(1, 3)], "private-wish", ("Mentor 1", "Actor 3")),
        ([(2, 4)], "forbidden", ("Mentor 2", "Actor 4")),
        ([(1, 4), (1, 5)], "capacity-exceeded", ("Mentor 1",)),
        ([(1, 4), (5, 4)], "two-mentors", ("Mentor 1", "Either 5", "Actor 4")),
        ([(6, 6)], "self", ("Mentor 6",)),
        ([(3, 4)], "side", ("Actor 3", "Actor 4")),
        ([(1, 99)], "side", ("Mentor 1", "99")),
        ([(1, 5), (5, 4)], "both-sides", ("Either 5",)),
    ],
)
def test_locks_and_moves_that_nobody_may_make_are_refused_before_solving_with_all_named(given_pairs, key, named):
    forbidden = frozenset({(4, 2)})
    with pytest.raises(ConstraintError) as lock:
        draft(PEOPLE, constraints=Constraints(frozenset(given_pairs), forbidden))
    with pytest.raises(ConstraintError) as move:
        evaluate(PEOPLE, Policy(), Constraints(forbidden=forbidden), given_pairs)
    for refused in (lock.value, move.value):
        assert refused.key == f"match-error-{key}"
        assert all(name in str(refused.arguments) for name in named)


def test_the_facilitator_s_forbidden_pairs_are_kept_apart_either_way_round():
    for forbidden in [(1, 2), (2, 1)]:
        drafted = draft([mentor(1), actor(2)], constraints=Constraints(forbidden=frozenset({forbidden})))
        assert reasons(drafted) == {1: ["forbidden"], 2: ["forbidden"]}


@given(st.integers(0, 10_000))
def test_the_draft_judged_as_if_made_by_hand_is_the_same_pairs_and_optimal(seed):
    applicants = crowd(seed)
    drafted = draft(applicants)
    judged = evaluate(applicants, Policy(), Constraints(), pairs(drafted))
    assert (judged.pairs, judged.total, judged.optimal) == (drafted.pairs, drafted.total, True)
    assert judged.left_over == drafted.left_over


def test_a_move_for_the_worse_is_scored_and_is_not_optimal():
    people = [mentor(1, offers=("a",)), mentor(2, offers=("b",)), actor(3, wants=("a",)), actor(4, wants=("b",))]
    moved = evaluate(people, Policy(), Constraints(), [(1, 4), (2, 3)])
    assert not moved.optimal
    assert moved.total < draft(people).total
    assert warnings(moved) == ["topics", "topics"]


def test_a_move_that_leaves_a_lock_out_is_refused():
    with pytest.raises(ConstraintError, match="match-error-locked"):
        evaluate([mentor(1), actor(2), actor(3)], Policy(), Constraints(frozenset({(1, 2)})), [(1, 3)])


def test_pairs_that_leave_room_say_so():
    left = evaluate([mentor(1), actor(2)], Policy(), Constraints(), []).left_over
    assert [one.reasons[0].key for one in left] == ["match-left-taken", "match-left-possible"]


def test_somebody_who_is_there_twice_in_one_role_is_refused():
    for twice in ([actor(1), actor(1)], [either(1), mentor(1)]):
        with pytest.raises(ConstraintError, match="match-error-twice"):
            draft(twice)


def test_a_wish_as_a_must_is_refused():
    with pytest.raises(ConstraintError, match="match-error-wish-must"):
        Policy(wish=Importance.MUST)


def full_pair(**of_actor):
    one = mentor(
        1,
        languages=("fi", "en"),
        offers=("Open science", "cats"),
        format=Format.ONLINE,
        place="Oulu",
        employer="City",
        time_zone="Europe/Helsinki",
    )
    other = actor(
        2,
        languages=("en", "sv"),
        wants=("open  Science",),
        place="Turku",
        employer="Town",
        wishes=(1,),
        time_zone="Europe/Stockholm",
    )
    return draft([one, replace(other, **of_actor)]).pairs[0]


def test_the_two_are_told_what_they_share_and_nothing_else():
    told = {reason.key.removeprefix("match-pair-"): reason.arguments for reason in explain_to_pair(full_pair())}
    assert told == {
        "topics": {"topics": ("open  Science",), "count": 1},
        "language": {"languages": ("en",), "count": 1},
        "format": {"format": "online"},
        "time-zone": {},
    }


def test_a_wish_is_told_to_the_two_only_when_both_had_it():
    assert "match-pair-wish" not in {reason.key for reason in explain_to_pair(full_pair())}
    people = [mentor(1, wishes=(2,)), actor(2, wishes=(1,))]
    assert "match-pair-wish" in {reason.key for reason in explain_to_pair(draft(people).pairs[0])}


def test_the_facilitator_is_told_every_part_with_its_points_the_largest_first():
    pair = full_pair()
    told = explain_to_facilitator(pair)
    points = [int(str(reason.arguments["points"])) for reason in told]
    assert sum(points) == pair.score
    assert points == sorted(points, reverse=True)
    assert {"match-wish-by-actor", "match-employer-different"} <= {reason.key for reason in told}

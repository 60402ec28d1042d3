import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.anonymity import FLOOR, Given, Total, View, enough, texts, unlinked, view, visible

COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 9))
GROUPS = COUNTS.flatmap(
    lambda counts: st.fixed_dictionaries(
        {name: st.lists(st.integers(1, 5), min_size=count, max_size=count) for name, count in counts.items()}
    )
)


def test_pul_01_a_single_answer_is_not_shown_in_figures_or_texts():
    assert view({"pair 1": [5]}, is_open=False) == View()
    assert texts(["It is going well"], "q1", is_open=False) == ()
    assert not enough(1, is_open=False)


def test_from_five_answers_the_total_is_shown():
    assert view({"mentors": [1, 2, 3, 4]}, is_open=False) == View()
    assert view({"mentors": [1, 2, 3, 4, 5]}, is_open=False) == View(Total(5, 3), {"mentors": Total(5, 3)})


def test_nothing_is_shown_while_answers_come_in():
    answers = {"mentors": [3] * 40}
    assert view(answers, is_open=True) == View()
    assert texts(["a"] * 40, "q1", is_open=True) == ()


def test_a_group_is_hidden_when_the_rest_is_below_the_floor():
    for rest in range(1, FLOOR):
        assert visible({"mentors": 10, "actors": rest}) == frozenset()
    assert visible({"mentors": 10, "actors": FLOOR}) == {"mentors", "actors"}
    assert view({"mentors": [4] * 10, "actors": [1] * 3}, is_open=False).everyone == Total(13, pytest.approx(43 / 13))


def test_a_group_that_could_be_told_by_subtracting_all_the_others_hides_one_more():
    assert visible({"a": 6, "b": 7, "c": 3}) == {"b"}
    assert visible({"a": 6, "b": 7, "c": 3, "d": 2}) == {"a", "b"}
    assert visible({"a": 6, "b": 7}) == {"a", "b"}
    assert visible({"a": 6, "b": 7, "c": 0}) == {"a", "b"}


def test_a_higher_floor_may_be_set_and_a_lower_one_not():
    assert view({"a": [3] * 7}, is_open=False, floor=8) == View()
    for show in (lambda: visible({"a": 9}, floor=4), lambda: enough(9, is_open=False, floor=1)):
        with pytest.raises(ValueError, match="breaks the promise"):
            show()


@given(GROUPS, st.integers(FLOOR, 9))
def test_no_shown_total_and_no_difference_tells_of_fewer_than_the_floor(scores, floor):
    shown = view(scores, is_open=False, floor=floor)
    if shown.everyone is None:
        assert not shown.groups
        assert sum(map(len, scores.values())) < floor
        return
    totals = [total.answers for total in shown.groups.values()]
    assert all(answers >= floor for answers in (*totals, shown.everyone.answers))
    for size in range(len(totals) + 1):
        for chosen in combinations(totals, size):
            rest = shown.everyone.answers - sum(chosen)
            assert rest == 0 or rest >= floor


@given(GROUPS)
def test_what_is_shown_is_right_and_as_much_as_the_rule_allows(scores):
    shown = view(scores, is_open=False)
    counts = {name: len(given) for name, given in scores.items()}
    for name, total in shown.groups.items():
        assert total == Total(counts[name], pytest.approx(sum(scores[name]) / counts[name]))
    large_enough = {name for name, answers in counts.items() if answers >= FLOOR}
    if large_enough == {name for name, answers in counts.items() if answers}:
        assert shown.groups.keys() == large_enough
    assert len(shown.groups) >= len(large_enough) - 1


@given(st.lists(st.text(), max_size=12), st.text(max_size=5), st.randoms())
def test_free_texts_come_in_an_order_that_tells_nothing_of_when_they_were_written(given_texts, question, chance):
    shown = texts(given_texts, question, is_open=False)
    written = [text.strip() for text in given_texts if text.strip()]
    assert sorted(shown) == (sorted(written) if len(written) >= FLOOR else [])
    reordered = chance.sample(given_texts, len(given_texts))
    assert texts(reordered, question, is_open=False) == shown


def test_free_texts_are_in_another_order_for_each_question():
    written = [f"text {number}" for number in range(10)]
    orders = {texts(written, f"question {number}", is_open=False) for number in range(5)}
    assert len(orders) == 5
    assert tuple(written) not in orders


def test_the_order_of_texts_does_not_disturb_or_follow_other_chance():
    random.seed(1)
    first = texts([f"text {number}" for number in range(10)], "q", is_open=False)
    random.seed(2)
    assert texts([f"text {number}" for number in range(10)], "q", is_open=False) == first


def test_blank_texts_do_not_help_to_reach_the_floor():
    assert texts(["one", "two", "three", "four", "  ", ""], "q", is_open=False) == ()


ANSWERS = st.lists(
    st.builds(
        Given,
        st.fixed_dictionaries({"trust": st.integers(1, 5), "theme": st.integers(1, 5)}),
        st.text(max_size=8),
        st.sampled_from(["mentor", "actor", ""]),
    ),
    max_size=14,
)


@given(ANSWERS, st.randoms())
def test_what_is_kept_of_a_closed_pulse_does_not_depend_on_who_answered_first_or_wrote_what(answers, chance):
    kept = unlinked(answers, "q")
    reordered = chance.sample(answers, len(answers))
    swapped = [Given(each.scores, other.text, each.group) for each, other in zip(reordered, answers, strict=True)]
    assert unlinked(reordered, "q") == kept
    assert unlinked(swapped, "q") == kept


@given(ANSWERS)
def test_pul_01_what_is_kept_gives_the_same_totals_and_nothing_below_the_floor(answers):
    kept = unlinked(answers, "q")
    assert len(kept) == (len(answers) if len(answers) >= FLOOR else 0)
    if not kept:
        return
    before, after = ({name: [] for name in ("", "actor", "mentor")} for _ in range(2))
    for each in answers:
        before[each.group].append(each.scores["trust"])
    for each in kept:
        after[each.group].append(each.scores["trust"])
    shown, shown_before = view(after, is_open=False), view(before, is_open=False)
    assert shown.everyone == shown_before.everyone
    sides = {"mentor", "actor"}
    assert {name: shown.groups[name] for name in sides & shown.groups.keys()} == {
        name: shown_before.groups[name] for name in sides & shown_before.groups.keys()
    }
    assert texts((each.text for each in kept), "q", is_open=False) == texts(
        (each.text for each in answers), "q", is_open=False
    )

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.matching import ConstraintError, assign
from bot.rules.matching.certificate import FORBIDDEN, UNPLACED, is_best
from bot.rules.matching.problem import Problem
from bot.rules.matching.solve import solve
from tests.rules.matching.brute_force import best, every_assignment, unevenness, value

NO = None


def total(scores, cells):
    return sum(scores[row][column] for row, column in cells)


def draw_problem(draw, rows, columns, both=()):
    def table(of):
        return np.array(draw(st.lists(of, min_size=rows * columns, max_size=rows * columns))).reshape(rows, columns)

    scores = table(st.integers(0, 20)).astype(np.int64)
    allowed = table(st.integers(0, 3)).astype(np.bool_)
    repeats = table(st.integers(0, 3)) == 0
    capacities = np.array(draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns)), dtype=np.int64)
    for row, column in both:
        allowed[row, column] = False
    return Problem(scores, allowed, repeats, capacities, both)


@st.composite
def problems(draw):
    """Up to 5 x 5 with forbidden cells, repeats, capacities and at most one lock."""
    problem = draw_problem(draw, draw(st.integers(1, 5)), draw(st.integers(1, 4)))
    cells = [cell for cell in zip(*np.nonzero(problem.allowed), strict=True) if problem.capacities[cell[1]]]
    locked = draw(st.lists(st.sampled_from(cells), max_size=1)) if cells else []
    whole = tuple((int(row), int(column)) for row, column in locked)
    return Problem(problem.scores, problem.allowed, problem.repeats, problem.capacities, (), whole)


@st.composite
def problems_with_either(draw):
    """Up to five people, the first few of either role, the others on one side."""
    people = draw(st.integers(1, 5))
    first_mentor = draw(st.integers(1, people))
    only_mentors = draw(st.integers(0, people - first_mentor))
    both = tuple((person, person) for person in range(first_mentor))
    return draw_problem(draw, people - only_mentors, first_mentor + only_mentors, both)


@given(problems())
def test_the_solution_is_the_best_there_is_with_the_most_even_loads(problem):
    solution = solve(problem)
    most, even = best(problem)
    assert (value(problem, solution.cells), unevenness(solution.cells)) == (most, even)
    assert solution.optimal
    assert set(problem.locked) <= set(solution.cells)


@given(problems_with_either())
def test_people_of_either_role_are_put_where_the_whole_is_best(problem):
    solution = solve(problem)
    assert value(problem, solution.cells) == best(problem)[0]
    assert solution.optimal
    mentoring = {column for _, column in solution.cells}
    mentored = {row for row, _ in solution.cells}
    assert not any(row in mentored and column in mentoring for row, column in problem.both)


@given(problems(), st.data())
def test_the_certificate_holds_for_the_best_and_for_nothing_worse(problem, data):
    allowed = problem.allowed.copy()
    weights = np.where(allowed, problem.scores + 1, FORBIDDEN)
    rows, columns = weights.shape
    choice = data.draw(st.permutations([*range(columns), *[UNPLACED] * rows]))[:rows]
    column_of = np.array([c if c != UNPLACED and allowed[r, c] else UNPLACED for r, c in enumerate(choice)])
    ones = Problem(problem.scores + 1, allowed, problem.repeats & False, np.ones(columns, dtype=np.int64))
    weight = sum(int(weights[row, column]) for row, column in enumerate(column_of) if column != UNPLACED)
    assert is_best(weights, column_of) == (weight == heaviest(ones))


def heaviest(problem):
    return max(sum(int(problem.scores[cell]) for cell in cells) for cells in every_assignment(problem))


@pytest.mark.parametrize(
    ("scores", "capacities", "pairs", "sum_of_scores"),
    [
        ([], [], 0, 0),
        ([[], []], [], 0, 0),
        ([], [1, 1], 0, 0),
        ([[NO]], [1], 0, 0),
        ([[10, 9], [9, 1]], [1, 1], 2, 18),
        ([[1, NO], [10, 1]], [1, 1], 2, 2),
        ([[9], [8], [7], [6]], [3], 3, 24),
        ([[9, 5], [8, 1], [7, 6]], [2, 1], 3, 23),
        ([[9], [8]], [0], 0, 0),
        ([[9], [8]], [10**9], 2, 17),
        ([[5, 4, NO], [6, 3, NO], [7, 2, NO]], [1, 1, 1], 2, 11),
        ([[0, NO], [NO, 0]], [1, 1], 2, 0),
        ([[7, 7, 7]] * 3, [1, 1, 1], 3, 21),
        ([[0, 0]] * 2, [1, 1], 2, 0),
    ],
)
def test_tricky_tables_have_the_right_answers(scores, capacities, pairs, sum_of_scores):
    solution = assign(scores, capacities)
    assert (len(solution.cells), total(scores, solution.cells)) == (pairs, sum_of_scores)
    assert solution.optimal


def test_capacities_2_and_1_send_the_third_actor_to_the_second_mentor():
    assert assign([[9, 5], [8, 1], [7, 6]], [2, 1]).cells == ((0, 0), (1, 0), (2, 1))


def test_a_hundred_who_all_like_the_same_order_are_all_placed():
    scores = [[100 - column for column in range(100)] for _ in range(100)]
    assert len(assign(scores, [1] * 100).cells) == 100


def test_an_actor_whose_only_mentor_is_everybody_s_last_choice_is_placed():
    scores = [[NO, NO, 1], [50, 40, 1], [60, 30, 1]]
    assert (0, 2) in assign(scores, [1, 1, 1]).cells


def test_scores_as_fractions_or_whole_numbers_give_the_same_pairs():
    tenths = assign([[0.9, 0.8], [0.8, 0.1]], [1, 1])
    assert tenths.cells == assign([[9, 8], [8, 1]], [1, 1]).cells == ((0, 1), (1, 0))


def test_three_of_either_role_make_one_pair_or_with_room_for_two_cover_all():
    scores = [[5, 5, 5]] * 3
    both = ((0, 0), (1, 1), (2, 2))
    own = [[NO if row == column else score for column, score in enumerate(line)] for row, line in enumerate(scores)]
    assert len(assign(own, [1] * 3, both).cells) == 1
    assert len(assign(own, [2] * 3, both).cells) == 2


def test_five_of_either_role_make_two_pairs_and_four_of_them_never_one_group_and_one_left():
    def own(size):
        return [[NO if row == column else 5 for column in range(size)] for row in range(size)]

    assert len(assign(own(5), [1] * 5, tuple((i, i) for i in range(5))).cells) == 2
    four = assign(own(4), [2] * 4, tuple((i, i) for i in range(4))).cells
    assert len({person for cell in four for person in cell}) == 4


def test_a_triangle_of_tens_and_one_who_knows_only_one_of_them():
    a, b, c, d = range(4)
    scores: list[list[int | None]] = [[NO] * 4 for _ in range(4)]
    for one, other, score in [(a, b, 10), (b, c, 10), (a, c, 10), (d, a, 1)]:
        scores[one][other] = scores[other][one] = score
    solution = assign(scores, [1] * 4, tuple((i, i) for i in range(4)))
    assert {frozenset(cell) for cell in solution.cells} == {frozenset({b, c}), frozenset({a, d})}
    assert total(scores, solution.cells) == 11


def test_a_lock_is_kept_against_a_better_total_and_against_others_who_need_the_place():
    assert (0, 0) in assign([[1, 9], [9, 1]], [1, 1], locked=((0, 0),)).cells
    assert assign([[1], [9]], [1], locked=((0, 0),)).cells == ((0, 0),)
    assert set(assign([[1], [9], [1]], [2], locked=((0, 0), (2, 0))).cells) == {(0, 0), (2, 0)}


def test_a_mentor_who_would_have_nobody_counts_as_a_person_left_out():
    assert Counter(column for _, column in assign([[10, 1], [10, 1]], [2, 2]).cells) == {0: 1, 1: 1}


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf"), -1, -0.5])
def test_a_score_that_is_no_plain_number_is_refused_with_its_place(score):
    with pytest.raises(ConstraintError) as refused:
        assign([[1, 1], [1, score]], [1, 1])
    assert (refused.value.key, refused.value.arguments) == ("match-error-table-score", {"row": 2, "column": 2})


@pytest.mark.parametrize("capacity", [-1, 1.5, "2", True])
def test_a_capacity_that_is_no_whole_number_is_refused_with_its_place(capacity):
    with pytest.raises(ConstraintError) as refused:
        assign([[1, 1]], [1, capacity])
    assert refused.value.arguments == {"column": 2}


def test_numbers_too_large_to_be_told_apart_are_refused():
    with pytest.raises(ConstraintError, match="match-error-too-large"):
        assign([[10**10]], [1])

"""The order of aims as whole numbers, so that one solve keeps it and one set of prices proves it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.rules.matching.people import ConstraintError
from bot.rules.matching.problem import Problem, objective

LARGEST_EXACT = 2**53  # above this a float64, in which the solvers compute, cannot tell two whole numbers apart


@dataclass(frozen=True, slots=True)
class Units:
    """What a person placed, a repeat, a point of score and a step of load weigh: each more than all that follow."""

    person: int
    repeat: int
    score: int
    load: int


def units_for(problem: Problem) -> Units:
    """The units for a problem. Even loads, the last aim, are given up when they would not fit (above about 700 people).

    Raises ConstraintError when the rest does not fit either.
    """
    people = 2 * (len(problem.allowed) + 1)
    for units in (_units(problem, load=1), units_without_load(problem)):
        if units.person * people <= LARGEST_EXACT:
            return units
    raise ConstraintError("match-error-too-large", {})


def units_without_load(problem: Problem) -> Units:
    """The units when loads do not count, which keeps the numbers small."""
    return _units(problem, load=0)


def _units(problem: Problem, load: int) -> Units:
    best_scores = np.where(problem.allowed, problem.scores, 0).max(axis=1, initial=0)
    rows_with_repeats = int((problem.repeats & problem.allowed).any(axis=1).sum())
    most_load = load * _most_load(problem)
    score = most_load + 1
    repeat = score * sum(map(int, best_scores)) + most_load + 1
    return Units(repeat * (rows_with_repeats + 1), repeat, score, load)


def _most_load(problem: Problem) -> int:
    """The most steps of load there can be: a mentor's second actor is one step, the third two more, and so on."""
    steps = sorted((step for room in map(int, problem.room) for step in range(room)), reverse=True)
    return sum(steps[: len(problem.allowed)])


def weigh(problem: Problem, cells: Sequence[tuple[int, int]], units: Units) -> int:
    """What an assignment weighs, without the loads."""
    people, repeats, total = objective(problem, cells)
    return units.person * people + units.repeat * repeats + units.score * total

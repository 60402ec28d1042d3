"""The best assignment. In strict order: locks and hard rules, people placed, few repeats, total of scores, even loads.

The order becomes one whole-number weight per cell, each level heavier than everything below it together, so that one
run of a linear assignment solver finds it and one set of prices proves it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.rules.matching.certificate import FORBIDDEN, UNPLACED, Integers, is_best
from bot.rules.matching.people import ConstraintError, is_capacity
from bot.rules.matching.problem import Booleans, Problem, keep_locks, settle_sides
from bot.rules.matching.units import Units, units_for

UNITS_OF_RAW_SCORE = 1_000_000  # raw scores count to six decimals


@dataclass(frozen=True, slots=True)
class Solution:
    """The cells (row, column) chosen, in order of rows, and whether it was proved that nothing better exists."""

    cells: tuple[tuple[int, int], ...]
    optimal: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """A column for each place of each mentor: whose it is, and its number from 0. Locked places belong to one row."""

    owner: Integers
    number: Integers


def solve(problem: Problem) -> Solution:
    """Find the best assignment. Raises ConstraintError when the numbers are too large to be told apart."""
    from bot.rules.matching.roles import choose_sides

    kept = keep_locks(problem)
    sides = choose_sides(kept) if kept.both else None
    settled = settle_sides(kept, sides.mentors) if sides else kept
    places = _places(settled)
    weights = _weights(settled, places, units_for(settled))
    place_of = _assign(weights)
    cells = tuple((row, int(places.owner[place])) for row, place in enumerate(place_of) if place != UNPLACED)
    return Solution(cells, is_best(weights, place_of) and (sides is None or sides.are_best(settled, cells)))


def assign(
    scores: Sequence[Sequence[float | None]],
    capacities: Sequence[int],
    both: tuple[tuple[int, int], ...] = (),
    locked: tuple[tuple[int, int], ...] = (),
) -> Solution:
    """Solve a table of scores, rows actors and columns mentors, None where a pair is forbidden.

    Scores count to six decimals. Raises ConstraintError with row and column (from 1) for a score that is negative, NaN
    or infinite, and with the column for a capacity that is not a whole number of at least 0.
    """
    shape = (len(scores), len(capacities))
    whole, allowed = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.bool_)
    for row, line in enumerate(scores):
        for column, score in enumerate(line):
            if score is not None:
                whole[row, column], allowed[row, column] = _whole(score, row, column), True
    for column, capacity in enumerate(capacities):
        if not is_capacity(capacity):
            raise ConstraintError("match-error-table-capacity", {"column": column + 1})
    room = np.array([min(capacity, len(scores)) for capacity in capacities], dtype=np.int64)
    return solve(Problem(whole, allowed, np.zeros(shape, dtype=np.bool_), room, both, locked))


def _whole(score: float, row: int, column: int) -> int:
    if not math.isfinite(score) or score < 0:
        raise ConstraintError("match-error-table-score", {"row": row + 1, "column": column + 1})
    return round(float(score) * UNITS_OF_RAW_SCORE)


def _places(problem: Problem) -> _Places:
    room = problem.room
    owner = np.repeat(np.arange(len(room)), room)
    return _Places(owner, np.arange(len(owner)) - np.repeat(np.cumsum(room) - room, room))


def _weights(problem: Problem, places: _Places, units: Units) -> Integers:
    weights = units.person * (1 + (places.number == 0)) - units.repeat * problem.repeats[:, places.owner]
    weights = weights + units.score * problem.scores[:, places.owner] - units.load * places.number
    return np.where(_allowed(problem, places), weights, FORBIDDEN).astype(np.int64)


def _allowed(problem: Problem, places: _Places) -> Booleans:
    """The mask by place, with each locked actor and the place taken for them reserved for one another."""
    allowed = problem.allowed[:, places.owner]
    taken: dict[int, int] = {}
    for row, column in sorted(problem.locked):
        place = int(np.flatnonzero(places.owner == column)[taken.get(column, 0)])
        taken[column] = taken.get(column, 0) + 1
        allowed[:, place], allowed[row, :] = False, False
        allowed[row, place] = True
    return allowed


def _assign(weights: Integers) -> Integers:
    """The place of each row, or UNPLACED: every row has a place of weight 0 to fall back on."""
    from scipy.optimize import linear_sum_assignment

    rows, places = weights.shape
    cost = np.zeros((rows, places + rows))
    cost[:, :places] = np.where(weights == FORBIDDEN, np.inf, -weights)
    column_of = linear_sum_assignment(cost)[1]
    return np.where(column_of < places, column_of, UNPLACED).astype(np.int64)

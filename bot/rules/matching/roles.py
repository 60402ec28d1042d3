"""Which side each person of either role takes: an integer programme, solved by HiGHS.

The sides are all that is taken from it: the pairs are then found, and proved, as in every other case.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array

from bot.rules.matching.problem import Problem
from bot.rules.matching.units import Units, units_without_load, weigh

MOST_NODES = 100  # a limit in steps, not seconds: the same input stops at the same place on any machine
SCALE = (
    10_000  # a full score is 1: HiGHS compares with absolute tolerances of a millionth, a point is a hundred of them
)
Sparse = csr_array[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Sides:
    """For each person of `problem.both`, whether they mentor; and the most, in `units`, that any choice can weigh."""

    mentors: tuple[bool, ...]
    bound: float
    units: Units

    def are_best(self, problem: Problem, cells: Sequence[tuple[int, int]]) -> bool:
        """Whether an assignment with these sides weighs as much as any can. Weights are whole numbers."""
        return self.bound < weigh(problem, cells, self.units) + 0.5


def choose_sides(problem: Problem) -> Sides:
    """Choose the sides that allow the best assignment of all.

    The variables are, in this order: an edge for each allowed pair; whether each person of `problem.both` mentors;
    whether each mentor is busy, that is has an actor. The last need not be asked for whole numbers: they take them.
    """
    units = units_without_load(problem)
    actor_of, mentor_of = np.nonzero(problem.allowed)
    edges, sides, busy = len(actor_of), len(problem.both), len(problem.capacities)
    value = units.person + units.score * problem.scores - units.repeat * problem.repeats
    goal = np.concatenate([value[actor_of, mentor_of], np.zeros(sides), np.full(busy, units.person)]) / SCALE
    locked = np.isin(actor_of, [row for row, _ in problem.locked])
    found = milp(
        -goal,
        integrality=np.repeat([1, 0], [edges + sides, busy]),
        bounds=Bounds(np.concatenate([locked, np.zeros(sides + busy)]), 1),
        constraints=_constraints(problem, actor_of, mentor_of),
        options={"mip_rel_gap": 0.0, "node_limit": MOST_NODES},
    )
    if found.x is None:
        return Sides((False,) * sides, math.inf, units)
    chosen = found.x[edges : edges + sides]
    return Sides(tuple(bool(side > 0.5) for side in chosen), -float(found.mip_dual_bound) * SCALE, units)


def _constraints(problem: Problem, actor_of: Indices, mentor_of: Indices) -> LinearConstraint:
    actors, mentors = problem.allowed.shape
    edges, people = np.arange(len(actor_of)), np.arange(len(problem.both))
    person_of = np.full(mentors, -1)
    person_of[problem.both_columns] = people
    undecided = edges[person_of[mentor_of] >= 0]
    lines = np.arange(len(undecided))
    of_actor = _ones(actor_of, edges, (actors, len(edges)))
    of_mentor = _ones(mentor_of, edges, (mentors, len(edges)))
    of_edge = _ones(lines, undecided, (len(lines), len(edges)))
    is_actor = _ones(problem.both_rows, people, (actors, len(people)))
    room_of_person = _sparse(problem.room[problem.both_columns], problem.both_columns, people, (mentors, len(people)))
    of_person = _ones(lines, person_of[mentor_of[undecided]], (len(lines), len(people)))
    is_busy = _ones(np.arange(mentors), np.arange(mentors), (mentors, mentors))
    room = np.where(person_of >= 0, 0, problem.room)
    blocks: list[list[Sparse | None]] = [
        [of_actor, is_actor, None],  # one mentor for an actor, none for a person who mentors
        [of_mentor, -room_of_person, None],  # a mentor's room, none for one who does not
        [of_edge, -of_person, None],  # follows from the line above for whole numbers, and makes the search far shorter
        [-of_mentor, None, is_busy],  # a mentor without actors is not busy
    ]
    limits = np.concatenate([np.ones(actors), room, np.zeros(len(lines)), np.zeros(mentors)])
    return LinearConstraint(block_array(blocks, format="csr"), ub=limits)


def _ones(rows: ArrayLike, columns: Indices, shape: tuple[int, int]) -> Sparse:
    return _sparse(np.ones(len(columns)), rows, columns, shape)


def _sparse(values: ArrayLike, rows: ArrayLike, columns: ArrayLike, shape: tuple[int, int]) -> Sparse:
    return csr_array((np.asarray(values, dtype=np.float64), (np.asarray(rows), np.asarray(columns))), shape=shape)

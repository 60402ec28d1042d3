"""The assignment as numbers: rows are actors, columns are mentors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Objective = tuple[int, int, int]  # people placed, repeats as a negative number, total of scores: compared in this order


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is to be solved. `both` holds (row, column) of each person who may be on one side only, whichever it is.

    Scores are whole and not negative. Locked cells (row, column) are allowed, within capacity, one for a row.
    """

    scores: Integers
    allowed: Booleans
    repeats: Booleans
    capacities: Integers
    both: tuple[tuple[int, int], ...] = ()
    locked: tuple[tuple[int, int], ...] = ()

    @property
    def room(self) -> Integers:
        """Each mentor's capacity, as far as there are actors to fill it (a capacity of 10^9 is clipped here)."""
        room: Integers = np.minimum(self.capacities, self.allowed.sum(axis=0, dtype=np.int64))
        return room

    @property
    def both_rows(self) -> list[int]:
        """The rows of people who may be on either side."""
        return [row for row, _ in self.both]

    @property
    def both_columns(self) -> list[int]:
        """The columns of people who may be on either side."""
        return [column for _, column in self.both]


def keep_locks(problem: Problem) -> Problem:
    """Leave each locked actor its locked mentor only, and each locked person of either role their side only."""
    allowed = problem.allowed.copy()
    for row, column in problem.locked:
        allowed[row, :] = False
        allowed[row, column] = True
    rows, columns = {row for row, _ in problem.locked}, {column for _, column in problem.locked}
    allowed[:, [column for row, column in problem.both if row in rows]] = False
    allowed[[row for row, column in problem.both if column in columns], :] = False
    free = tuple(cell for cell in problem.both if cell[0] not in rows and cell[1] not in columns)
    return replace(problem, allowed=allowed, both=free)


def settle_sides(problem: Problem, mentors: Sequence[bool]) -> Problem:
    """Take each person of either role off the side they are not on."""
    allowed = problem.allowed.copy()
    for (row, column), is_mentor in zip(problem.both, mentors, strict=True):
        if is_mentor:
            allowed[row, :] = False
        else:
            allowed[:, column] = False
    return replace(problem, allowed=allowed, both=())


def take_sides(problem: Problem, cells: Sequence[tuple[int, int]]) -> Problem:
    """Settle the sides of those people of either role who are in the cells; the others stay open."""
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    decided = [cell for cell in problem.both if cell[0] in rows or cell[1] in columns]
    settled = settle_sides(replace(problem, both=tuple(decided)), [column in columns for _, column in decided])
    return replace(settled, both=tuple(cell for cell in problem.both if cell not in decided))


def objective(problem: Problem, cells: Iterable[tuple[int, int]]) -> Objective:
    """What an assignment reaches. A mentor with several actors is one person placed."""
    chosen = list(cells)
    people = len(chosen) + len({column for _, column in chosen})
    repeats = sum(bool(problem.repeats[cell]) for cell in chosen)
    return people, -repeats, sum(int(problem.scores[cell]) for cell in chosen)

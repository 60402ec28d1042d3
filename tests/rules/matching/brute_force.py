"""Every assignment there is, for small tables: slow, obvious, and so the judge of the solver."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from bot.rules.matching.problem import Problem

Cells = tuple[tuple[int, int], ...]


def every_assignment(problem: Problem) -> Iterator[Cells]:
    rows, columns = problem.allowed.shape
    locked = dict(problem.locked)
    choices = [
        [locked[row]] if row in locked else [None, *(j for j in range(columns) if problem.allowed[row, j])]
        for row in range(rows)
    ]
    for choice in product(*choices):
        cells = tuple((row, column) for row, column in enumerate(choice) if column is not None)
        load = Counter(column for _, column in cells)
        fits = all(count <= problem.capacities[column] for column, count in load.items())
        one_side = all(choice[row] is None or not load[column] for row, column in problem.both)
        if fits and one_side:
            yield cells


def value(problem: Problem, cells: Cells) -> tuple[int, int, int]:
    people = len({("actor", row) for row, _ in cells} | {("mentor", column) for _, column in cells})
    return people, -sum(problem.repeats[cell] for cell in cells), sum(problem.scores[cell] for cell in cells)


def unevenness(cells: Cells) -> int:
    return sum(count**2 for count in Counter(column for _, column in cells).values())


def best(problem: Problem) -> tuple[tuple[int, int, int], int]:
    """The best value, and the least unevenness of loads with which it can be reached."""
    ranked = [(value(problem, cells), -unevenness(cells)) for cells in every_assignment(problem)]
    most, even = max(ranked)
    return most, -even
